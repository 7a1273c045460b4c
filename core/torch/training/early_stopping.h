#pragma once

#include <limits>

namespace moelab {

/// Keras 2.14's EarlyStopping (monitor val_loss, min_delta 0) and ModelCheckpoint (save_best_only) in one.
/// Epochs count from 1.
struct EarlyStopping {
    long long patience = 2;
    double best = std::numeric_limits<double>::infinity();
    long long bestEpoch = 0; ///< 0 while no epoch was better than none
    long long wait = 0;
    bool stop = false;

    /// Takes the validation loss of an epoch. NaN never improves.
    /// @returns true on strict improvement: the moment to save the checkpoint
    bool take(long long epoch, double validationLoss) {
        ++wait;
        if (validationLoss < best) {
            best = validationLoss;
            bestEpoch = epoch;
            wait = 0;
            return true;
        }
        stop = wait >= patience && epoch > 1;
        return false;
    }

    /// As if the patience had been this from the beginning. @param epochs at least as many as before
    void setPatience(long long epochs) {
        patience = epochs;
        stop = stop && wait >= epochs;
    }

    /// How many more epochs without improvement are tolerated.
    long long patienceLeft() const { return wait < patience ? patience - wait : 0; }
};

} // namespace moelab
