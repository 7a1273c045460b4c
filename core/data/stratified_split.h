#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// Which images of a source are for training and which for tests, both in ascending order.
struct SplitIndices {
    std::vector<std::size_t> train;
    std::vector<std::size_t> test;
};

/// Parts the images of a source that has no test split. `fraction` of every class is for tests, rounded to whole
/// images: at least one, but not all, of a class that has two or more. The only image of a class is for training.
/// The same labels, fraction and seed give the same parts on every machine, and which images of a class are chosen
/// does not depend on the other classes.
/// @param labels of the images, in their order
/// @param fraction from 0 to 1
SplitIndices stratifiedSplit(std::span<const std::uint16_t> labels, double fraction, std::uint64_t seed);

} // namespace moelab
