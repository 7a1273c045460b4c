#include "training/subset.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace moelab {

using at::Tensor;

Subset::Subset(const ImageSet& set, const std::vector<std::int64_t>& images, const std::function<int(int)>& target)
    // LibTorch knows no read-only tensors; nothing here writes to them.
    : m_pixels(at::from_blob(const_cast<std::uint8_t*>(set.pixels.data()),
                             {static_cast<std::int64_t>(set.size()), set.height, set.width, set.channels},
                             at::kByte))
    , m_images(at::tensor(images, at::kLong)) {
    std::vector<std::int64_t> labels;
    labels.reserve(images.size());
    for (const std::int64_t image : images)
        labels.push_back(target(set.labels[static_cast<std::size_t>(image)]));
    m_labels = at::tensor(labels, at::kLong);
}

Subset Subset::pick(const Tensor& rows) const {
    Subset some;
    some.m_pixels = m_pixels;
    some.m_images = m_images.index_select(0, rows);
    some.m_labels = m_labels.index_select(0, rows);
    return some;
}

Tensor Subset::pixels(const Tensor& rows) const { return m_pixels.index_select(0, m_images.index_select(0, rows)); }

Tensor Subset::labels(const Tensor& rows) const { return m_labels.index_select(0, rows); }

Subset allOf(const ImageSet& set) {
    std::vector<std::int64_t> images(set.size());
    std::iota(images.begin(), images.end(), 0);
    return Subset(set, images, [](int cls) { return cls; });
}

Tensor shuffled(std::int64_t count, std::uint64_t seed) {
    Tensor order = at::arange(count, at::kLong);
    std::mt19937_64 generator(seed);
    std::shuffle(order.data_ptr<std::int64_t>(), order.data_ptr<std::int64_t>() + count, generator);
    return order;
}

} // namespace moelab
