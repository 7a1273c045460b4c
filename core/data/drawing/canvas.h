#pragma once

#include "data/drawing/random.h"

#include <array>
#include <cstddef>

namespace moelab::drawing {

inline constexpr int kSide = 32;
inline constexpr std::size_t kPixels = static_cast<std::size_t>(kSide) * kSide;

struct Point {
    float x = 0;
    float y = 0;
};

inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(Point a, float factor) { return {a.x * factor, a.y * factor}; }
inline float dot(Point a, Point b) { return a.x * b.x + a.y * b.y; }

/// Light, 0 to 1 a channel; drawing may leave that range for a while.
struct Colour {
    float r = 0;
    float g = 0;
    float b = 0;
};

inline Colour operator*(Colour c, float factor) { return {c.r * factor, c.g * factor, c.b * factor}; }
inline Colour mix(Colour a, Colour b, float share) {
    return {a.r + (b.r - a.r) * share, a.g + (b.g - a.g) * share, a.b + (b.b - a.b) * share};
}

/// One number a pixel.
using Field = std::array<float, kPixels>;

/// @returns a smooth random landscape in about -1 .. 1 whose hills are `cell` pixels wide, at least 3
Field smoothField(Random& random, float cell);
/// @returns an independent, about standard normal number a pixel
Field grainField(Random& random);

/// A picture of 32 x 32 pixels; x grows to the right, y downwards.
struct Canvas {
    std::array<Colour, kPixels> pixels;

    Colour& at(int x, int y) { return pixels[index(x, y)]; }
    const Colour& at(int x, int y) const { return pixels[index(x, y)]; }

    static std::size_t index(int x, int y) {
        return static_cast<std::size_t>(y) * kSide + static_cast<std::size_t>(x);
    }
};

} // namespace moelab::drawing
