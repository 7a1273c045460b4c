#include "data/drawing/canvas.h"

namespace moelab::drawing {

namespace {

constexpr int kMostNodes = 14;

float ease(float t) {
    return t * t * (3.0F - 2.0F * t);
}

} // namespace

Field smoothField(Random& random, float cell) {
    std::array<float, static_cast<std::size_t>(kMostNodes) * kMostNodes> nodes{};
    for (float& node : nodes)
        node = random.between(-1.0F, 1.0F);
    Field field;
    for (int y = 0; y < kSide; ++y) {
        const float v = static_cast<float>(y) / cell;
        const int row = static_cast<int>(v);
        const float down = ease(v - static_cast<float>(row));
        for (int x = 0; x < kSide; ++x) {
            const float u = static_cast<float>(x) / cell;
            const int column = static_cast<int>(u);
            const float across = ease(u - static_cast<float>(column));
            const float* node = &nodes[static_cast<std::size_t>(row * kMostNodes + column)];
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
