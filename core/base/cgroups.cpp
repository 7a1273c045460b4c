#include "base/cgroups.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// Version 1 writes a number near this where there is no limit.
constexpr std::uint64_t kNoLimit = std::uint64_t{1} << 60;

/// The folders of a process's groups, the innermost first.
struct Groups {
    std::vector<fs::path> folders;
    bool second = false; ///< version 2
};

std::vector<std::string> split(const std::string& text, char at) {
    std::vector<std::string> parts;
    std::istringstream stream(text);
    for (std::string part; std::getline(stream, part, at);)
        parts.push_back(part);
    return parts;
}

bool names(const std::string& list, const std::string& word) {
    return std::ranges::count(split(list, ','), word) > 0;
}

/// The group that the process is in. @param controller empty for version 2
std::string groupOf(const fs::path& root, const std::string& controller) {
    std::ifstream lines(root / "proc/self/cgroup");
    for (std::string line; std::getline(lines, line);) { // number:controllers:path
        const std::size_t first = line.find(':');
        const std::size_t second = first == std::string::npos ? first : line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        if (controller.empty() ? controllers.empty() : names(controllers, controller))
            return line.substr(second + 1);
    }
    return "/";
}

/// A mounted hierarchy as the process sees it: in a container, a part of it.
std::optional<Groups> groupsAt(const fs::path& root, const std::string& line, const std::string& controller) {
    std::istringstream words(line); // number parent device part folder options [more...] - kind source options
    std::string skipped, part, folder, kind, options;
    words >> skipped >> skipped >> skipped >> part >> folder;
    while (words >> skipped && skipped != "-") {
    }
    words >> kind >> skipped >> options;
    const bool second = kind == "cgroup2";
    if (!words || (!second && !(kind == "cgroup" && names(options, controller))))
        return std::nullopt;
    const fs::path top = root / fs::path(folder).relative_path();
    const fs::path below = fs::path(groupOf(root, second ? "" : controller)).lexically_relative(part);
    std::error_code problem;
    fs::path group = (top / below).lexically_normal();
    if (below.empty() || *below.begin() == ".." || !fs::is_directory(group, problem))
        group = top;
    Groups groups{{}, second};
    for (; group.native().size() > top.native().size(); group = group.parent_path())
        groups.folders.push_back(group);
    groups.folders.push_back(top);
    return groups;
}

/// All hierarchies that may hold a controller's limits.
std::vector<Groups> groupsFor(const fs::path& root, const std::string& controller) {
    std::vector<Groups> all;
    std::ifstream lines(root / "proc/self/mountinfo");
    for (std::string line; std::getline(lines, line);)
        if (std::optional<Groups> groups = groupsAt(root, line, controller))
            all.push_back(std::move(*groups));
    return all;
}

/// @returns none if there is no such file, or it holds no number, like "max"
std::optional<double> numberIn(const fs::path& file) {
    std::ifstream stream(file);
    double number = 0;
    return stream >> number ? std::optional(number) : std::nullopt;
}

std::optional<double> coresOf(const fs::path& group, bool second) {
    std::optional<double> quota, period;
    if (second) {
        std::ifstream stream(group / "cpu.max");
        double microseconds = 0, each = 0;
        if (stream >> microseconds >> each) {
            quota = microseconds;
            period = each;
        }
    } else {
        quota = numberIn(group / "cpu.cfs_quota_us");
        period = numberIn(group / "cpu.cfs_period_us");
    }
    if (!quota || !period || *quota <= 0 || *period <= 0)
        return std::nullopt;
    return *quota / *period;
}

/// Of memory.stat: file contents that have not been used for a while.
std::uint64_t droppable(const fs::path& group, const std::string& name) {
    std::ifstream lines(group / "memory.stat");
    std::string key;
    for (std::uint64_t bytes = 0; lines >> key >> bytes;)
        if (key == name)
            return bytes;
    return 0;
}

std::optional<std::uint64_t> freeMemoryOf(const fs::path& group, bool second) {
    const std::optional<double> limit = numberIn(group / (second ? "memory.max" : "memory.limit_in_bytes"));
    const std::optional<double> used = numberIn(group / (second ? "memory.current" : "memory.usage_in_bytes"));
    if (!limit || !used || *limit < 0 || *limit >= static_cast<double>(kNoLimit))
        return std::nullopt;
    const double kept =
        *used - static_cast<double>(droppable(group, second ? "inactive_file" : "total_inactive_file"));
    return static_cast<std::uint64_t>(std::max(0.0, *limit - std::max(0.0, kept)));
}

template <class Value>
void lower(std::optional<Value>& least, const std::optional<Value>& value) {
    if (value && (!least || *value < *least))
        least = value;
}

} // namespace

GroupLimits groupLimits(const fs::path& root) {
    GroupLimits limits;
    for (const Groups& groups : groupsFor(root, "cpu"))
        for (const fs::path& group : groups.folders)
            lower(limits.cores, coresOf(group, groups.second));
    for (const Groups& groups : groupsFor(root, "memory"))
        for (const fs::path& group : groups.folders)
            lower(limits.freeMemory, freeMemoryOf(group, groups.second));
    return limits;
}

} // namespace moelab
