#include "session/run_findings.h"

#include "analysis/image_query.h"
#include "analysis/routing.h"
#include "experiment/experiment.h"
#include "experiment/mix.h"
#include "session/data_view.h"

namespace moelab {
namespace {

constexpr std::size_t kMostErrors = 12;

void takeOutputs(RunFindings& findings, Experiment& experiment, const StopToken& stop) {
    if (experiment.trained().empty())
        return;
    try {
        findings.outputs = experiment.outputs(stop);
    } catch (const Error& problem) {
        findings.whyNoOutputs = QString::fromStdString(problem.what());
    }
}

void analyse(RunFindings& findings, const ClassGroups& groups) {
    const MemberOutputs& outputs = findings.outputs;
    if (outputs.images == 0)
        return;
    for (const StageSummary& each : findings.summary.stages)
        if (auto member = calibrate(outputs, each.stage, groups))
            findings.calibration.push_back(std::move(*member));
    if (!isMixtureTrained(outputs))
        return;
    findings.attribution = attribute(outputs, groups);
    findings.ladder = gapLadder(outputs, groups);
}

/// The wrong answers that a member was most sure of, without their pictures.
std::vector<ExampleImage> errorsOf(const MemberOutputs& outputs, const Stage& stage, const ClassGroups& groups) {
    const ScoredMember member = scoreMember(outputs, stage, groups);
    ImageQuery query;
    query.verdict = ImageQuery::Verdict::Wrong;
    query.order = ImageQuery::Order::Confidence;
    query.descending = true;
    const std::vector<std::int64_t> route = routes(outputs.gate(), outputs.groups);
    std::vector<ExampleImage> errors;
    for (const std::size_t row : findImages(outputs, groups, member, query)) {
        if (errors.size() == kMostErrors)
            break;
        const std::int64_t image = member.images[row];
        errors.push_back({image,
                          {},
                          member.labels[row],
                          member.answers[row],
                          member.confidence[row],
                          route.empty() ? -1 : route[static_cast<std::size_t>(image)]});
    }
    return errors;
}

void takeErrors(RunFindings& findings, Experiment& experiment, const StopToken& stop) {
    const Stage* const mixture = findings.trained(&Stage::isMixture);
    const Stage* const answering =
        mixture && isScored(findings.outputs, *mixture) ? mixture : findings.trained(&Stage::isReference);
    if (!answering || !isScored(findings.outputs, *answering))
        return;
    findings.errors = errorsOf(findings.outputs, *answering, experiment.parameters().groups);
    try {
        const Split test = experiment.images(ImagePart::Test, stop);
        for (ExampleImage& error : findings.errors) {
            const std::int64_t position = test.images[static_cast<std::size_t>(error.image)];
            error.picture = pictureOf(test.set, static_cast<std::size_t>(position)).copy();
        }
    } catch (const Error& problem) {
        findings.errors.clear();
        findings.whyNoErrors = QString::fromStdString(problem.what());
    }
}

} // namespace

const Stage* RunFindings::trained(const std::function<bool(const Stage&)>& is) const {
    for (const StageSummary& each : summary.stages)
        if (is(each.stage) && each.result)
            return &each.stage;
    return nullptr;
}

RunFindings findingsOf(Experiment& experiment, const StopToken& stop) {
    const std::filesystem::path& path = experiment.folder().path();
    RunFindings findings{readRunSummary(path, experiment.folder().config(), experiment.folder().results()),
                         experiment.folder().history(),
                         {},
                         {},
                         {},
                         {},
                         {},
                         {},
                         {}};
    takeOutputs(findings, experiment, stop);
    analyse(findings, experiment.parameters().groups);
    takeErrors(findings, experiment, stop);
    return findings;
}

} // namespace moelab
