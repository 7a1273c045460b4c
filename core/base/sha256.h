#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

/// SHA-256 of bytes that arrive in pieces.
class Sha256 {
  public:
    Sha256();
    ~Sha256();
    void update(std::span<const std::byte> bytes);
    void update(std::string_view text) { update(std::as_bytes(std::span(text))); }
    /// @returns 64 lower-case hexadecimal digits. Call once, after the last update.
    std::string hex();

  private:
    struct State;
    std::unique_ptr<State> m_state;
};

std::string sha256(std::string_view text);
/// @throws Error if the file cannot be read
std::string sha256OfFile(const std::filesystem::path& path);

} // namespace moelab
