#pragma once

#include "config/parameters.h"
#include "data/image_set.h"
#include "plan/stage.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace moelab {

/// Predictions of a stage's member for the validation images after each epoch, and their true classes.
struct EpochAnswers {
    std::int64_t width = 0;             ///< number of outputs: classes, or groups for the gate
    Validation of = Validation::Test;   ///< which images they are
    std::vector<std::int64_t> images;   ///< [N] positions among the test, training or validation images, ascending
    std::vector<std::int64_t> classes;  ///< [N] true class
    std::vector<std::int64_t> labels;   ///< [N] the true class, or its group for the gate
    std::vector<std::uint16_t> answers; ///< [epochs, N] the prediction: the largest output, the first of equals

    bool ofTestImages() const { return of == Validation::Test; }
    std::int64_t epochs() const {
        return images.empty() ? 0 : static_cast<std::int64_t>(answers.size() / images.size());
    }
    /// @param epoch from 1. @returns [N]
    std::span<const std::uint16_t> at(std::int64_t epoch) const {
        return std::span(answers).subspan(static_cast<std::size_t>(epoch - 1) * images.size(), images.size());
    }
};

/// The validation images of a stage, before the first epoch. @throws Error as splitsOf
EpochAnswers noEpochs(const Stage& stage, const Parameters& parameters, const DataSet& data);

/// The predictions as the file epochs.safetensors keeps them: a tensor answers, U8 [epochs, N], or U16
/// where a byte does not hold them, of every epoch from the first on, and the metadata "fingerprint", the stage's.
struct KeptAnswers {
    std::string fingerprint;
    std::int64_t images = 0;
    std::vector<std::uint16_t> answers; ///< [epochs, images]
};

/// @throws Error naming the file if it is damaged
KeptAnswers loadAnswers(const std::filesystem::path& file);

/// Adds an epoch and rewrites the file. Adds nothing when the epochs before it were not kept, as in a run that
/// an older program began. @param epoch from 1. @throws Error if the file cannot be written
void appendAnswers(const std::filesystem::path& file, const std::string& fingerprint, std::int64_t epoch,
                   std::span<const std::uint16_t> answers);

/// Forgets the epochs after `epoch`. A file without all epochs up to there is of no use to those that follow: it is
/// removed, and the log says so.
void truncateAnswers(const std::filesystem::path& file, std::int64_t epoch);

/// Says whose answers they are from now on: a training of the same course, with another fingerprint, continues with
/// them.
void stampAnswers(const std::filesystem::path& file, const std::string& fingerprint);

/// Takes up what was kept. @throws Error naming `file` if it does not fit the images and answers there are
void takeUp(EpochAnswers& answers, KeptAnswers kept, const std::filesystem::path& file);

} // namespace moelab
