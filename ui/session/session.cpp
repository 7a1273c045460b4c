#include "session/session.h"

#include "base/error.h"
#include "base/stop_token.h"
#include "data/catalogue.h"
#include "plan/members.h"
#include "session/retrain_words.h"
#include "session/session_work.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

constexpr int kPublishMilliseconds = 33;

std::shared_ptr<const DataView> share(const DataSet& data) {
    return std::make_shared<const DataView>(viewOf(data));
}

std::shared_ptr<const DataView> openView(const std::string& spec, const Parameters& parameters,
                                         const StopToken& stop) {
    return share(openData(
        spec,
        {static_cast<std::size_t>(parameters.trainExamples), static_cast<std::size_t>(parameters.testExamples)},
        stop));
}

/// The token that the next stop sets: the present one, or a new one where that was used up.
std::shared_ptr<const StopToken> fresh(std::shared_ptr<StopToken>& token) {
    if (token->stopRequested())
        token = std::make_shared<StopToken>();
    return token;
}

/// Whether members would be asked about the same images, for the same groups.
bool sameImages(ImagePart part, const Parameters& a, const Parameters& b) {
    return a.groups == b.groups && a.testExamples == b.testExamples &&
           (part == ImagePart::Test || (a.trainExamples == b.trainExamples && a.validation == b.validation &&
                                        a.holdoutFraction == b.holdoutFraction));
}

} // namespace

Session::Session(std::filesystem::path runsFolder, QObject* parent)
    : QObject(parent)
    , m_runsFolder(std::move(runsFolder))
    , m_stop(std::make_shared<StopToken>())
    , m_looking(std::make_shared<StopToken>())
    , m_closing(std::make_shared<StopToken>())
    , m_work(std::make_unique<Work>())
    , m_probes(std::make_unique<Probes>())
    , m_thread(std::make_unique<JobThread>())
    , m_probeThread(std::make_unique<JobThread>()) {
    m_timer.setInterval(kPublishMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &Session::publish);
    connect(&m_selection, &Selection::partChanged, this, &Session::postOutputs);
    drawStages();
}

Session::~Session() {
    stop();
    m_closing->requestStop();
    m_probeThread.reset();
    m_thread.reset();
}

void Session::open(const QString& path) { isRun(path.toStdString()) ? openRun(path) : startDraft(path); }

void Session::startDraft(const QString& data) {
    endWork();
    const LatestJob::Ticket job = m_opened.begin();
    ++m_openings;
    post(tr("opening data"), [this, job, spec = data.toStdString(), parameters = m_parameters] {
        const auto ended = endOpening();
        const auto view = openView(spec, parameters, *job.stop);
        m_work->close();
        m_work->dataSpec = spec;
        deliver([this, job, spec, view] {
            if (!m_opened.isLatest(job.number))
                return;
            m_runFolder.clear();
            m_selection.setPart(ImagePart::Test);
            m_selection.forgetHistory();
            m_readOnly = false;
            m_dataSpec = QString::fromStdString(spec);
            setOutputs(nullptr);
            setEpochAnswers({});
            clearPictures();
            drawStages();
            setData(view);
            emit runChanged();
            emit stagesChanged();
        });
    });
}

void Session::openRun(const QString& folder) {
    const QString path = QFileInfo(folder).absoluteFilePath();
    if (path == m_runFolder && !m_readOnly) {
        if (lacksImages())
            lookForImages(); // they may be back
        else
            emit told(tr("%1 is open already.").arg(runName()));
        return;
    }
    endWork();
    m_opened.begin();
    post(tr("opening %1").arg(QFileInfo(path).fileName()), [this, path] {
        m_work->open(Experiment::open(path.toStdString(), Access::Read));
        deliver([this, now = snapshot()] { applyRun(now); });
        if (const std::optional<Error>& reason = m_work->experiment->folder().readOnly())
            deliver([this, message = QString::fromStdString(reason->what())] {
                emit told(tr("Opened read-only. %1").arg(message));
            });
        for (const Error& problem : m_work->experiment->leftOut())
            deliver([this, message = QString::fromStdString(problem.what())] { emit failed(message); });
        deliver([this, view = openRunData()] {
            setData(view);
            postOutputs();
        });
    });
}

void Session::fetchCifar10() {
    if (std::exchange(m_fetching, true))
        return;
    post(tr("downloading CIFAR-10"), [this, stop = fresh(m_stop)] {
        try {
            qint64 told = -1;
            moelab::fetchCifar10(
                [&](std::uint64_t done, std::uint64_t total) {
                    const auto megabytes = static_cast<qint64>(done >> 20);
                    if (std::exchange(told, megabytes) != megabytes)
                        deliver([this, done, total] { emit fetchProgress(qint64(done), qint64(total)); });
                },
                *stop);
        } catch (...) {
            deliver([this] {
                m_fetching = false;
                emit dataChanged();
            });
            throw;
        }
        deliver([this] {
            m_fetching = false;
            startDraft(QStringLiteral("cifar10"));
        });
    });
}

void Session::setParameters(const Parameters& parameters) {
    if (parameters == m_parameters || training())
        return;
    if (!sameImages(m_selection.part(), parameters, m_parameters)) {
        setOutputs(nullptr);
        setEpochAnswers({});
    }
    if (parameters.groups != m_parameters.groups)
        m_selection.forgetHistory(); // it may name stages that there are no longer
    const bool otherImages = parameters.trainExamples != m_accepted.trainExamples ||
                             parameters.testExamples != m_accepted.testExamples || !m_data || lacksImages();
    m_parameters = parameters;
    if (!hasRun())
        drawStages();
    emit parametersChanged();
    emit stagesChanged();
    const LatestJob::Ticket job = m_applied.begin();
    ++m_openings;
    post(tr("applying parameters"), [this, parameters, job, otherImages, data = m_data] {
        const auto ended = endOpening();
        std::shared_ptr<const DataView> view;
        try {
            if (m_work->experiment) {
                m_work->experiment->setParameters(parameters);
                if (otherImages)
                    view = share(m_work->experiment->data());
            } else if (otherImages && !m_work->dataSpec.empty()) {
                view = openView(m_work->dataSpec, parameters, *job.stop);
            }
            if (const DataView* const images = view ? view.get() : data.get()) // a draft's, which checked nothing
                checkNetworks(parameters, static_cast<int>(images->classNames.size()),
                              {images->images.height, images->images.width, images->images.channels});
        } catch (const Stopped&) {
            deliver([this, job] {
                if (m_applied.isLatest(job.number))
                    refuseParameters(tr("Stopped. The parameters are as they were."));
            });
            return;
        } catch (const std::exception& problem) {
            deliver([this, job, message = QString::fromStdString(problem.what())] {
                if (m_applied.isLatest(job.number))
                    refuseParameters(message);
            });
            return;
        }
        std::optional<Snapshot> now;
        if (m_work->experiment)
            now = snapshot();
        deliver([this, job, parameters, view, now] {
            m_accepted = parameters;
            if (!m_applied.isLatest(job.number))
                return;
            if (now) {
                applyStages(*now);
                emit stagesChanged();
            }
            if (view)
                setData(view);
            postOutputs();
        });
    });
}

void Session::refuseParameters(const QString& message) {
    m_parameters = m_accepted;
    if (!hasRun())
        drawStages();
    emit stagesChanged();
    emit failed(message);
    emit parametersRefused();
    emit parametersChanged();
    postOutputs();
}

void Session::trainAll() {
    QStringList names;
    for (const StageView& view : m_stages)
        names << view.name();
    train(names);
}

void Session::train(const QStringList& stages) { train(stages, Retrain::Refuse); }

void Session::retrain(const QStringList& stages) { train(stages, Retrain::Replace); }

void Session::train(const QStringList& stages, Retrain retrain) {
    if (m_dataSpec.isEmpty()) {
        emit failed(tr("No data are open. Choose them at the top of the parameters."));
        return;
    }
    if (lacksImages()) {
        emit failed(m_data->whyNoImages);
        return;
    }
    std::vector<std::string> names;
    for (StageView& view : m_stages) {
        if (!stages.contains(view.name()) || view.status == StageStatus::Done || view.active() ||
            view.status == StageStatus::Queued)
            continue;
        names.push_back(view.stage.name);
        view.status = StageStatus::Queued;
    }
    if (names.empty())
        return;
    ++m_trainJobs;
    m_timer.start();
    emit stagesChanged();
    emit parametersChanged();
    post(tr("training"), [this, stages, names, retrain, parameters = m_parameters, stop = fresh(m_stop)] {
        const auto now = [this] { return m_work->experiment ? std::optional(snapshot()) : std::nullopt; };
        try {
            trainOnJobThread(names, parameters, retrain, *stop);
        } catch (const RetrainRefused& refused) {
            deliver([this, now = now(), stages, question = retrainQuestion(refused.replaced())] {
                endTraining(now);
                emit retrainAsked(stages, question);
            });
            return;
        } catch (...) {
            deliver([this, now = now()] { endTraining(now); });
            throw;
        }
        deliver([this, now = now()] { endTraining(now); });
    });
}

/// @param now none if no run was made
void Session::endTraining(const std::optional<Snapshot>& now) {
    --m_trainJobs;
    now ? applyStages(*now) : drawStages();
    finishTraining();
}

void Session::trainOnJobThread(const std::vector<std::string>& names, const Parameters& parameters, Retrain retrain,
                               const StopToken& stop) {
    if (stop.stopRequested())
        throw Stopped();
    if (!m_work->experiment) {
        m_work->open(Experiment::create(newRunFolder(), parameters, m_work->dataSpec));
        deliver([this, folder = QString::fromStdString(m_work->experiment->folder().path().string())] {
            m_runFolder = folder;
            emit runChanged();
        });
    }
    deliver([this, answers = readEpochAnswers()] { setEpochAnswers(answers); });
    m_work->experiment->train(names, m_feed, stop, retrain);
}

void Session::finishTraining() {
    publishMove();
    if (m_trainJobs == 0) {
        m_timer.stop();
        m_paused = false;
    }
    emit stagesChanged();
    emit parametersChanged();
    postOutputs();
}

void Session::setPaused(bool paused) {
    if (paused == m_paused || (paused && !training()))
        return;
    m_paused = paused;
    paused ? m_stop->pause() : m_stop->resume();
    for (StageView& view : m_stages)
        if (view.active())
            view.status = paused ? StageStatus::Paused : StageStatus::Training;
    emit stagesChanged();
}

void Session::stop() {
    m_applied.stop();
    endWork();
}

/// Ends what would show another run or other data than the one that is wanted next.
void Session::endWork() {
    m_stop->requestStop();
    m_opened.stop();
    m_looking->requestStop();
    m_mapped.stop();
    m_paused = false;
}

void Session::resetStage(const QString& stage) {
    if (training() || !hasRun())
        return;
    post(tr("resetting"), [this, name = stage.toStdString()] {
        if (!m_work->experiment)
            return; // a draft was begun meanwhile
        m_work->experiment->resetStage(name);
        deliver([this, now = snapshot()] {
            for (StageView& view : m_stages)
                if (view.status == StageStatus::Failed)
                    view.status = StageStatus::Ready;
            applyStages(now);
            emit stagesChanged();
            postOutputs();
        });
    });
}

/// Computes what the members say, or reads it where that was done before.
void Session::postOutputs() {
    postEpochAnswers();
    const bool any = std::ranges::any_of(m_stages, [](const StageView& view) { return view.result.has_value(); });
    if (!any || !hasRun()) {
        setOutputs(nullptr);
        return;
    }
    if (training())
        return; // the end of training asks again
    post(tr("computing the predictions"),
         [this, applied = m_applied.number(), part = m_selection.part(), data = m_data, stop = m_closing] {
             if (!m_work->hasTrained())
                 return; // a draft was begun or the last stage reset meanwhile
             Experiment& experiment = *m_work->experiment;
             try {
                 const auto outputs = std::make_shared<const MemberOutputs>(experiment.outputs(*stop, part));
                 std::shared_ptr<const DataView> view;
                 if (data && data->part != part)
                     view = std::make_shared<const DataView>(viewOf(*data, part, experiment.images(part, *stop)));
                 deliver([this, applied, part, view, outputs, folder = experiment.folder().path().string()] {
                     if (m_applied.isLatest(applied) && part == m_selection.part() &&
                         m_runFolder.toStdString() == folder)
                         showOutputs(view, outputs);
                 });
             } catch (const Error&) {
                 if (part != ImagePart::Test)
                     deliver([this] { m_selection.setPart(ImagePart::Test); });
                 throw;
             }
         });
}

} // namespace moelab
