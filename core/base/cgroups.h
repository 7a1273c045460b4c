#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>

namespace moelab {

/// What the control groups of this process allow it, as a container or a cluster sets them; none where nothing
/// does.
struct GroupLimits {
    std::optional<double> cores;             ///< processor time, in cores
    std::optional<std::uint64_t> freeMemory; ///< bytes up to the limit; file contents that can be dropped are free
};

/// Of control groups of both versions, from the process's own up to the outermost that it sees.
/// @param root where proc and sys lie
GroupLimits groupLimits(const std::filesystem::path& root = "/");

} // namespace moelab
