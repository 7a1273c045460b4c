#include "experiment/run_folder.h"

#include "base/files.h"
#include "experiment/copy_run.h"
#include "experiment/epoch_answers.h"

#include <spdlog/spdlog.h>

#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

FileLock lockRun(const fs::path& path) { return {path / "lock", path.string()}; }

/// Whether a folder holds no more than what a process leaves there that is killed before it has written a run's
/// config.json, or after it has removed it.
bool holdsNoMoreThanLeftovers(const fs::path& path) {
    std::error_code problem;
    for (fs::directory_iterator entry(path, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        const bool isEmptyStages = name == "stages" && fs::is_empty(entry->path(), problem);
        if (name != "lock" && !isEmptyStages && !isTemporaryFile(entry->path()))
            return false;
    }
    return !problem;
}

/// The stages for whose place there is a training.
std::vector<std::string> stagesWithNext(const fs::path& run) {
    std::vector<std::string> stages;
    std::error_code problem;
    for (fs::directory_iterator entry(run / "stages", problem), end; !problem && entry != end;
         entry.increment(problem))
        if (isThere(entry->path() / kNextFolder))
            stages.push_back(entry->path().filename().string());
    return stages;
}

/// What it is without is seen in its curves only, so that a damaged one keeps nobody from the run.
std::vector<EpochMetrics> historyOfNext(const fs::path& run, const std::string& stage) {
    try {
        return readRunHistory(stageFolder(run, stage) / kNextFolder)[stage];
    } catch (const Error& fault) {
        spdlog::warn("{}", fault.what());
        return {};
    }
}

} // namespace

RunFolder::RunFolder(fs::path path, std::optional<FileLock> lock)
    : m_path(std::move(path))
    , m_lock(std::move(lock)) {}

fs::path RunFolder::path() const {
    const std::lock_guard guard(*m_mutex);
    return m_path;
}

/// Makes a folder and locks it.
RunFolder RunFolder::takeEmpty(const fs::path& path) {
    const auto refuseRun = [&] {
        isSurelyThere(path / "config.json"); // says why, if that cannot be told
        if (isRun(path))
            throw Error(path.string(), "already contains a run",
                        "Continue it with --resume or replace it with --restart");
    };
    refuseRun();
    std::error_code problem;
    if (fs::exists(path, problem) && !holdsNoMoreThanLeftovers(path))
        throw Error(path.string(), "exists and is not a run", "Choose another place for the run");
    makeFolder(path);
    RunFolder folder(path, lockRun(path));
    refuseRun(); // that another process made meanwhile
    sweepTemporaryFiles(path);
    makeFolder(path / "stages");
    return folder;
}

RunFolder RunFolder::create(const fs::path& path, const RunConfig& config) {
    RunFolder folder = takeEmpty(path);
    folder.setConfig(config);
    return folder;
}

RunFolder RunFolder::open(const fs::path& path, Access access) {
    if (!isRun(path)) {
        isSurelyThere(path / "config.json"); // says why, if that cannot be told
        throw Error(path.string(), isThere(path) ? "is not a run (it has no config.json)" : "does not exist",
                    "Name a folder that 'moelab train --out' created");
    }
    RunFolder folder(path, std::nullopt);
    if (access == Access::Look)
        folder.m_readOnly.emplace(path.string(), "is only looked at", "Open it to change it");
    else
        folder.lock(access);
    folder.m_config = readRunConfig(path);
    try {
        folder.m_history = readRunHistory(path);
        for (const std::string& stage : stagesWithNext(path))
            folder.m_next[stage] = historyOfNext(path, stage);
    } catch (const Error& problem) { // without it all can be read, but the next epoch would be written over it
        if (access == Access::Write)
            throw;
        folder.m_readOnly = problem;
        folder.m_lock.reset();
    }
    if (!folder.m_readOnly)
        folder.sweep();
    return folder;
}

void RunFolder::lock(Access access) {
    try {
        m_lock = lockRun(m_path);
    } catch (const Error& problem) {
        if (access == Access::Write)
            throw;
        m_readOnly = problem;
    }
}

/// Removes what a killed process left behind, and ends what it had begun to put in the place of a trained stage.
void RunFolder::sweep() {
    sweepTemporaryFiles(m_path);
    for (const std::string& stage : stagesWithNext(m_path))
        if (isThere(stageFolder(m_path, stage) / kNextFolder / "result.json"))
            try {
                promote(stage);
            } catch (const NoPlaceError&) { // it is read as it stands, and the next opening tries again
            }
    std::error_code problem;
    for (fs::directory_iterator entry(m_path / "stages", problem), end; !problem && entry != end;
         entry.increment(problem)) {
        std::error_code ignored;                    // it would only cost room
        if (isThere(entry->path() / "result.json")) // the stage is finished
            fs::remove(entry->path() / kResumeStates[1], ignored);
    }
}

std::vector<fs::path> RunFolder::moveTo(const fs::path& place) {
    const std::unique_lock alone(*m_place);
    refuseWithin(place, m_path);
    RunFolder there = takeEmpty(place);
    const std::vector<fs::path> unread = copyRun(m_path, place);
    const std::lock_guard guard(*m_mutex);
    writeRunHistory(place, m_history);
    for (const auto& [stage, epochs] : m_next) {
        makeFolder(stageFolder(place, stage) / kNextFolder);
        writeRunHistory(stageFolder(place, stage) / kNextFolder, {{stage, epochs}});
    }
    writeRunConfig(place, m_config); // last: until then it is not a run
    m_path = place;
    m_lock = std::move(there.m_lock);
    return unread;
}

void RunFolder::mustBeWritable() const {
    if (m_readOnly)
        throw Error(*m_readOnly);
}

RunFolder RunFolder::locked(const fs::path& path) {
    if (!isRun(path))
        throw Error(path.string(), "is not a run (it has no config.json)", "Choose another place for the run");
    return {path, lockRun(path)};
}

/// Removes all that was trained.
void RunFolder::clear() {
    for (const char* name : {"stages", kFormerFolder, "history.jsonl", "run.log"})
        removeAll(m_path / name);
    for (const ImagePart part : kImageParts)
        removeAll(outputs(part));
}

RunFolder RunFolder::replace(const fs::path& path, const RunConfig& config) {
    RunFolder folder = locked(path);
    folder.setConfig(config); // first: where that cannot be written, the old run stays
    folder.clear();
    makeFolder(path / "stages");
    return folder;
}

void RunFolder::remove(const fs::path& path) {
    RunFolder folder = locked(path);
    folder.clear();
    removeAll(path / "note.json");
    removeAll(path / "config.json"); // last, so that what is left of a run is one until then
    removeAll(path / "lock");
}

void RunFolder::setConfig(const RunConfig& config) {
    mustBeWritable();
    writeRunConfig(m_path, config);
    m_config = config;
}

fs::path RunFolder::bestWeights(const std::string& stage) const { return bestWeightsOf(results(), stage); }

fs::path RunFolder::trainingFolder(const std::string& stage) const {
    const std::lock_guard guard(*m_mutex);
    const fs::path folder = stageFolder(m_path, stage);
    return m_next.contains(stage) ? folder / kNextFolder : folder;
}

fs::path RunFolder::bestInTraining(const std::string& stage) const {
    return trainingFolder(stage) / "best.safetensors";
}

fs::path RunFolder::resumeState(const std::string& stage) const { return trainingFolder(stage) / kResumeStates[0]; }

fs::path RunFolder::previousResumeState(const std::string& stage) const {
    return trainingFolder(stage) / kResumeStates[1];
}

fs::path RunFolder::epochAnswers(const std::string& stage) const {
    return trainingFolder(stage) / "epochs.safetensors";
}

fs::path RunFolder::outputs(ImagePart part) const {
    switch (part) {
    case ImagePart::Test:
        break;
    case ImagePart::Training:
        return results() / "outputs-training.safetensors";
    case ImagePart::HeldOut:
        return results() / "outputs-held-out.safetensors";
    }
    return results() / "outputs.safetensors";
}

std::vector<EpochMetrics> RunFolder::history(const std::string& stage) const {
    const std::lock_guard guard(*m_mutex);
    const auto found = m_history.find(stage);
    return found == m_history.end() ? std::vector<EpochMetrics>() : found->second;
}

RunHistory RunFolder::history() const {
    const std::lock_guard guard(*m_mutex);
    return m_history;
}

std::optional<std::vector<EpochMetrics>> RunFolder::nextHistory(const std::string& stage) const {
    const std::lock_guard guard(*m_mutex);
    const auto found = m_next.find(stage);
    return found == m_next.end() ? std::nullopt : std::optional(found->second);
}

/// Under the mutex.
std::vector<EpochMetrics>& RunFolder::historyInTraining(const std::string& stage) {
    const auto next = m_next.find(stage);
    return next == m_next.end() ? m_history[stage] : next->second;
}

void RunFolder::appendHistory(const std::string& stage, const EpochMetrics& metrics) {
    const std::lock_guard guard(*m_mutex);
    historyInTraining(stage).push_back(metrics);
    try {
        writeHistoryOf(stage);
    } catch (...) {
        historyInTraining(stage).pop_back(); // so that it can be tried again
        throw;
    }
}

void RunFolder::setHistory(const std::string& stage, const std::vector<EpochMetrics>& epochs) {
    const std::lock_guard guard(*m_mutex);
    historyInTraining(stage) = epochs;
    writeHistoryOf(stage);
}

void RunFolder::truncateHistory(const std::string& stage, std::int64_t epoch) {
    truncateAnswers(epochAnswers(stage), epoch);
    const std::lock_guard guard(*m_mutex);
    std::erase_if(historyInTraining(stage), [&](const EpochMetrics& metrics) { return metrics.epoch > epoch; });
    writeHistoryOf(stage);
}

/// Under the mutex.
void RunFolder::writeHistoryOf(const std::string& stage) const {
    const auto next = m_next.find(stage);
    if (next == m_next.end())
        return writeHistory();
    mustBeWritable();
    writeRunHistory(stageFolder(m_path, stage) / kNextFolder, {{stage, next->second}});
}

void RunFolder::writeHistory() const {
    mustBeWritable();
    writeRunHistory(m_path, m_history);
}

std::optional<StageResult> RunFolder::result(const std::string& stage) const {
    return readStageResult(results(), stage);
}

void RunFolder::saveResult(const std::string& stage, const StageResult& result) {
    mustBeWritable();
    writeResultIn(trainingFolder(stage), stage, result);
    const std::lock_guard guard(*m_mutex);
    if (m_next.contains(stage))
        promote(stage);
}

/// Puts a training that has its result in the place of the trained stage; under the mutex. Whatever moment a crash
/// picks, bestWeightsOf and readStageResult find the new ones, and the next opening does the rest.
void RunFolder::promote(const std::string& stage) {
    const fs::path folder = stageFolder(m_path, stage);
    const fs::path next = folder / kNextFolder;
    for (const char* name : {"best.safetensors", "epochs.safetensors", kResumeStates[0]})
        if (isThere(next / name))
            moveFile(next / name, folder / name);
    m_history[stage] = m_next[stage];
    writeHistory();
    moveFile(next / "result.json", folder / "result.json");
    std::error_code ignored; // what is left of it stands for nothing
    fs::remove_all(next, ignored);
    m_next.erase(stage);
}

void RunFolder::makeTrainingFolder(const std::string& stage) { makeFolder(trainingFolder(stage)); }

void RunFolder::beginTraining(const std::string& stage) {
    if (!result(stage))
        return clearStage(stage);
    mustBeWritable();
    const fs::path next = stageFolder(path(), stage) / kNextFolder;
    removeAll(next);
    makeFolder(next);
    const std::lock_guard guard(*m_mutex);
    m_next[stage].clear();
    writeHistoryOf(stage);
}

void RunFolder::continueTraining(const std::string& stage, const fs::path& state, std::int64_t epoch,
                                 const std::string& fingerprint) {
    const fs::path folder = stageFolder(path(), stage);
    if (state.parent_path() == folder && result(stage)) { // it is trained, but not for as long as it is to be
        const std::vector<EpochMetrics> epochs = history(stage);
        beginTraining(stage);
        setHistory(stage, epochs);
        shareFile(folder / "epochs.safetensors", epochAnswers(stage));
        shareFile(folder / "best.safetensors", bestInTraining(stage));
        shareFile(state, resumeState(stage)); // last: until then the training begins again
    }
    truncateHistory(stage, epoch);
    stampAnswers(epochAnswers(stage), fingerprint);
}

void RunFolder::resetStage(const std::string& stage) {
    clearStage(stage);
    removeAll(stageFolder(path() / kFormerFolder, stage));
}

void RunFolder::clearStage(const std::string& stage) {
    mustBeWritable();
    removeAll(stageFolder(path(), stage));
    const std::lock_guard guard(*m_mutex);
    makeFolder(stageFolder(m_path, stage));
    m_history.erase(stage);
    m_next.erase(stage);
    writeHistory();
}

} // namespace moelab
