#pragma once

#include "config/parameters.h"
#include "data/image_set.h"

#include <cstddef>
#include <cstdint>
#include <string>

namespace moelab {

/// Refuses parameters by which no run of these data can be trained, whatever the machine: groups of other classes,
/// networks that do not fit the images, a stage without images, outputs of members that are too many to be kept.
/// @throws Error naming the parameter
void checkRun(const Parameters& parameters, const DataSet& data);

/// Bytes of the members' outputs for so many images (see MemberOutputs): most are two shares for every group's
/// sub-gate, image and class, and one for every expert. While they are computed or read it is twice as much.
std::uint64_t bytesOfOutputs(std::int64_t images, std::size_t classes, std::size_t groups);

/// Refuses outputs for which this machine has no memory at the moment.
/// @param parameter that says how many images there are; the Error names it. @param advice beside fewer images
void checkMemoryForOutputs(const std::string& parameter, std::int64_t images, std::size_t classes,
                           std::size_t groups, const std::string& advice);

} // namespace moelab
