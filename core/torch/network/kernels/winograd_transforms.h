#pragma once

#include "network/kernels/simd.h"

namespace moelab::MOELAB_INSTRUCTIONS {

// F(4x4, 3x3): an output tile of 4 x 4 comes from an input tile of 6 x 6 that overlaps its neighbours'. Transformed
// tiles are multiplied element by element, so that for all tiles and channels together there is one matrix product
// for each of the 36 elements. The points are 0, 1, -1, 2, -2 and infinity.

/// B^T d.
struct InputTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&d)[6], Floats (&to)[6]) {
        const Floats even1 = d[4] - 4 * d[2];
        const Floats odd1 = d[3] - 4 * d[1];
        const Floats even2 = d[4] - d[2];
        const Floats odd2 = 2 * (d[3] - d[1]);
        to[0] = 4 * d[0] - 5 * d[2] + d[4];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = 4 * d[1] - 5 * d[3] + d[5];
    }
};

/// G w.
struct WeightTransform {
    static constexpr int kFrom = 3;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&w)[3], Floats (&to)[6]) {
        const Floats even1 = (-1.0f / 6) * (w[0] + w[2]);
        const Floats odd1 = (-1.0f / 6) * w[1];
        const Floats even2 = (1.0f / 24) * w[0] + (1.0f / 6) * w[2];
        const Floats odd2 = (1.0f / 12) * w[1];
        to[0] = 0.25f * w[0];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = w[2];
    }
};

/// A^T m.
struct OutputTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 4;
    static MOELAB_INLINE void apply(const Floats (&m)[6], Floats (&to)[4]) {
        const Floats sum1 = m[1] + m[2];
        const Floats difference1 = m[1] - m[2];
        const Floats sum2 = m[3] + m[4];
        const Floats difference2 = m[3] - m[4];
        to[0] = m[0] + sum1 + sum2;
        to[1] = difference1 + 2 * difference2;
        to[2] = sum1 + 4 * sum2;
        to[3] = difference1 + 8 * difference2 + m[5];
    }
};

/// A y.
struct GradientTransform {
    static constexpr int kFrom = 4;
    static constexpr int kTo = 6;
    static MOELAB_INLINE void apply(const Floats (&y)[4], Floats (&to)[6]) {
        const Floats even1 = y[0] + y[2];
        const Floats odd1 = y[1] + y[3];
        const Floats even2 = y[0] + 4 * y[2];
        const Floats odd2 = 2 * y[1] + 8 * y[3];
        to[0] = y[0];
        to[1] = even1 + odd1;
        to[2] = even1 - odd1;
        to[3] = even2 + odd2;
        to[4] = even2 - odd2;
        to[5] = y[3];
    }
};

/// G^T u.
struct WeightGradientTransform {
    static constexpr int kFrom = 6;
    static constexpr int kTo = 3;
    static MOELAB_INLINE void apply(const Floats (&u)[6], Floats (&to)[3]) {
        const Floats sum1 = u[1] + u[2];
        const Floats difference1 = u[2] - u[1];
        const Floats sum2 = u[3] + u[4];
        const Floats difference2 = u[3] - u[4];
        to[0] = 0.25f * u[0] - (1.0f / 6) * sum1 + (1.0f / 24) * sum2;
        to[1] = (1.0f / 6) * difference1 + (1.0f / 12) * difference2;
        to[2] = (1.0f / 6) * (sum2 - sum1) + u[5];
    }
};

/// Both dimensions: first the columns of the tile, then the rows of what that gave.
template <class Transform>
MOELAB_INLINE void transformBoth(const Floats (&tile)[Transform::kFrom][Transform::kFrom],
                                 Floats (&result)[Transform::kTo][Transform::kTo]) {
    Floats half[Transform::kTo][Transform::kFrom];
    for (int x = 0; x < Transform::kFrom; ++x) {
        Floats column[Transform::kFrom];
        Floats transformed[Transform::kTo];
        for (int y = 0; y < Transform::kFrom; ++y)
            column[y] = tile[y][x];
        Transform::apply(column, transformed);
        for (int y = 0; y < Transform::kTo; ++y)
            half[y][x] = transformed[y];
    }
    for (int y = 0; y < Transform::kTo; ++y)
        Transform::apply(half[y], result[y]);
}

} // namespace moelab::MOELAB_INSTRUCTIONS
