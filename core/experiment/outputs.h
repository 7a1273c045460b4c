#pragma once

#include "experiment/member_outputs.h"
#include "experiment/stage_trainer.h"

namespace moelab {

/// Runs every member that is trained on every test image. @throws Stopped, Error
MemberOutputs computeOutputs(const RunContext& context, const StopToken& stop);

} // namespace moelab
