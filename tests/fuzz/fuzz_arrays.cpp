#include "data/arrays/idx.h"
#include "data/arrays/numpy_header.h"
#include "data/arrays/split_arrays.h"
#include "data/arrays/unpacked_source.h"

#include "data/cifar_fixture.h"
#include "foreign.h"

#include <algorithm>

using namespace moelab;

namespace {

enum Choice : std::uint8_t {
    kStatesSize = 1,
    kIsNumpy = 2,
    kIsLabels = 4,
    kIsUnit = 8,
    kLengthFits = 16,
    kIsPacked = 32
};

constexpr std::size_t kMostFilled = 1u << 20;

/// As long as its header promises, which a fuzzer would not reach by itself.
std::string filled(const std::string& bytes, ArrayHeader (*readHeader)(ByteSource&)) {
    fixture::TextSource source("header", bytes);
    const ArrayHeader header = readHeader(source);
    std::size_t numbers = header.type.size;
    for (const std::size_t length : header.shape)
        numbers = numbers > 0 && length > kMostFilled / numbers ? kMostFilled : length * numbers;
    std::string whole = bytes;
    whole.resize(header.bytes + numbers, '\x01');
    return whole;
}

void readArray(ByteSource& source, ArrayHeader (*readHeader)(ByteSource&), std::uint8_t choice) {
    const ArrayHeader header = readHeader(source);
    std::vector<std::int64_t> labels(5);
    if (choice & kIsLabels) {
        labels = readLabelArray(source, header);
        foreign::require(labels.size() == header.shape.at(0), "every image has its label");
        return;
    }
    ImageSet images = readImageArray(source, header, choice & kIsUnit ? PixelRange::Unit : PixelRange::Bytes);
    foreign::require(images.pixels.size() == header.shape.at(0) * images.imageBytes(),
                     "every image has its pixels");
    for (std::size_t i = 0; i < labels.size(); ++i)
        labels[i] = static_cast<std::int64_t>(i % 2);
    SplitArrays arrays("source", {{3, 3}});
    arrays.addImages(SplitName::None, "images", std::move(images));
    arrays.addLabels(SplitName::None, "labels", labels);
    const DataSet data = arrays.finish();
    foreign::require(data.train.size() == 3 && data.test.size() == 2, "the images are split");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    const auto readHeader = input.choice & kIsNumpy ? readNumpyHeader : readIdxHeader;
    foreign::mayRefuse([&] {
        const std::string bytes = input.choice & kLengthFits ? filled(input.bytes, readHeader) : input.bytes;
        fixture::TextSource source("array", bytes, input.choice & kStatesSize);
        if (!(input.choice & kIsPacked))
            return readArray(source, readHeader, input.choice);
        UnpackedSource unpacked(source);
        readArray(unpacked, readHeader, input.choice);
    });
    return 0;
}
