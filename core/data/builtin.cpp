#include "data/builtin.h"

#include "base/error.h"
#include "data/drawing/backdrop.h"
#include "data/drawing/camera.h"
#include "data/drawing/subjects.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <span>
#include <string>

namespace moelab {

namespace {

using namespace drawing;

constexpr std::uint64_t kSeed = 0x6d6f656c61623130U;
constexpr std::size_t kMostTrain = 50000;
constexpr std::size_t kMostTest = 10000;
constexpr float kFarChance = 0.10F; // of a subject so far away that little of it can be seen
constexpr int kShares = 20;         // of backdrops, a class

/// A class of images: who stands where, how large and how upright.
struct Subject {
    const char* name;
    void (*draw)(Painter&, Random&);
    std::array<int, kBackdrops> backdrops; ///< how often each is behind it, in the order of Backdrop, of kShares
    float smallest;                        ///< pixels a unit
    float largest;
    float tilt; ///< the largest tangent of half the angle by which it is turned
};

//                                       sky sea road town meadow forest room sand
constexpr std::array<Subject, 10> kSubjects{{
    {"airplane", drawAirplane, {10, 3, 5, 0, 1, 0, 0, 1}, 12.0F, 15.0F, 0.24F},
    {"automobile", drawAutomobile, {0, 1, 8, 7, 2, 0, 1, 1}, 12.0F, 15.0F, 0.08F},
    {"bird", drawBird, {7, 3, 0, 1, 3, 5, 0, 1}, 11.5F, 15.0F, 0.14F},
    {"cat", drawCat, {0, 0, 1, 1, 3, 1, 12, 2}, 12.0F, 15.0F, 0.09F},
    {"deer", drawDeer, {1, 1, 0, 0, 4, 12, 0, 2}, 12.0F, 15.0F, 0.09F},
    {"dog", drawDog, {0, 1, 2, 2, 8, 2, 3, 2}, 12.0F, 15.0F, 0.09F},
    {"frog", drawFrog, {0, 5, 0, 0, 6, 7, 0, 2}, 12.0F, 15.0F, 0.09F},
    {"horse", drawHorse, {1, 1, 1, 1, 9, 1, 0, 6}, 12.0F, 15.0F, 0.09F},
    {"ship", drawShip, {2, 15, 1, 1, 0, 0, 0, 1}, 12.0F, 15.0F, 0.08F},
    {"truck", drawTruck, {0, 1, 9, 5, 2, 0, 0, 3}, 12.0F, 15.0F, 0.08F},
}};

static_assert(std::ranges::all_of(kSubjects, [](const Subject& subject) {
    return std::accumulate(subject.backdrops.begin(), subject.backdrops.end(), 0) == kShares;
}));

Backdrop chooseBackdrop(const Subject& subject, Random& random) {
    int left = random.below(kShares);
    for (int i = 0; i < kBackdrops; ++i) {
        left -= subject.backdrops[static_cast<std::size_t>(i)];
        if (left < 0)
            return static_cast<Backdrop>(i);
    }
    return Backdrop::Sky;
}

Pose choosePose(const Subject& subject, Random& random) {
    Pose pose;
    pose.centre = {random.between(13.0F, 18.0F), random.between(13.5F, 17.5F)};
    pose.scale = random.between(subject.smallest, subject.largest) * (random.chance(kFarChance) ? 0.5F : 1.0F);
    pose.right = turn(random.between(-subject.tilt, subject.tilt));
    pose.mirrored = random.chance(0.5F);
    return pose;
}

/// @returns the label
std::uint8_t drawImage(Random random, std::span<std::uint8_t, kPixels * 3> bytes) {
    const int label = random.below(static_cast<int>(kSubjects.size()));
    const Subject& subject = kSubjects[static_cast<std::size_t>(label)];
    Canvas canvas;
    drawBackdrop(canvas, chooseBackdrop(subject, random), random);
    Painter painter(canvas, choosePose(subject, random), random);
    subject.draw(painter, random);
    drawForeground(canvas, random);
    photograph(canvas, random, bytes);
    return static_cast<std::uint8_t>(label);
}

ImageSet drawSplit(std::uint64_t split, std::size_t count, const StopToken& stop) {
    ImageSet images;
    images.labels.resize(count);
    images.pixels.resize(count * images.imageBytes());
    for (std::size_t i = 0; i < count; ++i) {
        if (!stop.proceed())
            throw Stopped();
        // The generator's own scrambling sets neighbouring images far apart.
        Random seeds(kSeed + (split << 32U) + i);
        const auto bytes = std::span(images.pixels).subspan(i * images.imageBytes()).first<kPixels * 3>();
        images.labels[i] = drawImage(Random(seeds.next()), bytes);
    }
    return images;
}

void requireCount(const char* parameter, std::size_t count, std::size_t most) {
    if (count < 1 || count > most)
        throw Error(parameter,
                    "is " + std::to_string(count) + ", and the built-in set has 1 to " + std::to_string(most) +
                        " images",
                    "Choose a number within that range");
}

} // namespace

DataSet drawBuiltin(const DataSize& size, const StopToken& stop) {
    requireCount("train_examples", size.train, kMostTrain);
    requireCount("test_examples", size.test, kMostTest);
    DataSet set;
    set.source.name = "built-in images (drawn, not photographed)";
    set.source.origin = "builtin";
    set.source.drawn = true;
    for (const Subject& subject : kSubjects)
        set.classNames.emplace_back(subject.name);
    set.train = drawSplit(0, size.train, stop);
    set.test = drawSplit(1, size.test, stop);
    return set;
}

} // namespace moelab
