#pragma once

#include "analysis/calibration.h"
#include "analysis/temperature.h"

#include <optional>

namespace moelab {

/// How far one member can be taken at its word, on the images that it is scored on.
struct MemberCalibration {
    Stage stage;
    std::int64_t images = 0;
    double confidence = 0; ///< mean
    double accuracy = 0;
    double balancedAccuracy = 0; ///< see confusion.h
    double macroF1 = 0;          ///< see confusion.h
    double loss = 0;             ///< mean negative log likelihood of the rows, each divided by its sum
    Reliability reliability;
    std::vector<CoveragePoint> coverage;
};

/// @param groups those the outputs were made with. @returns nothing if the stage is not trained, or without images
std::optional<MemberCalibration> calibrate(const MemberOutputs& outputs, const Stage& stage,
                                           const ClassGroups& groups);

/// What temperature scaling does for a member.
struct HeldOutTemperature {
    std::int64_t images = 0;  ///< that it was fitted on
    TemperatureFit fit;       ///< losses on those
    double loss = 0;          ///< mean negative log likelihood of `outputs` at that temperature
    double expectedError = 0; ///< expected calibration error of `outputs` at that temperature
};

/// Fits a temperature to the member's outputs for images that it was not trained on, and applies it to `outputs`.
/// @param heldOut of the same members. @returns nothing if the stage is not trained, or is scored on no image of
/// one of the two
std::optional<HeldOutTemperature> heldOutTemperature(const MemberOutputs& heldOut, const MemberOutputs& outputs,
                                                     const Stage& stage, const ClassGroups& groups);

} // namespace moelab
