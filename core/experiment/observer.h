#pragma once

#include "experiment/run_folder.h"
#include "experiment/stage.h"
#include "training/metrics.h"

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
    /// What was answered to each validation image [N] after an epoch; follows its epochDone.
    virtual void epochAnswered(const Stage&, std::int64_t /*epoch*/, std::span<const std::uint8_t> /*answers*/) {}
    /// An epoch cannot be saved for a reason that may pass, see NoPlaceError; training waits for that.
    /// @param problem why, and what to do; empty once it was saved and training goes on
    virtual void stageWaits(const Stage&, const std::string& /*problem*/) {}
    /// Asked again and again while a stage waits: where the run shall go on instead. @returns each place once;
    /// empty for nowhere else
    virtual std::filesystem::path takeOtherPlace() { return {}; }
    /// The run goes on there, see RunFolder::moveTo; if it cannot, stageWaits says why.
    /// @param unread files that could not be read, and so are missing there
    virtual void runMoved(const std::filesystem::path& /*place*/,
                          const std::vector<std::filesystem::path>& /*unread*/) {}
    virtual void stageFinished(const Stage& stage, const StageResult& result) = 0;
    virtual void stageFailed(const Stage& stage, const std::string& message) = 0;
};

} // namespace moelab
