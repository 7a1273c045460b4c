#include "session/session_work.h"

#include <utility>

namespace moelab {

std::shared_ptr<const EpochAnswers> Session::epochAnswers(const QString& stage) const {
    const auto found = m_epochAnswers.find(stage.toStdString());
    return found == m_epochAnswers.end() ? nullptr : found->second;
}

/// On the job thread. A damaged file is told of, and keeps no other from being shown.
Session::AllEpochAnswers Session::readEpochAnswers() {
    AllEpochAnswers all;
    m_work->experiment->data(); // without it there is nothing to tell of each stage
    for (const Stage& stage : m_work->experiment->stages())
        try {
            all[stage.name] = std::make_shared<const EpochAnswers>(m_work->experiment->epochAnswers(stage));
        } catch (const Error& problem) {
            deliver([this, message = QString::fromStdString(problem.what())] { emit failed(message); });
        }
    return all;
}

void Session::postEpochAnswers() {
    if (!hasRun() || lacksImages()) {
        setEpochAnswers({});
        return;
    }
    if (training())
        return; // its end asks again
    post(tr("reading the predictions of every epoch"), [this, applied = m_applied.number()] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        deliver(
            [this, applied, answers = readEpochAnswers(), folder = m_work->experiment->folder().path().string()] {
                if (m_applied.isLatest(applied) && m_runFolder.toStdString() == folder)
                    setEpochAnswers(answers);
            });
    });
}

void Session::setEpochAnswers(AllEpochAnswers answers) {
    m_epochAnswers = std::move(answers);
    emit epochAnswersChanged();
}

/// Adds what the training threads reported since the last time.
void Session::takeEpochAnswers() {
    bool any = false;
    for (TrainingFeed::Answered& news : m_feed.takeAnswered()) {
        const auto found = m_epochAnswers.find(news.stage);
        if (found == m_epochAnswers.end() || found->second->images.size() != news.answers.size() ||
            found->second->epochs() < news.epoch - 1)
            continue; // the epochs before are not known
        EpochAnswers longer = *found->second;
        longer.answers.resize(static_cast<std::size_t>(news.epoch - 1) * news.answers.size());
        longer.answers.insert(longer.answers.end(), news.answers.begin(), news.answers.end());
        found->second = std::make_shared<const EpochAnswers>(std::move(longer));
        any = true;
    }
    if (any)
        emit epochAnswersChanged();
}

} // namespace moelab
