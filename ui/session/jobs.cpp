#include "session/jobs.h"

#include "base/error.h"
#include "session/core_words.h"

#include <utility>

namespace moelab {

Jobs::Jobs(QObject* parent)
    : QObject(parent) {}

Jobs::~Jobs() { end(); }

void Jobs::end() {
    m_closing->requestStop();
    m_probe.reset();
    m_work.reset();
}

void Jobs::post(Thread thread, const QString& activity, std::function<void()> job) {
    ++m_jobs;
    (thread == Thread::Work ? m_work : m_probe)->post([this, activity, job = std::move(job)] {
        deliver([this, activity] { begin(activity); });
        try {
            job();
        } catch (const Stopped&) {
            deliver([this] { emit told(tr("Stopped.")); });
        } catch (const std::exception& problem) {
            deliverFailure(problem);
        }
        deliver([this, activity] { finish(activity); });
    });
}

void Jobs::deliver(std::function<void()> done) {
    QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection);
}

void Jobs::deliverFailure(const std::exception& problem) {
    deliver([this, message = messageOf(problem)] { emit failed(message); });
}

void Jobs::begin(const QString& activity) {
    m_activities << activity;
    m_activity = activity;
    emit activityChanged();
}

/// Another thread's job may go on; between two of one thread the last is shown.
void Jobs::finish(const QString& activity) {
    m_activities.removeOne(activity);
    --m_jobs;
    if (m_jobs > 0 && m_activities.isEmpty())
        return;
    m_activity = m_jobs > 0 ? m_activities.last() : QString();
    emit activityChanged();
}

} // namespace moelab
