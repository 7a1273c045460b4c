#pragma once

#include "base/stop_token.h"
#include "data/image_set.h"

#include <cstddef>
#include <string>
#include <vector>

namespace moelab {

/// Images of a data set that are the same to the last byte.
struct Duplicates {
    /// Two splits, or one twice.
    struct Pairing {
        std::string split;     ///< "train", "validation" or "test"
        std::string standsIn;  ///< that of these whose images are looked for
        std::size_t count = 0; ///< images of `split` that stand in the other, too; within one split, earlier in it
        std::size_t otherClass = 0; ///< of these, those that have another class there
        struct Example {
            std::size_t image;  ///< in `split`
            std::size_t sameAs; ///< in `standsIn`
        };
        std::vector<Example> examples; ///< the first limits::kDuplicatesListed
    };

    /// Those with a count: within train, validation and test, then validation in train, test in train, test in
    /// validation.
    std::vector<Pairing> pairings;

    /// Test images that networks were trained or chosen on, so that the test's accuracy says too much.
    std::size_t leakage = 0;
};

/// Takes about as long as reading the images once. @throws Stopped
Duplicates duplicatesIn(const DataSet& data, const StopToken& stop = StopToken());

} // namespace moelab
