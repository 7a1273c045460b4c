#include "data/class_groups.h"

#include "base/error.h"
#include "data/printable.h"

#include <algorithm>
#include <set>

namespace moelab {
namespace {

constexpr std::size_t kMinGroups = 2;
constexpr std::size_t kMaxGroups = 16;
/// A file system's names have at most 255 bytes, and those of exports hold more than the group's name.
constexpr std::size_t kMaxNameBytes = 180;

[[noreturn]] void refuseGroups(const std::string& problem, const std::string& advice) {
    throw Error("groups:", problem, advice);
}

std::string quoted(const std::string& name) { return "\"" + printable(name) + "\""; }

bool isNameCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

void checkNames(const ClassGroups& groups) {
    std::set<std::string> seen;
    for (const ClassGroup& group : groups) {
        if (group.name.empty() || !std::all_of(group.name.begin(), group.name.end(), isNameCharacter))
            refuseGroups("the name " + quoted(group.name) + " cannot be used",
                         "Name groups with a-z, 0-9 and '-' only");
        if (group.name.size() > kMaxNameBytes)
            refuseGroups("the name " + quoted(group.name) + " has " + std::to_string(group.name.size()) +
                             " characters",
                         "Use at most " + std::to_string(kMaxNameBytes) + ", because files are named after it");
        if (!seen.insert(group.name).second)
            refuseGroups("two groups are called " + quoted(group.name), "Give each group a name of its own");
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
        refuseGroups(std::to_string(groups.size()) + " given", "Choose 2 to 16 groups");
    checkNames(groups);
    std::vector<bool> taken(static_cast<std::size_t>(std::max(classCount, 0)));
    for (const ClassGroup& group : groups)
        takeClasses(group, taken);
    const auto missing = std::find(taken.begin(), taken.end(), false);
    if (missing != taken.end())
        refuseGroups("class " + std::to_string(missing - taken.begin()) + " belongs to no group",
                     "Put every class in exactly one group");
}

int groupOf(const ClassGroups& groups, int cls) {
    for (std::size_t i = 0; i < groups.size(); ++i)
        if (std::find(groups[i].classes.begin(), groups[i].classes.end(), cls) != groups[i].classes.end())
            return static_cast<int>(i);
    refuseGroups("class " + std::to_string(cls) + " belongs to no group", "Put every class in exactly one group");
}

} // namespace moelab
