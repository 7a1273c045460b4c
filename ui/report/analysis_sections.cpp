#include "calibration/reliability_plot.h"
#include "confusion/confusion_model.h"
#include "confusion/member_confusion.h"
#include "mixture/causes_plot.h"
#include "mixture/ladder_plot.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "routing/routing_model.h"
#include "session/outcome_words.h"
#include "session/stage_view.h"

namespace moelab {
namespace {

using namespace report;

constexpr QSize kMatrix(440, 420);
constexpr QSize kRouting(440, 330);
constexpr QSize kGate(240, 180);
constexpr QSize kWide(680, 300);
constexpr QSize kReliability(440, 360);

QStringList classNamesOf(const RunSummary& run) {
    QStringList names;
    for (const std::string& name : run.config.classNames)
        names << QString::fromStdString(name);
    return names;
}

ReportFigure confusionFigure(const RunFindings& findings, const Stage& stage, const QSize& size) {
    const auto view = std::make_shared<ConfusionModel>();
    const RunConfig& config = findings.summary.config;
    const ConfusionTable table = confusionOf(findings.outputs, stage, config.parameters.groups, config.classNames);
    view->showTable(table, ConfusionMode::Counts);
    return reportFigure(words("%1: accuracy %2 % on %3 images")
                            .arg(titleOf(stage), percent(table.matrix.accuracy()))
                            .arg(table.matrix.total()),
                        view, size);
}

QString bestMemberOf(const RunFindings& findings) {
    for (const StageSummary& each : findings.summary.stages)
        if (each.stage.group == findings.ladder->bestMember && (each.stage.group >= 0 || each.stage.isReference))
            return titleOf(each.stage).toLower();
    return {};
}

} // namespace

ReportSection confusionSection(const RunFindings& findings) {
    ReportSection section{words("Confusion matrices"), {}};
    if (findings.outputs.images == 0)
        return section;
    ReportFigures matrices;
    for (const auto property : {&Stage::isMixture, &Stage::isReference})
        if (const Stage* const stage = findings.trained(property))
            matrices.row.push_back(confusionFigure(findings, *stage, kMatrix));
    if (matrices.row.empty())
        return section;
    section.blocks.push_back(ReportText{words("Rows are true classes, columns predicted classes; the shade is a "
                                              "cell's share of its row. Totals at the edges.")});
    section.blocks.push_back(matrices);
    return section;
}

ReportSection routingSection(const RunFindings& findings) {
    ReportSection section{words("Routing by class"), {}};
    const Stage* const gate = findings.trained([](const Stage& stage) { return stage.targets == Targets::Groups; });
    if (!gate || findings.outputs.images == 0)
        return section;
    const RunConfig& config = findings.summary.config;
    ReportFigures figures;
    if (findings.ladder) {
        const auto view = std::make_shared<RoutingModel>();
        view->showTable(routingOf(findings.outputs, config.parameters.groups, config.classNames),
                        RoutingMode::Shares);
        figures.row.push_back(
            reportFigure(words("Share of each class that is routed to each group (%); a class's own group is bold"),
                         view, kRouting));
    }
    figures.row.push_back(confusionFigure(findings, *gate, kGate));
    section.blocks.push_back(figures);
    return section;
}

ReportSection causesSection(const RunFindings& findings) {
    ReportSection section{words("Causes of the mixture's errors"), {}};
    if (!findings.attribution)
        return section;
    const QStringList names = classNamesOf(findings.summary);
    ReportTable table{{words("true class"), words("images"), words("wrong")}, {}, 1, {}};
    for (const Outcome cause : kErrorCauses)
        table.heading << nameOf(cause);
    table.heading << nameOf(Outcome::Saved);
    const auto add = [&](const QString& name, const OutcomeCounts& counts, bool marked) {
        QStringList row = {name, QString::number(counts.images()), QString::number(counts.errors())};
        for (const Outcome cause : kErrorCauses)
            row << QString::number(counts[cause]);
        table.rows.push_back(row << QString::number(counts[Outcome::Saved]));
        table.marked.push_back(marked);
    };
    for (std::size_t cls = 0; cls < findings.attribution->classes.size(); ++cls)
        add(names[static_cast<qsizetype>(cls)], findings.attribution->classes[cls], false);
    add(words("all"), findings.attribution->all, true);
    const auto plot = std::make_shared<CausesPlot>();
    plot->showCauses(*findings.attribution, names);
    section.blocks.push_back(
        ReportFigures{{reportFigure(words("Error rate of each class by cause"), plot, kWide)}});
    QStringList meanings;
    for (const Outcome cause : kErrorCauses)
        meanings << meaningOf(cause);
    section.blocks.push_back(ReportText{meanings.join(u' ')});
    section.blocks.push_back(table);
    return section;
}

ReportSection ladderSection(const RunFindings& findings) {
    ReportSection section{words("From random routing to an oracle"), {}};
    if (!findings.ladder)
        return section;
    const QString best = bestMemberOf(findings);
    const auto plot = std::make_shared<LadderPlot>();
    plot->showLadder(*findings.ladder, best);
    section.blocks.push_back(ReportFigures{
        {reportFigure(words("Accuracy on the test set of seven ways to combine the members"), plot, kWide)}});
    ReportTable table{
        {words("routing"), words("accuracy (%)"), words("95 %"), words("gain over the line above"), words("95 %")},
        {},
        1,
        {}};
    const QStringList names = namesOfWays(best);
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = findings.ladder->rungs[way];
        QStringList row = {names[static_cast<qsizetype>(way)], percent(rung.accuracy), percents(rung.interval)};
        if (way == 0)
            row << QString() << QString();
        else
            row << points(rung.gain) << points(rung.gainInterval);
        table.rows.push_back(row);
        table.marked.push_back(way == GapLadder::Mixture);
    }
    section.blocks.push_back(table);
    section.blocks.push_back(
        ReportText{words("Intervals of accuracies are Wilson's, those of differences come from a paired bootstrap. "
                         "The best member was chosen on these images, which favours it.")});
    return section;
}

ReportSection calibrationSection(const RunFindings& findings) {
    ReportSection section{words("Calibration"), {}};
    if (findings.calibration.empty())
        return section;
    ReportTable table{{words("stage"), words("images"), words("mean confidence (%)"), words("accuracy (%)"),
                       words("calibration error (%)"), words("accuracy at 50 % coverage")},
                      {},
                      1,
                      {}};
    for (const MemberCalibration& member : findings.calibration) {
        const auto half =
            std::ranges::find_if(member.coverage, [](const CoveragePoint& point) { return point.coverage >= 0.5; });
        table.rows.push_back({titleOf(member.stage), QString::number(member.images), percent(member.confidence),
                              percent(member.accuracy), percent(member.reliability.expectedError),
                              percent(half->accuracy)});
        table.marked.push_back(member.stage.isMixture);
    }
    section.blocks.push_back(table);
    ReportFigures figures;
    for (const MemberCalibration& member : findings.calibration) {
        if (!member.stage.isMixture && !member.stage.isReference)
            continue;
        const auto plot = std::make_shared<ReliabilityPlot>();
        plot->showMember(member);
        figures.row.push_back(reportFigure(titleOf(member.stage), plot, kReliability));
    }
    if (!figures.row.empty())
        section.blocks.push_back(figures);
    section.blocks.push_back(ReportText{words("Calibration error: the expected calibration error over 15 bins.")});
    return section;
}

ReportSection errorsSection(const RunFindings& findings) {
    ReportSection section{words("Most confident errors"), {}};
    if (!findings.whyNoErrors.isEmpty())
        section.blocks.push_back(ReportText{words("The images are not available: %1").arg(findings.whyNoErrors)});
    if (findings.errors.empty())
        return section;
    const QStringList names = classNamesOf(findings.summary);
    const ClassGroups& groups = findings.summary.config.parameters.groups;
    ReportPictures pictures;
    for (const ExampleImage& error : findings.errors) {
        QStringList lines = {words("image %1").arg(error.image),
                             words("predicted %1").arg(names[static_cast<qsizetype>(error.answer)]),
                             words("true class %1").arg(names[static_cast<qsizetype>(error.label)]),
                             words("confidence %1 %").arg(percent(static_cast<double>(error.confidence)))};
        if (error.route >= 0)
            lines << words("routed to %1")
                         .arg(QString::fromStdString(groups[static_cast<std::size_t>(error.route)].name));
        pictures.pictures.push_back({error.picture, lines});
    }
    section.blocks.push_back(ReportText{
        findings.ladder ? words("Of the mixture: predicted class, true class and the group chosen by the gate.")
                        : words("Of the baseline: predicted class and true class.")});
    section.blocks.push_back(pictures);
    return section;
}

} // namespace moelab
