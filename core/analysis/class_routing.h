#pragma once

#include "data/class_groups.h"
#include "experiment/member_outputs.h"

#include <cstdint>
#include <vector>

namespace moelab {

/// How the gate and the sub-gates treat the images of one class: a row of class-by-expert tables. Means over the
/// class's images, NaN without any. An ImageQuery with the class as label and the group as route finds the images
/// behind a load.
struct ClassRouting {
    std::int64_t images = 0;
    std::vector<std::int64_t> routed; ///< [groups] images that went to each
    std::vector<double> load;         ///< [groups] their share of the class's images
    std::vector<double> gate;         ///< [groups] mean gate probability
    double entropy = 0; ///< mean entropy of the gate's probabilities, in bits: 0 is certain, log2(groups) undecided
    double margin = 0;  ///< mean of the largest gate probability minus the second
    double hitRate = 0; ///< share that went to the class's own group
    std::vector<double> baselineWeight; ///< [groups] mean weight of each sub-gate for the baseline's output of this
                                        ///< class, over all images of the class, wherever they went
    std::vector<double> expertWeight;   ///< [groups] the same for the expert's output
};

/// @param groups those the outputs were made with. @returns [classes]. @throws Error if a member is not trained
std::vector<ClassRouting> classRouting(const MemberOutputs& outputs, const ClassGroups& groups);

} // namespace moelab
