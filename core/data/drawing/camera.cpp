#include "data/drawing/camera.h"

#include "data/drawing/painter.h"
#include "data/drawing/palette.h"

#include <algorithm>

namespace moelab::drawing {

namespace {

// With the measures of the subjects, these set how hard the images are: a large network trained at the
// defaults (5000 images, 10 epochs) should name about two of three new ones, or the lab has nothing to show.
constexpr float kForegroundChance = 0.10F;
constexpr float kMostBlur = 0.15F;
constexpr float kLeastNoise = 0.01F;
constexpr float kMostNoise = 0.03F;
constexpr float kLeastContrast = 0.9F;
constexpr float kMostContrast = 1.15F;

/// Each pixel gives `share` of its light to each neighbour along the way.
void blurAlong(Canvas& canvas, float share, int dx, int dy) {
    const Canvas sharp = canvas;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const Colour before = sharp.at(std::max(x - dx, 0), std::max(y - dy, 0));
            const Colour after = sharp.at(std::min(x + dx, kSide - 1), std::min(y + dy, kSide - 1));
            canvas.at(x, y) = mix(sharp.at(x, y), mix(before, after, 0.5F), 2.0F * share);
        }
    }
}

/// Light that falls off towards one side.
void shade(Canvas& canvas, Random& random) {
    const Point slope{random.between(-0.015F, 0.015F), random.between(-0.015F, 0.015F)};
    for (int y = 0; y < kSide; ++y)
        for (int x = 0; x < kSide; ++x) {
            const Point p{static_cast<float>(x - 16), static_cast<float>(y - 16)};
            canvas.at(x, y) = canvas.at(x, y) * (1.0F + dot(p, slope));
        }
}

std::uint8_t toByte(float light) {
    // Right for what is not negative, and far quicker than lround:
    // NOLINTNEXTLINE(bugprone-incorrect-roundings)
    return static_cast<std::uint8_t>(std::clamp(light, 0.0F, 1.0F) * 255.0F + 0.5F);
}

} // namespace

void drawForeground(Canvas& canvas, Random& random) {
    if (!random.chance(kForegroundChance))
        return;
    Painter painter(canvas, kInPixels, random);
    const Ink ink{random.chance(0.5F) ? paintColour(random) : furColour(random), 0.2F, 0.08F};
    if (random.chance(0.5F)) {
        const Point from{random.between(0.0F, 32.0F), -2.0F};
        const Point to{from.x + random.between(-10.0F, 10.0F), 34.0F};
        const float radius = random.between(0.8F, 2.2F);
        painter.limb(from, to, radius, radius, ink);
    } else {
        const Point centre{random.chance(0.5F) ? 0.0F : 32.0F, random.between(10.0F, 34.0F)};
        const float radiusX = random.between(4.0F, 10.0F);
        const float radiusY = random.between(4.0F, 12.0F);
        painter.ellipse(centre, radiusX, radiusY, ink);
    }
}

void photograph(const Canvas& canvas, Random& random, std::span<std::uint8_t, kPixels * 3> bytes) {
    Canvas picture = canvas;
    shade(picture, random);
    const float blur = random.between(0.0F, kMostBlur);
    blurAlong(picture, blur, 1, 0);
    blurAlong(picture, blur, 0, 1);
    const float contrast = random.between(kLeastContrast, kMostContrast);
    const float exposure = random.between(-0.08F, 0.08F) + 0.5F * (1.0F - contrast);
    const Colour cast = tinted(random, {0.5F, 0.5F, 0.5F}, 0.06F);
    const float noise = random.between(kLeastNoise, kMostNoise);
    for (std::size_t i = 0; i < kPixels; ++i) {
        const Colour light = picture.pixels[i] * contrast;
        // Most of a sensor's noise is the same in all channels once it is a picture.
        const float common = exposure - 0.5F + 0.8F * noise * random.bell();
        bytes[3 * i] = toByte(light.r + cast.r + common + 0.6F * noise * random.bell());
        bytes[3 * i + 1] = toByte(light.g + cast.g + common + 0.6F * noise * random.bell());
        bytes[3 * i + 2] = toByte(light.b + cast.b + common + 0.6F * noise * random.bell());
    }
}

} // namespace moelab::drawing
