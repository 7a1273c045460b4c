#pragma once

#include "data/data_reader.h"
#include "data/folders/labelled_files.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace moelab {

/// As DataReader::recognises: a CSV or TSV file, or a folder or an archive that holds one, and no other.
int recognisesImageList(const Glance& glance);

/// Opens what a list names, as DataReader::open: a table with a column of paths, one of classes, and perhaps one of
/// splits (train, val or test).
/// - The columns are those of options.listColumns, or have usual names: path, file, filename, image...; class,
/// label,
///   category...; split, set, subset... A list of two columns, the first of which has pictures' names in its first
///   row, needs no names.
/// - Paths are relative to the list. None may leave the folder that the list lies in, or the archive: lists come
/// with
///   data from others, and are no reason to open a person's other files.
/// - Classes are sorted by name, or by their value if all are whole numbers.
/// - Files that are not there are left out, and so is what is listed a second time.
/// - Without a split column a test set is made as in class folders; rows without a word in it are an Error.
/// @throws Error naming list and line, too
DataSet openImageList(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                      const Progress& progress);

/// What a list says, row by row.
struct ListedImage {
    std::size_t line;
    std::string path; ///< as the list has it
    std::string className;
    SplitName split; ///< None if the list has no splits
};

/// @param source the list's name, for messages
/// @throws Error naming source and line
std::vector<ListedImage> readImageList(std::string_view text, const std::string& source,
                                       const DataOptions& options);

/// Where a listed path lies in the tree, "/" between folders.
/// @param root the tree's absolute path; @param folder that the list lies in, within the tree
/// @returns nothing if it leaves the tree
std::optional<std::string> withinTree(const std::filesystem::path& root, const std::filesystem::path& folder,
                                      const std::string& listed);

} // namespace moelab
