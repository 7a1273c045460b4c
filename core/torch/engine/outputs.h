#pragma once

#include "base/stop_token.h"
#include "experiment/member_outputs.h"
#include "experiment/run_context.h"
#include "experiment/splits.h"

namespace moelab {

/// Runs the members of the trained stages on some images.
/// @param trained with the mixture, all of them. @throws Stopped, Error
MemberOutputs computeOutputs(const RunContext& context, const std::vector<Stage>& trained, const Split& split,
                             const StopToken& stop);

} // namespace moelab
