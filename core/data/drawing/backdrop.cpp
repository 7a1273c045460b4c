#include "data/drawing/backdrop.h"

#include "data/drawing/painter.h"
#include "data/drawing/palette.h"

#include <algorithm>

namespace moelab::drawing {

namespace {

constexpr Colour kBlueSky{0.52F, 0.68F, 0.86F};
constexpr Colour kPaleSky{0.80F, 0.84F, 0.88F};
constexpr Colour kDuskSky{0.72F, 0.60F, 0.55F};
constexpr Colour kWater{0.22F, 0.38F, 0.50F};
constexpr Colour kGreyWater{0.42F, 0.48F, 0.52F};
constexpr Colour kAsphalt{0.42F, 0.42F, 0.43F};
constexpr Colour kGrass{0.38F, 0.50F, 0.22F};
constexpr Colour kDryGrass{0.58F, 0.54F, 0.32F};
constexpr Colour kLeaves{0.24F, 0.33F, 0.16F};
constexpr Colour kBark{0.26F, 0.20F, 0.15F};
constexpr Colour kSoil{0.50F, 0.42F, 0.32F};
constexpr Colour kSand{0.76F, 0.68F, 0.52F};
constexpr Colour kWall{0.70F, 0.64F, 0.56F};
constexpr Colour kFloor{0.52F, 0.38F, 0.26F};

/// Two zones that meet at a horizon, each with its own roughness.
struct Zones {
    Colour upper;
    Colour lower;
    float horizon = 16;   ///< the row where they meet
    float upperHills = 0; ///< strength of the smooth landscape
    float lowerHills = 0;
    float upperGrain = 0; ///< strength of the noise from pixel to pixel
    float lowerGrain = 0;
};

void fillZones(Canvas& canvas, const Zones& zones, Random& random) {
    const Field hills = smoothField(random, random.between(3.0F, 9.0F));
    const Field grain = grainField(random);
    const float slope = random.between(-0.06F, 0.06F);
    const float fade = random.between(-0.012F, 0.012F);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const std::size_t i = Canvas::index(x, y);
            const float depth = static_cast<float>(y) - zones.horizon - slope * static_cast<float>(x - 16);
            const float share = std::clamp(depth + 0.5F, 0.0F, 1.0F);
            const float strength = zones.upperHills + (zones.lowerHills - zones.upperHills) * share;
            const float rough = zones.upperGrain + (zones.lowerGrain - zones.upperGrain) * share;
            canvas.pixels[i] = mix(zones.upper, zones.lower, share) *
                               (1.0F + strength * hills[i] + rough * grain[i] + fade * depth);
        }
    }
}

Colour skyColour(Random& random) {
    const float kind = random.unit();
    if (kind < 0.5F)
        return tinted(random, kBlueSky, 0.12F);
    return tinted(random, kind < 0.85F ? kPaleSky : kDuskSky, 0.12F);
}

Colour waterColour(Random& random) { return tinted(random, random.chance(0.6F) ? kWater : kGreyWater, 0.12F); }

Colour grassColour(Random& random) { return tinted(random, random.chance(0.65F) ? kGrass : kDryGrass, 0.10F); }

/// Upright things along the horizon: houses, trunks, furniture.
void drawUprights(Painter& painter, Random& random, float horizon, Colour base, float width, float height) {
    const int count = 2 + random.below(4);
    for (int i = 0; i < count; ++i) {
        const float left = random.between(-4.0F, 30.0F);
        const float wide = width * random.between(0.5F, 1.5F);
        const float high = height * random.between(0.4F, 1.2F);
        const Colour colour = tinted(random, base, 0.18F);
        painter.box({left, horizon - high}, {left + wide, horizon + 1.0F}, {colour, 0.1F, 0.05F});
    }
}

Zones groundZones(Random& random, Colour upper, Colour lower) {
    Zones zones;
    zones.upper = upper;
    zones.lower = lower;
    zones.horizon = random.between(6.0F, 24.0F);
    return zones;
}

void drawSky(Canvas& canvas, Random& random) {
    Zones zones;
    zones.upper = skyColour(random);
    zones.lower = zones.upper;
    zones.upperHills = zones.lowerHills = random.between(0.0F, 0.22F);
    fillZones(canvas, zones, random);
}

void drawSea(Canvas& canvas, Painter& painter, Random& random) {
    const Colour sky = skyColour(random);
    Zones zones = groundZones(random, sky, waterColour(random));
    zones.upperHills = random.between(0.0F, 0.15F);
    zones.lowerHills = random.between(0.03F, 0.18F);
    zones.lowerGrain = random.between(0.0F, 0.06F);
    fillZones(canvas, zones, random);
    if (random.chance(0.3F))
        drawUprights(painter, random, zones.horizon, kLeaves, 12.0F, 3.0F);
}

void drawRoad(Canvas& canvas, Painter& painter, Random& random, bool town) {
    const Colour far = town || random.chance(0.5F) ? skyColour(random) : grassColour(random);
    Zones zones = groundZones(random, far, tinted(random, kAsphalt, 0.15F));
    zones.upperHills = random.between(0.0F, 0.2F);
    zones.lowerHills = random.between(0.0F, 0.12F);
    zones.lowerGrain = random.between(0.0F, 0.06F);
    fillZones(canvas, zones, random);
    if (town)
        drawUprights(painter, random, zones.horizon, kWall, 8.0F, 14.0F);
    if (random.chance(0.4F)) {
        const float row = zones.horizon + random.between(2.0F, 8.0F);
        painter.box({-1, row}, {33, row + 0.8F}, {tinted(random, kPaleSky, 0.1F)});
    }
}

void drawMeadow(Canvas& canvas, Painter& painter, Random& random) {
    const Colour far = random.chance(0.5F) ? skyColour(random) : tinted(random, kLeaves, 0.12F);
    Zones zones = groundZones(random, far, grassColour(random));
    zones.upperHills = random.between(0.0F, 0.2F);
    zones.lowerHills = random.between(0.03F, 0.2F);
    zones.lowerGrain = random.between(0.02F, 0.07F);
    fillZones(canvas, zones, random);
    if (random.chance(0.3F))
        drawUprights(painter, random, zones.horizon, kLeaves, 7.0F, 7.0F);
}

void drawForest(Canvas& canvas, Painter& painter, Random& random) {
    const Colour leaves = tinted(random, kLeaves, 0.12F);
    Zones zones = groundZones(random, leaves, random.chance(0.5F) ? tinted(random, kSoil, 0.12F) : leaves);
    zones.upperHills = zones.lowerHills = random.between(0.08F, 0.25F);
    zones.upperGrain = zones.lowerGrain = random.between(0.02F, 0.08F);
    fillZones(canvas, zones, random);
    if (random.chance(0.6F))
        drawUprights(painter, random, zones.horizon, kBark, 2.5F, 30.0F);
}

void drawRoom(Canvas& canvas, Painter& painter, Random& random) {
    const Colour plaster = tinted(random, kWall, 0.2F);
    const Colour paper = paintColour(random);
    const Colour wall = mix(plaster, paper, random.between(0.0F, 0.5F));
    Zones zones = groundZones(random, wall, tinted(random, kFloor, 0.2F));
    zones.upperHills = random.between(0.0F, 0.12F);
    zones.lowerHills = random.between(0.0F, 0.25F);
    fillZones(canvas, zones, random);
    if (random.chance(0.6F))
        drawUprights(painter, random, zones.horizon, paintColour(random), 10.0F, 12.0F);
}

void drawSandy(Canvas& canvas, Random& random) {
    const Colour far = random.chance(0.5F) ? skyColour(random) : tinted(random, kSoil, 0.15F);
    Zones zones = groundZones(random, far, tinted(random, random.chance(0.5F) ? kSand : kSoil, 0.12F));
    zones.upperHills = random.between(0.0F, 0.25F);
    zones.lowerHills = random.between(0.03F, 0.18F);
    zones.lowerGrain = random.between(0.02F, 0.1F);
    fillZones(canvas, zones, random);
}

} // namespace

void drawBackdrop(Canvas& canvas, Backdrop backdrop, Random& random) {
    Painter painter(canvas, kInPixels, random);
    switch (backdrop) {
    case Backdrop::Sky:
        return drawSky(canvas, random);
    case Backdrop::Sea:
        return drawSea(canvas, painter, random);
    case Backdrop::Road:
        return drawRoad(canvas, painter, random, false);
    case Backdrop::Town:
        return drawRoad(canvas, painter, random, true);
    case Backdrop::Meadow:
        return drawMeadow(canvas, painter, random);
    case Backdrop::Forest:
        return drawForest(canvas, painter, random);
    case Backdrop::Room:
        return drawRoom(canvas, painter, random);
    case Backdrop::Sand:
        return drawSandy(canvas, random);
    }
}

} // namespace moelab::drawing
