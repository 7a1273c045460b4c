#include "experiment/chance.h"

#include "experiment/run_files.h"
#include "experiment/splits.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace moelab {
namespace {

constexpr double kLeastLoss = 0.99;    ///< of chance's
constexpr double kMostOfTheWay = 0.05; ///< from chance's accuracy to 1

/// As if every class had as many test images.
Chance chanceOfEqualClasses(const Stage& stage, const Parameters& parameters) {
    std::int64_t classes = 0; // each is in one group
    for (const ClassGroup& group : parameters.groups)
        classes += static_cast<std::int64_t>(group.classes.size());
    const std::int64_t each =
        std::max<std::int64_t>(1, parameters.testExamples / std::max<std::int64_t>(1, classes));
    std::map<int, std::int64_t> counts;
    for (std::size_t group = 0; group < parameters.groups.size(); ++group)
        for (const int cls : parameters.groups[group].classes)
            if (stage.group < 0 || static_cast<int>(group) == stage.group)
                counts[targetOf(stage, parameters, cls)] += each;
    std::vector<std::int64_t> all;
    for (const auto& [target, count] : counts)
        all.push_back(count);
    return chanceOf(all);
}

} // namespace

Chance chanceOf(std::span<const std::int64_t> counts) {
    Chance chance;
    double classes = 0;
    for (const std::int64_t count : counts) {
        chance.images += count;
        classes += count > 0 ? 1 : 0;
    }
    const auto images = static_cast<double>(chance.images);
    for (const std::int64_t count : counts) {
        const double share = static_cast<double>(count) / std::max(images, 1.0);
        chance.loss -= count > 0 ? share * std::log(share) : 0;
        chance.accuracy = std::max(chance.accuracy, share);
    }
    if (classes < 2)
        return chance;
    chance.loss = std::min(chance.loss + (classes - 1) / (2 * images), std::log(classes));
    const double random = 1 / classes;
    chance.accuracy = std::max(chance.accuracy, random + 2 * std::sqrt(random * (1 - random) / images));
    return chance;
}

bool isAtChance(double loss, double accuracy, const Chance& chance) {
    return chance.loss > 0 && // else there is nothing to tell apart
           loss >= kLeastLoss * chance.loss && accuracy <= chance.accuracy + kMostOfTheWay * (1 - chance.accuracy);
}

bool isAtChance(const StageResult& result, const Stage& stage, const Parameters& parameters) {
    return isAtChance(result.loss, result.accuracy,
                      result.chance.images > 0 ? result.chance : chanceOfEqualClasses(stage, parameters));
}

} // namespace moelab
