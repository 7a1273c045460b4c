#include "calibration/reliability_plot.h"
#include "confusion/confused_pairs.h"
#include "confusion/confusion_model.h"
#include "confusion/member_confusion.h"
#include "mixture/causes_plot.h"
#include "mixture/ladder_plot.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "routing/routing_model.h"
#include "session/outcome_words.h"
#include "session/stage_view.h"

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

using namespace report;

constexpr QSize kMatrix(440, 420);
constexpr QSize kRouting(440, 330);
constexpr QSize kGate(300, 190);
constexpr QSize kWide(680, 300);
constexpr QSize kReliability(440, 360);
constexpr QSize kPage(680, 660); ///< of a matrix that has a page's width for itself
constexpr std::size_t kFewClasses = 20;
constexpr std::size_t kFewGroups = 6;
constexpr std::size_t kMostBars = 30;  ///< of classes
constexpr std::size_t kMostRows = 100; ///< of a table of classes

QStringList classNamesOf(const RunSummary& run) {
    QStringList names;
    for (const std::string& name : run.config.classNames)
        names << QString::fromStdString(name);
    return names;
}

bool hasManyClasses(const RunFindings& findings) { return findings.summary.config.classNames.size() > kFewClasses; }

bool hasManyGroups(const RunFindings& findings) {
    return findings.summary.config.parameters.groups.size() > kFewGroups;
}

ConfusionTable tableOf(const RunFindings& findings, const Stage& stage) {
    const RunConfig& config = findings.summary.config;
    return confusionOf(findings.outputs, stage, config.parameters.groups, config.classNames);
}

ReportFigure confusionFigure(const RunFindings& findings, const Stage& stage, const QSize& size) {
    const auto view = std::make_shared<ConfusionModel>();
    const ConfusionTable table = tableOf(findings, stage);
    view->showTable(table, ConfusionMode::Counts);
    return ReportFigure{
        words("%1: accuracy %2 % on %3 images")
            .arg(titleOf(stage), percent(table.matrix.accuracy()), QString::number(table.matrix.total())),
        view, size};
}

/// Beside each other, or below each other where they are large.
void addFigures(ReportSection& section, const std::vector<ReportFigure>& figures, bool large) {
    if (!large) {
        section.blocks.push_back(ReportFigures{figures});
        return;
    }
    for (const ReportFigure& figure : figures)
        section.blocks.push_back(ReportFigures{{figure}});
}

void addMostConfused(ReportSection& section, const RunFindings& findings, const Stage& stage) {
    CellTable cells;
    showMostConfused(cells, tableOf(findings, stage));
    if (cells.rowCount() == 0)
        return;
    section.blocks.push_back(
        ReportText{words("%1: the pairs of classes that are confused most.").arg(titleOf(stage))});
    section.blocks.push_back(reportTable(cells, 2));
}

QString bestMemberOf(const RunFindings& findings) {
    for (const StageSummary& each : findings.summary.stages)
        if (each.stage.group == findings.ladder->bestMember && (each.stage.group >= 0 || each.stage.isReference))
            return titleInSentence(each.stage);
    return {};
}

/// The classes in the order of the data; of very many those with the most errors.
std::vector<std::size_t> listedClasses(const Attribution& attribution) {
    std::vector<std::size_t> classes(attribution.classes.size());
    std::iota(classes.begin(), classes.end(), std::size_t{0});
    if (classes.size() <= kMostRows)
        return classes;
    std::ranges::stable_sort(classes, std::ranges::greater(),
                             [&](std::size_t cls) { return attribution.classes[cls].errors(); });
    classes.resize(kMostRows);
    return classes;
}

ReportFigure causesFigure(const Attribution& attribution, const QStringList& names) {
    constexpr int kBar = 16;
    constexpr int kBeside = 120;
    const bool many = attribution.classes.size() > kMostBars;
    const auto bars = static_cast<int>(std::min(attribution.classes.size(), kMostBars)) + 1;
    const auto plot = std::make_shared<CausesPlot>();
    plot->showCauses(attribution, names, kMostBars);
    return ReportFigure{many ? words("Error rate by cause, of the %1 classes with the most errors").arg(kMostBars)
                             : words("Error rate of each class by cause"),
                        plot,
                        {kWide.width(), std::max(kWide.height(), bars * kBar + kBeside)}};
}

} // namespace

ReportSection confusionSection(const RunFindings& findings) {
    ReportSection section{words("Confusion matrices"), {}};
    if (findings.outputs.images == 0)
        return section;
    const bool large = hasManyClasses(findings);
    std::vector<ReportFigure> matrices;
    const Stage* first = nullptr;
    for (const auto property : {&Stage::isMixture, &Stage::isReference})
        if (const Stage* const stage = findings.trained(property)) {
            matrices.push_back(confusionFigure(findings, *stage, large ? kPage : kMatrix));
            first = first ? first : stage;
        }
    if (!first)
        return section;
    section.blocks.push_back(ReportText{words("Rows are true classes, columns predicted classes; the shade is a "
                                              "cell's share of its row. Totals at the edges.")});
    addFigures(section, matrices, large);
    addMostConfused(section, findings, *first);
    return section;
}

ReportSection routingSection(const RunFindings& findings) {
    ReportSection section{words("Routing by class"), {}};
    const Stage* const gate = findings.trained([](const Stage& stage) { return stage.targets == Targets::Groups; });
    if (!gate || findings.outputs.images == 0)
        return section;
    const RunConfig& config = findings.summary.config;
    const bool large = hasManyClasses(findings) || hasManyGroups(findings);
    std::vector<ReportFigure> figures;
    if (findings.ladder) {
        const auto view = std::make_shared<RoutingModel>();
        view->showTable(routingOf(findings.outputs, config.parameters.groups, config.classNames),
                        RoutingMode::Shares);
        const QString caption =
            hasManyClasses(findings) // whose cells have no numbers
                ? words("Share of each class that is routed to each group")
                : words("Share of each class that is routed to each group (%); a class's own group is bold");
        figures.push_back(ReportFigure{caption, view, large ? kPage : kRouting});
    }
    figures.push_back(confusionFigure(findings, *gate, hasManyGroups(findings) ? kMatrix : kGate));
    addFigures(section, figures, large);
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
    const std::vector<std::size_t> classes = listedClasses(*findings.attribution);
    for (const std::size_t cls : classes)
        add(names[static_cast<qsizetype>(cls)], findings.attribution->classes[cls], false);
    add(words("all"), findings.attribution->all, true);
    section.blocks.push_back(ReportFigures{{causesFigure(*findings.attribution, names)}});
    QStringList meanings;
    for (const Outcome cause : kErrorCauses)
        meanings << meaningOf(cause);
    section.blocks.push_back(ReportText{meanings.join(u' ')});
    if (classes.size() < findings.attribution->classes.size())
        section.blocks.push_back(ReportText{words("The %1 classes with the most errors:").arg(classes.size())});
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
        {ReportFigure{words("Accuracy on the test set of seven ways to combine the members"), plot, kWide}}});
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
        figures.row.push_back(ReportFigure{titleOf(member.stage), plot, kReliability});
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
