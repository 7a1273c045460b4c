#pragma once

#include "experiment/experiment.h"
#include "experiment/run_log.h"
#include "session/session.h"

#include "base/error.h"

#include <QScopeGuard>

#include <algorithm>

namespace moelab {

/// Of the job thread.
struct Session::Work {
    std::optional<Experiment> experiment;
    std::optional<RunLog> log;
    std::string dataSpec; ///< of the draft

    bool hasTrained() const {
        return experiment && std::ranges::any_of(experiment->stages(), [this](const Stage& stage) {
                   return experiment->state(stage) == StageState::Done;
               });
    }
    /// @throws Error naming the run if none of its stages is trained, or not any more: its files may have been
    /// deleted
    void checkTrained() const {
        if (!hasTrained())
            throw Error(experiment ? experiment->folder().path().string() : "the run",
                        "has no trained stage any more", "Open it again to see what is left of it");
    }
    void close() {
        log.reset(); // it looks into the experiment's folder
        experiment.reset();
    }
    void open(Experiment opened) {
        close();
        experiment.emplace(std::move(opened));
        log.emplace(experiment->folder());
    }
};

/// A run as it stands, in values.
struct Session::Snapshot {
    QString folder;
    bool readOnly = false;
    QString dataSpec;
    Parameters parameters;
    std::vector<StageView> stages;
};

/// Runs `job` on the job thread, where every exception ends as a message.
template <class Job>
void Session::post(const QString& activity, Job job) {
    ++m_jobs;
    m_thread->post([this, activity, job = std::move(job)] {
        deliver([this, activity] {
            m_activity = activity;
            emit activityChanged();
        });
        try {
            job();
        } catch (const Stopped&) {
            deliver([this] { emit told(tr("Stopped.")); });
        } catch (const std::exception& problem) {
            deliver([this, message = QString::fromStdString(problem.what())] { emit failed(message); });
        }
        deliver([this] {
            if (--m_jobs > 0)
                return;
            m_activity.clear();
            emit activityChanged();
        });
    });
}

/// Runs `done` on the GUI thread.
template <class Done>
void Session::deliver(Done done) {
    QMetaObject::invokeMethod(this, std::move(done), Qt::QueuedConnection);
}

/// For a job that opens data: counts it as ended when it is left.
inline auto Session::endOpening() {
    return qScopeGuard([this] {
        deliver([this] {
            --m_openings;
            emit activityChanged();
        });
    });
}

} // namespace moelab
