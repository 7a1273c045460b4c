#pragma once

#include "data/drawing/canvas.h"

#include <initializer_list>

namespace moelab::drawing {

/// How a surface looks.
struct Ink {
    Colour colour;
    float roundness = 0; ///< how much brighter the lit side is than the dark one, 0 for a flat plate
    float fur = 0;       ///< how strongly the grain shows
    Colour patch{};      ///< the colour of the coat's patches
    float patches = -1;  ///< patches lie where the landscape is below this: -1 none, 1 all
};

/// An eye's dark, and a nose's.
constexpr Ink kEye{{0.08F, 0.07F, 0.06F}};

/// @returns the same surface in less light
Ink darker(Ink ink, float factor);

/// Where and how large a subject stands. Subjects are drawn facing right, within about -1 .. 1 both ways.
struct Pose {
    Point centre{16, 16}; ///< in pixels
    float scale = 12;     ///< pixels a unit
    Point right{1, 0};    ///< the unit vector that the subject's right becomes; a mirrored subject faces left
    bool mirrored = false;

    /// @returns where on the canvas a point of the subject lies
    Point place(Point p) const {
        const float x = mirrored ? -p.x : p.x;
        return centre + Point{x * right.x - p.y * right.y, x * right.y + p.y * right.x} * scale;
    }
};

/// The pose for drawing in pixels.
inline constexpr Pose kInPixels{{0, 0}, 1};

/// @returns the unit vector at the angle whose half has this tangent: a turn without the library's sine,
/// whose
///          last bit differs between machines
Point turn(float halfTangent);

/// Paints smooth-edged shapes, given in the subject's own coordinates, over a canvas.
class Painter {
  public:
    Painter(Canvas& canvas, const Pose& pose, Random& random);

    /// @param lean the tangent of half the angle by which the ellipse is turned
    void ellipse(Point centre, float radiusX, float radiusY, const Ink& ink, float lean = 0);
    /// A line with round ends that may grow thicker on its way: legs, necks, tails, masts.
    void limb(Point from, Point to, float fromRadius, float toRadius, const Ink& ink);
    /// Any simple polygon, its corners in order.
    void polygon(std::initializer_list<Point> corners, const Ink& ink);
    void box(Point topLeft, Point bottomRight, const Ink& ink);

  private:
    template <typename Distance>
    void fill(Point low, Point high, const Ink& ink, const Distance& distance);
    Colour surface(const Ink& ink, std::size_t pixel, float lit) const;

    Canvas& m_canvas;
    Pose m_pose;
    Field m_grain;
    Field m_landscape;
    Point m_light; ///< unit vector towards the light
};

} // namespace moelab::drawing
