#pragma once

#include "base/stop_token.h"
#include "data/image_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moelab {

class Experiment;

/// How much each region of an image contributes to one output of one member.
struct HeatMap {
    int height = 0;
    int width = 0;
    std::vector<float> values; ///< [height, width]; what they mean depends on the kind
};

enum class HeatMapKind {
    Occlusion, ///< -1..1, the loss of confidence when the region is covered (see occlusion.h)
    GradCam    ///< 0..1, evidence of the region for the class, relative to the strongest (see grad_cam.h)
};

/// Request for a heat map of one image.
struct HeatMapQuestion {
    HeatMapKind kind = HeatMapKind::Occlusion;
    std::string stage;       ///< of the member. Grad-CAM is not for the mixture: it has no last convolution
    std::int64_t answer = 0; ///< the class, or for the gate the group, to explain

    bool operator==(const HeatMapQuestion&) const = default;
};

/// Asks a trained member of a run. @param picture one image of the run's size; its label means nothing
/// @throws Error naming the stage that is not trained or has no such map, the answer or the size; Stopped
HeatMap heatMap(Experiment& experiment, const HeatMapQuestion& question, const ImageSet& picture,
                const StopToken& stop);

} // namespace moelab
