#pragma once

#include "data/data_reader.h"
#include "data/folders/labelled_files.h"

#include <filesystem>

namespace moelab {

/// As DataReader::recognises: a folder or an archive in which pictures lie in subfolders.
int recognisesImageFolder(const Glance& glance);

/// Opens a folder or an archive of class folders, as DataReader::open; see sortIntoClasses.
DataSet openImageFolder(const std::filesystem::path& path, const DataOptions& options, const StopToken& stop,
                        const Progress& progress);

/// Finds the classes of picture files by the folders that they lie in.
/// - Folders that hold everything else are stepped over. Where there is a folder train (or training), it is the
///   training set; test (testing) and val, valid, validation or dev beside it are the others. Without a test set
///   one is made of training images.
/// - The last folder is the class; one of the same name everywhere, as in train/CLASS/images, is stepped over. The
///   folder above all classes, if they have one, tells classes that belong together. A class name that stands in
///   several of these gets its folder in front: "tools/other".
/// - Classes are sorted by name.
/// @param files of the tree; what is no picture by its name is left out, and said where it lies in a class folder
/// @throws Error as arrange does; for no pictures, and for pictures that lie in no folder
LabelledFiles sortIntoClasses(const std::filesystem::path& tree, std::vector<TreeFile> files,
                              const DataOptions& options);

} // namespace moelab
