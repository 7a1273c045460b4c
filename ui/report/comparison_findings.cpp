#include "report/comparison_findings.h"

#include "experiment/experiment.h"
#include "session/data_view.h"

namespace moelab {
namespace {

constexpr std::size_t kMostExamples = 12;

std::vector<ChangedExample> examplesOf(const std::vector<ChangedImage>& images, const Split& test) {
    std::vector<ChangedExample> examples;
    for (const ChangedImage& each : images) {
        if (examples.size() == kMostExamples)
            break;
        const std::int64_t position = test.images[static_cast<std::size_t>(each.image)];
        examples.push_back({each, pictureOf(test.set, static_cast<std::size_t>(position)).copy()});
    }
    return examples;
}

void compare(ComparisonFindings& findings, Experiment& first, Experiment& second, const StopToken& stop) {
    try {
        checkSameTestImages(findings.first, findings.second); // before members are asked for nothing
        findings.comparison =
            compareRuns(findings.first, first.outputs(stop), findings.second, second.outputs(stop));
    } catch (const Error& problem) {
        findings.whyNoComparison = QString::fromStdString(problem.what());
    }
}

void takePictures(ComparisonFindings& findings, Experiment& second, const StopToken& stop) {
    const MemberComparison* const member = findings.member();
    if (!member)
        return;
    try {
        const Split test = second.images(ImagePart::Test, stop);
        findings.fixed = examplesOf(member->fixed, test);
        findings.broken = examplesOf(member->broken, test);
    } catch (const Error& problem) {
        findings.whyNoPictures = QString::fromStdString(problem.what());
    }
}

} // namespace

const MemberComparison* ComparisonFindings::member() const {
    return comparison && !comparison->members.empty() ? &comparison->members.back() : nullptr;
}

ComparisonFindings comparisonOf(Experiment& first, Experiment& second, const StopToken& stop) {
    const std::filesystem::path& one = first.folder().path();
    const std::filesystem::path& other = second.folder().path();
    ComparisonFindings findings{readRunSummary(one),
                                readRunSummary(other),
                                first.folder().history(),
                                second.folder().history(),
                                {},
                                {},
                                {},
                                {},
                                {}};
    compare(findings, first, second, stop);
    takePictures(findings, second, stop);
    return findings;
}

} // namespace moelab
