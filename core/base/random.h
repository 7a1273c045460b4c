#pragma once

#include <cstdint>
#include <string_view>

namespace moelab {

/// The finaliser of splitmix64 (Steele, Lea, Flood 2014): a bijection that spreads every bit.
constexpr std::uint64_t mix(std::uint64_t x) {
    x += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

constexpr std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return mix(mix(a) ^ b); }

/// The seed of one stream of random numbers. Whoever draws for a purpose draws from a stream of its own, so that
/// nothing depends on the order in which others draw.
/// @param stage a stage's name; @param purpose for instance "shuffle"
constexpr std::uint64_t streamSeed(std::uint64_t seed, std::string_view stage, std::uint64_t epoch,
                                   std::string_view purpose) {
    std::uint64_t state = mix(seed, epoch);
    for (char c : stage)
        state = mix(state, static_cast<unsigned char>(c));
    state = mix(state, 256); // no byte: the border between stage and purpose
    for (char c : purpose)
        state = mix(state, static_cast<unsigned char>(c));
    return state;
}

} // namespace moelab
