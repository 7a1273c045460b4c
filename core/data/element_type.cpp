#include "data/element_type.h"

#include <bit>

namespace moelab {
namespace {

std::uint64_t bitsFrom(std::string_view bytes, bool bigEndian) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        value = value << 8 | static_cast<unsigned char>(bytes[bigEndian ? i : bytes.size() - 1 - i]);
    return value;
}

} // namespace

std::int64_t integerFrom(std::string_view bytes, const ElementType& type) {
    const std::uint64_t value = bitsFrom(bytes, type.bigEndian);
    const std::size_t unused = 64 - 8 * bytes.size();
    return type.kind == 'i' ? static_cast<std::int64_t>(value << unused) >> unused
                            : static_cast<std::int64_t>(value);
}

double realFrom(std::string_view bytes, const ElementType& type) {
    const std::uint64_t value = bitsFrom(bytes, type.bigEndian);
    if (type.size == 4)
        return std::bit_cast<float>(static_cast<std::uint32_t>(value));
    return std::bit_cast<double>(value);
}

} // namespace moelab
