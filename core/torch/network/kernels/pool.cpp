#include "network/kernels/of_instructions.h"
#include "network/kernels/simd.h"

namespace moelab::MOELAB_INSTRUCTIONS {
namespace {

using Ints = std::int32_t __attribute__((vector_size(kLanes * sizeof(std::int32_t))));
using Bytes = std::uint8_t __attribute__((vector_size(kLanes)));

constexpr int kNone = 4;

/// Calls visit(first output, first input) for all outputs, kLanes of them at a time.
template <class Visit>
MOELAB_INLINE void forEachOutput(const PoolShape& shape, const Visit& visit) {
    std::int64_t output = 0;
    for (std::int64_t y = 0; y < shape.height / 2; ++y)
        for (std::int64_t x = 0; x < shape.width / 2; ++x)
            for (std::int64_t channel = 0; channel < shape.channels; channel += kLanes, output += kLanes)
                visit(output, (2 * y * shape.width + 2 * x) * shape.channels + channel);
}

/// From the first of the four inputs to each.
struct Offsets {
    std::int64_t to[kNone];

    explicit Offsets(const PoolShape& shape)
        : to{0, shape.channels, shape.width * shape.channels, (shape.width + 1) * shape.channels} {}
};

} // namespace

void pool(const PoolShape& shape, const float* input, const float* mask, float* output, std::uint8_t* choice) {
    const Offsets offsets(shape);
    forEachOutput(
        shape, [&](std::int64_t to, std::int64_t from) __attribute__((always_inline)) {
            Floats most = load(input + from);
            Ints which{};
            for (int k = 1; k < kNone; ++k) {
                const Floats other = load(input + from + offsets.to[k]);
                const Ints more = other > most;
                most = more ? other : most;
                which = more ? Ints{} + k : which;
            }
            store(output + to, mask ? most * load(mask + to) : most);
            if (choice) {
                which = most > Floats{} ? which : Ints{} + kNone;
                const Bytes bytes = __builtin_convertvector(which, Bytes);
                std::memcpy(choice + to, &bytes, sizeof bytes);
            }
        });
}

void unpool(const PoolShape& shape, const float* gradient, const float* mask, const std::uint8_t* choice,
            float* result) {
    const Offsets offsets(shape);
    forEachOutput(
        shape, [&](std::int64_t from, std::int64_t to) __attribute__((always_inline)) {
            Floats share = load(gradient + from);
            share = mask ? share * load(mask + from) : share;
            Bytes bytes;
            std::memcpy(&bytes, choice + from, sizeof bytes);
            const Ints which = __builtin_convertvector(bytes, Ints);
            for (int k = 0; k < kNone; ++k)
                store(result + to + offsets.to[k], which == Ints{} + k ? share : Floats{});
        });
}

} // namespace moelab::MOELAB_INSTRUCTIONS
