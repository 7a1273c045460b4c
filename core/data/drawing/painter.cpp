#include "data/drawing/painter.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

namespace moelab::drawing {

namespace {

float length(Point p) { return std::sqrt(dot(p, p)); }

/// Signed distance to a simple polygon, negative inside.
float distanceToPolygon(std::span<const Point> corners, Point p) {
    float nearest = dot(p - corners[0], p - corners[0]);
    bool inside = false;
    Point previous = corners.back();
    for (const Point corner : corners) {
        const Point edge = previous - corner;
        const Point way = p - corner;
        const float share = std::clamp(dot(way, edge) / std::max(dot(edge, edge), 1e-6F), 0.0F, 1.0F);
        const Point gap = way - edge * share;
        nearest = std::min(nearest, dot(gap, gap));
        const bool below = p.y >= corner.y;
        const bool crosses = below != (p.y >= previous.y);
        if (crosses && (edge.x * way.y > edge.y * way.x) == (edge.y > 0))
            inside = !inside;
        previous = corner;
    }
    return inside ? -std::sqrt(nearest) : std::sqrt(nearest);
}

} // namespace

Ink darker(Ink ink, float factor) {
    ink.colour = ink.colour * factor;
    ink.patch = ink.patch * factor;
    return ink;
}

Point turn(float halfTangent) {
    const float square = halfTangent * halfTangent;
    return Point{1.0F - square, 2.0F * halfTangent} * (1.0F / (1.0F + square));
}

Painter::Painter(Canvas& canvas, const Pose& pose, Random& random)
    : m_canvas(canvas)
    , m_pose(pose)
    , m_grain(grainField(random))
    , m_landscape(smoothField(random, random.between(3.0F, 6.0F)))
    , m_light() {
    const Point fromAbove = turn(random.between(-0.5F, 0.5F));
    m_light = {fromAbove.y, -fromAbove.x};
}

Colour Painter::surface(const Ink& ink, std::size_t pixel, float lit) const {
    // A soft edge between coat and patch, half a step of the landscape wide.
    const float patch = std::clamp((ink.patches - m_landscape[pixel]) * 4.0F, 0.0F, 1.0F);
    const Colour colour = ink.patches > -1 ? mix(ink.colour, ink.patch, patch) : ink.colour;
    return colour * std::max(1.0F + ink.roundness * lit + ink.fur * m_grain[pixel], 0.0F);
}

template <typename Distance>
void Painter::fill(Point low, Point high, const Ink& ink, const Distance& distance) {
    const Point middle = (low + high) * 0.5F;
    const float radius = std::max(0.5F * length(high - low), 1.0F);
    const int left = std::max(static_cast<int>(std::floor(low.x - 1)), 0);
    const int right = std::min(static_cast<int>(std::ceil(high.x + 1)), kSide - 1);
    const int top = std::max(static_cast<int>(std::floor(low.y - 1)), 0);
    const int bottom = std::min(static_cast<int>(std::ceil(high.y + 1)), kSide - 1);
    for (int y = top; y <= bottom; ++y) {
        for (int x = left; x <= right; ++x) {
            const Point p{static_cast<float>(x), static_cast<float>(y)};
            const float cover = std::clamp(0.5F - distance(p), 0.0F, 1.0F);
            if (cover <= 0)
                continue;
            const float lit = dot(p - middle, m_light) / radius;
            Colour& pixel = m_canvas.at(x, y);
            pixel = mix(pixel, surface(ink, Canvas::index(x, y), lit), cover);
        }
    }
}

void Painter::ellipse(Point centre, float radiusX, float radiusY, const Ink& ink, float lean) {
    const Point middle = m_pose.place(centre);
    const Point along = m_pose.place(centre + turn(lean)) - middle;
    const Point axis = along * (1.0F / length(along));
    const float a = std::max(radiusX * m_pose.scale, 0.3F);
    const float b = std::max(radiusY * m_pose.scale, 0.3F);
    const float reach = std::max(a, b);
    // Not the exact distance, but exact on the edge and with unit slope there, which is all that smoothing
    // needs.
    const auto distance = [=](Point p) {
        const Point way = p - middle;
        const Point q{dot(way, axis) / a, (way.y * axis.x - way.x * axis.y) / b};
        const float k = length(q);
        const float slope = length({q.x / a, q.y / b});
        return slope < 1e-6F ? -std::min(a, b) : k * (k - 1.0F) / slope;
    };
    fill(middle - Point{reach, reach}, middle + Point{reach, reach}, ink, distance);
}

void Painter::limb(Point from, Point to, float fromRadius, float toRadius, const Ink& ink) {
    const Point a = m_pose.place(from);
    const Point b = m_pose.place(to);
    const float startRadius = fromRadius * m_pose.scale;
    const float endRadius = toRadius * m_pose.scale;
    const float reach = std::max(startRadius, endRadius);
    const Point edge = b - a;
    const float square = std::max(dot(edge, edge), 1e-6F);
    const auto distance = [=](Point p) {
        const float share = std::clamp(dot(p - a, edge) / square, 0.0F, 1.0F);
        return length(p - a - edge * share) - (startRadius + (endRadius - startRadius) * share);
    };
    const Point low{std::min(a.x, b.x) - reach, std::min(a.y, b.y) - reach};
    const Point high{std::max(a.x, b.x) + reach, std::max(a.y, b.y) + reach};
    fill(low, high, ink, distance);
}

void Painter::polygon(std::initializer_list<Point> corners, const Ink& ink) {
    std::vector<Point> placed;
    placed.reserve(corners.size());
    Point low{kSide, kSide};
    Point high{0, 0};
    for (const Point corner : corners) {
        const Point p = m_pose.place(corner);
        placed.push_back(p);
        low = {std::min(low.x, p.x), std::min(low.y, p.y)};
        high = {std::max(high.x, p.x), std::max(high.y, p.y)};
    }
    fill(low, high, ink, [&](Point p) { return distanceToPolygon(placed, p); });
}

void Painter::box(Point topLeft, Point bottomRight, const Ink& ink) {
    polygon({topLeft, {bottomRight.x, topLeft.y}, bottomRight, {topLeft.x, bottomRight.y}}, ink);
}

} // namespace moelab::drawing
