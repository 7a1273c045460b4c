#pragma once

#include "data/data_options.h"
#include "data/file_tree.h"
#include "data/image_set.h"
#include "data/split_name.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

/// A picture file and its class.
struct LabelledFile {
    std::size_t file;    ///< an index into the files
    std::uint16_t label; ///< an index into the class names
};

/// A data set of picture files before any is decoded.
struct LabelledFiles {
    std::string name;            ///< of the data set
    std::filesystem::path tree;  ///< a folder or an archive, see file_tree.h
    std::vector<TreeFile> files; ///< sorted by name
    std::vector<std::string> classNames;
    ClassGroups suggestedGroups = {};
    std::vector<LabelledFile> train = {};
    std::vector<LabelledFile> test = {};
    std::vector<LabelledFile> validation = {};
    ReadReport report = {}; ///< what was left out so far
};

/// What a data set of this folder or file is called.
std::string nameOfData(const std::filesystem::path& path);

/// Notes a file as left out.
/// @param reason as the second part of an Error: "is damaged"
void note(ReadReport& report, const std::string& file, const std::string& reason);

/// The same of a picture that cannot be read; or, if the options say so, refuses the data because of it.
void leaveOut(ReadReport& report, const std::string& file, const std::string& reason, const DataOptions& options);

/// Makes a test split of the training images if there is none, and gives every split the order that it keeps. Files
/// have no published order, so it is a random one that follows from options.splitSeed and the files' names alone:
/// the first N are a fair sample.
/// @throws Error unless there are 2 to limits::kClasses classes that each have training images
void arrange(LabelledFiles& data, const DataOptions& options);

/// @throws Error on `source` for a name that is empty, too long, not
/// UTF-8, or has characters that cannot be seen
void checkClassName(const std::string& name, const std::string& source);

} // namespace moelab
