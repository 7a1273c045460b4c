#pragma once

#include <string>
#include <string_view>

namespace moelab {

/// What stages and files are called after a group: a-z, 0-9, '-' and '_'. A name of a-z, 0-9 and '-' is its own id;
/// in others a blank is "__" and every other byte _hh, its two hexadecimal digits: "Road vehicles" is
/// "_52oad__vehicles". Different names have different ids, also where a file system does not tell capitals apart.
std::string groupId(std::string_view name);

/// @returns the name whose id this is; other texts as they are
std::string nameOfGroupId(std::string_view id);

/// @throws Error on "groups" unless the name is UTF-8 of one line, not of blanks alone, without blanks at its ends,
///         and its id has at most 180 bytes
void checkGroupName(const std::string& name);

} // namespace moelab
