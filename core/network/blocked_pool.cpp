#include "network/blocked_pool.h"

#include "network/dropout.h"

#include <ATen/Parallel.h>

#include <cstring>

namespace moelab {
namespace {

// One register of AVX-512, as the compiler's vector types have it.
using Floats = float __attribute__((vector_size(64)));
using Ints = std::int32_t __attribute__((vector_size(64)));
using Bytes = std::uint8_t __attribute__((vector_size(16)));

constexpr int kNone = 4;

#define MOELAB_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl"), always_inline)) inline

MOELAB_AVX512 Floats load(const float* from) {
    Floats to;
    std::memcpy(&to, from, sizeof to);
    return to;
}

MOELAB_AVX512 void store(float* to, Floats from) { std::memcpy(to, &from, sizeof from); }

/// The mask of one image's dropout, ones without.
std::vector<float> maskOf(const BlockedPool& pool, std::int64_t image) {
    const std::int64_t count = pool.outputs() / pool.images;
    std::vector<float> mask(static_cast<std::size_t>(count), 1.0f);
    if (pool.rate > 0)
        fillDropoutMask(mask.data(), image * count, count, pool.rate, static_cast<float>(1 / (1 - pool.rate)),
                        pool.seed);
    return mask;
}

/// Calls visit(block offset of the output, flat offset of the output, offset of the input) for every 16 outputs of
/// an image.
template <class Visit>
MOELAB_AVX512 void forEachOutput(const BlockedPool& pool, const Visit& visit) {
    const std::int64_t height = pool.height / 2;
    const std::int64_t width = pool.width / 2;
    std::int64_t blocked = 0;
    for (std::int64_t channel = 0; channel < pool.channels; channel += kChannelBlock)
        for (std::int64_t y = 0; y < height; ++y)
            for (std::int64_t x = 0; x < width; ++x, blocked += kChannelBlock)
                visit(blocked, (y * width + x) * pool.channels + channel,
                      channel * pool.height * pool.width + (2 * y * pool.width + 2 * x) * kChannelBlock);
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) void
poolImage(const BlockedPool& pool, const float* input, const float* mask, float* output, std::uint8_t* choice) {
    const std::int64_t nextRow = pool.width * kChannelBlock;
    const std::int64_t offsets[] = {0, kChannelBlock, nextRow, nextRow + kChannelBlock};
    forEachOutput(
        pool, [&](std::int64_t blocked, std::int64_t flat, std::int64_t from)
                  __attribute__((target("avx512f,avx512bw,avx512vl"), always_inline)) {
                      Floats most = load(input + from);
                      Ints which{};
                      for (int k = 1; k < kNone; ++k) {
                          const Floats other = load(input + from + offsets[k]);
                          const Ints more = other > most;
                          most = more ? other : most;
                          which = more ? Ints{} + k : which;
                      }
                      which = most > Floats{} ? which : Ints{} + kNone;
                      store(output + (pool.flat ? flat : blocked), most * load(mask + flat));
                      if (choice) {
                          const Bytes bytes = __builtin_convertvector(which, Bytes);
                          std::memcpy(choice + blocked, &bytes, sizeof bytes);
                      }
                  });
}

__attribute__((target("avx512f,avx512bw,avx512vl"))) void unpoolImage(const BlockedPool& pool,
                                                                      const float* gradient, const float* mask,
                                                                      const std::uint8_t* choice, float* result) {
    const std::int64_t nextRow = pool.width * kChannelBlock;
    const std::int64_t offsets[] = {0, kChannelBlock, nextRow, nextRow + kChannelBlock};
    forEachOutput(
        pool, [&](std::int64_t blocked, std::int64_t flat, std::int64_t to)
                  __attribute__((target("avx512f,avx512bw,avx512vl"), always_inline)) {
                      const Floats share = load(gradient + (pool.flat ? flat : blocked)) * load(mask + flat);
                      Bytes bytes;
                      std::memcpy(&bytes, choice + blocked, sizeof bytes);
                      const Ints which = __builtin_convertvector(bytes, Ints);
                      for (int k = 0; k < kNone; ++k)
                          store(result + to + offsets[k], which == Ints{} + k ? share : Floats{});
                  });
}

} // namespace

void poolForward(const BlockedPool& pool, const float* input, float* output, std::uint8_t* choice) {
    const std::int64_t inputs = pool.inputs() / pool.images;
    const std::int64_t outputs = pool.outputs() / pool.images;
    at::parallel_for(0, pool.images, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t image = begin; image < end; ++image)
            poolImage(pool, input + image * inputs, maskOf(pool, image).data(), output + image * outputs,
                      choice ? choice + image * outputs : nullptr);
    });
}

void poolBackward(const BlockedPool& pool, const float* gradient, const std::uint8_t* choice, float* result) {
    const std::int64_t inputs = pool.inputs() / pool.images;
    const std::int64_t outputs = pool.outputs() / pool.images;
    if (4 * outputs < inputs) // what no output looked at
        std::memset(result, 0, static_cast<std::size_t>(pool.inputs()) * sizeof(float));
    at::parallel_for(0, pool.images, 1, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t image = begin; image < end; ++image)
            unpoolImage(pool, gradient + image * outputs, maskOf(pool, image).data(), choice + image * outputs,
                        result + image * inputs);
    });
}

__attribute__((target("avx512f"))) static void reluBackwardBlock(std::int64_t count, const float* activation,
                                                                 float* gradient) {
    for (std::int64_t i = 0; i < count; ++i)
        gradient[i] = activation[i] > 0 ? gradient[i] : 0;
}

void reluBackward(std::int64_t count, const float* activation, float* gradient) {
    at::parallel_for(0, count, 1 << 15, [&](std::int64_t begin, std::int64_t end) {
        reluBackwardBlock(end - begin, activation + begin, gradient + begin);
    });
}

} // namespace moelab
