#pragma once

#include "experiment/observer.h"
#include "session/training_event.h"

#include <mutex>
#include <optional>
#include <vector>

namespace moelab {

/// Collects what training threads report until the GUI thread takes it.
class TrainingFeed : public Observer {
  public:
    std::vector<TrainingEvent> take();

    void stageStarted(const Stage& stage, std::int64_t epochsDone) override;
    void batchDone(const Stage& stage, const BatchProgress& progress) override;
    void epochDone(const Stage& stage, const EpochMetrics& metrics) override;
    void epochAnswered(const Stage& stage, std::int64_t epoch, std::span<const std::uint16_t> answers) override;
    void stageFinished(const Stage& stage, const StageResult& result) override;
    void stageWaits(const Stage& stage, const std::string& problem) override;
    void stageFailed(const Stage& stage, const std::string& message) override;
    std::filesystem::path takeOtherPlace() override;
    void runMoved(const std::filesystem::path& place, const std::vector<std::filesystem::path>& unread) override;

    /// Of the GUI thread: where the run shall continue as soon as a stage waits.
    void goElsewhere(const std::filesystem::path& place);
    /// Where the run went on since the last time.
    struct Moved {
        std::filesystem::path place;
        std::vector<std::filesystem::path> unread; ///< missing there
    };
    std::optional<Moved> takeMoved();

  private:
    void add(TrainingEvent event);

    std::mutex m_mutex;
    std::vector<TrainingEvent> m_events;
    std::filesystem::path m_otherPlace; ///< until it is taken
    std::optional<Moved> m_moved;
};

} // namespace moelab
