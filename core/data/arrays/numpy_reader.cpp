#include "data/arrays/numpy_reader.h"

#include "base/error.h"
#include "data/arrays/array_names.h"
#include "data/arrays/numpy_header.h"
#include "data/printable.h"

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kByNpzInFolder = 80;
/// Whose arrays have other names, which is refused with what they are called.
constexpr int kByOtherArrays = 60;

bool isNpz(std::string_view name) { return name.ends_with(".npz"); }

/// @returns the files called .npz that lie in a folder, sorted; none for what is no folder
std::vector<fs::path> npzFilesIn(const fs::path& folder, const StopToken& stop) {
    std::vector<fs::path> files;
    std::error_code ignored;
    fs::directory_iterator entry(folder, ignored);
    for (const fs::directory_iterator end; !ignored && entry != end; entry.increment(ignored)) {
        throwIfStopped(stop);
        if (isNpz(entry->path().native()))
            files.push_back(entry->path());
    }
    std::ranges::sort(files);
    return files;
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
    return isArrays ? kByOtherArrays : 0;
}

DataSet openNumpy(const fs::path& path, const DataOptions& options, const StopToken& stop,
                  const Progress& progress) {
    if (confidenceInArrays(kNumpyFormat, glanceAt(path)) > 0)
        return openArrays(kNumpyFormat, path, options, stop, progress);
    const std::vector<fs::path> files = npzFilesIn(path, stop);
    if (files.size() > 1)
        throw Error(printable(path),
                    "holds several .npz files, " + printable(files[0].filename()) + " and " +
                        printable(files[1].filename()) + (files.size() > 2 ? " among them" : ""),
                    "Choose one of them");
    return openArrays(kNumpyFormat, files.empty() ? path : files.front(), options, stop, progress);
}

} // namespace moelab
