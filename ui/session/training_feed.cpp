#include "session/training_feed.h"

#include "session/stage_view.h"

#include <utility>

namespace moelab {

std::vector<TrainingFeed::News> TrainingFeed::take() {
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_news, {});
}

std::vector<TrainingFeed::Answered> TrainingFeed::takeAnswered() {
    const std::lock_guard guard(m_mutex);
    return std::exchange(m_answered, {});
}

void TrainingFeed::add(const Stage& stage, std::function<void(StageView&)> apply) {
    const std::lock_guard guard(m_mutex);
    m_news.push_back({stage.name, std::move(apply)});
}

void TrainingFeed::stageStarted(const Stage& stage, std::int64_t epochsDone) {
    add(stage, [epochsDone](StageView& view) {
        view.status = StageStatus::Training;
        view.failure.clear();
        view.waits.clear();
        view.result.reset();
        view.progress.reset();
        // What an earlier sitting reported after its last saved epoch is trained again.
        std::erase_if(view.epochs, [&](const EpochMetrics& epoch) { return epoch.epoch > epochsDone; });
        view.batches.keepUntil(epochsDone);
    });
}

void TrainingFeed::batchDone(const Stage& stage, const BatchProgress& progress) {
    add(stage, [progress](StageView& view) {
        view.progress = progress;
        view.batches.add(progress);
    });
}

void TrainingFeed::epochDone(const Stage& stage, const EpochMetrics& metrics) {
    add(stage, [metrics](StageView& view) { view.epochs.push_back(metrics); });
}

void TrainingFeed::epochAnswered(const Stage& stage, std::int64_t epoch, std::span<const std::uint8_t> answers) {
    const std::lock_guard guard(m_mutex);
    m_answered.push_back({stage.name, epoch, {answers.begin(), answers.end()}});
}

void TrainingFeed::stageFinished(const Stage& stage, const StageResult& result) {
    add(stage, [result](StageView& view) {
        view.status = StageStatus::Done;
        view.result = result;
        view.progress.reset();
    });
}

void TrainingFeed::stageWaits(const Stage& stage, const std::string& problem) {
    add(stage, [problem](StageView& view) { view.waits = QString::fromStdString(problem); });
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

void TrainingFeed::stageFailed(const Stage& stage, const std::string& message) {
    add(stage, [message](StageView& view) {
        view.status = StageStatus::Failed;
        view.failure = QString::fromStdString(message);
        view.progress.reset();
    });
}

} // namespace moelab
