#include "experiment/run_check.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/machine.h"
#include "experiment/splits.h"
#include "plan/members.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr std::uint64_t kInMemory = 2; ///< times as much as in a file

std::string mebibytes(std::uint64_t bytes) { return std::to_string(bytes / limits::kMiB) + " MiB"; }

/// @param most bytes that outputs may take; `room` says why
[[noreturn]] void refuseOutputs(const std::string& parameter, std::int64_t images, std::size_t classes,
                                std::size_t groups, std::uint64_t most, const std::string& room,
                                const std::string& advice) {
    const std::uint64_t bytes = bytesOfOutputs(images, classes, groups);
    const std::uint64_t possible = most / bytesOfOutputs(1, classes, groups);
    throw Error(parameter,
                "makes " + std::to_string(images) + " images: with " + std::to_string(classes) + " classes in " +
                    std::to_string(groups) + " groups, the outputs of all members for them take " +
                    mebibytes(bytes) + ", " + room,
                possible > 0 ? "Give at most " + std::to_string(possible) + ", or " + advice
                             : "To begin with, " + advice);
}

} // namespace

std::uint64_t bytesOfOutputs(std::int64_t images, std::size_t classes, std::size_t groups) {
    constexpr std::size_t kBaselineAndMixture = 2;
    constexpr std::size_t kExpertAndSubGate = 3; // an output, and two weights
    const std::size_t numbers = classes * (kBaselineAndMixture + kExpertAndSubGate * groups) + groups;
    return static_cast<std::uint64_t>(images) * numbers * sizeof(float);
}

void checkRun(const Parameters& parameters, const DataSet& data) {
    const std::size_t classes = data.classNames.size();
    checkGroups(parameters.groups, static_cast<int>(classes));
    checkNetworks(parameters, static_cast<int>(classes),
                  {data.train.height, data.train.width, data.train.channels});
    for (const Stage& stage : stagesOf(parameters.groups))
        splitsOf(stage, parameters, data);
    const std::size_t groups = parameters.groups.size();
    if (bytesOfOutputs(parameters.testExamples, classes, groups) > limits::kSafeTensorsBytes)
        refuseOutputs("test_examples", parameters.testExamples, classes, groups, limits::kSafeTensorsBytes,
                      "and at most " + mebibytes(limits::kSafeTensorsBytes) + " can be kept", "fewer groups");
}

void checkMemoryForOutputs(const std::string& parameter, std::int64_t images, std::size_t classes,
                           std::size_t groups, const std::string& advice) {
    const std::uint64_t free = availableMemory();
    if (free > 0 && kInMemory * bytesOfOutputs(images, classes, groups) > free)
        refuseOutputs(parameter, images, classes, groups, free / kInMemory,
                      "twice that while they are computed, and " + mebibytes(free) + " of memory are free", advice);
}

} // namespace moelab
