#include "data/arrays/idx.h"

#include "base/error.h"

#include <array>
#include <optional>

namespace moelab {
namespace {

constexpr std::size_t kMagicBytes = 4;
constexpr std::size_t kLengthBytes = 4;
constexpr int kDimensions = 4;
constexpr ElementType kIdxLength = {'u', true, kLengthBytes};

std::optional<ElementType> idxType(char code) {
    switch (code) {
    case 0x08:
        return ElementType{'u', true, 1};
    case 0x09:
        return ElementType{'i', true, 1};
    case 0x0B:
        return ElementType{'i', true, 2};
    case 0x0C:
        return ElementType{'i', true, 4};
    case 0x0D:
        return ElementType{'f', true, 4};
    case 0x0E:
        return ElementType{'f', true, 8};
    default:
        return std::nullopt;
    }
}

std::size_t readInto(ByteSource& source, std::string& bytes) {
    return source.read({reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size()});
}

[[noreturn]] void refuseCutHeader(const std::string& name, std::size_t bytes) {
    throw Error(name, "ends within its header (" + std::to_string(bytes) + " bytes)",
                "Copy the file again, or fetch the data again");
}

[[noreturn]] void refuseMagic(const std::string& name, const std::string& problem) {
    throw Error(name, "is not an IDX file: " + problem, "Choose a file in the format of MNIST, or fetch it again");
}

/// @returns the number of dimensions, and the type
std::pair<std::size_t, ElementType> readMagic(ByteSource& source) {
    std::string magic(kMagicBytes, '\0');
    const std::size_t got = readInto(source, magic);
    if (got == 0)
        throw Error(source.name(), "is empty (0 bytes)", "Copy the file again, or fetch the data again");
    if (got < kMagicBytes)
        refuseCutHeader(source.name(), got);
    const auto number = [&](std::size_t i) { return std::to_string(static_cast<unsigned char>(magic[i])); };
    if (magic[0] != 0 || magic[1] != 0)
        refuseMagic(source.name(),
                    "it begins with the bytes " + number(0) + " and " + number(1) + ", not with 0 and 0");
    const auto type = idxType(magic[2]);
    if (!type)
        refuseMagic(source.name(), "byte 2 is " + number(2) + ", which is no type of numbers");
    if (magic[3] < 1 || magic[3] > kDimensions)
        refuseMagic(source.name(), "byte 3 says that it has " + number(3) + " dimensions; 1 to 4 are read");
    return {static_cast<std::size_t>(magic[3]), *type};
}

} // namespace

bool looksLikeIdx(std::string_view head) {
    return head.size() >= kMagicBytes && head[0] == 0 && head[1] == 0 && idxType(head[2]) && head[3] >= 1 &&
           head[3] <= kDimensions;
}

ArrayHeader readIdxHeader(ByteSource& source) {
    const auto [dimensions, type] = readMagic(source);
    std::string lengths(dimensions * kLengthBytes, '\0');
    const std::size_t got = readInto(source, lengths);
    if (got < lengths.size())
        refuseCutHeader(source.name(), kMagicBytes + got);
    ArrayHeader header{type, {}, kMagicBytes + lengths.size()};
    for (std::size_t at = 0; at < lengths.size(); at += kLengthBytes)
        header.shape.push_back(
            static_cast<std::size_t>(integerFrom(std::string_view(lengths).substr(at, kLengthBytes), kIdxLength)));
    return header;
}

} // namespace moelab
