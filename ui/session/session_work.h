#pragma once

#include "experiment/experiment.h"
#include "experiment/run_log.h"
#include "session/session.h"

#include "base/error.h"

#include <QScopeGuard>

#include <algorithm>

namespace moelab {

/// @throws Error naming the run if none of its stages is trained, or not any more: its files may have been deleted
inline void mustBeTrained(bool is, const std::filesystem::path& run) {
    if (!is)
        throw Error(run.string(), "has no trained stage any more", "Open it again to see what is left of it");
}

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
    /// @throws Error
    void checkTrained() const {
        mustBeTrained(hasTrained(), experiment ? experiment->folder().path() : std::filesystem::path("the run"));
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

/// Of the probe thread: the run as its files say, read beside whoever trains it.
struct Session::Probes {
    std::optional<Experiment> experiment;
    std::filesystem::path folder;
    int version = 0;

    /// @param now its version. @throws Error
    Experiment& open(const std::filesystem::path& run, int now) {
        if (run.empty())
            throw Error("the run", "was closed meanwhile", "Open it again");
        if (!experiment || folder != run || version != now) {
            experiment.reset();
            mustBeTrained(isRun(run), run);
            experiment.emplace(Experiment::open(run, Access::Look));
            folder = run;
            version = now;
        }
        return *experiment;
    }
};

/// Runs `job` on the job thread.
template <class Job>
void Session::post(const QString& activity, Job job) {
    post(*m_thread, activity, std::move(job));
}

/// Runs `job` on a thread, where every exception ends as a message.
template <class Job>
void Session::post(JobThread& thread, const QString& activity, Job job) {
    ++m_jobs;
    thread.post([this, activity, job = std::move(job)] {
        deliver([this, activity] { beginActivity(activity); });
        try {
            job();
        } catch (const Stopped&) {
            deliver([this] { emit told(tr("Stopped.")); });
        } catch (const std::exception& problem) {
            deliver([this, message = QString::fromStdString(problem.what())] { emit failed(message); });
        }
        deliver([this, activity] { endActivity(activity); });
    });
}

/// Runs `job` on the probe thread. @param job takes a function that opens the present run there, and throws Error
/// if it cannot be opened
template <class Job>
void Session::probe(const QString& activity, Job job) {
    post(*m_probeThread, activity,
         [this, job = std::move(job), folder = std::filesystem::path(m_runFolder.toStdString()),
          version = m_version] { job([&]() -> Experiment& { return m_probes->open(folder, version); }); });
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
