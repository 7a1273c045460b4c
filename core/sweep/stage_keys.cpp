#include "sweep/stage_keys.h"

#include "experiment/reuse.h"

namespace moelab {

const std::map<std::string, std::string>& StageKeys::of(const QueueEntry& entry) {
    std::map<std::string, std::string>& keys = m_keys[entry.folder];
    if (keys.empty()) {
        const std::vector<Stage> stages = stagesOf(entry.parameters.groups);
        for (const Stage& stage : stages)
            if (learns(stage))
                keys[stage.name] = reuseKey(stage, stages, entry.parameters, entry.dataFingerprint);
    }
    return keys;
}

void StageKeys::noteTrained(const QueueEntry& entry) {
    for (const auto& [stage, key] : of(entry))
        noteTrained(key);
}

} // namespace moelab
