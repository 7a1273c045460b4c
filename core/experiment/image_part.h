#pragma once

#include <array>

namespace moelab {

/// The part of a run's images for which outputs are computed.
enum class ImagePart {
    Test,
    Training, ///< those that the stages learn from
    HeldOut   ///< training images that no stage learns from: those set aside, or else the next ones of the source
};
inline constexpr std::array kImageParts = {ImagePart::Test, ImagePart::Training, ImagePart::HeldOut};

} // namespace moelab
