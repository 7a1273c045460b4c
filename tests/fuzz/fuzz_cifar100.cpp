#include "data/cifar/cifar_binary.h"
#include "data/cifar/cifar_python.h"

#include "cifar_images.h"

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kStatesSize = 1, kIsNames = 2, kIsPython = 4, kBytesAreRecords = 8 };

/// A record for every two bytes, its labels; the last byte says how much of its record is there.
std::string recordsOf(const std::string& labels) {
    std::string file;
    for (std::size_t i = 0; i + 1 < labels.size(); i += 2)
        file += labels.substr(i, 2) + std::string(3072, '\x55');
    if (!file.empty())
        file.resize(file.size() - static_cast<unsigned char>(labels.back()) % 3);
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    const bool python = input.choice & kIsPython;
    const bool expand = !python && (input.choice & kBytesAreRecords) && input.bytes.size() < 500;
    fixture::TextSource source("train", expand ? recordsOf(input.bytes) : input.bytes, input.choice & kStatesSize);
    const std::size_t limit = input.choice >> 4 == 0 ? 1000 : input.choice >> 4;
    foreign::mayRefuse([&] {
        if (input.choice & kIsNames)
            readPythonNames(source, kCifar100Set);
        else if (python)
            foreign::readImages(readPythonBatch, kCifar100Set, source, limit);
        else
            foreign::readImages(readBinaryBatch, kCifar100Set, source, limit);
    });
    return 0;
}
