#include "analysis/member_calibration.h"

#include "analysis/confusion.h"

#include <numeric>

namespace moelab {
namespace {

double meanOf(const std::vector<float>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

} // namespace

std::optional<MemberCalibration> calibrate(const MemberOutputs& outputs, const Stage& stage,
                                           const ClassGroups& groups) {
    const ScoredMember scored = scoreMember(outputs, stage, groups);
    if (scored.images.empty())
        return std::nullopt;
    const ConfusionMatrix matrix = confusion(scored.labels, scored.answers, scored.width);
    return MemberCalibration{stage,
                             static_cast<std::int64_t>(scored.images.size()),
                             meanOf(scored.confidence),
                             matrix.accuracy(),
                             matrix.balancedAccuracy(),
                             matrix.macroF1(),
                             meanOf(scored.loss),
                             reliability(scored),
                             accuracyByCoverage(scored)};
}

std::optional<HeldOutTemperature> heldOutTemperature(const MemberOutputs& heldOut, const MemberOutputs& outputs,
                                                     const Stage& stage, const ClassGroups& groups) {
    const ScoredMember fitted = scoreMember(heldOut, stage, groups);
    const std::span<const float> said = saidBy(outputs, stage);
    if (fitted.images.empty() || said.empty())
        return std::nullopt;
    const TemperatureFit fit = fitTemperature(saidBy(heldOut, stage), fitted);
    const std::vector<float> mended = tempered(said, fitted.width, fit.temperature);
    const ScoredMember scored = scoreMember(outputs, stage, groups, mended);
    if (scored.images.empty())
        return std::nullopt;
    return HeldOutTemperature{static_cast<std::int64_t>(fitted.images.size()), fit, meanOf(scored.loss),
                              reliability(scored).expectedError};
}

} // namespace moelab
