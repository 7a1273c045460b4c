#pragma once

#include "data/drawing/painter.h"

namespace moelab::drawing {

enum class Ears { Pointed, Hanging, Leaf };

/// The measures of a four-legged animal, in units of a picture's half width.
struct Build {
    float length = 0.5F; ///< half the trunk
    float girth = 0.25F; ///< half the trunk's height
    float legs = 0.5F;
    float legWidth = 0.06F; ///< half
    float neck = 0.2F;
    float neckWidth = 0.12F;
    float head = 0.2F; ///< radius
    float muzzle = 0.15F;
    Ears ears = Ears::Pointed;
    float earSize = 0.15F;
    float tail = 0.4F;
    float tailRise = 0.5F; ///< 1 straight up, -1 hanging
    float tailWidth = 0.05F;
    float antlers = 0; ///< height, 0 for none
    bool mane = false;
};

enum class Posture { Standing, Sitting, Lying };

void drawBody(Painter& painter, Random& random, const Build& build, Posture posture, const Ink& coat);

/// The head alone, seen from the front.
/// @param width,height half the skull's
void drawFace(Painter& painter, Random& random, const Build& build, const Ink& coat, float width, float height);

} // namespace moelab::drawing
