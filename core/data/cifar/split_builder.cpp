#include "data/cifar/split_builder.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <utility>

namespace moelab {
namespace {

/// The published training split. Pages that are reserved and never written cost no memory.
constexpr std::size_t kUsualImages = 50000;

/// Moves [from, from + count) items in front of item `to`, in place.
template <class Item>
void moveForward(std::vector<Item>& items, std::size_t to, std::size_t from, std::size_t count) {
    const auto at = [&](std::size_t i) { return items.begin() + static_cast<std::ptrdiff_t>(i); };
    std::rotate(at(to), at(from), at(from + count));
}

} // namespace

SplitBuilder::SplitBuilder(std::size_t limit)
    : m_limit(limit) {
    m_images.pixels.reserve(std::min(limit, kUsualImages) * kImageBytes);
    m_images.labels.reserve(std::min(limit, kUsualImages));
}

void SplitBuilder::beginBatch(int number) {
    std::size_t before = 0;
    for (const Batch& batch : m_batches)
        if (batch.number < number)
            before += batch.images;
    m_room = m_limit - std::min(before, m_limit);
    m_batches.push_back({number, 0});
}

void SplitBuilder::add(std::uint16_t label, std::span<const std::uint8_t, kImageBytes> planar) {
    assert(m_room > 0 && !m_batches.empty());
    const std::size_t begin = m_images.pixels.size();
    m_images.pixels.resize(begin + kImageBytes);
    std::uint8_t* pixel = m_images.pixels.data() + begin;
    for (std::size_t i = 0; i < kPlane; ++i, pixel += 3) {
        pixel[0] = planar[i];
        pixel[1] = planar[kPlane + i];
        pixel[2] = planar[2 * kPlane + i];
    }
    m_images.labels.push_back(label);
    ++m_batches.back().images;
    --m_room;
}

ImageSet SplitBuilder::take() {
    sortBatches();
    if (m_images.size() > m_limit) {
        m_images.pixels.resize(m_limit * kImageBytes);
        m_images.labels.resize(m_limit);
    }
    m_batches.clear();
    m_room = 0;
    return std::exchange(m_images, {});
}

void SplitBuilder::sortBatches() {
    std::size_t to = 0;
    for (auto place = m_batches.begin(); place != m_batches.end(); to += place->images, ++place) {
        const auto next = std::min_element(place, m_batches.end(),
                                           [](const Batch& a, const Batch& b) { return a.number < b.number; });
        std::size_t from = to;
        for (auto batch = place; batch != next; ++batch)
            from += batch->images;
        moveForward(m_images.pixels, to * kImageBytes, from * kImageBytes, next->images * kImageBytes);
        moveForward(m_images.labels, to, from, next->images);
        std::rotate(place, next, std::next(next));
    }
}

} // namespace moelab
