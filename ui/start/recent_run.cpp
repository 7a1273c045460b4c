#include "start/recent_run.h"

#include "base/error.h"
#include "base/files.h"
#include "session/stage_view.h"
#include "workspace/run_summary.h"

#include <QCoreApplication>

#include <algorithm>

namespace moelab {
namespace {

QString words(const char* text, int count = -1) {
    return QCoreApplication::translate("moelab::StartPage", text, nullptr, count);
}

QString standingOf(const RunSummary& run) {
    const auto count = [&](StageState state) {
        return static_cast<int>(std::ranges::count(run.stages, state, &StageSummary::state));
    };
    const auto stopped = std::ranges::find(run.stages, StageState::Interrupted, &StageSummary::state);
    if (stopped != run.stages.end()) {
        const std::filesystem::path next = stageFolder(run.path, stopped->stage.name) / kNextFolder;
        const RunHistory history = readRunHistory(isThere(next) ? next : run.path); // of what is trained now
        const auto epochs = history.find(stopped->stage.name);
        if (epochs != history.end() && !epochs->second.empty())
            return words("%1 stopped after epoch %2 of %3")
                .arg(titleOf(stopped->stage), QString::number(epochs->second.back().epoch),
                     QString::number(run.config.parameters.epochs));
    }
    if (run.isDone())
        return words("trained");
    if (const int stale = count(StageState::Stale); stale > 0)
        return stale == 1 ? words("1 stage out of date") : words("%n stages out of date", stale);
    const int done = count(StageState::Done);
    return done == 0 ? words("not trained yet")
                     : words("%1 of %n stages trained", static_cast<int>(run.stages.size())).arg(done);
}

bool isFormer(const RunSummary& run, bool Stage::*kind) {
    return std::ranges::any_of(run.stages,
                               [kind](const StageSummary& each) { return each.stage.*kind && each.isFormer; });
}

} // namespace

RecentRun readRecentRun(const std::filesystem::path& run) {
    const RunSummary shown = readRunSummary(run);
    const RunSummary now = shown.changedTo ? readRunSummary(run, readRunConfig(run), run) : shown;
    return {QString::fromStdString(run.string()),
            QString::fromStdString(shown.name()),
            standingOf(now),
            !now.isDone(),
            shown.mixtureAccuracy(),
            shown.referenceAccuracy(),
            isFormer(shown, &Stage::isMixture),
            isFormer(shown, &Stage::isReference)};
}

std::vector<RecentRun> readRecentRuns(const QStringList& folders) {
    std::vector<RecentRun> runs;
    for (const QString& folder : folders) {
        try {
            if (isRun(folder.toStdString()))
                runs.push_back(readRecentRun(folder.toStdString()));
        } catch (const Error&) { // whoever opens it is told why; there is nothing to offer
        }
    }
    return runs;
}

} // namespace moelab
