#include "data/cifar_binary.h"

#include "data/cifar_fixture.h"
#include "foreign.h"

#include <algorithm>

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kStatesSize = 1, kIsNames = 2, kByteIsRecord = 4 };

/// A record for every byte, its label, so that short inputs cross the borders of the reader's blocks; the last byte
/// says how much of its record is there.
std::string recordsOf(const std::string& labels) {
    std::string file;
    for (const char label : labels)
        file += label + std::string(3072, '\x55');
    if (!labels.empty())
        file.resize(file.size() - static_cast<unsigned char>(labels.back()) % 3);
    return file;
}

void readImages(fixture::TextSource& source, std::size_t limit) {
    SplitBuilder split(limit);
    split.beginBatch(1);
    readBinaryBatch(source, split);
    const ImageSet images = split.take();
    foreign::require(images.size() <= limit, "the limit is kept");
    foreign::require(images.pixels.size() == images.size() * 3072, "every image has its pixels");
    foreign::require(std::ranges::all_of(images.labels, [](int label) { return label < 10; }), "labels are 0 to 9");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    const bool expand = (input.choice & kByteIsRecord) && input.bytes.size() < 500;
    fixture::TextSource source("data_batch_1.bin", expand ? recordsOf(input.bytes) : input.bytes,
                               input.choice & kStatesSize);
    foreign::mayRefuse([&] {
        if (input.choice & kIsNames)
            readBinaryNames(source);
        else
            readImages(source, input.choice >> 3 == 0 ? 1000 : input.choice >> 3);
    });
    return 0;
}
