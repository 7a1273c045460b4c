#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace moelab {

/// Objects keep the order in which keys were written, so that files read as the code lists them.
using Json = nlohmann::ordered_json;

/// Parses strictly: no comments, no duplicate keys, nesting at most 64 deep, nothing after the value.
/// @param source the file's name or parameter, for the message
/// @throws Error naming source and byte
Json parseJson(std::string_view text, const std::string& source);

/// @throws Error if the file cannot be read, is longer than 64 MiB, or is not JSON
Json readJson(const std::filesystem::path& path);

/// For a file whose layout has a version: refuses one that a newer program wrote.
/// @throws Error naming source and both versions
void checkSchema(int schema, int known, const std::string& source);

} // namespace moelab
