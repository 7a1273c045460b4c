#pragma once

#include "base/stop_token.h"
#include "data/image_set.h"

#include <cstdint>
#include <string>
#include <vector>

namespace moelab {

class Experiment;

/// How much each place of a picture mattered to one answer of one member.
struct HeatMap {
    int height = 0;
    int width = 0;
    std::vector<float> values; ///< [height, width]; what they mean depends on the kind
};

enum class HeatMapKind {
    Occlusion, ///< -1..1, what the answer's share loses when the place is covered (see occlusion.h)
    GradCam    ///< 0..1, how much the place speaks for the answer, of what the strongest does (see grad_cam.h)
};

/// What is asked about one picture.
struct HeatMapQuestion {
    HeatMapKind kind = HeatMapKind::Occlusion;
    std::string stage;       ///< whose member answers. Grad-CAM is not for the mixture: it has no last convolution
    std::int64_t answer = 0; ///< the class, or for the gate the group, whose reasons are sought

    bool operator==(const HeatMapQuestion&) const = default;
};

/// Asks a trained member of a run. @param picture one image of the run's size; its label means nothing
/// @throws Error naming the stage that is not trained or has no such map, the answer or the size; Stopped
HeatMap heatMap(Experiment& experiment, const HeatMapQuestion& question, const ImageSet& picture,
                const StopToken& stop);

} // namespace moelab
