#include "data/class_groups.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/group_id.h"

#include <algorithm>
#include <map>

namespace moelab {
namespace {

constexpr std::size_t kMinGroups = 2;
constexpr std::size_t kMaxGroups = limits::kGroups;

[[noreturn]] void refuseGroups(const std::string& problem, const std::string& advice) {
    throw Error("groups:", problem, advice);
}

std::string quoted(const std::string& name) { return "\"" + printable(name) + "\""; }

/// As the names of methods in an exported module, which tell fewer names apart than files do.
std::string methodName(const ClassGroup& group) {
    std::string name = groupId(group.name);
    std::ranges::replace(name, '-', '_');
    return name;
}

void checkNames(const ClassGroups& groups) {
    std::map<std::string, std::string> seen; // names by those of their methods
    for (const ClassGroup& group : groups) {
        checkGroupName(group.name);
        const auto [other, isNew] = seen.emplace(methodName(group), group.name);
        const std::string& first = other->second;
        if (!isNew && first == group.name)
            refuseGroups("two groups are called " + quoted(first), "Give each group a name of its own");
        if (!isNew)
            refuseGroups("the names " + quoted(first) + " and " + quoted(group.name) + " are too much alike",
                         "Let them differ in more than blanks and hyphens");
    }
}

/// Throws if a class of `group` is out of range or already `taken`; takes the others.
void takeClasses(const ClassGroup& group, std::vector<bool>& taken) {
    const int last = static_cast<int>(taken.size()) - 1;
    if (group.classes.empty())
        refuseGroups("group " + quoted(group.name) + " has no classes", "Give it at least one, or leave it out");
    for (int cls : group.classes) {
        const std::string named = "class " + std::to_string(cls);
        if (cls < 0 || cls > last)
            refuseGroups("group " + quoted(group.name) + " names " + named + "; the data has classes 0 to " +
                             std::to_string(last),
                         "Choose classes from 0 to " + std::to_string(last));
        const auto slot = static_cast<std::size_t>(cls);
        if (taken[slot])
            refuseGroups(named + " is named twice, the second time in group " + quoted(group.name),
                         "Put every class in exactly one group");
        taken[slot] = true;
    }
}

} // namespace

ClassGroups defaultGroups() { return {{"artificial", {0, 1, 8, 9}}, {"natural", {2, 3, 4, 5, 6, 7}}}; }

void checkGroups(const ClassGroups& groups, int classCount) {
    if (groups.size() < kMinGroups || groups.size() > kMaxGroups)
        refuseGroups(std::to_string(groups.size()) + " given",
                     "Choose " + std::to_string(kMinGroups) + " to " + std::to_string(kMaxGroups) + " groups");
    checkNames(groups);
    std::vector<bool> taken(static_cast<std::size_t>(std::max(classCount, 0)));
    for (const ClassGroup& group : groups)
        takeClasses(group, taken);
    const auto missing = std::find(taken.begin(), taken.end(), false);
    if (missing != taken.end())
        refuseGroups("class " + std::to_string(missing - taken.begin()) + " belongs to no group",
                     "Put every class in exactly one group");
}

std::vector<int> groupsByClass(const ClassGroups& groups, std::size_t classes) {
    std::vector<int> byClass(classes, -1);
    for (std::size_t group = 0; group < groups.size(); ++group)
        for (const int cls : groups[group].classes)
            if (cls >= 0 && static_cast<std::size_t>(cls) < classes)
                byClass[static_cast<std::size_t>(cls)] = static_cast<int>(group);
    return byClass;
}

int groupOf(const ClassGroups& groups, int cls) {
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (std::find(groups[i].classes.begin(), groups[i].classes.end(), cls) != groups[i].classes.end())
            return static_cast<int>(i);
    refuseGroups("class " + std::to_string(cls) + " belongs to no group", "Put every class in exactly one group");
}

} // namespace moelab
