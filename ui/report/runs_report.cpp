#include "report/runs_report.h"

#include "analysis/effect.h"
#include "analysis/parameter_differences.h"
#include "analysis/run_groups.h"
#include "comparison/comparison_tables.h"
#include "comparison/measure_words.h"
#include "config/parameter_table.h"
#include "effects/effect_plot.h"
#include "parameters/parameter_words.h"
#include "plotting/palette.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "workspace/command_line.h"

#include <algorithm>

namespace moelab {
namespace {

using namespace report;

constexpr QSize kEffect(440, 320);
constexpr std::size_t kMostMeasures = 6; ///< across a page
constexpr std::size_t kMostBesideMeasures = 5;

bool isOfAGroup(const Runs& runs, const std::string& stage) {
    return std::ranges::any_of(runs, [&](const auto& run) {
        return std::ranges::any_of(run->stages, [&](const StageSummary& each) {
            return each.stage.name == stage && each.stage.group >= 0;
        });
    });
}

/// The gain and the accuracies; where those are too many, no experts'.
std::vector<Measure> shownMeasures(const Runs& runs) {
    std::vector<Measure> measures = measuresOf(runs);
    const std::string mixture = mixtureOf(stagesOf({})).name;
    std::erase_if(measures, [&](const Measure& measure) {
        const bool everyStages = measure.kind == Measure::Kind::Gain || measure.kind == Measure::Kind::Accuracy;
        return measure.kind == Measure::Kind::Loss || !(everyStages || measure.stage == mixture);
    });
    if (measures.size() > kMostMeasures)
        std::erase_if(measures, [&](const Measure& measure) { return isOfAGroup(runs, measure.stage); });
    return measures;
}

/// What the runs are ranked by: the mixture's accuracy, or the first there is.
Measure rankingMeasure(const std::vector<Measure>& measures) {
    const Measure mixture{Measure::Kind::Accuracy, mixtureOf(stagesOf({})).name};
    return std::ranges::find(measures, mixture) == measures.end() ? measures.front() : mixture;
}

/// "gain (points)", "Mixture (%)": what is said of all of them is not said of each.
QString headingOf(const Measure& measure) {
    switch (measure.kind) {
    case Measure::Kind::Gain:
        return words("gain (points)");
    case Measure::Kind::BalancedAccuracy:
        return words("%1, balanced (%)").arg(stageTitle(measure.stage));
    case Measure::Kind::MacroF1:
        return words("%1, macro F1 (%)").arg(stageTitle(measure.stage));
    case Measure::Kind::Accuracy:
    case Measure::Kind::Loss:
        break;
    }
    return words("%1 (%)").arg(stageTitle(measure.stage));
}

/// A name that may be broken after each of its words.
QString breakable(QString name) {
    constexpr QChar kZeroWidthSpace(0x200b);
    return name.replace(u'_', QStringLiteral("_") + kZeroWidthSpace);
}

ReportSection resultSection(const Runs& runs, const std::vector<Measure>& measures) {
    const auto done = std::ranges::count_if(runs, [](const auto& run) { return run->isDone(); });
    ReportSection section{words("Result"),
                          {ReportText{words("%1 runs, %2 of them fully trained.").arg(runs.size()).arg(done)}}};
    if (measures.empty())
        return section;
    const Measure measure = rankingMeasure(measures);
    Runs ranked = runs;
    std::erase_if(ranked, [&](const auto& run) { return !valueOf(*run, measure); });
    std::ranges::stable_sort(ranked, std::ranges::greater(),
                             [&](const auto& run) { return *valueOf(*run, measure); });
    if (ranked.size() > 1)
        section.blocks.push_back(
            ReportText{words("%1: best %2 (%3), worst %4 (%5).")
                           .arg(titleOf(measure), valueText(measure, valueOf(*ranked.front(), measure)),
                                nameOf(*ranked.front()), valueText(measure, valueOf(*ranked.back(), measure)),
                                nameOf(*ranked.back()))});
    return section;
}

/// A line for each run, with its name.
ReportTable tableOf(const Runs& runs, int textColumns) {
    ReportTable table{{words("run")}, {}, textColumns, {}};
    for (const auto& run : runs)
        table.rows.push_back({nameOf(*run)});
    return table;
}

void addDifferences(ReportTable& table, const std::vector<ParameterDifference>& differences) {
    for (const ParameterDifference& each : differences) {
        table.heading << breakable(labelOf(each.name));
        for (std::size_t run = 0; run < table.rows.size(); ++run)
            table.rows[run] << valueWords(each.name, each.values[run]);
    }
}

void addMeasures(ReportTable& table, const Runs& runs, const std::vector<Measure>& measures) {
    for (const Measure& measure : measures) {
        table.heading << headingOf(measure);
        for (std::size_t run = 0; run < table.rows.size(); ++run)
            table.rows[run] << valueText(measure, valueOf(*runs[run], measure));
    }
}

/// The stages of a run that never left chance, in a column of its own; of runs without such no column.
void addChance(ReportTable& table, const Runs& runs) {
    if (std::ranges::all_of(runs, [](const auto& run) { return run->stagesAtChance().empty(); }))
        return;
    table.heading << words("at chance");
    ++table.textColumns;
    for (std::size_t run = 0; run < table.rows.size(); ++run) {
        QStringList stages;
        for (const Stage& stage : runs[run]->stagesAtChance())
            stages << titleOf(stage);
        table.rows[run] << stages.join(QStringLiteral(", "));
    }
}

ReportSection runsSection(const Runs& runs, const std::vector<Measure>& measures) {
    const std::vector<ParameterDifference> differences = parameterDifferences(runs);
    ReportSection section{words("Runs"),
                          {ReportText{words("Only parameters that differ between the runs are shown. Results are "
                                            "accuracies on the test set with the best weights. A stage at "
                                            "chance has learned nothing.")}}};
    ReportTable table = tableOf(runs, 1 + static_cast<int>(differences.size()));
    addDifferences(table, differences);
    if (differences.size() > kMostBesideMeasures) {
        section.blocks.push_back(table);
        table = tableOf(runs, 1);
    }
    addChance(table, runs);
    addMeasures(table, runs, measures);
    if (table.heading.size() > 1)
        section.blocks.push_back(table);
    return section;
}

/// "51.2 ± 1.4", below it "(n = 5)" and, of runs that never left chance, how many there are.
QString repeatsText(const RunGroup& group, const Measure& measure) {
    const QString text =
        estimateText(measure, estimate(group, measure)).replace(QLatin1String(" (n"), QLatin1String("\n(n"));
    const std::size_t stuck = countAtChance(group, measure);
    return stuck == 0 ? text : words("%1\n%2 at chance").arg(text).arg(stuck);
}

ReportSection groupsSection(const Runs& runs, const std::vector<Measure>& measures) {
    ReportSection section{words("Repeats with other seeds"), {}};
    const std::vector<RunGroup> groups = groupRuns(runs);
    const bool repeats = std::ranges::any_of(groups, [](const RunGroup& group) { return group.runs.size() > 1; });
    if (!repeats || measures.empty())
        return section;
    ReportTable table{{words("parameters")}, {}, 1, {}};
    for (const Measure& measure : measures)
        table.heading << headingOf(measure);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        QStringList row = {
            breakable(moelab::nameOf(groups, group)).replace(QLatin1String(", "), QLatin1String("\n"))};
        for (const Measure& measure : measures)
            row << repeatsText(groups[group], measure);
        table.rows.push_back(row);
    }
    section.blocks.push_back(
        ReportText{words("Runs that differ only in seed, threads and device are repeats. Means ± half of their 95 "
                         "% interval (Student's t); n is the number of seeds.")});
    section.blocks.push_back(table);
    return section;
}

ReportFigure effectFigure(const Runs& runs, const std::string& parameter, const Measure& measure) {
    const Effect effect = effectOf(runs, parameter, measure);
    QStringList others;
    for (const std::string& name : effect.alsoVary)
        others << labelOf(name);
    const QString title = titleOf(measure);
    const QString caption = others.isEmpty()
                                ? words("%1 against %2").arg(title, labelOf(parameter))
                                : words("%1 against %2; among runs with the same value these also differ: %3")
                                      .arg(title, labelOf(parameter), others.join(QLatin1String(", ")));
    const auto plot = std::make_shared<EffectPlot>(QStringLiteral("effect"));
    plot->showEffect(effect, measure, title,
                     std::vector<EffectPlot::Key>(effect.series.size(), {QString(), seriesColour(0)}));
    return ReportFigure{caption, plot, kEffect};
}

/// What each parameter that a person varied does to the outcome.
ReportSection effectsSection(const Runs& runs, const std::vector<Measure>& measures) {
    ReportSection section{words("Effects of the parameters"), {}};
    if (measures.empty())
        return section;
    for (const ParameterDifference& each : parameterDifferences(runs)) {
        if (each.name == "data" || each.name == "seed" || isOfTheMachine(each.name))
            continue;
        ReportFigures figures;
        for (const Measure& measure : measures)
            if (measure == rankingMeasure(measures) || measure.kind == Measure::Kind::Gain)
                figures.row.push_back(effectFigure(runs, each.name, measure));
        section.blocks.push_back(figures);
    }
    if (!section.blocks.empty())
        section.blocks.insert(section.blocks.begin(),
                              ReportText{words("Circles: runs. Discs: means with 95 % intervals; an arrow is an "
                                               "interval that reaches further.")});
    return section;
}

} // namespace

ReportContent runsReport(const QString& title, const Runs& runs) {
    const std::vector<Measure> measures = shownMeasures(runs);
    QStringList commands;
    for (const auto& run : runs)
        commands << QString::fromStdString(commandLine(*run));
    ReportContent report{title, {}, {}};
    for (const ReportSection& section : std::initializer_list<ReportSection>{
             resultSection(runs, measures), runsSection(runs, measures), groupsSection(runs, measures),
             effectsSection(runs, measures), repeatSection(commands)})
        if (!section.blocks.empty())
            report.sections.push_back(section);
    return report;
}

} // namespace moelab
