#pragma once

#include <array>

namespace moelab {

/// The part of a run's images for which outputs are computed.
enum class ImagePart {
    Test,
    Training, ///< those that the stages learn from
    HeldOut   ///< images that no stage learns from: training images set aside, the data's own validation images,
              ///< or else the next training images of the source
};
inline constexpr std::array kImageParts = {ImagePart::Test, ImagePart::Training, ImagePart::HeldOut};

} // namespace moelab
