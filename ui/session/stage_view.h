#pragma once

#include "experiment/metrics.h"
#include "experiment/run_folder.h"
#include "experiment/stage_state.h"
#include "plan/stage.h"
#include "session/batch_curve.h"

#include <QString>

#include <optional>
#include <vector>

namespace moelab {

enum class StageStatus { Waiting, Ready, Queued, Training, Paused, Interrupted, Done, Stale, Failed };

/// A stage as panels see it: plain values, changed on the GUI thread only.
struct StageView {
    Stage stage;
    StageStatus status = StageStatus::Ready;
    QString failure;                       ///< why, if Failed
    std::optional<StageResult> result;     ///< if Done
    std::vector<EpochMetrics> epochs;      ///< in order
    BatchCurve batches;                    ///< of this sitting
    std::optional<BatchProgress> progress; ///< the last batch, while it trains
    QString waits = {};                    ///< why an epoch cannot be saved yet, while training waits for that

    QString name() const { return QString::fromStdString(stage.name); }
    bool active() const { return status == StageStatus::Training || status == StageStatus::Paused; }
    /// The epoch with the least validation loss; null before the first.
    const EpochMetrics* bestEpoch() const;
};

/// Training time that is left if no stage stops early.
double secondsLeft(const BatchProgress& progress);

/// "0:41", "1:02:03"
QString clockText(double seconds);

/// The member's name for people: "Baseline", "Expert artificial".
QString titleOf(const Stage& stage);
QString titleOf(const Title& title);
/// "expert artificial", within a sentence.
QString titleInSentence(const Stage& stage);

/// A stage that nobody trains now.
StageStatus statusOf(StageState state);

/// The state in words: "ready", "training".
QString wordsFor(StageStatus status);

} // namespace moelab
