#include "session/trainer.h"

#include "experiment/reuse.h"
#include "session/predictions.h"
#include "session/retrain_words.h"
#include "session/run_work.h"

#include <QDateTime>

#include <algorithm>
#include <span>
#include <utility>

namespace moelab {
namespace {

constexpr int kPublishMilliseconds = 33;

/// @returns a folder in `parent` that is not there: `name`, or with a number after it
std::filesystem::path unusedFolder(const std::filesystem::path& parent, const QString& name) {
    std::filesystem::path folder = parent / name.toStdString();
    std::error_code unknown;
    for (int number = 2; std::filesystem::exists(folder, unknown); ++number)
        folder = parent / (name.toStdString() + "-" + std::to_string(number));
    return folder;
}

} // namespace

Trainer::Trainer(OpenRun& run, Jobs& jobs, RunWork& work, Predictions& predictions)
    : m_run(run)
    , m_jobs(jobs)
    , m_work(work)
    , m_predictions(predictions)
    , m_stop(std::make_shared<StopToken>()) {
    m_timer.setInterval(kPublishMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &Trainer::publish);
}

bool Trainer::isAllowed() {
    QString whyNot;
    emit trainingAsked(whyNot);
    if (!whyNot.isEmpty())
        emit m_jobs.failed(whyNot);
    return whyNot.isEmpty();
}

void Trainer::trainAll() {
    if (!isAllowed())
        return;
    QStringList names;
    for (const StageView& view : m_run.stages())
        names << view.name();
    train(names, Former::AskAbout);
}

void Trainer::train(const QStringList& stages) {
    if (isAllowed())
        train(stages, Former::AskAbout);
}

void Trainer::retrain(const QStringList& stages) {
    if (isAllowed())
        train(stages, Former::Replace);
}

void Trainer::trainAsNewRun(const QStringList& stages) {
    if (isAllowed())
        train(stages, Former::LeaveInItsRun);
}

/// @returns those of the stages that there is something to do for, which wait for their turn from now on
std::vector<std::string> Trainer::queue(const QStringList& stages) {
    std::vector<std::string> names;
    for (const StageView& view : m_run.stages())
        if (stages.contains(view.name()) && view.status != StageStatus::Done && !view.active() &&
            view.status != StageStatus::Queued)
            names.push_back(view.stage.name);
    for (const std::string& name : names)
        m_run.queue(name);
    return names;
}

void Trainer::train(const QStringList& stages, Former former) {
    if (m_run.dataSpec().isEmpty()) {
        emit m_jobs.failed(tr("No data are open. Choose them at the top of the parameters."));
        return;
    }
    if (m_run.lacksImages()) {
        emit m_jobs.failed(m_run.data()->whyNoImages);
        return;
    }
    if (!m_run.knowsStates()) {
        trainOnceApplied(stages, former);
        return;
    }
    if (former == Former::AskAbout && m_run.outdatedStages() > 0 &&
        m_run.shownParameters().groups != m_run.parameters().groups) {
        emit retrainAsked(stages, otherGroupsQuestion());
        return;
    }
    const std::vector<std::string> names = queue(stages);
    if (names.empty())
        return;
    if (m_stop->stopRequested())
        m_stop = std::make_shared<StopToken>();
    m_run.beginTraining();
    m_timer.start();
    emit m_run.stagesChanged();
    emit m_run.parametersChanged();
    m_jobs.post(Jobs::Thread::Work, tr("training"),
                [this, stages, names, former, folder = m_run.runsFolder(), parameters = m_run.parameters(),
                 images = m_run.data(), stop = m_stop] {
                    const auto now = [&] {
                        return m_work.experiment ? std::optional(snapshotOf(m_work, images.get(), m_jobs))
                                                 : std::nullopt;
                    };
                    try {
                        work(names, folder, parameters, former, *stop);
                    } catch (const RetrainRefused& refused) {
                        m_jobs.deliver([this, now = now(), stages, question = retrainQuestion(refused.replaced())] {
                            end(now);
                            emit retrainAsked(stages, question);
                        });
                        return;
                    } catch (...) {
                        m_jobs.deliver([this, now = now()] { end(now); });
                        throw;
                    }
                    m_jobs.deliver([this, names, now = now()] {
                        end(now);
                        chooseMixture(names);
                    });
                });
}

/// What there is to train is known only then.
void Trainer::trainOnceApplied(const QStringList& stages, Former former) {
    m_jobs.post(Jobs::Thread::Work, tr("training"), [this, stages, former, parameters = m_run.parameters()] {
        mustNotBeRefused(parameters);
        m_jobs.deliver([this, stages, former] { train(stages, former); });
    });
}

/// On the work thread. When training was asked for, nobody knew it yet.
void Trainer::mustNotBeRefused(const Parameters& parameters) const {
    if (m_work.refused == parameters)
        throw Error(tr("The parameters").toStdString(), tr("were refused, so nothing was trained").toStdString(),
                    tr("Mend the field that says why").toStdString());
}

/// On the work thread. @param runsFolder where a draft becomes a run
void Trainer::work(const std::vector<std::string>& names, const std::filesystem::path& runsFolder,
                   const Parameters& parameters, Former former, const StopToken& stop) {
    if (stop.stopRequested())
        throw Stopped();
    mustNotBeRefused(parameters);
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss"));
    if (!m_work.experiment)
        beginRun(unusedFolder(runsFolder, name), parameters);
    else if (former == Former::LeaveInItsRun)
        continueInNewRun(names, unusedFolder(runsFolder, name));
    Experiment& experiment = *m_work.experiment;
    if (former == Former::AskAbout) // also about a mixture that follows its members
        if (auto replaced = experiment.replacedBy(names, experiment.parameters()); !replaced.empty())
            throw RetrainRefused(experiment.folder().path(), std::move(replaced));
    m_jobs.deliver([this, answers = m_predictions.readEpochs(experiment)] { m_run.setEpochAnswers(answers); });
    experiment.train(names, m_feed, stop, Retrain::Replace);
}

/// On the work thread.
void Trainer::beginRun(const std::filesystem::path& folder, const Parameters& parameters) {
    m_work.open(Experiment::create(folder, parameters, m_work.dataSpec));
    m_jobs.deliver([this, path = QString::fromStdString(folder.string())] { m_run.becomeRun(path); });
}

/// On the work thread. The present run goes back to the parameters that its results are of.
void Trainer::continueInNewRun(const std::vector<std::string>& names, const std::filesystem::path& folder) {
    const RunConfig& config = m_work.experiment->folder().config();
    Experiment made = Experiment::create(folder, config.parameters, config.data.origin);
    m_work.log.reset(); // it looks into the experiment's folder
    Experiment before = std::move(*m_work.experiment);
    m_work.open(std::move(made));
    std::vector<std::string> every;
    for (const Stage& stage : m_work.experiment->stages())
        every.push_back(stage.name);
    const std::filesystem::path from = before.folder().path();
    takeTrainedStages(m_work.experiment->context(), every, std::span(&from, 1));
    if (before.isOutdated() && !before.folder().readOnly()) // what it has of the new ones is taken
        before.setParameters(before.folder().config().former->parameters);
    m_jobs.deliver([this, names, now = snapshotOf(m_work, nullptr, m_jobs), view = dataOf(m_work, m_jobs)] {
        m_run.showRun(now);
        m_run.setData(view);
        for (const StageView& stage : m_run.stages())
            if (std::ranges::find(names, stage.stage.name) != names.end() && stage.status != StageStatus::Done)
                m_run.queue(stage.stage.name);
        emit m_run.stagesChanged();
    });
}

/// @param now none if no run was made
void Trainer::end(const std::optional<RunSnapshot>& now) {
    m_run.endTraining();
    if (now) {
        publish();
        m_run.takeStages(*now);
    } else {
        m_run.drawStages();
    }
    publishMove();
    if (!m_run.training()) {
        m_timer.stop();
        m_run.setPaused(false);
    }
    emit m_run.stagesChanged();
    emit m_run.parametersChanged();
    m_predictions.refresh();
}

/// Once it is trained, with all that it stands on, it is what a person wants to look at.
void Trainer::chooseMixture(const std::vector<std::string>& trained) {
    const QString mixture = mixtureName(m_run);
    if (std::ranges::find(trained, mixture.toStdString()) != trained.end())
        m_run.selection().setStage(mixture);
}

void Trainer::setPaused(bool paused) {
    if (paused == m_run.paused() || (paused && !m_run.training()))
        return;
    paused ? m_stop->pause() : m_stop->resume();
    m_run.setPaused(paused);
    emit m_run.stagesChanged();
}

void Trainer::stop() {
    m_stop->requestStop();
    m_run.setPaused(false);
}

void Trainer::publish() {
    publishEvents();
    publishMove(); // what was waited for before it is said before it
}

void Trainer::publishEvents() {
    const std::vector<TrainingEvent> events = m_feed.take();
    if (events.empty())
        return;
    bool answered = false;
    for (const TrainingEvent& event : events) {
        take(event);
        answered |= std::holds_alternative<EpochAnswered>(event.what);
    }
    if (answered)
        emit m_run.epochAnswersChanged();
    emit m_run.stagesChanged();
}

void Trainer::take(const TrainingEvent& event) {
    const StageView* const view = m_run.findStage(QString::fromStdString(event.stage));
    const QString waited = view ? view->waits : QString();
    m_run.take(event);
    if (!view)
        return;
    if (waited != view->waits)
        emit m_jobs.told(view->waits.isEmpty()
                             ? tr("%1 could save again and continues.").arg(titleOf(view->stage))
                             : tr("%1 waits until it can save: %2").arg(titleOf(view->stage), view->waits));
    if (!waited.isEmpty() && !m_run.waitsForPlace())
        m_feed.goElsewhere({}); // what was asked for too late
}

void Trainer::publishMove() {
    const std::optional<TrainingFeed::Moved> moved = m_feed.takeMoved();
    if (!moved)
        return;
    const QString folder = QString::fromStdString(moved->place.string());
    m_run.moveRun(folder);
    const auto unread = static_cast<int>(moved->unread.size());
    const QString text =
        unread == 0   ? tr("The run continues in %1.")
        : unread == 1 ? tr("The run continues in %1, without 1 file that could not be read; the log names it.")
                      : tr("The run continues in %1, without %n files that could not be read; the log names them.",
                           nullptr, unread);
    emit m_jobs.told(text.arg(folder));
}

void Trainer::saveElsewhere(const QString& parent) {
    m_feed.goElsewhere(unusedFolder(parent.toStdString(), m_run.runName()));
}

} // namespace moelab
