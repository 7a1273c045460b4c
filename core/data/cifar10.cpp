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
CifarFolder recognise(const fs::path& folder) {
    for (const fs::path& candidate : {folder, folder / "cifar-10-batches-bin", folder / "cifar-10-batches-py"})
        if (const auto found = findLayout(candidate))
            return *found;
    if (holdsCifar100(folder))
        throw Error(printable(folder), "is CIFAR-100, not CIFAR-10", "Choose CIFAR-10");
    std::error_code problem;
    const bool empty = fs::is_empty(folder, problem);
    if (problem)
        throw Error(printable(folder), "cannot be read (" + problem.message() + ")", "Check its permissions");
    throw Error(printable(folder), empty ? "is an empty folder" : "is a folder without CIFAR-10's files",
                "Choose the folder cifar-10-batches-bin or cifar-10-batches-py, or the one that holds it");
}

DataSet openFolder(const fs::path& path, const DataSize& limit, const StopToken& stop) {
    const CifarFolder folder = recognise(path);
    CifarCollector collector(printable(folder.path), limit);
    for (const CifarFile& file : kCifarFiles) {
        if (file.layout != folder.layout)
            continue;
        FileSource source(folder.path / file.name, stop);
        collector.take(file.name, source);
    }
    return collector.finish();
}

DataSet openArchive(const fs::path& path, const DataSize& limit, const StopToken& stop) {
    for (const CifarFile& file : kCifarFiles)
        if (path.filename() == file.name)
            throw Error(printable(path), "is one file of CIFAR-10", "Choose the folder that holds it");
    FileSource whole(path, stop);
    const std::string hash = sha256Of(whole);
    if (hash == kCifar100Binary.sha256 || hash == kCifar100Python.sha256)
        throw Error(printable(path), "is CIFAR-100, not CIFAR-10", "Choose CIFAR-10");
    CifarCollector collector(printable(path), limit);
    readArchive(
        path, [&](const std::string& name, ByteSource& bytes) { collector.take(name, bytes); }, {}, stop);
    DataSet data = collector.finish();
    data.source.sha256 = hash;
    data.source.official = isPublishedCifar10(hash);
    return data;
}

/// Paths go into run folders as JSON, which is UTF-8.
void checkPath(const fs::path& path) {
    if (!isUtf8(path.native()) || path.native().find('\0') != std::string::npos)
        throw Error(printable(path), "has a name that is not UTF-8, which a run cannot record",
                    "Rename it or choose a copy under another name");
}

PublishedArchive& fetched() {
    static PublishedArchive archive = kCifar10Binary;
    return archive;
}

} // namespace

const PublishedArchive& fetchedCifar10() { return fetched(); }
void replaceFetchedCifar10(const PublishedArchive& archive) { fetched() = archive; }

bool isPublishedCifar10(std::string_view sha256) {
    return sha256 == kCifar10Binary.sha256 || sha256 == kCifar10Python.sha256;
}

DataSet openCifar10(const fs::path& path, const DataSize& limit, const StopToken& stop) {
    checkPath(path);
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (status.type() == fs::file_type::not_found)
        throw Error(printable(path), "does not exist", "Check the path");
    if (problem)
        throw Error(printable(path), "cannot be read (" + problem.message() + ")",
                    "Check the path and its permissions");
    if (status.type() != fs::file_type::directory && status.type() != fs::file_type::regular)
        throw Error(printable(path), "is neither a folder nor a file", "Choose a folder or an archive of CIFAR-10");
    const bool folder = status.type() == fs::file_type::directory;
    DataSet data = folder ? openFolder(path, limit, stop) : openArchive(path, limit, stop);
    data.source.origin = fs::absolute(path).lexically_normal().string();
    return data;
}

} // namespace moelab
