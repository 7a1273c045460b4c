#pragma once

#include "data/drawing/canvas.h"

namespace moelab::drawing {

/// @returns `base`, each channel and the whole moved at random by up to `spread`
Colour tinted(Random& random, Colour base, float spread);

/// What is painted or lacquered: any hue, often white or grey.
Colour paintColour(Random& random);
/// Fur of four-legged animals: brown, tan, ginger, grey, black, white.
Colour furColour(Random& random);
/// As furColour, with the colours that cats have more often: grey, ginger, black, white.
Colour catColour(Random& random);
/// As furColour, with the colours that dogs have more often: browns, tan, black.
Colour dogColour(Random& random);
/// As furColour, with the colours that horses have more often: chestnut, black, grey.
Colour horseColour(Random& random);
/// Feathers: as fur, at times blue, red, yellow or green.
Colour featherColour(Random& random);
/// Frogs: greens, browns and yellows.
Colour skinColour(Random& random);

} // namespace moelab::drawing
