#pragma once

#include "analysis/attribution.h"

#include <QString>

namespace moelab {

/// A short name: "gate" for what the gate lost.
QString nameOf(Outcome outcome);
/// What is true of an image with this outcome, in a sentence.
QString meaningOf(Outcome outcome);

} // namespace moelab
