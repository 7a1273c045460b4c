#include "data/drawing/canvas.h"

namespace moelab::drawing {

namespace {

/// A side of the grid between whose nodes the landscape is eased; enough for hills three pixels wide.
constexpr std::size_t kMostNodes = 14;

float ease(float t) { return t * t * (3.0F - 2.0F * t); }

} // namespace

Field smoothField(Random& random, float cell) {
    std::array<float, kMostNodes * kMostNodes> nodes{};
    for (float& node : nodes)
        node = random.between(-1.0F, 1.0F);
    Field field;
    for (int y = 0; y < kSide; ++y) {
        const float v = static_cast<float>(y) / cell;
        const auto row = static_cast<std::size_t>(v);
        const float down = ease(v - static_cast<float>(row));
        for (int x = 0; x < kSide; ++x) {
            const float u = static_cast<float>(x) / cell;
            const auto column = static_cast<std::size_t>(u);
            const float across = ease(u - static_cast<float>(column));
            const float* node = &nodes[row * kMostNodes + column];
            const float top = node[0] + (node[1] - node[0]) * across;
            const float bottom = node[kMostNodes] + (node[kMostNodes + 1] - node[kMostNodes]) * across;
            field[Canvas::index(x, y)] = top + (bottom - top) * down;
        }
    }
    return field;
}

Field grainField(Random& random) {
    Field field;
    for (float& value : field)
        value = random.bell();
    return field;
}

} // namespace moelab::drawing
