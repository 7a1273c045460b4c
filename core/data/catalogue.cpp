#include "data/catalogue.h"

#include "base/error.h"
#include "base/files.h"
#include "base/machine.h"
#include "data/builtin.h"
#include "data/byte_source.h"
#include "data/cifar10.h"
#include "data/download.h"
#include "data/printable.h"

#include <cstdlib>
#include <limits>

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
    const std::string has = source + " has " + std::to_string(available) + " " + split + " images";
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

DataSet openCached(const DataSize& limit, const StopToken& stop) {
    const fs::path archive = cachedCifar10();
    if (!isThere(archive))
        throw Error("cifar10", "has not been fetched yet (" + printable(archive) + " does not exist)",
                    "Run \"moelab data fetch\", or pass --data FILE with an archive or folder you have");
    // The cache is the program's own: what lies there is the published archive or it is damaged.
    if (hashOf(archive, stop) != fetchedCifar10().sha256)
        throw Error(printable(archive), "is not the published archive (its hash differs), so it was not unpacked",
                    "Run \"moelab data fetch\" to fetch it again, or pass --data FILE to use a file as it is");
    return openCifar10(archive, limit, stop);
}

DataSet openLimited(const std::string& spec, const DataSize& limit, const StopToken& stop) {
    if (spec.empty())
        throw Error("data", "is empty", "Choose builtin, cifar10, or the path of a folder or archive");
    return spec == kCifar10 ? openCached(limit, stop) : openCifar10(spec, limit, stop);
}

} // namespace

DataSet openData(const std::string& spec, const DataSize& size, const StopToken& stop) {
    if (spec == kBuiltin) {
        checkSize(size, kBuiltinSize, "the built-in set");
        return drawBuiltin(size, stop);
    }
    // A count of 0 is answered with the range, which takes counting.
    const bool valid = size.train > 0 && size.test > 0;
    DataSet data = openLimited(spec, valid ? size : kEverything, stop);
    checkSize(size, {data.train.size(), data.test.size()}, data.source.name);
    return data;
}

DataSet openWholeData(const std::string& spec) {
    return spec == kBuiltin ? drawBuiltin(kBuiltinSize) : openLimited(spec, kEverything, StopToken());
}

ImageSet openFurtherTraining(const std::string& spec, std::size_t begin, std::size_t most, const StopToken& stop) {
    const bool builtin = spec == kBuiltin;
    const std::size_t end = builtin ? std::min(begin + most, kBuiltinSize.train) : begin + most;
    ImageSet images = (builtin ? drawBuiltin({end, 1}, stop) : openLimited(spec, {end, 1}, stop)).train;
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
