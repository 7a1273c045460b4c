#include "session/training_feed.h"

#include <utility>

namespace moelab {

std::vector<TrainingEvent> TrainingFeed::take() {
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_events, {});
}

void TrainingFeed::add(TrainingEvent event) {
    const std::lock_guard guard(m_mutex);
    m_events.push_back(std::move(event));
}

void TrainingFeed::stageStarted(const Stage& stage, std::int64_t epochsDone) {
    add({stage.name, StageStarted{epochsDone}});
}

void TrainingFeed::batchDone(const Stage& stage, const BatchProgress& progress) { add({stage.name, progress}); }

void TrainingFeed::epochDone(const Stage& stage, const EpochMetrics& metrics) { add({stage.name, metrics}); }

void TrainingFeed::epochAnswered(const Stage& stage, std::int64_t epoch, std::span<const std::uint16_t> answers) {
    add({stage.name, EpochAnswered{epoch, {answers.begin(), answers.end()}}});
}

void TrainingFeed::stageFinished(const Stage& stage, const StageResult& result) { add({stage.name, result}); }

void TrainingFeed::stageWaits(const Stage& stage, const std::string& problem) {
    add({stage.name, StageWaits{problem}});
}

void TrainingFeed::stageFailed(const Stage& stage, const std::string& message) {
    add({stage.name, StageFailed{message}});
}

std::filesystem::path TrainingFeed::takeOtherPlace() {
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_otherPlace, {});
}

void TrainingFeed::goElsewhere(const std::filesystem::path& place) {
    const std::lock_guard guard(m_mutex);
    m_otherPlace = place;
}

void TrainingFeed::runMoved(const std::filesystem::path& place, const std::vector<std::filesystem::path>& unread) {
    const std::lock_guard guard(m_mutex);
    m_moved = {place, unread};
}

std::optional<TrainingFeed::Moved> TrainingFeed::takeMoved() {
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_moved, {});
}

} // namespace moelab
