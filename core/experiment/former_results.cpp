#include "base/files.h"
#include "experiment/copy_run.h"
#include "experiment/run_folder.h"

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// Of a trained stage; the result last, as a stage is trained that has it.
constexpr const char* kStageFiles[] = {"best.safetensors", "epochs.safetensors", kResumeStates[0], "result.json"};

fs::path unfinished(const fs::path& run) { return run / (std::string(kFormerFolder) + ".part"); }

} // namespace

void RunFolder::showFormer() {
    m_config.setSettings(RunSettings(*m_config.former));
    if (!keepsFormer())
        return;
    m_showsFormer = true;
    m_history = readRunHistory(results());
    m_next.clear();
}

fs::path RunFolder::results() const { return m_showsFormer ? path() / kFormerFolder : path(); }

bool RunFolder::keepsFormer() const { return isThere(path() / kFormerFolder); }

void RunFolder::keepFormer(const std::vector<std::string>& stages) {
    mustBeWritable();
    const fs::path run = path();
    const fs::path former = unfinished(run);
    removeAll(former);
    RunHistory kept;
    for (const std::string& stage : stages) {
        makeFolder(stageFolder(former, stage));
        for (const char* file : kStageFiles)
            shareFile(stageFolder(run, stage) / file, stageFolder(former, stage) / file);
        kept[stage] = history(stage);
    }
    makeFolder(former);
    for (const ImagePart part : kImageParts)
        shareFile(outputs(part), former / outputs(part).filename());
    writeRunHistory(former, kept);
    moveFile(former, run / kFormerFolder);
}

void RunFolder::putBack(const std::string& stage) {
    mustBeWritable();
    const fs::path kept = stageFolder(path() / kFormerFolder, stage);
    const fs::path folder = stageFolder(path(), stage);
    RunHistory former = readRunHistory(path() / kFormerFolder);
    const std::lock_guard guard(*m_mutex);
    const bool goesOn = isThere(folder / "result.json") && !m_next.contains(stage);
    removeAll(folder / "result.json"); // first: what is between this and that is no trained stage
    if (goesOn) {
        const fs::path next = folder / kNextFolder;
        makeFolder(next);
        m_next[stage] = m_history[stage];
        writeHistoryOf(stage);
        for (const char* file : kStageFiles)
            if (isThere(folder / file))
                moveFile(folder / file, next / file);
    }
    m_history[stage] = std::move(former[stage]);
    writeHistory();
    makeFolder(folder);
    for (const char* file : kStageFiles) {
        removeAll(folder / file);
        shareFile(kept / file, folder / file);
    }
}

void RunFolder::forgetFormer() {
    mustBeWritable();
    removeAll(path() / kFormerFolder);
    removeAll(unfinished(path()));
}

} // namespace moelab
