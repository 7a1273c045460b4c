#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace moelab {

/// The type of an array's numbers, as numpy names it: "u1" is an unsigned integer of one byte.
struct ElementType {
    char kind = 0; ///< i and u are integers, b truth values, f has a fraction; there are others
    bool bigEndian = false;
    std::uint32_t size = 0; ///< in bytes

    bool isInteger() const { return (kind == 'i' || kind == 'u' || kind == 'b') && size >= 1 && size <= 8; }
    /// Of 4 or 8 bytes, as IEEE 754 has them.
    bool isReal() const { return kind == 'f' && (size == 4 || size == 8); }
    std::string name() const { return kind + std::to_string(size); }
};

/// @param bytes of one element, which is an integer. What is above 2^63 - 1 becomes negative.
std::int64_t integerFrom(std::string_view bytes, const ElementType& type);

/// @param bytes of one element, which is real
double realFrom(std::string_view bytes, const ElementType& type);

} // namespace moelab
