#pragma once

#include "experiment/experiment.h"

#include <string>

namespace moelab {

/// "at chance: patience 2 ended it in epoch 5", of a stage that never left chance (see experiment/chance.h).
/// @param parameters by which it was trained
std::string chanceText(const StageResult& result, const Parameters& parameters);

/// What is wrong with the stages at chance, a line each: with what helps, and for a mixture also the members at
/// chance that it is built on. Empty if there are none.
std::string chanceNotes(const Experiment& experiment);

/// A line for each stage that learns nothing, and why. Empty if there is none.
std::string constantNotes(const Experiment& experiment);

} // namespace moelab
