#pragma once

#include "analysis/attribution.h"
#include "analysis/gap_ladder.h"
#include "analysis/member_calibration.h"
#include "experiment/mix.h"
#include "session/run_findings.h"
#include "session/stage_view.h"
#include "workspace/made_up_run.h"

/// What is known of a run of many classes that nobody trained.
namespace fixture {

/// Classes dealt out to groups one after the other: class c is in group c / (classes / groups).
inline moelab::ClassGroups evenGroups(int classes, int groups) {
    moelab::ClassGroups made;
    for (int group = 0; group < groups; ++group) {
        made.push_back({"group-" + std::to_string(group), {}});
        for (int cls = group * classes / groups; cls < (group + 1) * classes / groups; ++cls)
            made.back().classes.push_back(cls);
    }
    return made;
}

inline std::vector<std::string> classNames(int classes) {
    std::vector<std::string> names;
    for (int cls = 0; cls < classes; ++cls)
        names.push_back("class " + std::to_string(cls));
    return names;
}

/// Four images a class. Every member takes the last of the four for the next class, the experts none of them; the
/// gate sends the third to the next group.
inline moelab::MemberOutputs manyOutputs(int classes, int groups) {
    using namespace moelab;
    MemberOutputs outputs;
    outputs.images = 4 * std::int64_t{classes};
    outputs.classes = classes;
    outputs.groups = groups;
    const auto images = static_cast<std::size_t>(outputs.images);
    const auto width = static_cast<std::size_t>(classes);
    const std::vector<std::int64_t> own = [&] {
        std::vector<std::int64_t> labels;
        for (std::size_t image = 0; image < images; ++image)
            labels.push_back(std::int64_t(image / 4));
        outputs.labels = labels;
        return ownGroups(labels, evenGroups(classes, groups));
    }();
    const auto said = [&](bool always) {
        std::vector<float> array(images * width, 0.2F / static_cast<float>(classes));
        for (std::size_t image = 0; image < images; ++image) {
            const std::size_t label = image / 4;
            array[image * width + (image % 4 == 3 && !always ? (label + 1) % width : label)] += 0.8F;
        }
        return array;
    };
    outputs.arrays[std::string(outputs::kBaseline)] = said(false);
    std::vector<float> gate(images * static_cast<std::size_t>(groups), 0.1F / static_cast<float>(groups));
    for (std::size_t image = 0; image < images; ++image) {
        const auto group = static_cast<std::size_t>(own[image] + (image % 4 == 2 ? 1 : 0));
        gate[image * static_cast<std::size_t>(groups) + group % static_cast<std::size_t>(groups)] += 0.9F;
    }
    outputs.arrays[std::string(outputs::kGate)] = gate;
    for (int group = 0; group < groups; ++group)
        outputs.arrays[outputs::expert(group)] = said(true);
    outputs.arrays[std::string(outputs::kSubGates)] =
        std::vector<float>(static_cast<std::size_t>(groups) * images * width * 2, 0.5F);
    outputs.arrays[std::string(outputs::kMixture)] = said(false);
    return outputs;
}

/// Of stages that are all done, with two epochs each.
inline moelab::RunFindings manyFindings(int classes, int groups) {
    using namespace moelab;
    Parameters parameters;
    parameters.groups = evenGroups(classes, groups);
    parameters.testExamples = 4 * classes;
    RunFindings findings;
    findings.summary = madeup::summary("many", parameters);
    findings.summary.config.classNames = classNames(classes);
    for (const StageSummary& each : findings.summary.stages) {
        madeup::finish(findings.summary, each.stage.name, 0.75);
        findings.history[each.stage.name] = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true},
                                             {2, 2, 0.5, 2, 0.75, 1, 2, true}};
    }
    findings.outputs = manyOutputs(classes, groups);
    findings.attribution = attribute(findings.outputs, parameters.groups);
    findings.ladder = gapLadder(findings.outputs, parameters.groups);
    for (const StageSummary& each : findings.summary.stages)
        if (auto member = calibrate(findings.outputs, each.stage, parameters.groups))
            findings.calibration.push_back(std::move(*member));
    return findings;
}

/// The same stages as the window has them.
inline std::vector<moelab::StageView> manyStages(int classes, int groups) {
    using namespace moelab;
    std::vector<StageView> views;
    for (const Stage& stage : stagesOf(evenGroups(classes, groups))) {
        StageView view;
        view.stage = stage;
        view.status = StageStatus::Done;
        view.epochs = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true}, {2, 2, 0.5, 2, 0.75, 1, 2, true}};
        views.push_back(view);
    }
    return views;
}

} // namespace fixture
