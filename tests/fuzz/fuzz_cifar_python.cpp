#include "data/cifar/cifar_python.h"

#include "cifar_images.h"

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kStatesSize = 1, kIsNames = 2 };

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    fixture::TextSource source("data_batch_1", input.bytes, input.choice & kStatesSize);
    foreign::mayRefuse([&] {
        if (input.choice & kIsNames)
            readPythonNames(source, kCifar10Set);
        else
            foreign::readImages(readPythonBatch, kCifar10Set, source, 1 + (input.choice >> 2));
    });
    return 0;
}
