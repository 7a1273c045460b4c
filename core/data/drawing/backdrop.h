#pragma once

#include "data/drawing/canvas.h"

namespace moelab::drawing {

/// What lies behind a subject. Classes share them, so that none can be told by its surroundings alone.
enum class Backdrop { Sky, Sea, Road, Town, Meadow, Forest, Room, Sand };
inline constexpr int kBackdrops = 8;

void drawBackdrop(Canvas& canvas, Backdrop backdrop, Random& random);

} // namespace moelab::drawing
