#include "session/open_run.h"

#include "config/parameter_table.h"
#include "session/reduce_stage.h"
#include "session/run_name.h"

#include <QFileInfo>

#include <algorithm>
#include <utility>

namespace moelab {

namespace {

/// Whether members would be asked about the same images, for the same groups.
bool sameImages(ImagePart part, const Parameters& a, const Parameters& b) {
    DataOptions first = dataOptionsOf(a);
    const DataOptions second = dataOptionsOf(b);
    if (part == ImagePart::Test) // however many training images there are
        first.size.train = second.size.train;
    return a.groups == b.groups && first == second &&
           (part == ImagePart::Test || (a.validation == b.validation && a.holdoutFraction == b.holdoutFraction));
}

const StageView* findIn(const std::vector<StageView>& stages, const QString& name) {
    const auto found =
        std::ranges::find(stages, name.toStdString(), [](const StageView& view) { return view.stage.name; });
    return found == stages.end() ? nullptr : &*found;
}

} // namespace

OpenRun::OpenRun(std::filesystem::path runsFolder, QObject* parent)
    : QObject(parent)
    , m_runsFolder(std::move(runsFolder)) {
    drawStages();
}

QString OpenRun::runName() const { return hasRun() ? QFileInfo(m_runFolder).fileName() : QString(); }

const StageView* OpenRun::findStage(const QString& name) const { return findIn(m_stages, name); }

const StageView* OpenRun::findShown(const QString& name) const { return findIn(shownStages(), name); }

int OpenRun::outdatedStages() const {
    return static_cast<int>(std::ranges::count_if(shownStages(), [&](const StageView& view) {
        const StageView* const now = findStage(view.name());
        return view.result && (!now || now->status != StageStatus::Done);
    }));
}

void OpenRun::readTitle() {
    const QString title = hasRun() ? nameOfRun(m_runFolder) : QString();
    if (std::exchange(m_runTitle, title) != title)
        emit runRenamed();
}

bool OpenRun::waitsForPlace() const {
    return std::ranges::any_of(m_stages,
                               [](const StageView& view) { return view.active() && !view.waits.isEmpty(); });
}

std::shared_ptr<const EpochAnswers> OpenRun::epochAnswers(const QString& stage) const {
    if (training() && !sameImages(ImagePart::Test, shownParameters(), m_parameters))
        return nullptr;
    const auto found = m_epochAnswers.find(stage.toStdString());
    return found == m_epochAnswers.end() ? nullptr : found->second;
}

void OpenRun::showRun(RunSnapshot now) {
    m_runFolder = now.folder;
    m_readOnly = now.readOnly;
    m_dataSpec = now.dataSpec;
    m_parameters = now.parameters;
    m_stages = std::move(now.stages);
    m_knowsStates = true;
    m_former = std::move(now.former);
    ++m_version;
    readTitle();
    setOutputs(nullptr);
    setEpochAnswers({});
    setData(nullptr);
    forgetChoices();
    chooseKnownStage();
    emit runChanged();
    emit parametersChanged();
    emit stagesChanged();
}

void OpenRun::showDraft(const QString& dataSpec, std::shared_ptr<const DataView> data) {
    m_runFolder.clear();
    m_readOnly = false;
    m_dataSpec = dataSpec;
    m_former.reset();
    setOutputs(nullptr);
    setEpochAnswers({});
    forgetChoices();
    drawStages();
    setData(std::move(data));
    emit runChanged();
    emit stagesChanged();
}

/// What was asked for in one run means nothing in another.
void OpenRun::forgetChoices() {
    m_selection.setPart(ImagePart::Test);
    m_selection.setImage(-1);
    m_selection.setQuery({});
    m_selection.forgetHistory();
}

void OpenRun::becomeRun(const QString& folder) {
    m_runFolder = folder;
    readTitle();
    emit runChanged();
}

void OpenRun::moveRun(const QString& folder) {
    m_runFolder = folder;
    readTitle();
    emit runMoved();
}

void OpenRun::takeStages(const RunSnapshot& now) {
    const Parameters before = shownParameters();
    ++m_version;
    const std::vector<StageView> shown = shownStages();
    m_former = now.former;
    if (m_former)
        for (StageView& view : m_former->stages)
            if (const StageView* const old = findIn(shown, view.name()))
                view.batches = old->batches;
    keepWhatIsKnown(now);
    if (!sameImages(m_selection.part(), before, shownParameters())) {
        setOutputs(nullptr);
        setEpochAnswers({});
    }
    if (now.data)
        setData(now.data);
    if (before.groups == shownParameters().groups)
        return;
    m_selection.setQuery({}); // it may name groups that there are no longer, as the way back may name stages
    m_selection.forgetHistory();
    chooseKnownStage();
}

void OpenRun::keepWhatIsKnown(const RunSnapshot& now) {
    std::vector<StageView> before = std::exchange(m_stages, now.stages);
    m_knowsStates = true;
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
    m_knowsStates = true;
    for (const Stage& stage : stagesOf(m_parameters.groups)) {
        StageView& view = m_stages.emplace_back(StageView{stage, StageStatus::Ready, {}, {}, {}, {}, {}});
        if (!learns(stage)) {
            view.status = StageStatus::Done;
            view.result = resultOfNothing({});
        } else if (!stage.needs.empty()) {
            view.status = StageStatus::Waiting;
        }
    }
    chooseKnownStage();
}

/// A stage that the run does not have gives way to the mixture.
void OpenRun::chooseKnownStage() {
    if (!findShown(m_selection.stage()))
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
    if (hasRun() && !m_former)
        m_former = FormerRun{m_parameters, m_stages};
    m_parameters = parameters;
    m_knowsStates = false;
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
    for (const ClassGroup& group : run.shownParameters().groups)
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
    return std::ranges::find(run.shownStages(), true, [](const StageView& view) { return view.stage.isMixture; })
        ->name();
}

QStringList answerNamesOf(const OpenRun& run, const Stage& stage) {
    return stage.targets == Targets::Groups ? groupNamesOf(run) : classNamesOf(run);
}

} // namespace moelab
