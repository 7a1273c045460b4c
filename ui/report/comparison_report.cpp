#include "report/comparison_report.h"

#include "comparison/comparison_tables.h"
#include "comparison/measure_words.h"
#include "comparison/runs_curves.h"
#include "confusion/confusion_model.h"
#include "report/comparison_findings.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "session/stage_view.h"
#include "tables/cell_table.h"
#include "workspace/command_line.h"

namespace moelab {
namespace {

using namespace report;

constexpr QSize kComparedCurves(680, 260);
constexpr QSize kDifference(500, 440);

Runs runsOf(const ComparisonFindings& findings) {
    return {std::make_shared<const RunSummary>(findings.first),
            std::make_shared<const RunSummary>(findings.second)};
}

/// "First: nb1, of 2026-11-25T01:26:50Z, in /runs/nb1"
QString lineFor(const QString& which, const RunSummary& run) {
    return words("%1: %2, of %3, in %4")
        .arg(which, nameOf(run), QString::fromStdString(run.config.startedUtc),
             QString::fromStdString(run.path.string()));
}

ReportSection resultSection(const ComparisonFindings& findings) {
    ReportSection section{words("Result"), {}};
    if (!findings.whyNoComparison.isEmpty())
        section.blocks.push_back(
            ReportText{words("The runs are compared by their results only, not image by image: %1")
                           .arg(findings.whyNoComparison)});
    else if (!findings.member())
        section.blocks.push_back(ReportText{words("No stage is trained in both runs.")});
    else
        section.blocks.push_back(ReportText{
            words("%1, on %2 test images: the second run corrects %3 errors of the first and makes %4 "
                  "new ones; McNemar's test: p = %5.")
                .arg(titleOf(findings.member()->stage), QString::number(findings.member()->second.total()),
                     QString::number(findings.member()->fixed.size()),
                     QString::number(findings.member()->broken.size()),
                     probabilityText(findings.member()->test.p))});
    return section;
}

ReportSection differencesSection(const Runs& runs) {
    CellTable table;
    showDifferences(table, runs);
    ReportSection section{words("Differences"), {}};
    if (table.rowCount() == 0)
        section.blocks.push_back(ReportText{words("Parameters and data are the same.")});
    else
        section.blocks.push_back(reportTable(table, table.columnCount()));
    return section;
}

std::shared_ptr<RunsCurves> curvesOf(const ComparisonFindings& findings, const std::string& stage) {
    const auto epochs = [&](const RunHistory& history) {
        const auto found = history.find(stage);
        return found == history.end() ? std::vector<EpochMetrics>() : found->second;
    };
    auto plot = std::make_shared<RunsCurves>();
    plot->showCurves(QString::fromStdString(stage), {{nameOf(findings.first), epochs(findings.firstHistory)},
                                                     {nameOf(findings.second), epochs(findings.secondHistory)}});
    return plot;
}

ReportSection numbersSection(const ComparisonFindings& findings, const Runs& runs) {
    CellTable table;
    showStages(table, runs, findings.comparison ? &*findings.comparison : nullptr);
    ReportSection section{words("Stages"), {}};
    if (table.rowCount() == 0)
        return section;
    section.blocks.push_back(ReportText{
        words("On the test set, with the best weights; differences are the second run minus the first.")});
    section.blocks.push_back(reportTable(table, 1));
    for (const auto& run : runs)
        if (const QString chance = chanceText(*run); !chance.isEmpty())
            section.blocks.push_back(ReportText{nameOf(*run) + u'\n' + chance});
    const std::vector<Stage> stages = stagesOf({}); // which every run has
    for (const std::string& stage : {mixtureOf(stages).name, referenceOf(stages).name})
        if (const auto plot = curvesOf(findings, stage); !plot->figureIsEmpty())
            section.blocks.push_back(ReportFigures{{ReportFigure{
                words("%1 after each epoch (solid: validation, dashed: training)").arg(stageTitle(stage)), plot,
                kComparedCurves}}});
    return section;
}

ReportSection answersSection(const ComparisonFindings& findings) {
    ReportSection section{words("Predictions that changed"), {}};
    if (!findings.member())
        return section;
    ReportTable table{{words("member"), words("images"), words("correct in both"), words("only in the second"),
                       words("only in the first"), words("wrong in both"), words("McNemar's p")},
                      {},
                      1,
                      {}};
    for (const MemberComparison& member : findings.comparison->members) {
        table.rows.push_back({titleOf(member.stage), QString::number(member.second.total()),
                              QString::number(member.bothRight), QString::number(member.fixed.size()),
                              QString::number(member.broken.size()), QString::number(member.bothWrong),
                              probabilityText(member.test.p)});
        table.marked.push_back(member.stage.isMixture);
    }
    section.blocks.push_back(table);
    const MemberComparison& member = *findings.member();
    const RunConfig& config = findings.second.config;
    ConfusionTable matrix = tableFor(member.stage, config.parameters.groups, config.classNames);
    matrix.matrix = member.second;
    matrix.difference = member.difference;
    keepOwnClasses(matrix, member.stage, config.parameters.groups);
    const auto view = std::make_shared<ConfusionModel>();
    view->showTable(matrix, ConfusionMode::Difference);
    section.blocks.push_back(
        ReportFigures{{ReportFigure{words("%1: counts of the second run minus the first. Green is better, orange "
                                          "is worse; the totals are the second run's.")
                                        .arg(titleOf(member.stage)),
                                    view, kDifference}}});
    return section;
}

ReportSection picturesSection(const QString& title, const std::vector<ChangedExample>& examples, std::size_t all,
                              const QStringList& names) {
    ReportSection section{title, {}};
    if (examples.empty())
        return section;
    ReportPictures pictures;
    for (const ChangedExample& each : examples)
        pictures.pictures.push_back(
            {each.picture,
             {words("image %1").arg(each.image.image),
              words("true class %1").arg(names.value(static_cast<qsizetype>(each.image.label))),
              words("first: %1").arg(names.value(static_cast<qsizetype>(each.image.first))),
              words("second: %1").arg(names.value(static_cast<qsizetype>(each.image.second)))}});
    section.blocks.push_back(ReportText{words("The first %1 of %2.").arg(examples.size()).arg(all)});
    section.blocks.push_back(pictures);
    return section;
}

/// The fixed and the broken images, or why there are none to see.
std::vector<ReportSection> pictureSections(const ComparisonFindings& findings) {
    if (!findings.whyNoPictures.isEmpty())
        return {
            {words("Images"), {ReportText{words("The images are not available: %1").arg(findings.whyNoPictures)}}}};
    const MemberComparison* const member = findings.member();
    if (!member)
        return {};
    const RunConfig& config = findings.second.config;
    const QStringList names = tableFor(member->stage, config.parameters.groups, config.classNames).names;
    return {picturesSection(words("Images that only the second run classifies correctly"), findings.fixed,
                            member->fixed.size(), names),
            picturesSection(words("Images that only the first run classifies correctly"), findings.broken,
                            member->broken.size(), names)};
}

} // namespace

ReportContent comparisonReport(const ComparisonFindings& findings) {
    const Runs runs = runsOf(findings);
    ReportContent report{words("%1 and %2").arg(nameOf(findings.first), nameOf(findings.second)),
                         {lineFor(words("First"), findings.first), lineFor(words("Second"), findings.second)},
                         {}};
    std::vector<ReportSection> sections = {resultSection(findings), differencesSection(runs),
                                           numbersSection(findings, runs), answersSection(findings)};
    std::ranges::copy(pictureSections(findings), std::back_inserter(sections));
    sections.push_back(repeatSection({QString::fromStdString(commandLine(findings.first)),
                                      QString::fromStdString(commandLine(findings.second))}));
    for (const ReportSection& section : sections)
        if (!section.blocks.empty())
            report.sections.push_back(section);
    return report;
}

} // namespace moelab
