#include "data/stratified_split.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace moelab {
namespace {

/// @param images of a class. @returns how many of them are for tests
std::size_t testCount(std::size_t images, double fraction) {
    if (images < 2)
        return 0;
    const auto wanted = static_cast<std::size_t>(std::llround(fraction * static_cast<double>(images)));
    return std::clamp<std::size_t>(wanted, 1, images - 1);
}

} // namespace

SplitIndices stratifiedSplit(std::span<const std::uint16_t> labels, double fraction, std::uint64_t seed) {
    // Each image has a random key, a class's smallest ones are for tests. No two of a class are equal, since mix is
    // a bijection.
    std::map<std::uint16_t, std::vector<std::pair<std::uint64_t, std::size_t>>> classes;
    for (std::size_t i = 0; i < labels.size(); ++i) {
        auto& images = classes[labels[i]];
        images.emplace_back(mix(streamSeed(seed, "split", labels[i], "test"), images.size()), i);
    }
    std::vector<bool> isTest(labels.size());
    for (auto& [label, images] : classes) {
        const auto end = images.begin() + static_cast<std::ptrdiff_t>(testCount(images.size(), fraction));
        std::nth_element(images.begin(), end, images.end());
        std::for_each(images.begin(), end, [&](const auto& image) { isTest[image.second] = true; });
    }
    SplitIndices split;
    for (std::size_t i = 0; i < labels.size(); ++i)
        (isTest[i] ? split.test : split.train).push_back(i);
    return split;
}

} // namespace moelab
