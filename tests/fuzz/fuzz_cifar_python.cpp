#include "data/cifar_python.h"

#include "data/cifar_fixture.h"
#include "foreign.h"

#include <algorithm>

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kStatesSize = 1, kIsNames = 2 };

void readImages(fixture::TextSource& source, std::size_t limit) {
    SplitBuilder split(limit);
    split.beginBatch(1);
    readPythonBatch(source, split);
    const ImageSet images = split.take();
    foreign::require(images.size() <= limit, "the limit is kept");
    foreign::require(images.pixels.size() == images.size() * 3072, "every image has its pixels");
    foreign::require(std::ranges::all_of(images.labels, [](int label) { return label < 10; }), "labels are 0 to 9");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    fixture::TextSource source("data_batch_1", input.bytes, input.choice & kStatesSize);
    foreign::mayRefuse([&] {
        if (input.choice & kIsNames)
            readPythonNames(source);
        else
            readImages(source, 1 + (input.choice >> 2));
    });
    return 0;
}
