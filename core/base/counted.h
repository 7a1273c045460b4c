#pragma once

#include <cstdint>
#include <string>

namespace moelab {

/// "1 epoch", "3 epochs". @param noun one that takes an s in the plural
inline std::string counted(std::int64_t count, const std::string& noun) {
    return std::to_string(count) + ' ' + noun + (count == 1 ? "" : "s");
}

} // namespace moelab
