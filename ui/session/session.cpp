#include "session/session.h"

#include "base/error.h"
#include "config/parameter_table.h"
#include "data/catalogue.h"
#include "plan/members.h"
#include "session/run_name.h"
#include "session/run_work.h"

#include <QFileInfo>
#include <QScopeGuard>

#include <utility>

namespace moelab {
namespace {

std::shared_ptr<const DataView> share(const DataSet& data, const Parameters& parameters, const StopToken& stop) {
    DataView view = viewOf(data, stop);
    view.options = dataOptionsOf(parameters);
    return std::make_shared<const DataView>(std::move(view));
}

} // namespace

Session::Session(std::filesystem::path runsFolder, QObject* parent)
    : OpenRun(std::move(runsFolder), parent)
    , m_work(std::make_unique<RunWork>())
    , m_probes(*this, m_jobs)
    , m_predictions(*this, m_jobs, *m_work)
    , m_trainer(*this, m_jobs, *m_work, m_predictions)
    , m_pictures(*this, m_probes)
    , m_heatMaps(m_probes)
    , m_exports(*this, m_probes) {
    connect(&m_jobs, &Jobs::activityChanged, this, &Session::activityChanged);
    connect(&m_jobs, &Jobs::failed, this, &Session::failed);
    connect(&m_jobs, &Jobs::told, this, &Session::told);
}

Session::~Session() {
    stop();
    m_jobs.end();
}

void Session::post(const QString& activity, std::function<void()> job) {
    m_jobs.post(Jobs::Thread::Work, activity, std::move(job));
}

/// For a job that opens data: counts it as ended when it is left.
auto Session::endOpening() {
    return qScopeGuard([this] {
        m_jobs.deliver([this] {
            --m_openings;
            emit activityChanged();
        });
    });
}

void Session::open(const QString& path) { isRun(path.toStdString()) ? openRun(path) : startDraft(path); }

void Session::mustBeKnown(const QString& path) {
    if (isRun(path.toStdString()))
        readRunConfig(path.toStdString());
    else
        moelab::mustBeKnown(path.toStdString());
}

void Session::startDraft(const QString& data) { startDraft(data, withoutFollowed()); }

void Session::startNewRun(const QString& data) { startDraft(data, Parameters()); }

void Session::startDraft(const QString& data, const Parameters& parametersWanted) {
    endWork();
    const LatestJob::Ticket job = m_opened.begin();
    ++m_openings;
    post(tr("opening data"),
         [this, job, spec = data.toStdString(), before = parameters(), wanted = parametersWanted] {
             const auto ended = endOpening();
             const DataSet opened = openAtMost(spec, dataOptionsOf(wanted), *job.stop);
             const Followed followed = followData(wanted, opened, changedFor(wanted, opened));
             const auto view = share(opened, followed.parameters, *job.stop);
             m_work->close();
             m_work->dataSpec = spec;
             m_jobs.deliver([this, job, spec, view, before, wanted, followed] {
                 if (!m_opened.isLatest(job.number))
                     return;
                 m_pictures.clear();
                 m_unfollowed = wanted;
                 takeFollowed(before, followed);
                 showDraft(QString::fromStdString(spec), view);
             });
         });
}

/// The present parameters, but for what followed the data before.
Parameters Session::withoutFollowed() const { return mergedFollowing(parameters(), m_followed, m_unfollowed); }

/// Lets a draft's parameters follow its data; what a person has changed meanwhile stays.
/// @param before what they were when the data were asked for
void Session::takeFollowed(const Parameters& before, const Followed& followed) {
    m_followed = followed.parameters;
    const Parameters merged = mergedFollowing(parameters(), before, m_followed);
    if (!followed.question.empty())
        emit told(tr("Groups: %1").arg(QString::fromStdString(followed.question)));
    if (merged == parameters())
        return;
    m_accepted = merged;
    takeParameters(merged);
    emit parametersChanged();
}

void Session::openRun(const QString& folder) {
    const QString path = QFileInfo(folder).absoluteFilePath();
    if (path == runFolder() && !readOnly()) {
        if (lacksImages())
            lookForImages(); // they may be back
        else
            emit told(tr("%1 is open already.").arg(nameOfRun(path)));
        return;
    }
    endWork();
    m_opened.begin();
    post(tr("opening %1").arg(nameOfRun(path)), [this, path] {
        m_work->log.reset(); // what opening another run says is not of the present one
        try {
            m_work->open(Experiment::open(path.toStdString(), Access::Read));
        } catch (...) {
            if (m_work->experiment)
                m_work->log.emplace(m_work->experiment->folder());
            throw;
        }
        const Experiment& experiment = *m_work->experiment;
        m_jobs.deliver([this, now = snapshotOf(*m_work, nullptr, m_jobs)] {
            m_accepted = now.parameters;
            m_followed = m_unfollowed = {};
            m_applied.begin(); // what was asked for the former run is of no interest
            m_pictures.clear();
            showRun(now);
        });
        if (const std::optional<Error>& reason = experiment.folder().readOnly())
            m_jobs.deliver([this, message = QString::fromStdString(reason->what())] {
                emit told(tr("Opened read-only. %1").arg(message));
            });
        for (const Error& problem : experiment.leftOut())
            m_jobs.deliverFailure(problem);
        m_jobs.deliver(
            [this, view = dataOf(*m_work, m_jobs)] { // what was computed from images is there without them
                setData(view);
                m_predictions.refresh();
            });
    });
}

void Session::lookForImages() {
    post(tr("looking for the run's images"), [this] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        m_jobs.deliver(
            [this, view = dataOf(*m_work, m_jobs), folder = m_work->experiment->folder().path().string()] {
                if (runFolder().toStdString() != folder)
                    return;
                setData(view);
                m_predictions.refresh();
            });
    });
}

void Session::moveData(const QString& place) {
    if (!hasRun() || training())
        return;
    post(tr("looking for the run's images"), [this, spec = place.toStdString(), stop = m_jobs.closing()] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        Experiment& experiment = *m_work->experiment;
        experiment.moveData(spec, *stop);
        m_work->former.reset(); // which has them where they were
        m_jobs.deliver([this, view = dataOf(*m_work, m_jobs), folder = experiment.folder().path().string()] {
            if (runFolder().toStdString() != folder)
                return;
            setDataSpec(QString::fromStdString(view->source.origin));
            setData(view);
            emit told(tr("The run's images are read from %1 from now on.").arg(dataSpec()));
            m_predictions.refresh();
        });
    });
}

void Session::fetchCifar10() {
    if (std::exchange(m_fetching, true))
        return;
    post(tr("downloading CIFAR-10"), [this, stop = m_fetched.begin().stop] {
        try {
            fetch(*stop);
        } catch (...) {
            m_jobs.deliver([this] {
                m_fetching = false;
                emit dataChanged();
            });
            throw;
        }
        m_jobs.deliver([this] {
            m_fetching = false;
            if (!training()) {
                startDraft(QStringLiteral("cifar10"));
                return;
            }
            emit dataChanged(); // it can be chosen now
            emit told(tr("CIFAR-10 is downloaded. Choose it once training has ended."));
        });
    });
}

/// On the work thread.
void Session::fetch(const StopToken& stop) {
    qint64 told = -1;
    moelab::fetchCifar10(
        [&](std::uint64_t done, std::uint64_t total) {
            const auto megabytes = static_cast<qint64>(done >> 20);
            if (std::exchange(told, megabytes) != megabytes)
                m_jobs.deliver([this, done, total] { emit fetchProgress(qint64(done), qint64(total)); });
        },
        stop);
}

void Session::setParameters(const Parameters& wanted) {
    if (wanted == parameters() || training())
        return;
    takeParameters(wanted);
    emit parametersChanged();
    emit stagesChanged();
    const LatestJob::Ticket job = m_applied.begin();
    ++m_openings;
    post(tr("applying parameters"), [this, wanted = Parameters(wanted), job, images = data()]() mutable {
        const auto ended = endOpening();
        std::shared_ptr<const DataView> view;
        QString refusal;
        try {
            view = applyParameters(wanted, images.get(), *job.stop);
        } catch (const Stopped&) {
            refusal = tr("Stopped. The parameters were not changed.");
        } catch (const std::exception& problem) {
            refusal = QString::fromStdString(problem.what());
        }
        m_work->refused = refusal.isEmpty() ? std::nullopt : std::optional(wanted);
        std::optional<RunSnapshot> now;
        if (m_work->experiment)
            now = snapshotOf(*m_work, images.get(), m_jobs);
        m_jobs.deliver([this, job, wanted, view, refusal, now] {
            if (refusal.isEmpty())
                m_accepted = wanted;
            if (!m_applied.isLatest(job.number))
                return;
            if (refusal.isEmpty() && wanted != parameters()) { // groups of other classes gave way
                takeParameters(wanted);
                emit parametersChanged();
            }
            showApplied(wanted, now, view, refusal);
        });
    });
}

/// On the work thread. @param images that are shown; null if there are none
/// @param wanted gets other groups where a draft's data have other classes than it says
/// @returns a draft's images, null if they are those that are shown. @throws Error
std::shared_ptr<const DataView> Session::applyParameters(Parameters& wanted, const DataView* images,
                                                         const StopToken& stop) {
    if (m_work->experiment) {
        m_work->experiment->setParameters(wanted);
        return nullptr;
    }
    std::shared_ptr<const DataView> view;
    if ((!images || !isOf(*images, wanted)) && !m_work->dataSpec.empty()) {
        const DataSet opened = openData(m_work->dataSpec, dataOptionsOf(wanted), stop);
        wanted = followData(wanted, opened, fitting(wanted, opened)).parameters;
        view = share(opened, wanted, stop);
    }
    if (view)
        images = view.get();
    if (images) // a draft's, which checked nothing
        checkNetworks(wanted, static_cast<int>(images->classNames.size()),
                      {images->images.height, images->images.width, images->images.channels});
    return view;
}

/// @param now none of a draft. @param refusal why the parameters go back to what they were; empty if they do not
void Session::showApplied(const Parameters& wanted, const std::optional<RunSnapshot>& now,
                          const std::shared_ptr<const DataView>& view, const QString& refusal) {
    const Parameters shown = shownParameters();
    if (!refusal.isEmpty())
        takeParameters(m_accepted);
    if (now) {
        m_trainer.publish();
        takeStages(*now);
    }
    if (view)
        setData(view);
    emit stagesChanged();
    if (!refusal.isEmpty()) {
        emit parametersChanged();
        emit parametersRefused(wanted, refusal);
    }
    if (!outputs() || shownParameters() != shown) // else those that are shown are still the run's
        m_predictions.refresh();
}

void Session::stop() {
    m_applied.stop();
    endWork();
}

/// Ends what would show another run or other data than the one that is wanted next.
void Session::endWork() {
    m_trainer.stop();
    m_fetched.stop();
    m_opened.stop();
    m_pictures.stop();
    m_heatMaps.stop();
}

void Session::resetStage(const QString& stage) {
    if (training() || !hasRun())
        return;
    post(tr("resetting"), [this, name = stage.toStdString(), images = data()] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        m_work->experiment->resetStage(name);
        m_jobs.deliver([this, now = snapshotOf(*m_work, images.get(), m_jobs)] {
            forgetFailures();
            m_trainer.publish();
            takeStages(now);
            emit stagesChanged();
            m_predictions.refresh();
        });
    });
}

} // namespace moelab
