#pragma once

#include "base/json.h"
#include "config/parameters.h"
#include "data/image_set.h"

#include <set>
#include <string>
#include <string_view>

namespace moelab {

/// The names of parameters that a person has set.
using ParameterNames = std::set<std::string, std::less<>>;

/// Parameters that fit the data.
struct Followed {
    Parameters parameters;
    /// One sentence that asks for class groups, with an example, where the data suggest none and nobody has set
    /// any; `parameters` then has two halves of the classes. Else empty.
    std::string question;
};

/// Lets what nobody has set follow the data: train_examples and test_examples are at most what there is, groups are
/// the lab's for CIFAR-10's classes, else those that the data suggest, else, of two classes, one for each;
/// validation is the data's own where they have a validation split. What a person has set stays, whether it fits or
/// not.
/// @param data opened by dataOptionsOf(parameters) at most
/// @param set names of parameters
Followed followData(const Parameters& parameters, const DataSet& data, const ParameterNames& set);

/// The names of all parameters but those that cannot be meant for these data: more images than there are, groups of
/// other classes, validation images of their own where there are none.
ParameterNames fitting(const Parameters& parameters, const DataSet& data);

/// Those of them that differ from their defaults, for a form, which does not know what a person has set.
ParameterNames changedFor(const Parameters& parameters, const DataSet& data);

/// What following has changed, in the parameters that somebody has meanwhile: each parameter that is as it was
/// before.
Parameters mergedFollowing(Parameters now, const Parameters& before, const Parameters& followed);

/// The class groups that data suggest by themselves. @returns none if they do not
ClassGroups groupsFor(const DataSet& data);

/// Whether a parameter that nobody has set gets a value that the data decide, so that a command has to say which it
/// was: class groups and validation, of all data but those in CIFAR-10's format and the built-in ones.
bool isDecidedByData(std::string_view parameter, const DataSource& source);

/// As `groups` with the classes' names, as GivenParameters takes it: {"animals": ["cat", "dog"], ...}.
Json groupsByName(const ClassGroups& groups, const std::vector<std::string>& classNames);

} // namespace moelab
