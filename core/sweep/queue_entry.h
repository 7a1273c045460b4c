#pragma once

#include "base/stop_token.h"
#include "config/parameters.h"
#include "sweep/sweep_plan.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace moelab {

enum class QueueState { Waiting, Running, Done, Failed, Cancelled };

/// One run in the queue of a workspace.
struct QueueEntry {
    std::string folder;  ///< below the workspace; tells the entries apart
    std::string setting; ///< see PlannedRun
    std::string data;    ///< absolute path, or "builtin"
    std::string dataFingerprint;
    Parameters parameters;         ///< `threads` is resolved
    std::size_t imageBytes = 3072; ///< of each image; CIFAR-10's by default
    QueueState state = QueueState::Waiting;
    std::string message = {};  ///< why it failed
    std::int64_t attempts = 0; ///< how often it was ended from outside since it last got further
    double seconds = 0;        ///< that it ran, over all attempts
};

/// The runs of a sweep, ready for the queue. Opens the data, to know what each run would see: this takes as long as
/// reading the data does, so a window calls it on another thread.
/// @param cores as plannedRuns takes it
/// @throws Error as plannedRuns does, or if the data are missing or too few; Stopped
std::vector<QueueEntry> entriesOf(const Sweep& sweep, int cores, const StopToken& stop);

/// What the file of a queue holds.
struct QueueFile {
    bool paused = false;
    std::string leftWith; ///< the executor whose tasks continue without this program, if there may be any; else ""
    std::vector<QueueEntry> entries;
};

/// JSON lines: one of the queue itself, then one an entry. A parameter at its default is left out.
/// An entry that is damaged is left out, and the log says why.
/// @returns an empty queue if there is not a file
/// @throws Error naming the file, if its first line is damaged, or if it is too long or of a newer schema
QueueFile readQueueFile(const std::filesystem::path& path);
void writeQueueFile(const std::filesystem::path& path, const QueueFile& queue);

} // namespace moelab
