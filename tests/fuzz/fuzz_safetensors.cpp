#include "base/safetensors.h"

#include "experiment/member_outputs.h"
#include "foreign.h"

#include <cstring>

using namespace moelab;

namespace {

enum Choice : std::uint8_t { kIsOutputs = 1, kMendsLength = 2 };

/// Puts the header's true length first: up to the last brace. A fuzzer changes the header's length without it.
void mendLength(std::string& bytes) {
    const std::size_t brace = bytes.rfind('}');
    if (brace == std::string::npos || brace < 8)
        return;
    const std::uint64_t length = brace + 1 - 8;
    std::memcpy(bytes.data(), &length, sizeof length);
}

void readTensors(const std::filesystem::path& path, std::size_t fileSize) {
    const SafeTensors content = readSafeTensors(path);
    std::size_t bytes = 0;
    for (const StoredTensor& tensor : content.tensors) {
        foreign::require(tensor.bytes.empty() || (tensor.bytes.data() >= content.data->data() &&
                                                  tensor.bytes.data() + tensor.bytes.size() <=
                                                      content.data->data() + content.data->size()),
                         "a tensor lies in the data");
        bytes += tensor.bytes.size();
    }
    foreign::require(bytes == content.data->size() && bytes < fileSize, "the tensors are all of the data");
}

void readOutputs(const std::filesystem::path& path) {
    std::map<std::string, std::string> metadata;
    const MemberOutputs outputs = loadOutputs(path, &metadata);
    const auto rows = static_cast<std::size_t>(outputs.images);
    foreign::require(outputs.labels.size() == rows, "every image has a label");
    for (const auto& [name, array] : outputs.arrays)
        foreign::require(array.size() % rows == 0, "a member has outputs for every image");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    foreign::Input input(data, size);
    if (input.choice & kMendsLength)
        mendLength(input.bytes);
    const auto path = foreign::written("file.safetensors", input.bytes);
    foreign::mayRefuse([&] { input.choice& kIsOutputs ? readOutputs(path) : readTensors(path, size); });
    return 0;
}
