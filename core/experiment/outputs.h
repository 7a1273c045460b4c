#pragma once

#include "base/stop_token.h"
#include "experiment/member_outputs.h"
#include "experiment/run_context.h"

namespace moelab {

/// Runs the members of the trained stages on every test image.
/// @param trained with the mixture, all of them. @throws Stopped, Error
MemberOutputs computeOutputs(const RunContext& context, const std::vector<Stage>& trained, const StopToken& stop);

} // namespace moelab
