#include "base/error.h"
#include "base/files.h"
#include "config/parameter_table.h"
#include "data/catalogue.h"
#include "data/fingerprint.h"
#include "experiment/engine.h"
#include "experiment/experiment.h"
#include "experiment/run_check.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

/// Enough to fit one temperature to, and to score it by.
constexpr std::size_t kMostHeldOut = 1000;

Split wholeOf(const ImageSet& set) {
    std::vector<std::int64_t> images(set.size());
    std::iota(images.begin(), images.end(), 0);
    return {set, std::move(images)};
}

/// Whether saved outputs have the run's shape and every trained member's: whoever reads them relies on that.
bool fits(const MemberOutputs& outputs, const Experiment& experiment, std::int64_t images) {
    const auto groups = experiment.parameters().groups.size();
    if (outputs.images != images ||
        outputs.classes != static_cast<std::int64_t>(experiment.folder().config().classNames.size()) ||
        outputs.groups != static_cast<std::int64_t>(groups))
        return false;
    return std::ranges::all_of(experiment.stages(), [&](const Stage& stage) {
        const bool trained = experiment.state(stage) == StageState::Done;
        return std::ranges::all_of(stage.outputs,
                                   [&](const std::string& name) { return outputs.of(name).empty() != trained; });
    });
}

/// The parameter that says how many images there are.
const char* parameterOf(ImagePart part) {
    switch (part) {
    case ImagePart::Test:
        break;
    case ImagePart::Training:
        return "train_examples";
    case ImagePart::HeldOut:
        return "validation";
    }
    return "test_examples";
}

/// What cannot be kept is computed again the next time.
void keep(const std::filesystem::path& path, const MemberOutputs& outputs,
          const std::map<std::string, std::string>& current) {
    try {
        saveOutputs(path, outputs, current);
    } catch (const Error& problem) {
        spdlog::warn("the members' outputs are not kept: {}", problem.what());
    }
}

} // namespace

Split Experiment::images(ImagePart part, const StopToken& stop) {
    const DataSet& used = data();
    const Splits splits = splitsOf(referenceOf(m_stages), parameters(), used); // which sees every class
    if (part == ImagePart::Test)
        return splits.test;
    if (part == ImagePart::Training)
        return splits.training;
    if (parameters().validation != Validation::Test)
        return splits.validation;
    if (!m_further)
        m_further = std::make_unique<const ImageSet>(openFurtherTraining(
            folder().config().data.origin, dataOptionsOf(parameters()), used.train.size(), kMostHeldOut, stop));
    if (m_further->size() == 0)
        throw Error("train_examples",
                    "is " + std::to_string(used.train.size()) + ", every training image of " +
                        folder().config().data.name + ", so that none is held out",
                    "Train with fewer, or with validation=holdout");
    return wholeOf(*m_further);
}

MemberOutputs Experiment::outputs(const StopToken& stop, ImagePart part) {
    const std::vector<Stage> members = trained();
    if (members.empty())
        throw Error(m_folder.path().string(), "has no trained stage", "Train it first (" + continueCommand() + ")");
    std::map<std::string, std::string> current;
    for (const Stage& stage : members)
        current["fingerprint." + stage.name] = fingerprintOf(stage);
    std::int64_t count = parameters().testExamples;
    if (part != ImagePart::Test) { // the fingerprints tell which test images there are, but not these
        const Split split = images(part, stop);
        count = static_cast<std::int64_t>(split.images.size());
        current["images"] = sha256OfImages(split.set) + " " + std::to_string(split.images.front()) + ".." +
                            std::to_string(split.images.back());
    }
    if (std::optional<MemberOutputs> saved = savedOutputs(part, current, count))
        return std::move(*saved);
    checkMemoryForOutputs(parameterOf(part), count, folder().config().classNames.size(), parameters().groups.size(),
                          part == ImagePart::Test ? "fewer groups" : "look at the test images");
    MemberOutputs outputs = engine().outputs(context(), members, images(part, stop), stop);
    if (!m_folder.readOnly() && fits(outputs, *this, count)) // not where a member was left out
        keep(m_folder.outputs(part), outputs, current);
    return outputs;
}

/// Empty where none are saved of these members and images. What is saved can be made again, so a damaged file stops
/// nothing.
std::optional<MemberOutputs> Experiment::savedOutputs(ImagePart part,
                                                      const std::map<std::string, std::string>& current,
                                                      std::int64_t count) const {
    const std::filesystem::path path = m_folder.outputs(part);
    if (!isSurelyThere(path))
        return std::nullopt;
    try {
        std::map<std::string, std::string> saved;
        MemberOutputs outputs = loadOutputs(path, &saved);
        if (saved == current && fits(outputs, *this, count))
            return outputs;
    } catch (const Error& problem) {
        spdlog::warn("{} {}. What it held is computed again.", problem.subject(), problem.problem());
    }
    return std::nullopt;
}

} // namespace moelab
