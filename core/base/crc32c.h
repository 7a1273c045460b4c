#pragma once

#include <cstdint>
#include <string_view>

namespace moelab {

/// CRC-32C (Castagnoli's polynomial), as RFC 3720 defines it.
std::uint32_t crc32c(std::string_view bytes);

} // namespace moelab
