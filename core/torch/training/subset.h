#pragma once

#include "data/image_set.h"

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <functional>
#include <vector>

namespace moelab {

/// Some images of a set, with the labels that a stage learns. Pixels are not copied: the set must outlive it.
class Subset {
  public:
    /// @param images positions in the set; @param target maps a class to the label to be learned
    Subset(const ImageSet& set, const std::vector<std::int64_t>& images, const std::function<int(int)>& target);

    /// @returns the images at `rows` alone
    Subset pick(const at::Tensor& rows) const;

    std::int64_t size() const { return m_labels.size(0); }
    /// @param rows int64 [B], positions in this subset. @returns uint8 [B, height, width, channels]
    at::Tensor pixels(const at::Tensor& rows) const;
    /// @returns int64 [B]
    at::Tensor labels(const at::Tensor& rows) const;
    /// @returns int64 [size]
    const at::Tensor& labels() const { return m_labels; }

  private:
    Subset() = default;

    at::Tensor m_pixels; ///< the whole set's
    at::Tensor m_images;
    at::Tensor m_labels;
};

/// Every image of a set with its class.
Subset allOf(const ImageSet& set);

/// The order in which an epoch visits `count` images: a permutation, int64 [count].
at::Tensor shuffled(std::int64_t count, std::uint64_t seed);

} // namespace moelab
