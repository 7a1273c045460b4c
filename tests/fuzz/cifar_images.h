#pragma once

#include "data/cifar_fixture.h"
#include "data/split_builder.h"
#include "foreign.h"

#include <algorithm>

namespace foreign {

/// Reads a batch with `read`, which takes a source and a split, and demands what every reader of CIFAR-10 promises.
template <class Read>
void readImages(Read read, fixture::TextSource& source, std::size_t limit) {
    moelab::SplitBuilder split(limit);
    split.beginBatch(1);
    read(source, split);
    const moelab::ImageSet images = split.take();
    require(images.size() <= limit, "the limit is kept");
    require(images.pixels.size() == images.size() * 3072, "every image has its pixels");
    require(std::ranges::all_of(images.labels, [](int label) { return label < 10; }), "labels are 0 to 9");
}

} // namespace foreign
