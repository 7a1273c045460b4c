#include "session/session_work.h"

#include <QDateTime>
#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

/// @returns a folder in `parent` that is not there: `name`, or with a number after it
std::filesystem::path unusedFolder(const std::filesystem::path& parent, const QString& name) {
    std::filesystem::path folder = parent / name.toStdString();
    std::error_code unknown;
    for (int number = 2; std::filesystem::exists(folder, unknown); ++number)
        folder = parent / (name.toStdString() + "-" + std::to_string(number));
    return folder;
}

} // namespace

void Session::beginActivity(const QString& activity) {
    m_activities << activity;
    m_activity = activity;
    emit activityChanged();
}

/// Another thread's job may go on; between two of one thread the last is shown.
void Session::endActivity(const QString& activity) {
    m_activities.removeOne(activity);
    --m_jobs;
    if (m_jobs > 0 && m_activities.isEmpty())
        return;
    m_activity = m_jobs > 0 ? m_activities.last() : QString();
    emit activityChanged();
}

Session::Snapshot Session::snapshot() const {
    const Experiment& experiment = *m_work->experiment;
    const RunFolder& folder = experiment.folder();
    Snapshot now{QString::fromStdString(std::filesystem::absolute(folder.path()).string()),
                 folder.readOnly().has_value(),
                 QString::fromStdString(folder.config().data.origin),
                 experiment.parameters(),
                 {}};
    for (const Stage& stage : experiment.stages())
        now.stages.push_back({stage,
                              statusOf(experiment.state(stage)),
                              {},
                              experiment.result(stage),
                              experiment.history(stage),
                              {},
                              {}});
    return now;
}

void Session::applyRun(Snapshot now) {
    m_runFolder = now.folder;
    m_readOnly = now.readOnly;
    m_dataSpec = now.dataSpec;
    m_parameters = now.parameters;
    m_accepted = now.parameters;
    m_applied.begin(); // what was asked for the former run is of no interest
    ++m_version;
    m_stages = std::move(now.stages);
    setOutputs(nullptr);
    setEpochAnswers({});
    clearPictures();
    setData(nullptr);
    m_selection.setPart(ImagePart::Test);
    m_selection.setImage(-1);
    m_selection.forgetHistory();
    chooseKnownStage();
    emit runChanged();
    emit parametersChanged();
    emit stagesChanged();
}

/// Takes the run's word for every stage, and keeps what only this sitting knows.
void Session::applyStages(const Snapshot& now) {
    publish();
    ++m_version;
    std::vector<StageView> before = std::exchange(m_stages, now.stages);
    for (StageView& view : m_stages) {
        const auto old =
            std::ranges::find(before, view.stage.name, [](const StageView& v) { return v.stage.name; });
        if (old == before.end())
            continue;
        if (training() && (old->active() || old->status == StageStatus::Queued)) {
            view = std::move(*old); // another job's
            continue;
        }
        if (!view.epochs.empty())
            view.batches = std::move(old->batches);
        if (old->status == StageStatus::Failed && view.status != StageStatus::Done) {
            view.status = StageStatus::Failed;
            view.failure = old->failure;
        }
    }
}

/// The stages of a draft.
void Session::drawStages() {
    m_stages.clear();
    for (const Stage& stage : stagesOf(m_parameters.groups))
        m_stages.push_back(
            {stage, stage.needs.empty() ? StageStatus::Ready : StageStatus::Waiting, {}, {}, {}, {}, {}});
    chooseKnownStage();
}

/// A stage that the run does not have gives way to the mixture.
void Session::chooseKnownStage() {
    if (!findStage(m_selection.stage()))
        m_selection.setStage(mixtureName(*this));
}

void Session::setData(std::shared_ptr<const DataView> data) {
    if (m_data && data && m_data->part != data->part)
        setOutputs(nullptr);
    m_data = std::move(data);
    emit dataChanged();
}

/// @param data null if the images are those that are shown already
void Session::showOutputs(std::shared_ptr<const DataView> data, std::shared_ptr<const MemberOutputs> outputs) {
    if (data) {
        setOutputs(nullptr); // no panel may see what was said of other images
        setData(std::move(data));
    }
    setOutputs(std::move(outputs));
}

void Session::setOutputs(std::shared_ptr<const MemberOutputs> outputs) {
    if (outputs == m_outputs)
        return;
    m_outputs = std::move(outputs);
    forgetHeldOut();
    emit outputsChanged();
    postPictureOutputs();
}

void Session::apply(const TrainingFeed::News& news, StageView& view) {
    const QString waited = view.waits;
    news.apply(view);
    if (view.status == StageStatus::Done)
        ++m_version;
    if (waited != view.waits)
        emit told(view.waits.isEmpty() ? tr("%1 could save again and continues.").arg(titleOf(view.stage))
                                       : tr("%1 waits until it can save: %2").arg(titleOf(view.stage), view.waits));
    if (!waited.isEmpty() && !waitsForPlace())
        m_feed.goElsewhere({}); // what was asked for too late
}

/// Shows what the training threads reported since the last time.
void Session::publish() {
    takeEpochAnswers();
    publishMove();
    const std::vector<TrainingFeed::News> news = m_feed.take();
    if (news.empty())
        return;
    for (const TrainingFeed::News& item : news)
        for (StageView& view : m_stages)
            if (view.stage.name == item.stage)
                apply(item, view);
    if (m_paused)
        for (StageView& view : m_stages)
            if (view.status == StageStatus::Training)
                view.status = StageStatus::Paused;
    emit stagesChanged();
}

void Session::publishMove() {
    const std::optional<TrainingFeed::Moved> moved = m_feed.takeMoved();
    if (!moved)
        return;
    m_runFolder = QString::fromStdString(moved->place.string());
    emit runMoved();
    emit told(moved->unread.empty()
                  ? tr("The run continues in %1.").arg(m_runFolder)
                  : tr("The run continues in %1, without %n file(s) that could not be read; the log names them.",
                       nullptr, static_cast<int>(moved->unread.size()))
                        .arg(m_runFolder));
}

bool Session::waitsForPlace() const {
    return std::ranges::any_of(m_stages,
                               [](const StageView& view) { return view.active() && !view.waits.isEmpty(); });
}

void Session::saveElsewhere(const QString& parent) {
    m_feed.goElsewhere(unusedFolder(parent.toStdString(), runName()));
}

const StageView* Session::findStage(const QString& name) const {
    const auto found =
        std::ranges::find(m_stages, name.toStdString(), [](const StageView& v) { return v.stage.name; });
    return found == m_stages.end() ? nullptr : &*found;
}

QString Session::runName() const { return hasRun() ? QFileInfo(m_runFolder).fileName() : QString(); }

std::filesystem::path Session::newRunFolder() const {
    return unusedFolder(m_runsFolder, QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd-HHmmss")));
}

QStringList groupNamesOf(const Session& session) {
    QStringList names;
    for (const ClassGroup& group : session.parameters().groups)
        names << QString::fromStdString(group.name);
    return names;
}

QStringList classNamesOf(const Session& session) {
    QStringList names;
    if (const auto data = session.data())
        for (const std::string& name : data->classNames)
            names << QString::fromStdString(name);
    return names;
}

QString mixtureName(const Session& session) {
    return std::ranges::find(session.stages(), true, [](const StageView& view) { return view.stage.isMixture; })
        ->name();
}

QStringList answerNamesOf(const Session& session, const Stage& stage) {
    return stage.targets == Targets::Groups ? groupNamesOf(session) : classNamesOf(session);
}

} // namespace moelab
