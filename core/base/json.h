#pragma once

#include <nlohmann/json.hpp>

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace moelab {

/// Objects keep the order in which keys were written, so that files read as the code lists them.
using Json = nlohmann::ordered_json;

/// Parses strictly: no comments, no duplicate keys, nothing after the value, no more than limits.h says.
/// @param source the file's name or parameter, for the message
/// @throws Error naming source and byte
Json parseJson(std::string_view text, const std::string& source);

/// @throws Error if `object` holds something else under `key`, a fraction or more than 63 bits included;
/// Json::exception if it holds nothing there or is no object
std::int64_t wholeNumber(const Json& object, const char* key, const std::string& source);

/// @throws Error if the file cannot be read or parsed
Json readJson(const std::filesystem::path& path);
/// @param ifDamaged what a person can do next about a file that can be read but is not JSON; without it, to correct
/// it, which nobody does with a file that the program has written
Json readJson(const std::filesystem::path& path, const std::string& ifDamaged);

/// For a file whose layout has a version: refuses one that a newer program wrote.
/// @throws Error naming source and both versions
void checkSchema(std::int64_t schema, int known, const std::string& source);

} // namespace moelab
