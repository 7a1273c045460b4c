#include "session/open_run.h"

#include "experiment/experiment.h"
#include "session/reduce_stage.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace moelab {

RunSnapshot snapshotOf(const Experiment& experiment) {
    const RunFolder& folder = experiment.folder();
    RunSnapshot now{QString::fromStdString(std::filesystem::absolute(folder.path()).string()),
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

OpenRun::OpenRun(std::filesystem::path runsFolder, QObject* parent)
    : QObject(parent)
    , m_runsFolder(std::move(runsFolder)) {
    drawStages();
}

QString OpenRun::runName() const { return hasRun() ? QFileInfo(m_runFolder).fileName() : QString(); }

const StageView* OpenRun::findStage(const QString& name) const {
    const auto found =
        std::ranges::find(m_stages, name.toStdString(), [](const StageView& view) { return view.stage.name; });
    return found == m_stages.end() ? nullptr : &*found;
}

bool OpenRun::waitsForPlace() const {
    return std::ranges::any_of(m_stages,
                               [](const StageView& view) { return view.active() && !view.waits.isEmpty(); });
}

std::shared_ptr<const EpochAnswers> OpenRun::epochAnswers(const QString& stage) const {
    const auto found = m_epochAnswers.find(stage.toStdString());
    return found == m_epochAnswers.end() ? nullptr : found->second;
}

void OpenRun::showRun(RunSnapshot now) {
    m_runFolder = now.folder;
    m_readOnly = now.readOnly;
    m_dataSpec = now.dataSpec;
    m_parameters = now.parameters;
    m_stages = std::move(now.stages);
    ++m_version;
    ++m_revision;
    setOutputs(nullptr);
    setEpochAnswers({});
    setData(nullptr);
    m_selection.setPart(ImagePart::Test);
    m_selection.setImage(-1);
    m_selection.forgetHistory();
    chooseKnownStage();
    emit runChanged();
    emit parametersChanged();
    emit stagesChanged();
}

void OpenRun::showDraft(const QString& dataSpec, std::shared_ptr<const DataView> data) {
    m_runFolder.clear();
    m_selection.setPart(ImagePart::Test);
    m_selection.forgetHistory();
    m_readOnly = false;
    m_dataSpec = dataSpec;
    setOutputs(nullptr);
    setEpochAnswers({});
    drawStages();
    setData(std::move(data));
    emit runChanged();
    emit stagesChanged();
}

void OpenRun::becomeRun(const QString& folder) {
    m_runFolder = folder;
    emit runChanged();
}

void OpenRun::moveRun(const QString& folder) {
    m_runFolder = folder;
    emit runMoved();
}

void OpenRun::takeStages(const RunSnapshot& now) {
    ++m_version;
    std::vector<StageView> before = std::exchange(m_stages, now.stages);
    for (StageView& view : m_stages) {
        const auto old =
            std::ranges::find(before, view.stage.name, [](const StageView& each) { return each.stage.name; });
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

void OpenRun::drawStages() {
    m_stages.clear();
    for (const Stage& stage : stagesOf(m_parameters.groups))
        m_stages.push_back(
            {stage, stage.needs.empty() ? StageStatus::Ready : StageStatus::Waiting, {}, {}, {}, {}, {}});
    chooseKnownStage();
}

/// A stage that the run does not have gives way to the mixture.
void OpenRun::chooseKnownStage() {
    if (!findStage(m_selection.stage()))
        m_selection.setStage(mixtureName(*this));
}

void OpenRun::take(const TrainingEvent& event) {
    if (const auto* const answered = std::get_if<EpochAnswered>(&event.what))
        take(event.stage, *answered);
    m_version += std::holds_alternative<StageResult>(event.what) ? 1 : 0;
    for (StageView& view : m_stages) {
        if (view.stage.name != event.stage)
            continue;
        reduce(view, event);
        if (m_paused && view.status == StageStatus::Training)
            view.status = StageStatus::Paused;
    }
}

void OpenRun::take(const std::string& stage, const EpochAnswered& answered) {
    const auto found = m_epochAnswers.find(stage);
    if (found == m_epochAnswers.end() || found->second->images.size() != answered.answers.size() ||
        found->second->epochs() < answered.epoch - 1)
        return; // the epochs before are not known
    EpochAnswers longer = *found->second;
    longer.answers.resize(static_cast<std::size_t>(answered.epoch - 1) * answered.answers.size());
    longer.answers.insert(longer.answers.end(), answered.answers.begin(), answered.answers.end());
    found->second = std::make_shared<const EpochAnswers>(std::move(longer));
}

void OpenRun::forgetFailures() {
    for (StageView& view : m_stages)
        if (view.status == StageStatus::Failed)
            view.status = StageStatus::Ready;
}

void OpenRun::queue(const std::string& stage) {
    std::ranges::find(m_stages, stage, [](const StageView& view) { return view.stage.name; })->status =
        StageStatus::Queued;
}

void OpenRun::setPaused(bool paused) {
    m_paused = paused;
    for (StageView& view : m_stages)
        if (view.active())
            view.status = paused ? StageStatus::Paused : StageStatus::Training;
}

void OpenRun::takeParameters(const Parameters& parameters) {
    m_parameters = parameters;
    ++m_revision;
    if (!hasRun())
        drawStages();
}

void OpenRun::setDataSpec(const QString& spec) {
    m_dataSpec = spec;
    ++m_version;
}

void OpenRun::setData(std::shared_ptr<const DataView> data) {
    if (m_data && data && m_data->part != data->part)
        setOutputs(nullptr);
    m_data = std::move(data);
    emit dataChanged();
}

void OpenRun::showOutputs(std::shared_ptr<const DataView> data, std::shared_ptr<const MemberOutputs> outputs) {
    if (data) {
        setOutputs(nullptr); // no panel may see what was said of other images
        setData(std::move(data));
    }
    setOutputs(std::move(outputs));
}

void OpenRun::setOutputs(std::shared_ptr<const MemberOutputs> outputs) {
    if (outputs == m_outputs)
        return;
    m_outputs = std::move(outputs);
    emit outputsChanged();
}

void OpenRun::setEpochAnswers(AllEpochAnswers answers) {
    m_epochAnswers = std::move(answers);
    emit epochAnswersChanged();
}

QStringList groupNamesOf(const OpenRun& run) {
    QStringList names;
    for (const ClassGroup& group : run.parameters().groups)
        names << QString::fromStdString(group.name);
    return names;
}

QStringList classNamesOf(const OpenRun& run) {
    QStringList names;
    if (const auto data = run.data())
        for (const std::string& name : data->classNames)
            names << QString::fromStdString(name);
    return names;
}

QString mixtureName(const OpenRun& run) {
    return std::ranges::find(run.stages(), true, [](const StageView& view) { return view.stage.isMixture; })
        ->name();
}

QStringList answerNamesOf(const OpenRun& run, const Stage& stage) {
    return stage.targets == Targets::Groups ? groupNamesOf(run) : classNamesOf(run);
}

} // namespace moelab
