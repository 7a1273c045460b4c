#pragma once

#include "experiment/member_outputs.h"
#include "workspace/run_summary.h"

namespace moelab {

/// What a run's members said of the test images, as saved when they were last asked; without the run's lock, its
/// data or its weights. A member that was trained anew since, or that is not trained, has an empty array.
/// @throws Error naming the file if there is none, if it is damaged or does not fit the run
MemberOutputs readRunOutputs(const RunSummary& run);

} // namespace moelab
