#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

/// A person's note on a run: note.json in its folder. It shapes nothing, so it may be written while the run
/// trains.
struct RunNote {
    std::string name; ///< empty: the folder's name stands for it
    std::string text;
    std::vector<std::string> tags;

    bool operator==(const RunNote&) const = default;
};

/// @returns an empty one if the run has none
/// @throws Error naming the file, if it is damaged, longer than limits.h says, or of a newer schema
RunNote readRunNote(const std::filesystem::path& run);

/// @throws Error naming `source` if it is too long
void checkRunNote(const RunNote& note, const std::string& source);

/// @throws Error if it is too long, or cannot be written
void writeRunNote(const std::filesystem::path& run, const RunNote& note);

} // namespace moelab
