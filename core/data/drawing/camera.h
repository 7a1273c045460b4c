#pragma once

#include "data/drawing/canvas.h"

#include <cstdint>
#include <span>

namespace moelab::drawing {

/// Puts something in front of the picture now and then: a post, a branch, a corner of something close.
void drawForeground(Canvas& canvas, Random& random);

/// Takes the picture: uneven light, blur, exposure, a colour cast and noise.
/// @param bytes [32, 32, 3], channels last
void photograph(const Canvas& canvas, Random& random, std::span<std::uint8_t, kPixels * 3> bytes);

} // namespace moelab::drawing
