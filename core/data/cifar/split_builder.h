#pragma once

#include "data/image_set.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace moelab {

/// Gathers one split of CIFAR-10 from batch files that come in any order, without ever holding an image twice.
/// The result is in published order: batch 1 first.
class SplitBuilder {
  public:
    static constexpr std::size_t kSide = 32;
    static constexpr std::size_t kPlane = kSide * kSide;
    static constexpr std::size_t kImageBytes = 3 * kPlane;

    /// @param limit how many images to keep, the first ones in published order
    explicit SplitBuilder(std::size_t limit);

    /// The images added from now on are those of batch `number`. Each number is used once.
    void beginBatch(int number);
    /// How many more images of this batch may be among the first `limit`; 0 says that the rest need not be read.
    std::size_t room() const { return m_room; }
    /// @param planar [3, 32, 32], as CIFAR stores an image. Call only while there is room.
    void add(std::uint16_t label, std::span<const std::uint8_t, kImageBytes> planar);

    /// @returns the images, and leaves the builder empty. Fewer than `limit` are all that were offered.
    ImageSet take();

  private:
    struct Batch {
        int number;
        std::size_t images;
    };

    void sortBatches();

    std::size_t m_limit;
    std::size_t m_room = 0;
    std::vector<Batch> m_batches; ///< in the order of m_images
    ImageSet m_images;
};

} // namespace moelab
