#include "commands/sweep_report.h"

#include "base/counted.h"
#include "base/leaving_out.h"
#include "base/percent.h"
#include "base/printable.h"
#include "console_progress.h"
#include "terminal.h"

#include <spdlog/fmt/fmt.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace moelab {
namespace {

constexpr std::size_t kWidestSetting = 60;

std::string percent(double share) { return fmt::format("{:.1f} %", inPercent(share)); }

/// @param sign also of what is not negative
std::string text(const MeanEstimate& estimate, bool sign) {
    const std::string mean = fmt::format(fmt::runtime(sign ? "{:+.1f}" : "{:.1f}"), inPercent(estimate.mean));
    return estimate.interval
               ? fmt::format("{} ± {:.1f} %", mean, inPercent(estimate.interval->high - estimate.mean))
               : mean + " %";
}

std::string whatVaries(const Sweep& sweep) {
    std::string text;
    for (const VariedParameter& varied : sweep.varied) {
        text += (text.empty() ? "" : ", ") + varied.name;
        if (!varied.range)
            text += fmt::format(" ({} values)", varied.values.size());
    }
    if (sweep.seeds > 1)
        text += fmt::format("{}{} seeds", text.empty() ? "" : ", ", sweep.seeds);
    return text.empty() ? "nothing varies" : text;
}

std::string countedRuns(std::size_t runs) { return counted(static_cast<std::int64_t>(runs), "run"); }

/// A line for each stage that in some of the runs never left chance.
std::string chanceLines(const SettingResult& result) {
    std::string lines;
    for (const SettingResult::StageAccuracy& each : result.stages)
        if (each.atChance > 0)
            lines += fmt::format("  {} is at chance in {} of {}: give it more patience or epochs, or another "
                                 "learning_rate\n",
                                 each.stage, each.atChance, countedRuns(each.accuracy.count));
    return lines;
}

Json json(const MeanEstimate& estimate) {
    Json object = {{"mean", estimate.mean}, {"runs", estimate.count}};
    if (estimate.interval) {
        object["deviation"] = *estimate.deviation;
        object["interval"] = {estimate.interval->low, estimate.interval->high};
    }
    return object;
}

Json json(const SettingResult& result) {
    Json object = {{"setting", result.setting}, {"stages", Json::object()}};
    for (const SettingResult::StageAccuracy& each : result.stages)
        (object["stages"][each.stage] = json(each.accuracy))["at_chance"] = each.atChance;
    if (result.gain)
        object["gain"] = json(*result.gain);
    return object;
}

std::string name(QueueState state) {
    switch (state) {
    case QueueState::Waiting:
        return "waiting";
    case QueueState::Running:
        return "running";
    case QueueState::Done:
        return "done";
    case QueueState::Failed:
        return "failed";
    case QueueState::Cancelled:
        break;
    }
    return "cancelled";
}

/// How many runs wait for what, by that.
std::map<std::string, std::int64_t> waitingRuns(const QueueSnapshot& snapshot) {
    std::map<std::string, std::int64_t> waiting;
    for (const QueuedRun& run : snapshot.runs)
        if (!run.waitsFor.empty())
            ++waiting[run.waitsFor];
    return waiting;
}

} // namespace

SweepReport::SweepReport(const Sweep& sweep, const std::vector<PlannedRun>& runs, std::filesystem::path workspace)
    : m_name(sweep.name)
    , m_workspace(std::move(workspace))
    , m_redraws(canRedraw()) {
    for (const PlannedRun& run : runs)
        m_own.insert(run.folder);
    std::fprintf(stderr, "%s: %s, %s, in %s\n", m_name.c_str(), countedRuns(runs.size()).c_str(),
                 whatVaries(sweep).c_str(), onOneLine(m_workspace.native()).c_str());
}

void SweepReport::sayWait(const std::string& problem) {
    if (std::exchange(m_waits, true))
        return;
    endLine();
    std::fprintf(stderr, "%s waits until it can continue: %s\n", m_name.c_str(), onOneLine(problem).c_str());
}

/// Once for each reason: they come and go.
void SweepReport::sayWhatWaits(const QueueSnapshot& snapshot) {
    for (const auto& [what, runs] : waitingRuns(snapshot)) {
        if (!m_saidWaits.insert(what).second)
            continue;
        endLine();
        if (runs == 1)
            std::fprintf(stderr, "1 run waits for %s\n", onOneLine(what).c_str());
        else
            std::fprintf(stderr, "%lld runs wait for %s\n", static_cast<long long>(runs), what.c_str());
    }
}

void SweepReport::show(const QueueSnapshot& snapshot) {
    if (std::exchange(m_waits, false)) {
        endLine();
        std::fprintf(stderr, "%s continues\n", m_name.c_str());
    }
    if (m_states.empty()) {
        const auto others =
            static_cast<std::size_t>(std::ranges::count_if(snapshot.runs, [&](const QueuedRun& run) {
                return !isOwn(run) &&
                       (run.entry.state == QueueState::Waiting || run.entry.state == QueueState::Running);
            }));
        if (others > 0)
            std::fprintf(stderr,
                         others == 1 ? "%zu other run of the workspace's queue is trained as well\n"
                                     : "%zu other runs of the workspace's queue are trained as well\n",
                         others);
    }
    for (const QueuedRun& run : snapshot.runs) {
        const auto before = m_states.find(run.entry.folder);
        if (before == m_states.end() || before->second != run.entry.state) {
            const bool over = run.entry.state == QueueState::Done || run.entry.state == QueueState::Failed;
            const bool news = before != m_states.end() || isOwn(run); // another sweep's that ended before is none
            if (over && news) {
                endLine();
                sayEnd(run.entry);
            }
            m_states[run.entry.folder] = run.entry.state;
        }
    }
    for (const QueuedRun& run : snapshot.runs)
        if (run.inUse && m_saidInUse.insert(run.entry.folder).second) {
            endLine();
            std::fprintf(stderr, "%s waits: it is in use by another moelab\n", onOneLine(run.entry.folder).c_str());
        }
    sayWhatWaits(snapshot);
    if (m_redraws)
        showLine(snapshot);
}

void SweepReport::sayEnd(const QueueEntry& entry) const {
    if (entry.state == QueueState::Failed) {
        std::fprintf(stderr, "%s failed: %s\n", onOneLine(entry.folder).c_str(), onOneLine(entry.message).c_str());
        return;
    }
    std::string line = entry.folder + " done";
    if (entry.seconds > 0) // by this queue
        line += " in " + durationText(entry.seconds);
    LeavingOut().attempt([&] {
        const RunSummary summary = readRunSummary(m_workspace / entry.folder);
        for (const StageSummary& each : summary.stages)
            if (each.result && each.stage.group < 0)
                line += "  " + each.stage.name + " " + percent(each.result->accuracy) +
                        (each.result->takenFrom.empty() ? "" : " (taken)") +
                        (summary.isAtChance(each) ? " (at chance)" : "");
    });
    std::fprintf(stderr, "%s\n", onOneLine(line).c_str());
}

void SweepReport::showLine(const QueueSnapshot& snapshot) {
    std::int64_t running = snapshot.count(QueueState::Running);
    std::string waiting;
    for (const auto& [what, runs] : waitingRuns(snapshot)) {
        running -= runs;
        waiting += fmt::format(", {} waiting for {}", runs, what);
    }
    std::string line = fmt::format("{} of {} done, {} running{}", snapshot.count(QueueState::Done),
                                   snapshot.runs.size(), running, waiting);
    if (const auto failed = snapshot.count(QueueState::Failed); failed > 0)
        line += fmt::format(", {} failed", failed);
    if (snapshot.secondsLeft)
        line += ", about " + durationText(*snapshot.secondsLeft) + " left";
    std::fprintf(stderr, "\r\x1b[2K%s", cutTo(line, terminalColumns() - 1).c_str());
    m_lineShown = true;
}

void SweepReport::endLine() {
    if (m_lineShown)
        std::fputs("\r\x1b[2K", stderr);
    m_lineShown = false;
}

std::vector<EndedRun> SweepReport::endedRuns(const QueueSnapshot& end) const {
    std::vector<EndedRun> runs;
    for (const QueuedRun& run : end.runs)
        if (isOwn(run) && run.entry.state == QueueState::Done)
            LeavingOut().attempt([&] {
                runs.push_back({run.entry.setting, readRunSummary(m_workspace / run.entry.folder)});
            });
    return runs;
}

void SweepReport::printTable(const QueueSnapshot& end, double seconds) const {
    const std::vector<EndedRun> runs = endedRuns(end);
    const std::vector<SettingResult> results = resultsOf(runs);
    std::size_t width = 8;
    for (const SettingResult& result : results)
        width = std::max(width, std::min(result.setting.size() + 2, kWidestSetting));
    std::printf("accuracy: mean ± half of its 95 %% interval over the seeds\n");
    for (const SettingResult& result : results) {
        std::string line = padded(result.setting.empty() ? "all" : result.setting, width);
        for (const SettingResult::StageAccuracy& each : result.stages)
            line += padded(each.stage + " " + text(each.accuracy, false), each.stage.size() + 17);
        if (result.gain)
            line += "gain " + text(*result.gain, true);
        std::printf("%s\n%s", line.c_str(), chanceLines(result).c_str());
    }
    const SweepSeconds spent = secondsOf(runs);
    std::printf("%s in %s; %s of training", countedRuns(runs.size()).c_str(), durationText(seconds).c_str(),
                durationText(spent.trained).c_str());
    if (spent.stagesTaken > 0)
        std::printf(", %s saved by taking %s from other runs", durationText(spent.taken).c_str(),
                    counted(spent.stagesTaken, "stage").c_str());
    std::printf("\n");
}

Json SweepReport::json(const QueueSnapshot& end, double seconds) const {
    const std::vector<EndedRun> ended = endedRuns(end);
    const SweepSeconds spent = secondsOf(ended);
    Json settings = Json::array();
    for (const SettingResult& result : resultsOf(ended))
        settings.push_back(moelab::json(result));
    Json runs = Json::array();
    for (const QueuedRun& run : end.runs) {
        if (!isOwn(run))
            continue;
        Json stages = Json::object();
        if (const auto found = std::ranges::find(ended, m_workspace / run.entry.folder,
                                                 [](const EndedRun& each) { return each.summary.path; });
            found != ended.end())
            for (const StageSummary& each : found->summary.stages)
                if (each.result)
                    stages[each.stage.name] = toJson(*each.result);
        runs.push_back({{"run", run.entry.folder},
                        {"setting", run.entry.setting},
                        {"state", name(run.entry.state)},
                        {"message", run.entry.message},
                        {"seconds", run.entry.seconds},
                        {"stages", stages}});
    }
    return {{"sweep", m_name},
            {"workspace", m_workspace.string()},
            {"settings", settings},
            {"runs", runs},
            {"seconds", seconds},
            {"seconds_trained", spent.trained},
            {"seconds_taken", spent.taken},
            {"stages_taken", spent.stagesTaken}};
}

void SweepReport::mustBeComplete(const QueueSnapshot& end) const {
    const auto missing = std::ranges::count_if(
        end.runs, [&](const QueuedRun& run) { return isOwn(run) && run.entry.state != QueueState::Done; });
    if (missing > 0)
        throw Error(m_name, fmt::format("has not completed {} of its {}", missing, countedRuns(m_own.size())),
                    "The causes are shown above; the same command tries them again");
}

} // namespace moelab
