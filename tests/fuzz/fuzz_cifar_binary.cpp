#include "data/cifar/cifar_binary.h"

#include "cifar_images.h"

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
            foreign::readImages(readBinaryBatch, kCifar10Set, source,
                                input.choice >> 3 == 0 ? 1000 : input.choice >> 3);
    });
    return 0;
}
