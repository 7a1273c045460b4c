#pragma once

#include "experiment/heat_map.h"
#include "experiment/run_context.h"

namespace moelab {

/// Grad-CAM of a trained classifier: baseline, gate or an expert that learned (see probe/grad_cam.h).
/// @param picture one image of the run's size. @throws Error
HeatMap computeGradCam(const RunContext& context, const Stage& stage, const ImageSet& picture, std::int64_t answer);

} // namespace moelab
