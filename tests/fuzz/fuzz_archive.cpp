#include "data/archive.h"

#include "data/cifar/cifar_collector.h"
#include "foreign.h"

#include <cstring>
#include <vector>

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kIsCifar = 1, kMendsSums = 2 };

constexpr ArchiveLimits kLimits = {1 << 20, 40};
constexpr std::size_t kBlock = 512;

/// Puts right checksums into what may be headers of a tar, which a fuzzer would not find by itself.
/// Layout: POSIX ustar, checksum at byte 148, "ustar" at byte 257.
void mendSums(std::string& bytes) {
    for (std::size_t at = 0; at + kBlock <= bytes.size(); at += kBlock) {
        char* header = bytes.data() + at;
        if (std::memcmp(header + 257, "ustar", 5) != 0)
            continue;
        std::memset(header + 148, ' ', 8);
        unsigned sum = 0;
        for (std::size_t i = 0; i < kBlock; ++i)
            sum += static_cast<unsigned char>(header[i]);
        std::snprintf(header + 148, 8, "%06o", sum);
    }
}

void readEntries(const std::filesystem::path& path) {
    std::uint64_t bytes = 0;
    std::size_t files = 0;
    readArchive(
        path,
        [&](const std::string& name, ByteSource& source) {
            foreign::require(("/" + name + "/").find("/../") == std::string::npos && !name.starts_with('/'),
                             "a name stays in the archive");
            bytes += readAll(source, kLimits.bytes).size();
            foreign::require(bytes <= kLimits.bytes && ++files <= kLimits.entries, "the limits are kept");
        },
        kLimits);
}

/// As openCifar10 reads one.
void readCifar(const std::filesystem::path& path) {
    CifarCollector collector(kCifar10Set, "archive", {{3, 3}});
    readArchive(
        path, [&](const std::string& name, ByteSource& source) { collector.take(fileNameOf(name), source); },
        kLimits);
    const DataSet data = collector.finish();
    foreign::require(data.classNames.size() == 10, "there are ten class names");
    foreign::require(data.train.pixels.size() == data.train.size() * 3072, "every image has its pixels");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    foreign::Input input(data, size);
    if (input.choice & kMendsSums)
        mendSums(input.bytes);
    const auto path = foreign::written("archive", input.bytes);
    foreign::mayRefuse([&] { input.choice& kIsCifar ? readCifar(path) : readEntries(path); });
    return 0;
}
