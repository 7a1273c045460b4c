#pragma once

#include "data/cifar/cifar_labels.h"
#include "data/cifar/split_builder.h"
#include "data/cifar_fixture.h"
#include "foreign.h"

#include <algorithm>

namespace foreign {

/// Reads a batch of `set` with `read`, which takes a source, labels and a split, and demands what every reader of a
/// CIFAR data set promises.
template <class Read>
void readImages(Read read, const moelab::CifarSet& set, fixture::TextSource& source, std::size_t limit) {
    moelab::SplitBuilder split(limit);
    moelab::CifarLabels labels(set, moelab::Labels::Fine);
    split.beginBatch(1);
    read(source, labels, split);
    const moelab::ImageSet images = split.take();
    require(images.size() <= limit, "the limit is kept");
    require(images.pixels.size() == images.size() * 3072, "every image has its pixels");
    require(std::ranges::all_of(images.labels, [&](std::size_t label) { return label < set.classes; }),
            "labels are classes");
}

} // namespace foreign
