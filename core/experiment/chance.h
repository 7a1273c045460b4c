#pragma once

#include "plan/stage.h"

#include <cstdint>
#include <span>

namespace moelab {

struct StageResult;

/// How well one does on some images without a look at them.
struct Chance {
    std::int64_t images = 0; ///< 0: not known
    double loss = 0;         ///< mean cross-entropy of the classes' shares; ln(classes) where all are as frequent
    double accuracy = 0;     ///< the most that always the same class, or a random one, comes to
};

/// @param counts images of each class. The entropy is that of Miller (1955), with (classes - 1) / (2 images) added
/// to what a sample of few images lacks of it; the accuracy of random classes is taken two standard deviations up.
Chance chanceOf(std::span<const std::int64_t> counts);

/// Whether a member never left chance: its loss is at least 0.99 of chance's (McFadden's R2 below 0.01) and its
/// accuracy covers less than a twentieth of the way from chance to 1 (as Cohen's kappa below 0.05). Both, since an
/// overconfident member that has learned has a high loss, and one with few test images may have a low accuracy by
/// bad luck. A notebook's baseline that stood still for all its epochs had loss 2.295 (ln 10 = 2.303) and 13 %.
bool isAtChance(double loss, double accuracy, const Chance& chance);

/// The same of a trained stage. Of a result that does not say what chance is, as earlier versions wrote it, the
/// classes are taken to be equally frequent.
bool isAtChance(const StageResult& result, const Stage& stage, const Parameters& parameters);

} // namespace moelab
