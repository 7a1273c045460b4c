#include "data/cifar/cifar_reader.h"

#include "base/error.h"
#include "base/files.h"
#include "base/printable.h"
#include "data/archive.h"
#include "data/cifar/cifar_collector.h"

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kByItsFiles = 95;
/// By names that other data may have too.
constexpr int kByCommonNames = 40;

struct CifarFolder {
    fs::path path;
    CifarLayout layout;
};

bool isFile(const fs::path& path) {
    std::error_code ignored;
    return fs::is_regular_file(path, ignored);
}

/// Of names that other data may have too one is not enough, and a folder of such a name is another thing.
std::optional<CifarFolder> findCifarLayout(const CifarSet& set, const fs::path& folder) {
    int common = 0;
    for (const CifarFile& file : set.files)
        if (file.telling ? isThere(folder / file.name) : isFile(folder / file.name) && ++common > 1)
            return CifarFolder{folder, file.layout};
    return std::nullopt;
}

/// Looks for known names only, so that a folder with a million files costs no more than any other.
std::optional<CifarFolder> findCifarFolder(const CifarSet& set, const fs::path& folder) {
    for (const fs::path& candidate : {folder, folder / set.binaryFolder, folder / set.pythonFolder})
        if (const auto found = findCifarLayout(set, candidate))
            return found;
    return std::nullopt;
}

bool isTelling(const CifarSet& set, std::string_view fileName) {
    return std::ranges::any_of(set.files,
                               [&](const CifarFile& file) { return file.telling && file.name == fileName; });
}

bool isCommon(const CifarSet& set, std::string_view fileName) {
    return std::ranges::any_of(set.files,
                               [&](const CifarFile& file) { return !file.telling && file.name == fileName; });
}

/// @param name of a file in an archive
int confidenceIn(const CifarSet& set, std::string_view name) {
    const std::string_view fileName = fileNameOf(name);
    const fs::path folder = fs::path(name).parent_path().filename();
    if (isTelling(set, fileName) || (isCommon(set, fileName) && folder == set.pythonFolder))
        return kByItsFiles;
    return isCommon(set, fileName) ? kByCommonNames : 0;
}

int cifarConfidence(const CifarSet& set, const Glance& glance) {
    if (glance.kind == Glance::Kind::Folder)
        return findCifarFolder(set, glance.path) ? kByItsFiles : 0;
    int most = isTelling(set, glance.path.filename().native()) ? kByItsFiles : 0;
    for (const std::string& name : glance.names)
        most = std::max(most, confidenceIn(set, name));
    return most;
}

DataSet openCifarFolder(const CifarSet& set, const fs::path& path, const DataOptions& options,
                        const StopToken& stop) {
    const auto folder = findCifarFolder(set, path);
    if (!folder)
        throw Error(printable(path), "holds none of " + std::string(set.name) + "'s files any more",
                    "Copy it again, or fetch the data again");
    CifarCollector collector(set, printable(folder->path), options);
    for (const CifarFile& file : set.files) {
        if (file.layout != folder->layout)
            continue;
        FileSource source(folder->path / file.name, stop);
        collector.take(file.name, source);
    }
    return collector.finish();
}

DataSet openCifarArchive(const CifarSet& set, const fs::path& path, const DataOptions& options,
                         const StopToken& stop) {
    if (isTelling(set, path.filename().native()))
        throw Error(printable(path), "is one file of " + std::string(set.name), "Choose the folder that holds it");
    CifarCollector collector(set, printable(path), options);
    readArchive(
        path, [&](const std::string& name, ByteSource& bytes) { collector.take(fileNameOf(name), bytes); }, {},
        stop);
    return collector.finish();
}

DataSet openCifar(const CifarSet& set, const fs::path& path, const DataOptions& options, const StopToken& stop) {
    std::error_code ignored;
    return fs::is_directory(path, ignored) ? openCifarFolder(set, path, options, stop)
                                           : openCifarArchive(set, path, options, stop);
}

} // namespace

int recognisesCifar10(const Glance& glance) { return cifarConfidence(kCifar10Set, glance); }

DataSet openCifar10(const fs::path& path, const DataOptions& options, const StopToken& stop, const Progress&) {
    return openCifar(kCifar10Set, path, options, stop);
}

/// What holds both is CIFAR-10, as it was before this set was read.
int recognisesCifar100(const Glance& glance) { return std::max(cifarConfidence(kCifar100Set, glance) - 1, 0); }

DataSet openCifar100(const fs::path& path, const DataOptions& options, const StopToken& stop, const Progress&) {
    return openCifar(kCifar100Set, path, options, stop);
}

} // namespace moelab
