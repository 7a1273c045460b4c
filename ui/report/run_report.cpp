#include "report/run_report.h"

#include "mixture/ladder_plot.h"
#include "report/report_words.h"
#include "report/run_sections.h"
#include "workspace/command_line.h"

namespace moelab {
namespace {

using namespace report;

/// The one sentence of numbers.
QString resultOf(const RunFindings& findings) {
    if (!findings.ladder) {
        const auto baseline = findings.summary.referenceAccuracy();
        return baseline
                   ? words("The mixture is not trained yet. The baseline has an accuracy of %1 % on the test set.")
                         .arg(percent(*baseline))
                   : words("Neither the mixture nor the baseline is trained yet.");
    }
    const GapLadder& ladder = *findings.ladder;
    const GapLadder::Rung& mixture = ladder.rungs[GapLadder::Mixture];
    const QString right = words("The mixture has an accuracy of %1 % on %2 test images (95 % interval: %3).")
                              .arg(percent(mixture.accuracy))
                              .arg(findings.outputs.images)
                              .arg(percents(mixture.interval));
    const QString gain = words("That is %1 points against the baseline's %2 % (95 % interval: %3).")
                             .arg(points(ladder.overBaseline), percent(ladder.rungs[GapLadder::Baseline].accuracy),
                                  points(ladder.overBaselineInterval));
    return right + u' ' + gain + u' ' + wordsFor(ladder.mixtureAgainstBaseline);
}

QStringList headLines(const RunSummary& run) {
    QStringList lines = {
        words("Run of %1, in %2")
            .arg(QString::fromStdString(run.config.startedUtc), QString::fromStdString(run.path.string()))};
    QStringList tags;
    for (const std::string& tag : run.note.tags)
        tags << QString::fromStdString(tag);
    if (!tags.isEmpty())
        lines << words("Tags: %1").arg(tags.join(QStringLiteral(", ")));
    if (!run.note.text.empty())
        lines << QString::fromStdString(run.note.text);
    return lines;
}

ReportSection resultSection(const RunFindings& findings) {
    ReportSection section{words("Result"), {ReportText{resultOf(findings)}}};
    if (findings.summary.config.data.drawn)
        section.blocks.push_back(ReportText{
            words("The images are drawn by moelab, not photographs: these results say nothing about CIFAR-10.")});
    if (!findings.whyNoOutputs.isEmpty())
        section.blocks.push_back(ReportText{
            words("The members' predictions are not available, and what follows from them is left out: %1")
                .arg(findings.whyNoOutputs)});
    return section;
}

} // namespace

ReportContent runReport(const RunFindings& findings) {
    const RunSummary& run = findings.summary;
    ReportContent report{QString::fromStdString(run.name()), headLines(run), {}};
    for (const ReportSection& section : std::initializer_list<ReportSection>{
             resultSection(findings), parametersSection(run), dataSection(run), stagesSection(findings),
             confusionSection(findings), routingSection(findings), causesSection(findings), ladderSection(findings),
             calibrationSection(findings), errorsSection(findings),
             repeatSection({QString::fromStdString(commandLine(run))})})
        if (!section.blocks.empty())
            report.sections.push_back(section);
    return report;
}

} // namespace moelab
