#include "data/drawing/palette.h"
#include "data/drawing/subjects.h"

namespace moelab::drawing {

namespace {

constexpr float kFarCraft = 0.2F; // a share of images that nobody can tell for sure

constexpr Ink kPorthole{{0.16F, 0.19F, 0.24F}};
constexpr Ink kMast{{0.30F, 0.28F, 0.27F}};
constexpr Ink kFoam{{0.82F, 0.86F, 0.88F}, 0, 0.08F};

Ink plate(Random& random, float white) {
    const Colour colour = random.chance(white) ? tinted(random, {0.84F, 0.85F, 0.87F}, 0.14F) : paintColour(random);
    return {colour, random.between(0.1F, 0.35F)};
}

void drawPortholes(Painter& painter, Point from, Point to) { painter.limb(from, to, 0.025F, 0.025F, kPorthole); }

void drawPlaneSide(Painter& painter, Random& random) {
    const Ink hull = plate(random, 0.75F);
    const Ink tail = random.chance(0.5F) ? hull : plate(random, 0.1F);
    const float girth = random.between(0.09F, 0.17F);
    const float sweep = random.between(0.25F, 0.55F);
    const float span = random.between(0.25F, 0.6F);
    const float root = random.between(-0.05F, 0.2F);
    const float fin = random.between(0.32F, 0.5F);
    painter.polygon({{root, -0.05F}, {root + 0.3F, -0.05F}, {root - sweep, -span}, {root - sweep - 0.14F, -span}},
                    darker(hull, 0.75F));
    painter.polygon({{-0.62F, 0}, {-0.92F, -fin}, {-1.05F, -fin}, {-0.95F, 0.02F}}, tail);
    painter.limb({-0.92F, -0.02F}, {0.8F, 0.02F}, 0.6F * girth, girth, hull);
    painter.polygon({{-0.75F, 0.0F}, {-0.9F, 0.12F}, {-1.05F, 0.12F}, {-0.95F, 0.0F}}, darker(tail, 0.85F));
    if (random.chance(0.7F))
        drawPortholes(painter, {-0.6F, -0.04F}, {0.7F, -0.03F});
    painter.polygon({{root, 0.05F}, {root + 0.32F, 0.05F}, {root - sweep, span}, {root - sweep - 0.16F, span}},
                    darker(hull, 0.85F));
    if (random.chance(0.5F))
        painter.limb({root - 0.1F, 0.22F}, {root + 0.1F, 0.22F}, 0.06F, 0.06F, darker(hull, 0.6F));
}

void drawPlaneFromAbove(Painter& painter, Random& random) {
    const Ink hull = plate(random, 0.75F);
    const Ink wing = darker(hull, random.between(0.75F, 1.0F));
    const float sweep = random.between(0.0F, 0.6F);
    const float span = random.between(0.65F, 0.95F);
    const float root = random.between(0.05F, 0.3F);
    const float tip = random.between(0.08F, 0.2F);
    for (const float side : {-1.0F, 1.0F}) {
        painter.polygon(
            {{root, 0}, {root - 0.34F, 0}, {root - sweep - tip, side * span}, {root - sweep, side * span}}, wing);
        painter.polygon({{-0.68F, 0}, {-0.88F, 0}, {-1.0F, side * 0.32F}, {-0.9F, side * 0.32F}}, wing);
    }
    painter.limb({-0.92F, 0}, {0.85F, 0}, 0.05F, random.between(0.08F, 0.13F), hull);
}

/// The sea closes over the keel.
void drawWaterline(Painter& painter, Random& random, float level) {
    const Ink water{tinted(random, {0.28F, 0.40F, 0.48F}, 0.15F), 0, 0.08F};
    painter.box({-1.1F, level}, {1.1F, level + 0.14F}, water);
    if (random.chance(0.6F))
        painter.limb({-0.9F, level}, {1.0F, level}, 0.03F, 0.05F, kFoam);
}

void drawHull(Painter& painter, Random& random, const Ink& hull, float deck, float keel) {
    const float bow = random.between(0.1F, 0.35F);
    const float stern = random.between(0.02F, 0.16F);
    painter.polygon(
        {{-0.98F, deck}, {1.0F, deck - random.between(0.0F, 0.14F)}, {1.0F - bow, keel}, {-0.98F + stern, keel}},
        hull);
}

/// A liner or a freighter: long hull, superstructure, funnel or cranes.
void drawSteamer(Painter& painter, Random& random) {
    const Ink hull = plate(random, 0.25F);
    const Ink house = plate(random, 0.7F);
    const float deck = random.between(0.0F, 0.16F);
    const float keel = deck + random.between(0.18F, 0.36F);
    const float left = random.between(-0.85F, -0.3F);
    const float right = left + random.between(0.35F, 1.2F);
    const float roof = deck - random.between(0.18F, 0.4F);
    const float funnel = random.between(left + 0.08F, right - 0.2F);
    const float top = roof - random.between(0.1F, 0.28F);
    const Ink stack = plate(random, 0.1F);
    painter.limb({right - 0.05F, roof}, {right - 0.05F, roof - 0.3F}, 0.025F, 0.02F, kMast);
    painter.box({funnel, top}, {funnel + 0.15F, roof + 0.05F}, stack);
    painter.box({left, roof}, {right, deck + 0.03F}, house);
    drawPortholes(painter, {left + 0.06F, roof + 0.09F}, {right - 0.06F, roof + 0.09F});
    drawHull(painter, random, hull, deck, keel);
    drawWaterline(painter, random, keel - 0.04F);
}

void drawSailingBoat(Painter& painter, Random& random) {
    const Ink hull = plate(random, 0.4F);
    const Ink sail = plate(random, 0.8F);
    const float mast = random.between(-0.15F, 0.25F);
    const float top = random.between(-0.95F, -0.6F);
    const float boom = random.between(0.45F, 0.75F);
    painter.polygon({{mast - 0.03F, top}, {mast - 0.03F, 0.2F}, {mast - boom, 0.2F}}, sail);
    if (random.chance(0.7F))
        painter.polygon({{mast + 0.05F, top + 0.1F}, {mast + 0.05F, 0.2F}, {mast + 0.5F, 0.2F}},
                        darker(sail, 0.9F));
    painter.limb({mast, top}, {mast, 0.3F}, 0.025F, 0.03F, kMast);
    drawHull(painter, random, hull, 0.28F, 0.5F);
    drawWaterline(painter, random, 0.46F);
}

/// A plane or a boat, too far away to tell: a streak with something on it.
void drawFarCraft(Painter& painter, Random& random) {
    const Ink hull = plate(random, 0.6F);
    const float length = random.between(0.25F, 0.5F);
    const float bump = random.between(-0.15F, 0.15F);
    painter.limb({-length, 0}, {length, 0}, 0.06F, 0.05F, hull);
    painter.limb({bump, 0}, {bump - 0.12F, -0.16F}, 0.05F, 0.04F, darker(hull, 0.8F));
}

} // namespace

void drawAirplane(Painter& painter, Random& random) {
    if (random.chance(kFarCraft))
        drawFarCraft(painter, random);
    else if (random.chance(0.6F))
        drawPlaneSide(painter, random);
    else
        drawPlaneFromAbove(painter, random);
}

void drawShip(Painter& painter, Random& random) {
    if (random.chance(kFarCraft))
        drawFarCraft(painter, random);
    else if (random.chance(0.7F))
        drawSteamer(painter, random);
    else
        drawSailingBoat(painter, random);
}

} // namespace moelab::drawing
