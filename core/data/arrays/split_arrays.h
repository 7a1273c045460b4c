#pragma once

#include "data/data_options.h"
#include "data/image_set.h"
#include "data/split_name.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// What an array's name says of it.
struct ArrayRole {
    SplitName split = SplitName::None; ///< None where it names none
    bool isLabels = false;             ///< else images
    std::string set = {};              ///< what stands before, in front of the names of all arrays of a data set
};

/// Puts a data set together from arrays of images and of labels, which may come in any order.
///
/// The classes are the numbers that occur among the labels, whatever the split, in ascending order, and a class is
/// named by its number. Where there are images of one split alone, or of none, `options` says what share of every
/// class becomes the test split; else images keep the splits they have, and in each split their order. A validation
/// split is kept beside both.
class SplitArrays {
  public:
    /// @param source of the data: a folder, a file or an archive, for messages
    SplitArrays(std::string source, const DataOptions& options);

    /// @param name of the array, for messages
    /// @throws Error if the split has images already
    void addImages(SplitName split, const std::string& name, ImageSet images);
    /// @throws Error if the split has labels already
    void addLabels(SplitName split, const std::string& name, std::vector<std::int64_t> labels);

    /// @returns the data set without its source
    /// @throws Error if images or labels are missing, their counts differ, a label is negative, there are less than
    /// 2
    ///         or more than limits::kClasses classes, or the splits have images of different sizes
    DataSet finish();

  private:
    struct Part {
        std::string imagesName = {};
        std::string labelsName = {};
        ImageSet images = {};
        std::vector<std::int64_t> numbers = {};

        bool isThere() const { return !imagesName.empty() || !labelsName.empty(); }
    };

    Part& part(SplitName split) { return m_parts[static_cast<std::size_t>(split)]; }
    void checkSplits() const;
    void checkPart(const Part& part) const;
    void checkSizes() const;
    void nameClasses(DataSet& data);
    ImageSet take(SplitName split) { return std::move(part(split).images); }
    void splitAlone(SplitName alone, DataSet& data);

    std::string m_source;
    DataOptions m_options;
    std::array<Part, 4> m_parts;
};

} // namespace moelab
