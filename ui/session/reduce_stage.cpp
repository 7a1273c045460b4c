#include "session/reduce_stage.h"

#include "session/core_words.h"
#include "session/stage_view.h"

namespace moelab {
namespace {

struct Reducer {
    StageView& view;

    void operator()(const StageStarted& started) const {
        view.status = StageStatus::Training;
        view.failure.clear();
        view.waits.clear();
        view.result.reset();
        view.progress.reset();
        // What an earlier sitting reported after its last saved epoch is trained again.
        std::erase_if(view.epochs, [&](const EpochMetrics& epoch) { return epoch.epoch > started.epochsDone; });
        view.batches.keepUntil(started.epochsDone);
    }
    void operator()(const BatchProgress& progress) const {
        view.progress = progress;
        view.batches.add(progress);
    }
    void operator()(const EpochMetrics& metrics) const { view.epochs.push_back(metrics); }
    void operator()(const EpochAnswered&) const {}
    void operator()(const StageWaits& waits) const { view.waits = QString::fromStdString(waits.problem); }
    void operator()(const StageResult& result) const {
        view.status = StageStatus::Done;
        view.result = result;
        view.progress.reset();
    }
    void operator()(const StageFailed& failed) const {
        view.status = StageStatus::Failed;
        view.failure = inForm(QString::fromStdString(failed.message));
        view.progress.reset();
    }
};

} // namespace

void reduce(StageView& view, const TrainingEvent& event) { std::visit(Reducer{view}, event.what); }

} // namespace moelab
