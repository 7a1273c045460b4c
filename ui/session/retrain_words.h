#pragma once

#include "experiment/stage_state.h"

#include <QString>

#include <vector>

namespace moelab {

/// What a person is asked before stages are trained again: names them, and what changed since they were trained.
QString retrainQuestion(const std::vector<Replacement>& replaced);
/// The same of a trained run whose class groups have changed.
QString otherGroupsQuestion();

} // namespace moelab
