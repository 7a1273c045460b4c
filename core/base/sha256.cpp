#include "base/sha256.h"

#include "base/error.h"
#include "base/file_reader.h"

#include <openssl/evp.h>

#include <array>
#include <vector>

namespace moelab {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256()
    : m_state(std::make_unique<State>()) {
    if (!m_state->context || EVP_DigestInit_ex(m_state->context, EVP_sha256(), nullptr) != 1)
        throw Error("OpenSSL", "offers no SHA-256", "Check its installation");
}

Sha256::~Sha256() = default;

void Sha256::update(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(m_state->context, bytes.data(), bytes.size());
}

std::string Sha256::hex() {
    std::array<unsigned char, 32> digest;
    EVP_DigestFinal_ex(m_state->context, digest.data(), nullptr);
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text;
    for (unsigned char byte : digest) {
        text += kDigits[byte >> 4];
        text += kDigits[byte & 15];
    }
    return text;
}

std::string sha256(std::string_view text) {
    Sha256 hash;
    hash.update(text);
    return hash.hex();
}

std::string sha256OfFile(const std::filesystem::path& path) {
    FileReader file(path);
    std::vector<char> block(1 << 16);
    Sha256 hash;
    while (const std::size_t count = file.readSome(block.data(), block.size()))
        hash.update(std::string_view(block.data(), count));
    return hash.hex();
}

} // namespace moelab
