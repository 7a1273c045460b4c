#pragma once

#include "config/parameters.h"
#include "data/image_set.h"
#include "plan/stage.h"

#include <cstdint>
#include <vector>

namespace moelab {

/// Some images of a set, by their positions in it.
struct Split {
    const ImageSet& set;
    std::vector<std::int64_t> images;
};

/// The images that a stage learns from, is watched on, and is scored on at its end. Refers to the data set.
struct Splits {
    Split training;
    Split validation; ///< the test images, training images set aside, or the data's own validation images
    Split test;
};

/// @throws Error naming train_examples, test_examples, holdout_fraction or validation if one of them would be
/// empty,
///         unless the stage learns nothing
Splits splitsOf(const Stage& stage, const Parameters& parameters, const DataSet& data);

/// What a stage learns of an image of class `cls`: the class, or for the gate its group.
int targetOf(const Stage& stage, const Parameters& parameters, int cls);

} // namespace moelab
