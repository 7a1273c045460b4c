#include "base/percent.h"
#include "base/printable.h"
#include "commands/analysis_report.h"
#include "terminal.h"

#include <algorithm>
#include <cstdio>

namespace moelab {
namespace {

constexpr std::size_t kMostGroupsAcross = 8;

void printCounts(const std::string& name, std::size_t columns, const OutcomeCounts& counts) {
    std::printf("%s %7lld %7lld", cell(name, columns).c_str(), static_cast<long long>(counts.images()),
                static_cast<long long>(counts.errors()));
    for (const Outcome cause : kErrorCauses)
        std::printf(" %11lld", static_cast<long long>(counts[cause]));
    std::printf(" %11lld\n", static_cast<long long>(counts[Outcome::Saved]));
}

void printOutcomes(const AnalysisReport& report) {
    const std::size_t columns = columnsFor(report.classNames, 12);
    std::printf("Causes of the mixture's errors\n%s %7s %7s %11s %11s %11s %11s %11s\n",
                cell("true class", columns).c_str(), "images", "wrong", "gate", "combination", "both wrong",
                "misrouted", "corrected");
    for (std::size_t cls = 0; cls < report.classNames.size(); ++cls)
        printCounts(report.classNames[cls], columns, report.attribution.classes[cls]);
    printCounts("all", columns, report.attribution.all);
    std::printf("gate: correct if routed to its own group; combination: the baseline or the expert of its group is "
                "correct, their combination\nis not; both wrong: baseline and expert are wrong, routed correctly; "
                "misrouted: both are wrong, and it is misrouted;\ncorrected: correct, where the baseline is "
                "wrong\n\n");
}

void printLadder(const AnalysisReport& report) {
    const GapLadder& ladder = report.ladder;
    std::printf("From random routing to an oracle: accuracy in %% [95 %%], gain over the line above [95 %%]\n");
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = ladder.rungs[way];
        std::printf("%-14s %6.1f [%5.1f, %5.1f]", kWayNames[way], inPercent(rung.accuracy),
                    inPercent(rung.interval.low), inPercent(rung.interval.high));
        if (way > 0)
            std::printf(" %+7.1f [%+5.1f, %+5.1f]", inPercent(rung.gain), inPercent(rung.gainInterval.low),
                        inPercent(rung.gainInterval.high));
        if (way == GapLadder::BestMember)
            std::printf("  %s", bestMemberName(report).c_str());
        std::printf("\n");
    }
    const McNemar& test = ladder.mixtureAgainstBaseline;
    std::printf("mixture - baseline: %+.1f [%+.1f, %+.1f]; only the mixture correct: %lld, only the baseline: "
                "%lld; McNemar (%s) p = %.3g\n\n",
                inPercent(ladder.overBaseline), inPercent(ladder.overBaselineInterval.low),
                inPercent(ladder.overBaselineInterval.high), static_cast<long long>(test.onlyFirst),
                static_cast<long long>(test.onlySecond), test.exact ? "exact" : "chi-square", test.p);
}

void printForced(const AnalysisReport& report) {
    std::printf(
        "Counterfactual routing: accuracy in %% [95 %%], and what it is above the mixture as trained and above "
        "the baseline,\neach with the p of McNemar's test on the same images\n");
    std::vector<std::string> names;
    for (const AnalysisReport::Forced& line : report.forced)
        names.push_back(line.name);
    const std::size_t columns = columnsFor(names, 24);
    for (const AnalysisReport::Forced& line : report.forced) {
        const WhatIf& found = line.found;
        std::printf("%s %6.1f [%5.1f, %5.1f] %+7.1f p = %-8.3g %+7.1f p = %.3g\n", cell(line.name, columns).c_str(),
                    inPercent(found.accuracy), inPercent(found.interval.low), inPercent(found.interval.high),
                    inPercent(found.overTrained), found.againstTrained.p, inPercent(found.overBaseline),
                    found.againstBaseline.p);
    }
    std::printf("\n");
}

void printShares(const std::vector<double>& shares) {
    for (const double share : shares)
        std::printf(" %6.1f", inPercent(share));
}

/// A line a class has no room for all groups: the one that most of its images are routed to, beside its own.
void printOwnGroups(const AnalysisReport& report) {
    const std::size_t columns = columnsFor(report.classNames, 12);
    std::printf("Routing by class: %% routed to the own group, entropy in bits, margin, and the group that most of "
                "its images are routed to\n(--json has all groups)\n");
    for (std::size_t cls = 0; cls < report.classNames.size(); ++cls) {
        const ClassRouting& row = report.classes[cls];
        std::printf("%s", cell(report.classNames[cls], columns).c_str());
        if (row.images == 0) {
            std::printf(" no images\n");
            continue;
        }
        const auto most = std::ranges::max_element(row.load) - row.load.begin();
        std::printf(" %5.1f %5.3f %5.3f  %s %.1f\n", inPercent(row.hitRate), row.entropy, row.margin,
                    onOneLine(report.groupNames[static_cast<std::size_t>(most)]).c_str(),
                    inPercent(row.load[static_cast<std::size_t>(most)]));
    }
    std::printf("\n");
}

void printClasses(const AnalysisReport& report) {
    if (report.groupNames.size() > kMostGroupsAcross)
        return printOwnGroups(report);
    std::printf("Routing by class; groups:");
    for (const std::string& group : report.groupNames)
        std::printf(" %s", group.c_str());
    std::printf("\ntrue class | %% of its images routed to each group | mean gate probability in %% | entropy in "
                "bits, margin, %% routed to the own group |\nsub-gate weight of this class's output in %%: of the "
                "baseline, per group | of the expert, per group\n");
    for (std::size_t cls = 0; cls < report.classNames.size(); ++cls) {
        const ClassRouting& row = report.classes[cls];
        std::printf("%s", cell(report.classNames[cls], 12).c_str());
        if (row.images == 0) {
            std::printf(" no images\n");
            continue;
        }
        printShares(row.load);
        std::printf(" |");
        printShares(row.gate);
        std::printf(" | %5.3f %5.3f %5.1f |", row.entropy, row.margin, inPercent(row.hitRate));
        printShares(row.baselineWeight);
        std::printf(" |");
        printShares(row.expertWeight);
        std::printf("\n");
    }
    std::printf("\n");
}

void printCalibration(const AnalysisReport& report) {
    std::vector<std::string> names;
    for (const AnalysisReport::Member& member : report.members)
        names.push_back(member.calibration.stage.name);
    const std::size_t columns = columnsFor(names, 22);
    std::printf("Accuracy and calibration, in %%\n%s %7s %7s %7s %7s %7s %7s %9s %9s %9s %9s\n",
                cell("stage", columns).c_str(), "images", "acc.", "bal.", "F1", "conf.", "error", "best half",
                "held out", "temp.", "error at");
    for (const AnalysisReport::Member& member : report.members) {
        const MemberCalibration& found = member.calibration;
        std::printf("%s %7lld %7.1f %7.1f %7.1f %7.1f %7.1f %9.1f", cell(found.stage.name, columns).c_str(),
                    static_cast<long long>(found.images), inPercent(found.accuracy),
                    inPercent(found.balancedAccuracy), inPercent(found.macroF1), inPercent(found.confidence),
                    inPercent(found.reliability.expectedError), inPercent(found.coverage[4].accuracy));
        if (member.temperature)
            std::printf(" %9lld %9.2f %9.1f\n", static_cast<long long>(member.temperature->images),
                        member.temperature->fit.temperature, inPercent(member.temperature->expectedError));
        else
            std::printf(" %9s %9s %9s\n", "-", "-", "-");
    }
    std::printf(
        "acc.: accuracy; bal.: balanced accuracy, the mean recall of the classes that occur; F1: macro F1, the "
        "mean over the classes that\noccur or are predicted, 0 for one that is never predicted rightly; conf.: "
        "mean confidence; error: expected calibration\nerror, 15 bins; best half: accuracy at 50 %% coverage, "
        "most confident first\n");
    if (report.whyNoTemperature.empty())
        std::printf("temp.: temperature, fitted on held-out images; error at: calibration error with it\n");
    else
        std::printf("no temperature: %s\n", onOneLine(report.whyNoTemperature).c_str());
}

void printEpochs(const char* name, const std::vector<std::int64_t>& images) {
    std::printf("  %-10s", name);
    for (const std::int64_t count : images)
        std::printf(" %5lld", static_cast<long long>(count));
    std::printf("\n");
}

void printLearning(const AnalysisReport& report) {
    if (report.learning.empty())
        return;
    std::printf(
        "\nEpochs in which validation images were learned and forgotten: number of images, first to last epoch\n");
    for (const AnalysisReport::Learning& stage : report.learning) {
        std::printf("%s, %lld %s images: %lld always correct, %lld never correct\n", stage.stage.c_str(),
                    static_cast<long long>(stage.images), nameOfImages(stage.of),
                    static_cast<long long>(stage.counts.alwaysRight),
                    static_cast<long long>(stage.counts.neverRight));
        printEpochs("learned", stage.counts.learned);
        printEpochs("forgotten", stage.counts.forgotten);
    }
    std::printf("learned: correct from that epoch on; forgotten: the last epoch in which correct became wrong\n");
}

} // namespace

void print(const AnalysisReport& report) {
    printOutcomes(report);
    printLadder(report);
    printForced(report);
    printClasses(report);
    printCalibration(report);
    printLearning(report);
}

} // namespace moelab
