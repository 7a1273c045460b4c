#pragma once

#include <cstdint>

namespace moelab::drawing {

/// A stream of numbers that is the same on every machine and compiler (splitmix64, Steele et al. 2014). The
/// standard library's distributions are not.
///
/// Callers draw one number a statement or inside braces: the order of function arguments is the compiler's
/// choice.
class Random {
  public:
    explicit Random(std::uint64_t seed)
        : m_state(seed) {}

    std::uint64_t next() {
        m_state += 0x9e3779b97f4a7c15U;
        std::uint64_t z = m_state;
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return z ^ (z >> 31U);
    }

    /// @returns one of 0 .. count - 1, all as likely
    int below(int count) { return static_cast<int>(((next() >> 32U) * static_cast<std::uint64_t>(count)) >> 32U); }

    /// @returns a number in [0, 1)
    float unit() { return static_cast<float>(next() >> 40U) * 0x1p-24F; }

    float between(float low, float high) { return low + (high - low) * unit(); }

    bool chance(float probability) { return unit() < probability; }

    /// @returns about a standard normal number, within +-3.5: the sum of four uniform ones
    float bell() {
        const std::uint64_t bits = next();
        const std::uint64_t sum =
            (bits & 0xffffU) + ((bits >> 16U) & 0xffffU) + ((bits >> 32U) & 0xffffU) + (bits >> 48U);
        constexpr float kRootOfThree = 1.7320508F;
        return (static_cast<float>(sum) * 0x1p-16F - 2.0F) * kRootOfThree;
    }

  private:
    std::uint64_t m_state;
};

} // namespace moelab::drawing
