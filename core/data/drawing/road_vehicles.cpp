#include "data/drawing/palette.h"
#include "data/drawing/subjects.h"

namespace moelab::drawing {

namespace {

constexpr float kVans = 0.3F; // a share of images that nobody can tell for sure

constexpr Ink kTyre{{0.10F, 0.10F, 0.11F}};
constexpr Ink kLamp{{0.95F, 0.92F, 0.75F}};
constexpr Ink kShadow{{0.16F, 0.16F, 0.17F}};

Ink glass(Random& random) { return {tinted(random, {0.24F, 0.29F, 0.34F}, 0.12F), 0.3F}; }

Ink lacquer(Random& random) { return {paintColour(random), random.between(0.1F, 0.35F)}; }

void drawWheel(Painter& painter, Point hub, float radius, const Ink& rim) {
    painter.ellipse(hub, radius, radius, kTyre);
    painter.ellipse(hub, 0.45F * radius, 0.45F * radius, rim);
}

/// Saloon, hatchback, estate or off-roader from the side: one body, glass nearly all along.
void drawCarSide(Painter& painter, Random& random) {
    const Ink body = lacquer(random);
    const Ink window = glass(random);
    const Ink rim{tinted(random, {0.6F, 0.6F, 0.62F}, 0.2F)};
    const float roof = random.between(-0.46F, -0.26F);
    const float sill = random.between(0.24F, 0.36F);
    const float bonnet = random.between(0.30F, 0.66F); // where the windscreen starts
    const float boot = random.between(-0.95F, -0.55F); // where the rear window ends
    const float rake = random.between(0.10F, 0.32F);
    const float wheel = random.between(0.15F, 0.22F);
    painter.ellipse({0, sill + 0.16F}, 0.95F, 0.07F, kShadow);
    painter.polygon({{-0.95F, 0.0F}, {0.9F, 0.04F}, {0.97F, sill}, {-0.96F, sill}}, body);
    painter.polygon({{boot, 0.02F}, {boot + 0.6F * rake, roof}, {bonnet - rake, roof}, {bonnet, 0.04F}}, body);
    painter.polygon({{boot + 0.12F, 0.0F},
                     {boot + 0.6F * rake + 0.07F, roof + 0.08F},
                     {bonnet - rake - 0.04F, roof + 0.08F},
                     {bonnet - 0.09F, 0.0F}},
                    window);
    const float pillar = random.between(-0.3F, 0.2F);
    painter.box({pillar, roof + 0.05F}, {pillar + 0.07F, 0.05F}, body);
    drawWheel(painter, {-0.58F, sill}, wheel, rim);
    drawWheel(painter, {0.58F, sill}, wheel, rim);
    painter.ellipse({0.92F, 0.12F}, 0.06F, 0.05F, kLamp);
}

/// Box van, tipper or flatbed lorry from the side: a cab with glass in front only, a load of its own colour
/// behind.
void drawTruckSide(Painter& painter, Random& random) {
    const Ink cab = lacquer(random);
    const Ink load = random.chance(0.3F) ? cab : lacquer(random);
    const Ink window = glass(random);
    const Ink rim{tinted(random, {0.6F, 0.6F, 0.62F}, 0.2F)};
    const float roof = random.between(-0.58F, -0.36F);
    const float loadTop = roof + random.between(-0.3F, 0.12F);
    const float sill = random.between(0.24F, 0.36F);
    const float back = random.between(0.26F, 0.50F); // the cab's rear wall
    const float nose = random.between(0.0F, 0.22F);  // how far the engine stands out in front
    const float wheel = random.between(0.14F, 0.20F);
    painter.ellipse({0, sill + 0.16F}, 0.95F, 0.07F, kShadow);
    painter.box({-0.95F, sill - 0.12F}, {0.9F, sill}, kShadow);
    painter.box({-0.97F, loadTop}, {back - 0.05F, sill - 0.06F}, load);
    if (random.chance(0.4F))
        painter.box({-0.9F, loadTop + 0.16F}, {back - 0.12F, loadTop + 0.24F}, darker(load, 0.7F));
    painter.polygon(
        {{back, roof}, {0.9F - nose, roof}, {0.96F - nose, -0.02F}, {0.97F, 0.04F}, {0.97F, sill}, {back, sill}},
        cab);
    painter.polygon(
        {{back + 0.1F, roof + 0.08F}, {0.85F - nose, roof + 0.08F}, {0.9F - nose, 0.0F}, {back + 0.1F, 0.0F}},
        window);
    drawWheel(painter, {0.64F, sill}, wheel, rim);
    drawWheel(painter, {-0.62F, sill}, wheel, rim);
    if (random.chance(0.5F))
        drawWheel(painter, {-0.22F, sill}, wheel, rim);
    painter.ellipse({0.93F, 0.16F}, 0.05F, 0.05F, kLamp);
}

struct Front {
    float roof;
    float windscreenBottom;
    float halfWidth;
    float taper; ///< how much narrower the roof is
};

/// From the front, cars and trucks differ in height, taper and where the windscreen ends.
void drawFront(Painter& painter, Random& random, const Front& front) {
    const Ink body = lacquer(random);
    const Ink window = glass(random);
    const float w = front.halfWidth;
    const float top = w - front.taper;
    painter.ellipse({0, 0.5F}, w + 0.08F, 0.08F, kShadow);
    painter.box({-w, 0.3F}, {-w + 0.2F, 0.55F}, kTyre);
    painter.box({w - 0.2F, 0.3F}, {w, 0.55F}, kTyre);
    painter.polygon(
        {{-top, front.roof}, {top, front.roof}, {w, front.windscreenBottom}, {-w, front.windscreenBottom}}, body);
    painter.box({-w, front.windscreenBottom - 0.02F}, {w, 0.42F}, body);
    painter.polygon({{-top + 0.04F, front.roof + 0.08F},
                     {top - 0.04F, front.roof + 0.08F},
                     {w - 0.1F, front.windscreenBottom - 0.03F},
                     {-w + 0.1F, front.windscreenBottom - 0.03F}},
                    window);
    painter.ellipse({-w + 0.14F, 0.18F}, 0.09F, 0.07F, kLamp);
    painter.ellipse({w - 0.14F, 0.18F}, 0.09F, 0.07F, kLamp);
    painter.box({-w + 0.28F, 0.12F}, {w - 0.28F, random.between(0.2F, 0.3F)}, darker(body, 0.45F));
}

/// What might be a large car or a small truck: a high body with glass in front and, at times, along the side.
void drawVan(Painter& painter, Random& random) {
    const Ink body = lacquer(random);
    const Ink window = glass(random);
    const Ink rim{tinted(random, {0.6F, 0.6F, 0.62F}, 0.2F)};
    const float roof = random.between(-0.56F, -0.36F);
    const float sill = random.between(0.26F, 0.36F);
    const float rake = random.between(0.1F, 0.25F);
    const float wheel = random.between(0.15F, 0.2F);
    painter.ellipse({0, sill + 0.16F}, 0.95F, 0.07F, kShadow);
    painter.polygon(
        {{-0.95F, roof}, {0.72F - rake, roof}, {0.78F, -0.08F}, {0.96F, 0.02F}, {0.97F, sill}, {-0.96F, sill}},
        body);
    painter.polygon({{0.3F, roof + 0.08F}, {0.7F - rake, roof + 0.08F}, {0.7F, -0.06F}, {0.3F, -0.06F}}, window);
    if (random.chance(0.5F))
        painter.box({-0.8F, roof + 0.08F}, {0.2F, -0.06F}, window);
    drawWheel(painter, {-0.6F, sill}, wheel, rim);
    drawWheel(painter, {0.6F, sill}, wheel, rim);
    painter.ellipse({0.92F, 0.12F}, 0.06F, 0.05F, kLamp);
}

} // namespace

void drawAutomobile(Painter& painter, Random& random) {
    if (random.chance(kVans))
        return drawVan(painter, random);
    if (random.chance(0.65F))
        return drawCarSide(painter, random);
    const Front front{random.between(-0.58F, -0.36F), random.between(-0.10F, 0.04F), random.between(0.62F, 0.78F),
                      random.between(0.12F, 0.26F)};
    drawFront(painter, random, front);
}

void drawTruck(Painter& painter, Random& random) {
    if (random.chance(kVans))
        return drawVan(painter, random);
    if (random.chance(0.65F))
        return drawTruckSide(painter, random);
    const Front front{random.between(-0.86F, -0.58F), random.between(-0.28F, -0.10F), random.between(0.5F, 0.66F),
                      random.between(0.0F, 0.08F)};
    drawFront(painter, random, front);
}

} // namespace moelab::drawing
