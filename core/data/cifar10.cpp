#include "data/cifar10.h"

#include "base/error.h"
#include "base/files.h"
#include "data/archive.h"
#include "data/cifar_collector.h"
#include "data/printable.h"

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

struct CifarFolder {
    fs::path path;
    CifarLayout layout;
};

std::optional<CifarFolder> findLayout(const fs::path& folder) {
    for (const CifarFile& file : kCifarFiles)
        if (isThere(folder / file.name))
            return CifarFolder{folder, file.layout};
    return std::nullopt;
}

bool holdsCifar100(const fs::path& folder) {
    for (const char* name : {"train.bin", "fine_label_names.txt", "cifar-100-binary", "cifar-100-python"})
        if (isThere(folder / name))
            return true;
    return isThere(folder / "train") && isThere(folder / "test") && isThere(folder / "meta");
}

/// Looks for known names only, so that a folder with a million files costs no more than any other.
std::optional<CifarFolder> findFolder(const fs::path& folder) {
    for (const fs::path& candidate : {folder, folder / "cifar-10-batches-bin", folder / "cifar-10-batches-py"})
        if (const auto found = findLayout(candidate))
            return found;
    return std::nullopt;
}

DataSet openFolder(const fs::path& path, const DataSize& limit, const StopToken& stop) {
    const auto folder = findFolder(path);
    if (!folder)
        throw Error(printable(path), "is CIFAR-100, not CIFAR-10", "Choose CIFAR-10");
    CifarCollector collector(printable(folder->path), limit);
    for (const CifarFile& file : kCifarFiles) {
        if (file.layout != folder->layout)
            continue;
        FileSource source(folder->path / file.name, stop);
        collector.take(file.name, source);
    }
    return collector.finish();
}

bool isCifarFile(const fs::path& path) {
    return std::ranges::any_of(kCifarFiles, [&](const CifarFile& file) { return path.filename() == file.name; });
}

DataSet openArchive(const fs::path& path, const DataSize& limit, const StopToken& stop) {
    if (isCifarFile(path))
        throw Error(printable(path), "is one file of CIFAR-10", "Choose the folder that holds it");
    CifarCollector collector(printable(path), limit);
    readArchive(
        path, [&](const std::string& name, ByteSource& bytes) { collector.take(fileNameOf(name), bytes); }, {},
        stop);
    return collector.finish();
}

PublishedArchive& fetched() {
    static PublishedArchive archive = kCifar10Binary;
    return archive;
}

} // namespace

const PublishedArchive& fetchedCifar10() { return fetched(); }
void replaceFetchedCifar10(const PublishedArchive& archive) { fetched() = archive; }

bool isPublishedCifar(std::string_view sha256) {
    const auto published = {kCifar10Binary.sha256, kCifar10Python.sha256, kCifar100Binary.sha256,
                            kCifar100Python.sha256};
    return std::ranges::find(published, sha256) != published.end();
}

int recognisesCifar10(const Glance& glance) {
    constexpr int kByItsFiles = 95;
    constexpr int kToSayWhatItIs = 1;
    if (glance.kind == Glance::Kind::Folder) {
        const bool isCifar10 = findFolder(glance.path).has_value();
        return isCifar10 ? kByItsFiles : holdsCifar100(glance.path) ? kToSayWhatItIs : 0;
    }
    if (isCifarFile(glance.path) ||
        std::ranges::any_of(kCifarFiles, [&](const CifarFile& file) { return glance.holds(file.name); }))
        return kByItsFiles;
    const auto isOther = [](const std::string& name) { return isCifar100File(fileNameOf(name)); };
    return std::ranges::any_of(glance.names, isOther) ? kToSayWhatItIs : 0;
}

DataSet openCifar10(const fs::path& path, const DataOptions& options, const StopToken& stop, const Progress&) {
    std::error_code ignored;
    return fs::is_directory(path, ignored) ? openFolder(path, options.size, stop)
                                           : openArchive(path, options.size, stop);
}

} // namespace moelab
