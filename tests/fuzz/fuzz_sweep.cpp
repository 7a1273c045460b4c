#include "sweep/queue_entry.h"
#include "sweep/sweep_plan.h"

#include "foreign.h"

using namespace moelab;

namespace {

/// What was read is what is written, and plans the same runs.
void readSweep(const std::string& text) {
    const Sweep read = sweepFromJson(parseJson(text, "sweep.json"), "sweep.json");
    const Json written = toJson(read);
    const Sweep again = sweepFromJson(written, "again");
    foreign::require(toJson(again) == written, "a sweep survives a file");
    const std::vector<PlannedRun> runs = plannedRuns(read, 4);
    const std::vector<PlannedRun> runsAgain = plannedRuns(again, 4);
    foreign::require(!runs.empty() && runs.size() <= limits::kSweepRuns, "a sweep has runs");
    foreign::require(runs.size() == runsAgain.size(), "a sweep has the same runs again");
    for (std::size_t i = 0; i < runs.size(); ++i) {
        foreign::require(runs[i].parameters == runsAgain[i].parameters, "a run has the same parameters again");
        foreign::require(runs[i].folder.starts_with(read.name + "/") && read.name.front() != '.',
                         "a run stays in the workspace");
    }
}

/// A queue that was read is written and read again as the same.
void readQueue(const std::string& bytes) {
    const QueueFile read = readQueueFile(foreign::written("queue.jsonl", bytes));
    const std::filesystem::path file = foreign::scratch() / "again.jsonl";
    writeQueueFile(file, read);
    const QueueFile again = readQueueFile(file);
    foreign::require(again.entries.size() == read.entries.size(), "a queue survives a file");
    for (std::size_t i = 0; i < read.entries.size(); ++i)
        foreign::require(again.entries[i].folder == read.entries[i].folder &&
                             again.entries[i].state == read.entries[i].state &&
                             again.entries[i].parameters == read.entries[i].parameters,
                         "an entry survives a file");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const foreign::Input input(data, size);
    foreign::mayRefuse([&] { input.choice & 1 ? readQueue(input.bytes) : readSweep(input.bytes); });
    return 0;
}
