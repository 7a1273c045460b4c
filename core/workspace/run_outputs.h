#pragma once

#include "experiment/member_outputs.h"
#include "workspace/run_summary.h"

namespace moelab {

/// Outputs of a run's members for the test images, as last saved; without the run's lock, its
/// data or its weights. A member that was trained again since, or that is not trained, has an empty array.
/// @throws Error naming the file if there is none, if it is damaged or does not fit the run
MemberOutputs readRunOutputs(const RunSummary& run);

} // namespace moelab
