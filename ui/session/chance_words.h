#pragma once

#include "experiment/run_files.h"
#include "plan/stage.h"

#include <QString>

#include <vector>

namespace moelab {

/// What is to be said of a trained stage that never left chance (see core's experiment/chance.h), or of a mixture
/// that is built on such members.
struct ChanceNote {
    QString state; ///< in a few words: "done, at chance"; empty if there is nothing to be said
    QString cause; ///< "patience 2 ended it in epoch 5"; empty for a mixture that only stands on others
    QString text;  ///< the whole of it, with what helps
};

/// @param parameters by which the stage was trained. @param atChance the run's stages that are
ChanceNote chanceNote(const Stage& stage, const StageResult& result, const Parameters& parameters,
                      const std::vector<Stage>& atChance);

} // namespace moelab
