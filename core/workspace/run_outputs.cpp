#include "workspace/run_outputs.h"

#include "base/error.h"

#include <algorithm>

namespace moelab {
MemberOutputs readRunOutputs(const RunSummary& run) {
    const std::filesystem::path file = run.results() / "outputs.safetensors";
    const char* const advice = "Open the run, so that the predictions for the test images are computed";
    std::error_code problem;
    if (!std::filesystem::exists(file, problem))
        throw Error(file.string(), "is missing: the predictions of the members have not been saved yet", advice);
    std::map<std::string, std::string> metadata;
    MemberOutputs outputs;
    try {
        outputs = loadOutputs(file, &metadata);
    } catch (const Error& damage) { // no loss: the run makes it again
        throw Error(damage.subject(), damage.problem(), advice);
    }
    const auto groups = run.config.parameters.groups.size();
    if (outputs.images != run.config.parameters.testExamples ||
        outputs.groups != static_cast<std::int64_t>(groups) ||
        outputs.classes != static_cast<std::int64_t>(run.config.classNames.size()))
        throw Error(file.string(), "belongs to other test images, classes or groups than the run", advice);
    for (const StageSummary& each : run.stages) {
        const auto saved = metadata.find("fingerprint." + each.stage.name);
        if (!each.result || saved == metadata.end() || saved->second != each.result->fingerprint)
            for (const std::string& name : each.stage.outputs)
                outputs.arrays.erase(name);
    }
    return outputs;
}

} // namespace moelab
