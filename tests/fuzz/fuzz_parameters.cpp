#include "config/parameter_table.h"

#include "foreign.h"

using namespace moelab;

namespace {

/// What was read is what is written, and is read again as the same.
void readParameters(const std::string& text) {
    const Parameters read = parametersFromJson(parseJson(text, "parameters.json"), "parameters.json");
    const std::string again = toJson(read).dump();
    foreign::require(parametersFromJson(parseJson(again, "again"), "again") == read, "parameters survive a file");
}

void assign(const std::string& text) {
    Parameters parameters;
    setParameter(parameters, text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    foreign::mayRefuse([&] { input.choice & 1 ? assign(input.bytes) : readParameters(input.bytes); });
    return 0;
}
