#pragma once

#include "analysis/effect.h"
#include "calibration/coverage_plot.h"
#include "confusion/confusion_model.h"
#include "curves/curves_plot.h"
#include "effects/effect_plot.h"
#include "routing/routing_model.h"
#include "workspace/made_up_run.h"
#include "workspace/runs.h"

#include <memory>
#include <vector>

/// Figures of every kind, of numbers that a test makes up.
namespace fixture {

using namespace moelab;

inline StageView trained(bool stoppedEarly) {
    StageView view;
    view.stage = referenceOf(stagesOf(defaultGroups()));
    view.status = StageStatus::Done;
    view.epochs = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true}, {2, 2, 0.5, 2.5, 0.25, 1, stoppedEarly ? 0 : 1, false}};
    return view;
}

/// Ten classes in two groups; of each, 90 images are right, 10 are taken for the next.
inline ConfusionTable tenClasses() {
    const RunSummary run = madeup::summary("run");
    ConfusionTable table = tableFor(mixtureOf(stagesOf(defaultGroups())), defaultGroups(), run.config.classNames);
    table.matrix = {10, std::vector<std::int64_t>(100)};
    for (std::size_t cls = 0; cls < 10; ++cls) {
        table.matrix.counts[cls * 10 + cls] = 90;
        table.matrix.counts[cls * 10 + (cls + 1) % 10] = 10;
    }
    return table;
}

inline RoutingTable tenRoutes() {
    RoutingTable table;
    const RunSummary run = madeup::summary("run");
    for (const std::string& name : run.config.classNames)
        table.classes << QString::fromStdString(name);
    table.groups = {"artificial", "natural"};
    for (int cls = 0; cls < 10; ++cls) {
        table.order.push_back(cls);
        table.own.push_back(cls % 2);
        table.rows.push_back({100, {80, 20}, {0.8, 0.2}, {0.75, 0.25}, 0.5, 0.5, 0.8, {0.1, 0.1}, {0.1, 0.1}});
    }
    table.borders = {5};
    return table;
}

inline std::unique_ptr<EffectPlot> effectPlot() {
    Runs runs;
    for (const std::int64_t examples : {1000, 2000})
        for (const std::int64_t seed : {1, 2, 3}) {
            Parameters parameters = madeup::withSeed(seed);
            parameters.trainExamples = examples;
            runs.push_back(madeup::scored("run", parameters, 0.5, 0.5 + 0.01 * static_cast<double>(seed)));
        }
    const Measure gain{Measure::Kind::Gain, {}};
    auto plot = std::make_unique<EffectPlot>(QStringLiteral("effect"));
    plot->showEffect(effectOf(runs, "train_examples", gain), gain, "Mixture gain (points)",
                     {{QString(), Qt::blue}});
    return plot;
}

/// By the name of a row.
inline std::unique_ptr<Figure> figureNamed(const QString& name) {
    if (name == "effect")
        return effectPlot();
    if (name == "curves") {
        auto plot = std::make_unique<CurvesPlot>();
        plot->showStages({trained(true)}, 0);
        return plot;
    }
    if (name == "routing") {
        auto model = std::make_unique<RoutingModel>();
        model->showTable(tenRoutes(), RoutingMode::Shares);
        return model;
    }
    if (name == "coverage") {
        auto plot = std::make_unique<CoveragePlot>();
        std::vector<MemberCalibration> members;
        for (const Stage& stage : stagesOf(defaultGroups())) {
            MemberCalibration& member = members.emplace_back();
            member.stage = stage;
            member.coverage = {{0.5, 0.9, 0.8}, {1, 0.7, 0.2}};
        }
        plot->showMembers(members);
        return plot;
    }
    auto model = std::make_unique<ConfusionModel>();
    ConfusionTable table = tenClasses();
    if (name == "difference")
        for (int i = 0; i < 100; ++i)
            table.difference.push_back(i % 31 - 15);
    model->showTable(table, name == "confusion"    ? ConfusionMode::Counts
                            : name == "difference" ? ConfusionMode::Difference
                                                   : ConfusionMode::ColumnShares);
    return model;
}

} // namespace fixture
