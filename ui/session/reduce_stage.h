#pragma once

#include "session/training_event.h"

namespace moelab {

struct StageView;

/// Makes a stage's state of what its training reports. Predictions of epochs are not part of it.
void reduce(StageView& view, const TrainingEvent& event);

} // namespace moelab
