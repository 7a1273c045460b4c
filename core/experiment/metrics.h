#pragma once

#include <cstdint>
#include <vector>

namespace moelab {

/// How far an epoch has come. Loss and accuracy are running means over the epoch's images so far, weighted by
/// images, as Keras reports them: taken while weights change and dropout is on.
struct BatchProgress {
    std::int64_t epoch = 0; ///< from 1
    std::int64_t epochs = 0;
    std::int64_t batch = 0; ///< batches done
    std::int64_t batches = 0;
    double loss = 0;
    double accuracy = 0;
    double batchLoss = 0; ///< of this batch alone
    double seconds = 0;   ///< training time of the stage so far
    std::int64_t patienceLeft = 0;
};

/// One line of the history.
struct EpochMetrics {
    std::int64_t epoch = 0; ///< from 1
    double loss = 0;
    double accuracy = 0;
    double validationLoss = 0; ///< mean over the validation images, dropout off
    double validationAccuracy = 0;
    double seconds = 0; ///< of this epoch, validation included
    std::int64_t patienceLeft = 0;
    bool improved = false; ///< the validation loss is the best so far; its weights were kept
};

/// Loss and accuracy on some images, dropout off.
struct Score {
    double loss = 0;     ///< mean
    double accuracy = 0; ///< share of correct predictions
    std::vector<std::uint16_t> answers =
        {}; ///< [N] the position of each image's largest output, the first of equals
};

} // namespace moelab
