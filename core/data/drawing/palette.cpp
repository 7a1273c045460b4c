#include "data/drawing/palette.h"

#include <algorithm>
#include <span>

namespace moelab::drawing {

namespace {

Colour pick(Random& random, std::span<const Colour> colours, float spread) {
    const int chosen = random.below(static_cast<int>(colours.size()));
    return tinted(random, colours[static_cast<std::size_t>(chosen)], spread);
}

} // namespace

Colour tinted(Random& random, Colour base, float spread) {
    const float whole = random.between(-spread, spread);
    const auto move = [&](float channel) {
        return std::clamp(channel + whole + 0.5F * random.between(-spread, spread), 0.02F, 0.98F);
    };
    const float r = move(base.r);
    const float g = move(base.g);
    const float b = move(base.b);
    return {r, g, b};
}

Colour paintColour(Random& random) {
    static constexpr Colour kPaints[] = {{0.88F, 0.88F, 0.90F}, {0.70F, 0.72F, 0.75F}, {0.50F, 0.52F, 0.55F},
                                         {0.16F, 0.16F, 0.19F}, {0.72F, 0.14F, 0.13F}, {0.16F, 0.28F, 0.62F},
                                         {0.82F, 0.70F, 0.20F}, {0.20F, 0.45F, 0.28F}, {0.55F, 0.42F, 0.32F},
                                         {0.90F, 0.86F, 0.78F}};
    return pick(random, kPaints, 0.12F);
}

Colour furColour(Random& random) {
    static constexpr Colour kFurs[] = {{0.45F, 0.30F, 0.19F}, {0.60F, 0.44F, 0.29F}, {0.74F, 0.60F, 0.42F},
                                       {0.32F, 0.22F, 0.15F}, {0.70F, 0.42F, 0.20F}, {0.50F, 0.48F, 0.46F},
                                       {0.16F, 0.14F, 0.13F}, {0.85F, 0.82F, 0.76F}};
    return pick(random, kFurs, 0.12F);
}

Colour catColour(Random& random) {
    static constexpr Colour kCats[] = {
        {0.50F, 0.49F, 0.48F}, {0.78F, 0.48F, 0.22F}, {0.15F, 0.14F, 0.14F}, {0.86F, 0.84F, 0.80F}};
    return random.chance(0.3F) ? furColour(random) : pick(random, kCats, 0.12F);
}

Colour dogColour(Random& random) {
    static constexpr Colour kDogs[] = {
        {0.45F, 0.29F, 0.17F}, {0.68F, 0.50F, 0.30F}, {0.80F, 0.66F, 0.45F}, {0.22F, 0.17F, 0.13F}};
    return random.chance(0.3F) ? furColour(random) : pick(random, kDogs, 0.12F);
}

Colour horseColour(Random& random) {
    static constexpr Colour kHorses[] = {
        {0.40F, 0.22F, 0.13F}, {0.28F, 0.17F, 0.11F}, {0.14F, 0.12F, 0.11F}, {0.72F, 0.69F, 0.65F}};
    return random.chance(0.2F) ? furColour(random) : pick(random, kHorses, 0.12F);
}

Colour featherColour(Random& random) {
    static constexpr Colour kFeathers[] = {{0.45F, 0.34F, 0.24F}, {0.62F, 0.52F, 0.40F}, {0.50F, 0.50F, 0.50F},
                                           {0.15F, 0.15F, 0.17F}, {0.86F, 0.85F, 0.82F}, {0.25F, 0.42F, 0.65F},
                                           {0.68F, 0.25F, 0.18F}, {0.75F, 0.66F, 0.25F}, {0.38F, 0.50F, 0.28F}};
    return pick(random, kFeathers, 0.12F);
}

Colour skinColour(Random& random) {
    static constexpr Colour kSkins[] = {{0.35F, 0.52F, 0.20F}, {0.50F, 0.58F, 0.26F}, {0.42F, 0.40F, 0.22F},
                                        {0.50F, 0.38F, 0.25F}, {0.62F, 0.54F, 0.30F}, {0.30F, 0.33F, 0.22F},
                                        {0.55F, 0.52F, 0.46F}};
    return pick(random, kSkins, 0.12F);
}

} // namespace moelab::drawing
