#pragma once

#include "confusion/confusion_table.h"
#include "experiment/stage.h"

namespace moelab {

class Session;

/// @returns whether the session knows what the stage's member said of the test images
bool isScored(const Session& session, const Stage& stage);

/// How often the stage's member took one class for another, classes of a group together. Only if isScored.
ConfusionTable confusionOf(const Session& session, const Stage& stage);

} // namespace moelab
