#pragma once

#include "experiment/member_outputs.h"

#include <optional>
#include <vector>

namespace moelab {

/// What would become of an image if it went to one group's expert. [classes] each, empty where not trained.
struct RouteWay {
    std::vector<float> expert;
    std::vector<float> baselineWeight; ///< the sub-gate's, of the baseline's output
    std::vector<float> expertWeight;   ///< the sub-gate's, of the expert's output
    std::vector<float> result;         ///< the mixture's outputs on this route
};

/// Decision path of one image through the mixture.
struct ImageWay {
    std::int64_t image = 0;            ///< its position among the outputs
    std::optional<std::int64_t> label; ///< the true class, where outputs have labels
    std::vector<float> baseline;       ///< [classes], or empty
    std::vector<float> gate;           ///< [groups], or empty
    std::optional<std::int64_t> route; ///< the group that the gate chose
    std::vector<RouteWay> ways;        ///< [groups], the routes not taken included
};

/// @param image a position among the outputs
ImageWay wayOf(const MemberOutputs& outputs, std::int64_t image);

} // namespace moelab
