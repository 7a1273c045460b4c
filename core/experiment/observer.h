#pragma once

#include "experiment/metrics.h"
#include "experiment/run_folder.h"
#include "plan/stage.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// Hears what training does. Calls come from the training threads, several at a time for different stages, and
/// carry values only; an observer that returns slowly slows training.
class Observer {
  public:
    virtual ~Observer() = default;

    /// @param epochsDone epochs that an earlier, interrupted training left behind
    virtual void stageStarted(const Stage& stage, std::int64_t epochsDone) = 0;
    virtual void batchDone(const Stage& stage, const BatchProgress& progress) = 0;
    virtual void epochDone(const Stage& stage, const EpochMetrics& metrics) = 0;
    /// Prediction for each validation image [N] after an epoch; follows its epochDone.
    virtual void epochAnswered(const Stage&, std::int64_t /*epoch*/, std::span<const std::uint16_t> /*answers*/) {}
    /// An epoch cannot be saved for a reason that may pass, see NoPlaceError; training waits for that.
    /// @param problem why, and what to do; empty once it was saved and training continues
    virtual void stageWaits(const Stage&, const std::string& /*problem*/) {}
    /// Called repeatedly while a stage waits: the folder in which the run shall continue instead. @returns each
    /// place once; empty for nowhere else
    virtual std::filesystem::path takeOtherPlace() { return {}; }
    /// The run continues there, see RunFolder::moveTo; if it cannot, stageWaits gives the reason.
    /// @param unread files that could not be read, and so are missing there
    virtual void runMoved(const std::filesystem::path& /*place*/,
                          const std::vector<std::filesystem::path>& /*unread*/) {}
    virtual void stageFinished(const Stage& stage, const StageResult& result) = 0;
    virtual void stageFailed(const Stage& stage, const std::string& message) = 0;
};

} // namespace moelab
