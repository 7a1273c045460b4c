#pragma once

#include "config/network_spec.h"
#include "plan/stage.h"

#include <string>
#include <vector>

namespace moelab {

/// A network of the mixture, before it has weights.
struct Member {
    std::string name;    ///< the stage's, or "sub-gate-<groupId>"
    NetworkSpec network; ///< with its outputs
};

/// The networks that a stage trains: one, a sub-gate per group, or none where nothing is learned.
std::vector<Member> membersOf(const Stage& stage, const Parameters& parameters, int classes);

/// @throws Error naming the parameter and the layer, if a network does not fit the images
void checkNetworks(const Parameters& parameters, int classes, const ImageShape& images);

} // namespace moelab
