#include "report/runs_report.h"

#include "analysis/parameter_differences.h"
#include "analysis/run_groups.h"
#include "comparison/comparison_tables.h"
#include "comparison/measure_words.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "workspace/command_line.h"

#include <algorithm>

namespace moelab {
namespace {

using namespace report;

constexpr std::size_t kMostMeasures = 6; ///< across a page

QString nameOf(const RunSummary& run) { return QString::fromStdString(run.name()); }

/// The gain and the accuracies; where those are too many, no experts'.
std::vector<Measure> shownMeasures(const Runs& runs) {
    std::vector<Measure> measures = measuresOf(runs);
    std::erase_if(measures, [](const Measure& measure) { return measure.kind == Measure::Kind::Loss; });
    if (measures.size() > kMostMeasures)
        std::erase_if(measures, [](const Measure& measure) { return measure.stage.starts_with("expert-"); });
    return measures;
}

/// What the runs are ranked by: the mixture's accuracy, or the first there is.
Measure rankingMeasure(const std::vector<Measure>& measures) {
    const Measure mixture{Measure::Kind::Accuracy, "mixture"};
    return std::ranges::find(measures, mixture) == measures.end() ? measures.front() : mixture;
}

ReportSection resultSection(const Runs& runs, const std::vector<Measure>& measures) {
    const auto done = std::ranges::count_if(runs, [](const auto& run) { return run->isDone(); });
    ReportSection section{
        words("Result"), {ReportText{words("%1 runs, %2 of them trained to the end.").arg(runs.size()).arg(done)}}};
    if (measures.empty())
        return section;
    const Measure measure = rankingMeasure(measures);
    Runs ranked = runs;
    std::erase_if(ranked, [&](const auto& run) { return !valueOf(*run, measure); });
    std::ranges::stable_sort(ranked, std::ranges::greater(),
                             [&](const auto& run) { return *valueOf(*run, measure); });
    if (ranked.size() > 1)
        section.blocks.push_back(
            ReportText{words("%1: the best has %2 (%3), the worst %4 (%5).")
                           .arg(titleOf(measure), valueText(measure, valueOf(*ranked.front(), measure)),
                                nameOf(*ranked.front()), valueText(measure, valueOf(*ranked.back(), measure)),
                                nameOf(*ranked.back()))});
    return section;
}

ReportSection runsSection(const Runs& runs, const std::vector<Measure>& measures) {
    const std::vector<ParameterDifference> differences = parameterDifferences(runs);
    ReportTable table{{words("run")}, {}, 1 + static_cast<int>(differences.size()), {}};
    for (const ParameterDifference& each : differences)
        table.heading << QString::fromStdString(each.name);
    for (const Measure& measure : measures)
        table.heading << titleOf(measure);
    for (std::size_t i = 0; i < runs.size(); ++i) {
        QStringList row = {nameOf(*runs[i])};
        for (const ParameterDifference& each : differences)
            row << QString::fromStdString(valueText(each.values[i]));
        for (const Measure& measure : measures)
            row << valueText(measure, valueOf(*runs[i], measure));
        table.rows.push_back(row);
    }
    return {
        words("Runs"),
        {ReportText{words("Of the parameters those that are not the same in all runs. Accuracies are of the test "
                          "images, with the best weights.")},
         table}};
}

ReportSection groupsSection(const Runs& runs, const std::vector<Measure>& measures) {
    ReportSection section{words("Repeats with other seeds"), {}};
    const std::vector<RunGroup> groups = groupRuns(runs);
    const bool repeats = std::ranges::any_of(groups, [](const RunGroup& group) { return group.runs.size() > 1; });
    if (!repeats || measures.empty())
        return section;
    ReportTable table{{words("parameters")}, {}, 1, {}};
    for (const Measure& measure : measures)
        table.heading << titleOf(measure);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        QStringList row = {moelab::nameOf(groups, group)};
        for (const Measure& measure : measures)
            row << estimateText(measure, estimate(groups[group], measure));
        table.rows.push_back(row);
    }
    section.blocks.push_back(ReportText{
        words("Runs that differ in seed, threads and device alone are repeats. Means with half their 95 % interval "
              "by Student's t; n is the number of seeds.")});
    section.blocks.push_back(table);
    return section;
}

} // namespace

ReportContent runsReport(const QString& title, const Runs& runs) {
    const std::vector<Measure> measures = shownMeasures(runs);
    QStringList commands;
    for (const auto& run : runs)
        commands << QString::fromStdString(commandLine(*run));
    ReportContent report{title, {}, {}};
    for (const ReportSection& section :
         std::initializer_list<ReportSection>{resultSection(runs, measures), runsSection(runs, measures),
                                              groupsSection(runs, measures), repeatSection(commands)})
        if (!section.blocks.empty())
            report.sections.push_back(section);
    return report;
}

} // namespace moelab
