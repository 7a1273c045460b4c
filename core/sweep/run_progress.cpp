#include "sweep/run_progress.h"

#include "base/error.h"
#include "experiment/run_files.h"
#include "plan/stage.h"
#include "sweep/entry_run.h"

#include <algorithm>

namespace moelab {

std::int64_t RunProgress::epochsOf(const QueueEntry& entry) {
    return std::ranges::count_if(stagesOf(entry.parameters.groups), learns) * entry.parameters.epochs;
}

std::int64_t RunProgress::epochsDone(const QueueEntry& entry, const std::filesystem::path& run, bool moves) {
    if (entry.state == QueueState::Done)
        return epochsOf(entry);
    Seen& seen = m_seen[entry.folder];
    if (!moves && seen.looked)
        return seen.epochs;
    seen.looked = true;
    std::error_code problem;
    const auto changed = std::filesystem::last_write_time(run / "history.jsonl", problem);
    if (problem) // no epoch has ended
        return seen.epochs;
    std::vector<std::string> open;
    for (const Stage& stage : stagesOf(entry.parameters.groups))
        if (learns(stage) && !hasResult(run, stage.name))
            open.push_back(stage.name);
    if (changed == seen.changed && open.size() == seen.open)
        return seen.epochs;
    try {
        RunHistory history = readRunHistory(run);
        std::int64_t epochs = epochsOf(entry) - static_cast<std::int64_t>(open.size()) * entry.parameters.epochs;
        for (const std::string& stage : open)
            epochs += static_cast<std::int64_t>(history[stage].size());
        seen = {true, changed, open.size(), epochs};
    } catch (const Error&) { // training says what is wrong with it
    }
    return seen.epochs;
}

} // namespace moelab
