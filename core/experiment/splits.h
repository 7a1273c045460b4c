#pragma once

#include "config/parameters.h"
#include "data/image_set.h"
#include "experiment/stage.h"
#include "training/subset.h"

namespace moelab {

/// The images that a stage learns from, is watched on, and is scored on at its end, with the labels it learns.
struct Splits {
    Subset training;
    Subset validation; ///< the test images, or training images set aside
    Subset test;
};

/// @throws Error naming train_examples, test_examples or holdout_fraction if one of them would be empty
Splits splitsOf(const Stage& stage, const Parameters& parameters, const DataSet& data);

/// How many images a stage learns from.
std::int64_t trainingSize(const Stage& stage, const Parameters& parameters, const DataSet& data);

/// Every test image with its class.
Subset allTestImages(const DataSet& data);

} // namespace moelab
