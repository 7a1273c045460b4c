#pragma once

// Included by the sources that are compiled once for each set of instructions, within a namespace of its name, and
// that must share no inline function with the rest of the program: the linker could keep the one that needs the
// newer processor.

#include "network/kernels/kernels.h"

#include <cstdint>
#include <cstring>
#include <utility>

namespace moelab::MOELAB_INSTRUCTIONS {

#ifdef __AVX512F__
inline constexpr std::int64_t kLanes = 16;
inline constexpr std::int64_t kRows = 12; ///< of a block of sums that stays in registers: 12 x 2 of 32
#else
inline constexpr std::int64_t kLanes = 8;
inline constexpr std::int64_t kRows = 4; ///< 4 x 2 of 16, and what they are made of
#endif
inline constexpr std::int64_t kFewRows = kLanes / 2; ///< where rows come in multiples of 8 or 4
inline constexpr std::int64_t kColumns = 2 * kLanes; ///< of such a block

#define MOELAB_INLINE __attribute__((always_inline)) inline

using Floats = float __attribute__((vector_size(kLanes * sizeof(float))));

MOELAB_INLINE Floats load(const float* from) {
    Floats to;
    std::memcpy(&to, from, sizeof to);
    return to;
}

MOELAB_INLINE void store(float* to, const Floats& from) { std::memcpy(to, &from, sizeof from); }

/// Exchanges the lanes of `a` whose numbers have the bit `distance` for those of `b` whose numbers lack it.
template <std::int64_t distance, std::size_t... lane>
MOELAB_INLINE void exchangeLanes(Floats& a, Floats& b, std::index_sequence<lane...>) {
    const Floats before = a;
    a = __builtin_shufflevector(before, b, (lane & distance ? kLanes + lane - distance : lane)...);
    b = __builtin_shufflevector(before, b, (lane & distance ? kLanes + lane : lane + distance)...);
}

/// Turns rows into columns, within pairs of rows, then within fours, and so on.
template <std::int64_t distance = 1>
MOELAB_INLINE void transpose(Floats (&rows)[kLanes]) {
    for (std::int64_t row = 0; row < kLanes; ++row)
        if ((row & distance) == 0)
            exchangeLanes<distance>(rows[row], rows[row + distance], std::make_index_sequence<kLanes>());
    if constexpr (2 * distance < kLanes)
        transpose<2 * distance>(rows);
}

/// A block of sums of products, [rows, kColumns].
template <std::int64_t rows>
struct Sums {
    Floats at[rows][2];

    MOELAB_INLINE void clear() {
        for (auto& row : at)
            row[0] = row[1] = Floats{};
    }
    MOELAB_INLINE void loadFrom(const float* from, std::int64_t stride) {
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t half = 0; half < 2; ++half)
                at[r][half] = load(from + r * stride + half * kLanes);
    }
    MOELAB_INLINE void storeTo(float* to, std::int64_t stride) const {
        for (std::int64_t r = 0; r < rows; ++r)
            for (std::int64_t half = 0; half < 2; ++half)
                store(to + r * stride + half * kLanes, at[r][half]);
    }
    /// Adds a[row * rowStride + step * stepStride] * b[step * bStride + column] for all steps.
    MOELAB_INLINE void add(const float* a, std::int64_t rowStride, std::int64_t stepStride, const float* b,
                           std::int64_t bStride, std::int64_t steps) {
        for (std::int64_t step = 0; step < steps; ++step) {
            const Floats first = load(b + step * bStride);
            const Floats second = load(b + step * bStride + kLanes);
            for (std::int64_t r = 0; r < rows; ++r) {
                const float factor = a[r * rowStride + step * stepStride];
                at[r][0] += factor * first;
                at[r][1] += factor * second;
            }
        }
    }
};

/// The sum of what lies `stride` apart.
MOELAB_INLINE Floats sumOf(const float* from, std::int64_t count, std::int64_t stride) {
    Floats sum{};
    for (std::int64_t i = 0; i < count; ++i)
        sum += load(from + i * stride);
    return sum;
}

/// @param sum of products of some output channels. @param at of the output
MOELAB_INLINE Floats finished(const Floats& sum, const Epilogue& epilogue, std::int64_t channel, std::int64_t at) {
    Floats result = sum;
    if (epilogue.bias) {
        result += load(epilogue.bias + channel);
        result = result < Floats{} ? Floats{} : result; // lets NaN through
    }
    if (epilogue.passes)
        result = load(epilogue.passes + at) > Floats{} ? result : Floats{};
    return result;
}

} // namespace moelab::MOELAB_INSTRUCTIONS
