#include "data/catalogue.h"

#include "base/counted.h"
#include "base/error.h"
#include "base/files.h"
#include "base/machine.h"
#include "base/printable.h"
#include "data/builtin.h"
#include "data/byte_source.h"
#include "data/cifar/cifar10.h"
#include "data/data_reader.h"
#include "data/download/download.h"
#include "data/geometry.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <new>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kBuiltin = "builtin";
constexpr std::string_view kCifar10 = "cifar10";
constexpr DataSize kBuiltinSize;
constexpr DataSize kEverything = {std::numeric_limits<std::size_t>::max(), std::numeric_limits<std::size_t>::max()};

/// @param split "training" or "test"
void checkCount(const char* parameter, std::size_t wanted, std::size_t available, const std::string& source,
                const std::string& split) {
    const std::string has = source + " has " + counted(static_cast<std::int64_t>(available), split + " image");
    if (available == 0)
        throw Error(parameter + std::string(":"), has, "Choose other data");
    if (wanted == 0 || wanted > available)
        throw Error(parameter, "is " + std::to_string(wanted) + "; " + has,
                    "Choose 1 to " + std::to_string(available));
}

void checkSize(const DataSize& wanted, const DataSize& available, const std::string& source) {
    checkCount("train_examples", wanted.train, available.train, source, "training");
    checkCount("test_examples", wanted.test, available.test, source, "test");
}

std::string hashOf(const fs::path& file, const StopToken& stop) {
    FileSource source(file, stop);
    return sha256Of(source);
}

/// Paths go into run folders as JSON, which is UTF-8.
void checkPath(const fs::path& path) {
    if (!isUtf8(path.native()) || path.native().find('\0') != std::string::npos)
        throw Error(printable(path), "has a name that is not UTF-8, which a run cannot record",
                    "Rename it or choose a copy under another name");
}

DataSet openPath(const fs::path& path, const DataOptions& options, const StopToken& stop,
                 const Progress& progress) {
    checkPath(path);
    const DataReader& reader = readerOf(path);
    std::error_code ignored;
    const std::string hash = fs::is_directory(path, ignored) ? "" : hashOf(path, stop);
    DataSet data = reader.open(path, options, stop, progress);
    data.source.origin = fs::absolute(path).lexically_normal().string();
    data.source.sha256 = hash;
    data.source.official = isPublishedCifar(hash);
    return data;
}

void checkCached(const fs::path& archive, const StopToken& stop) {
    if (!isThere(archive))
        throw Error("cifar10", "has not been fetched yet (" + printable(archive) + " does not exist)",
                    "Run \"moelab data fetch\", or pass --data FILE with an archive or folder you have");
    // The cache is the program's own: what lies there is the published archive or it is damaged.
    if (hashOf(archive, stop) != fetchedCifar10().sha256)
        throw Error(printable(archive), "is not the published archive (its hash differs), so it was not unpacked",
                    "Run \"moelab data fetch\" to fetch it again, or pass --data FILE to use a file as it is");
}

/// Images beyond options.size are not kept; having fewer is no error. They have what size their source gives them.
DataSet openAsItIs(const std::string& spec, DataOptions options, const StopToken& stop, const Progress& progress) {
    if (spec.empty())
        throw Error("data", "is empty", "Choose builtin, cifar10, or the path of a folder or archive");
    if (spec == kBuiltin) {
        options.size.train = std::min(options.size.train, kBuiltinSize.train);
        options.size.test = std::min(options.size.test, kBuiltinSize.test);
        return drawBuiltin(options.size, stop);
    }
    if (spec != kCifar10)
        return openPath(spec, options, stop, progress);
    checkCached(cachedCifar10(), stop);
    return openPath(cachedCifar10(), options, stop, progress);
}

DataSet openLimited(const std::string& spec, const DataOptions& options, const StopToken& stop,
                    const Progress& progress) {
    geometryFor({}, false, options); // refuses what cannot be, before anything is read
    try {
        DataSet data = openAsItIs(spec, options, stop, progress);
        bringTo(options, data, stop);
        return data;
    } catch (const std::bad_alloc&) {
        throw Error(printable(spec), "takes more memory to read than there is",
                    "Close other programs, or give a smaller image_size or fewer train_examples");
    }
}

} // namespace

DataSet openData(const std::string& spec, const DataOptions& options, const StopToken& stop,
                 const Progress& progress) {
    if (spec == kBuiltin)
        checkSize(options.size, kBuiltinSize, "the built-in set");
    // A count of 0 is answered with the range, which takes counting.
    const bool valid = options.size.train > 0 && options.size.test > 0;
    DataOptions limited = options;
    limited.size = valid ? options.size : kEverything;
    DataSet data = openLimited(spec, limited, stop, progress);
    checkSize(options.size, {data.train.size(), data.test.size()}, data.source.name);
    return data;
}

DataSet openAtMost(const std::string& spec, const DataOptions& options, const StopToken& stop,
                   const Progress& progress) {
    if (spec == kBuiltin) // of which it is known how many there are
        checkSize(options.size, kBuiltinSize, "the built-in set");
    return openLimited(spec, options, stop, progress);
}

void mustBeKnown(const std::string& spec) {
    if (spec == kBuiltin || spec == kCifar10)
        return;
    checkPath(spec);
    readerOf(spec);
}

void checkCounts(const DataSet& data, const DataSize& wanted) {
    checkSize(wanted, {data.train.size(), data.test.size()}, data.source.name);
}

DataSet openWholeData(const std::string& spec, const DataOptions& options, const StopToken& stop,
                      const Progress& progress) {
    DataOptions whole = options;
    whole.size = kEverything;
    return openLimited(spec, whole, stop, progress);
}

ImageSet openFurtherTraining(const std::string& spec, const DataOptions& options, std::size_t begin,
                             std::size_t most, const StopToken& stop) {
    DataOptions further = options;
    further.size = {begin + most, 1};
    ImageSet images = openLimited(spec, further, stop, {}).train;
    const std::size_t skipped = std::min(begin, images.size());
    images.pixels.erase(images.pixels.begin(),
                        images.pixels.begin() + static_cast<std::ptrdiff_t>(skipped * images.imageBytes()));
    images.labels.erase(images.labels.begin(), images.labels.begin() + static_cast<std::ptrdiff_t>(skipped));
    return images;
}

std::string defaultDataSpec() { return std::string(isThere(cachedCifar10()) ? kCifar10 : kBuiltin); }

fs::path cacheFolder() {
    // The XDG specification says to ignore a path that is not absolute.
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache == '/')
        return fs::path(cache) / "moelab";
    return homeFolder() / ".cache" / "moelab";
}

fs::path cachedCifar10() { return cacheFolder() / fs::path(fetchedCifar10().address).filename(); }

void fetchCifar10(const Progress& progress, const StopToken& stop) {
    const fs::path archive = cachedCifar10();
    if (isThere(archive) && hashOf(archive, stop) == fetchedCifar10().sha256)
        return;
    const PublishedArchive& source = fetchedCifar10();
    download(std::string(source.address), archive, {source.bytes, std::string(source.sha256)}, progress, stop);
}

} // namespace moelab
