#include "data/arrays/numpy_reader.h"

#include "base/error.h"
#include "base/printable.h"
#include "data/archive.h"
#include "data/arrays/array_names.h"
#include "data/arrays/numpy_header.h"
#include "data/file_tree.h"
#include "data/folders/labelled_files.h"

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kByNpzInFolder = 80;
/// Less sure than of class folders, in which such a file may lie, too.
constexpr int kByNpzInArchive = 55;
/// Whose arrays have other names, which is refused with what they are called.
constexpr int kByOtherArrays = 60;

bool isNpz(std::string_view name) { return name.ends_with(".npz"); }

/// @returns the names of files called .npz that lie in a folder, sorted; none for what is no folder
std::vector<std::string> npzFilesIn(const fs::path& folder, const StopToken& stop) {
    std::vector<std::string> files;
    std::error_code ignored;
    fs::directory_iterator entry(folder, ignored);
    for (const fs::directory_iterator end; !ignored && entry != end; entry.increment(ignored)) {
        throwIfStopped(stop);
        if (isNpz(entry->path().native()))
            files.push_back(entry->path().filename().native());
    }
    std::ranges::sort(files);
    return files;
}

[[noreturn]] void refuseSeveral(const fs::path& path, const std::vector<std::string>& files, const char* advice) {
    throw Error(printable(path),
                "holds several .npz files, " + printable(files[0]) + " and " + printable(files[1]) +
                    (files.size() > 2 ? " among them" : ""),
                advice);
}

/// The only .npz file in an archive.
DataSet openPackedNpz(const fs::path& archive, const DataOptions& options, const StopToken& stop,
                      const Progress& progress) {
    std::vector<TreeFile> files = listFiles(archive, stop);
    std::erase_if(files, [](const TreeFile& file) { return !isNpz(file.name); });
    std::vector<std::string> names;
    for (const TreeFile& file : files)
        names.push_back(file.name);
    if (names.size() > 1)
        refuseSeveral(archive, names, "Unpack it, and choose one of them");
    DataSet data;
    visitFiles(
        archive, files, [](std::size_t) { return true; },
        [&](std::size_t, ByteSource& npz) {
            ArrayCollector collector(kNumpyFormat, npz.name(), std::nullopt, options, progress);
            readArchive(
                npz, [&](const std::string& name, ByteSource& array) { collector.take(fileNameOf(name), array); },
                {}, stop);
            data = collector.finish();
        },
        stop);
    data.source.name = nameOfData(archive);
    return data;
}

} // namespace

const ArrayFormat kNumpyFormat = {numpyRole, looksLikeNumpy, readNumpyHeader, "NumPy",
                                  "x_train, y_train, x_test and y_test, or train_images, train_labels, val_images, "
                                  "val_labels, test_images and test_labels"};

int recognisesNumpy(const Glance& glance) {
    if (const int byNames = confidenceInArrays(kNumpyFormat, glance); byNames > 0)
        return byNames;
    if (glance.kind == Glance::Kind::Folder)
        return std::ranges::any_of(glance.names, isNpz) ? kByNpzInFolder : 0;
    const bool isArrays =
        std::ranges::any_of(glance.names, [](const auto& name) { return name.ends_with(".npy"); });
    return isArrays ? kByOtherArrays : std::ranges::any_of(glance.names, isNpz) ? kByNpzInArchive : 0;
}

DataSet openNumpy(const fs::path& path, const DataOptions& options, const StopToken& stop,
                  const Progress& progress) {
    const Glance glance = glanceAt(path);
    if (confidenceInArrays(kNumpyFormat, glance) > 0)
        return openArrays(kNumpyFormat, path, options, stop, progress);
    if (glance.kind == Glance::Kind::Archive && std::ranges::any_of(glance.names, isNpz))
        return openPackedNpz(path, options, stop, progress);
    const std::vector<std::string> files = npzFilesIn(path, stop);
    if (files.size() > 1)
        refuseSeveral(path, files, "Choose one of them");
    return openArrays(kNumpyFormat, files.empty() ? path : path / files.front(), options, stop, progress);
}

} // namespace moelab
