#include "base/error.h"
#include "experiment/experiment.h"
#include "experiment/outdated.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace moelab {

/// Before what the views and tables show is replaced stage by stage, by training all of it.
void Experiment::keepFormer(const std::vector<std::string>& names) {
    if (!isOutdated() || m_folder.keepsFormer())
        return;
    const std::filesystem::path run = m_folder.path();
    const bool all = std::ranges::all_of(outdatedStages(run, m_folder.config()), [&](const std::string& stage) {
        return std::ranges::find(names, stage) != names.end();
    });
    if (all)
        m_folder.keepFormer(formerStages(run, m_folder.config()));
}

/// What is kept of former results goes back where the parameters are those again, and goes where it is trained
/// anew.
void Experiment::settleFormer() {
    if (m_folder.readOnly() || !m_folder.keepsFormer())
        return;
    const RunConfig& config = m_folder.config();
    const std::filesystem::path former = formerResultsOf(m_folder.path());
    try {
        for (const Stage& stage : m_stages)
            if (learns(stage) && state(stage) != StageState::Done &&
                stageState(former, config, m_stages, stage) == StageState::Done)
                m_folder.putBack(stage.name);
        if (!isOutdated())
            m_folder.forgetFormer();
    } catch (const Error& problem) { // they are shown from where they are, and the next opening tries again
        spdlog::warn("{}", problem.what());
    }
}

bool Experiment::isOutdated() const { return moelab::isOutdated(m_folder.path(), m_folder.config()); }

void Experiment::showFormer() {
    m_folder.showFormer();
    m_stages = stagesOf(parameters().groups);
}

} // namespace moelab
