#include "report/report_source.h"

#include "base/leaving_out.h"
#include "experiment/experiment.h"
#include "report/comparison_report.h"
#include "report/run_report.h"
#include "report/runs_report.h"

namespace moelab {
namespace {

struct Compose {
    const QString& title;

    ReportContent operator()(const RunFindings& findings) const { return runReport(findings); }
    ReportContent operator()(const ComparisonFindings& findings) const { return comparisonReport(findings); }
    ReportContent operator()(const Runs& runs) const { return runsReport(title, runs); }
};

/// Those that can be read; the log says why the others are left out. @throws Error of the first, if none can
std::vector<std::filesystem::path> soundRunsOf(std::span<const std::filesystem::path> runs) {
    std::vector<std::filesystem::path> sound;
    for (const auto& run : readRuns(runs))
        sound.push_back(run->path);
    return sound;
}

} // namespace

ReportSource gatherReport(std::span<const std::filesystem::path> runs, const StopToken& stop) {
    if (runs.size() > 2)
        return readRuns(runs);
    if (runs.size() == 2)
        if (const auto sound = soundRunsOf(runs); sound.size() == 1)
            return gatherReport(sound, stop);
    Experiment first = Experiment::openTrained(runs[0]);
    if (runs.size() == 1)
        return findingsOf(first, stop);
    Experiment second = Experiment::openTrained(runs[1]);
    return comparisonOf(first, second, stop);
}

Runs readRuns(std::span<const std::filesystem::path> runs) {
    Runs read;
    LeavingOut leavingOut;
    for (const std::filesystem::path& run : runs)
        leavingOut.attempt([&] { read.push_back(std::make_shared<const RunSummary>(readRunSummary(run))); });
    leavingOut.mustHaveDoneAny();
    return read;
}

ReportContent composeReport(const ReportSource& source, const QString& title) {
    return std::visit(Compose{title}, source);
}

} // namespace moelab
