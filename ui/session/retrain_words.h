#pragma once

#include "experiment/stage_state.h"

#include <QString>

#include <vector>

namespace moelab {

/// Asks whether stages may be trained again, and names what changed since they were trained.
QString retrainQuestion(const std::vector<Replacement>& replaced);

} // namespace moelab
