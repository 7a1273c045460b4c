#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// Some of the classes, under one name. The gate chooses a group; the group's expert tells its classes apart.
struct ClassGroup {
    std::string name;         ///< as a person likes it, see checkGroupName; files are named after its groupId
    std::vector<int> classes; ///< indices into the data set's class names

    bool operator==(const ClassGroup&) const = default;
};

/// A partition of the classes.
using ClassGroups = std::vector<ClassGroup>;

/// The lab's two groups of CIFAR-10: artificial {airplane, automobile, ship, truck} and natural (the animals).
ClassGroups defaultGroups();

/// @throws Error on "groups" unless there are 2 to limits::kGroups groups with unique names as above, none is
/// empty,
///         and every class 0 .. classCount-1 belongs to exactly one
void checkGroups(const ClassGroups& groups, int classCount);

/// @returns the index of the group that holds class `cls`
/// @throws Error on "groups" if none does
int groupOf(const ClassGroups& groups, int cls);

/// @returns [classes] each class's group, for who asks for many; -1 for a class that is in none
std::vector<int> groupsByClass(const ClassGroups& groups, std::size_t classes);

} // namespace moelab
