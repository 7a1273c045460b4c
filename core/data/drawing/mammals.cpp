#include "data/drawing/palette.h"
#include "data/drawing/quadruped.h"
#include "data/drawing/subjects.h"

namespace moelab::drawing {

namespace {

// A share of images that nobody can tell for sure: without it the lab's networks would soon agree on
// everything.
constexpr float kMongrels = 0.35F;

Ink coatOf(Random& random, Colour colour, float patched) {
    Ink coat{colour, random.between(0.2F, 0.5F), random.between(0.05F, 0.22F)};
    if (random.chance(patched)) {
        coat.patch = furColour(random);
        coat.patches = random.between(-0.4F, 0.3F);
    }
    return coat;
}

Posture petPosture(Random& random, float standing) {
    if (random.chance(standing))
        return Posture::Standing;
    return random.chance(0.5F) ? Posture::Sitting : Posture::Lying;
}

Build catBuild(Random& random) {
    Build cat;
    cat.length = random.between(0.46F, 0.60F);
    cat.girth = random.between(0.19F, 0.27F);
    cat.legs = random.between(0.40F, 0.58F);
    cat.legWidth = random.between(0.050F, 0.080F);
    cat.neck = random.between(0.04F, 0.16F);
    cat.neckWidth = random.between(0.10F, 0.16F);
    cat.head = random.between(0.19F, 0.25F);
    cat.muzzle = random.between(0.0F, 0.06F);
    cat.ears = Ears::Pointed;
    cat.earSize = random.between(0.17F, 0.25F);
    cat.tail = random.between(0.6F, 0.95F);
    cat.tailRise = random.between(0.2F, 1.3F);
    cat.tailWidth = random.between(0.04F, 0.07F);
    return cat;
}

Build dogBuild(Random& random) {
    Build dog;
    dog.length = random.between(0.46F, 0.62F);
    dog.girth = random.between(0.19F, 0.28F);
    dog.legs = random.between(0.42F, 0.66F);
    dog.legWidth = random.between(0.055F, 0.085F);
    dog.neck = random.between(0.08F, 0.24F);
    dog.neckWidth = random.between(0.11F, 0.18F);
    dog.head = random.between(0.17F, 0.24F);
    dog.muzzle = random.between(0.12F, 0.27F);
    dog.ears = random.chance(0.9F) ? Ears::Hanging : Ears::Pointed;
    dog.earSize = random.between(0.2F, 0.28F);
    dog.tail = random.between(0.25F, 0.55F);
    dog.tailRise = random.between(-0.5F, 1.2F);
    dog.tailWidth = random.between(0.045F, 0.08F);
    return dog;
}

Build deerBuild(Random& random) {
    Build deer;
    deer.length = random.between(0.46F, 0.58F);
    deer.girth = random.between(0.17F, 0.23F);
    deer.legs = random.between(0.62F, 0.80F);
    deer.legWidth = random.between(0.035F, 0.055F);
    deer.neck = random.between(0.26F, 0.44F);
    deer.neckWidth = random.between(0.08F, 0.13F);
    deer.head = random.between(0.12F, 0.16F);
    deer.muzzle = random.between(0.10F, 0.20F);
    deer.ears = Ears::Leaf;
    deer.earSize = random.between(0.14F, 0.24F);
    deer.tail = random.between(0.10F, 0.25F);
    deer.tailRise = random.between(-0.8F, 0.8F);
    deer.tailWidth = 0.05F;
    deer.antlers = random.chance(0.85F) ? random.between(0.35F, 0.55F) : 0.0F;
    return deer;
}

Build horseBuild(Random& random) {
    Build horse;
    horse.length = random.between(0.50F, 0.62F);
    horse.girth = random.between(0.23F, 0.31F);
    horse.legs = random.between(0.60F, 0.76F);
    horse.legWidth = random.between(0.050F, 0.080F);
    horse.neck = random.between(0.28F, 0.46F);
    horse.neckWidth = random.between(0.11F, 0.17F);
    horse.head = random.between(0.13F, 0.17F);
    horse.muzzle = random.between(0.16F, 0.27F);
    horse.ears = Ears::Pointed;
    horse.earSize = random.between(0.10F, 0.16F);
    horse.tail = random.between(0.4F, 0.7F);
    horse.tailRise = random.between(-1.3F, -0.5F);
    horse.tailWidth = random.between(0.05F, 0.09F);
    horse.mane = true;
    return horse;
}

/// What might be a cat or a dog.
Build petBuild(Random& random) {
    Build pet = random.chance(0.5F) ? catBuild(random) : dogBuild(random);
    pet.muzzle = random.between(0.05F, 0.13F);
    pet.ears = Ears::Pointed;
    pet.earSize = random.between(0.14F, 0.2F);
    pet.tail = random.between(0.4F, 0.7F);
    return pet;
}

/// What might be a doe or a foal.
Build foalBuild(Random& random) {
    Build foal = random.chance(0.5F) ? deerBuild(random) : horseBuild(random);
    foal.ears = Ears::Leaf;
    foal.earSize = random.between(0.12F, 0.18F);
    foal.tail = random.between(0.2F, 0.4F);
    foal.tailRise = random.between(-1.2F, 0.0F);
    foal.antlers = 0;
    foal.mane = false;
    return foal;
}

} // namespace

void drawCat(Painter& painter, Random& random) {
    const Build cat = random.chance(kMongrels) ? petBuild(random) : catBuild(random);
    const Ink coat = coatOf(random, catColour(random), 0.4F);
    if (random.chance(0.55F))
        return drawBody(painter, random, cat, petPosture(random, 0.15F), coat);
    const float width = random.between(0.58F, 0.75F);
    drawFace(painter, random, cat, coat, width, width * random.between(0.76F, 0.92F));
}

void drawDog(Painter& painter, Random& random) {
    const Build dog = random.chance(kMongrels) ? petBuild(random) : dogBuild(random);
    const Ink coat = coatOf(random, dogColour(random), 0.4F);
    if (random.chance(0.55F))
        return drawBody(painter, random, dog, petPosture(random, 0.75F), coat);
    const float width = random.between(0.5F, 0.66F);
    drawFace(painter, random, dog, coat, width, width * random.between(0.95F, 1.2F));
}

void drawDeer(Painter& painter, Random& random) {
    const Build deer = random.chance(kMongrels) ? foalBuild(random) : deerBuild(random);
    const Colour tan = tinted(random, {0.60F, 0.42F, 0.26F}, 0.14F);
    const Ink coat = coatOf(random, random.chance(0.8F) ? tan : furColour(random), 0.15F);
    if (random.chance(0.85F))
        return drawBody(painter, random, deer, random.chance(0.85F) ? Posture::Standing : Posture::Lying, coat);
    const float width = random.between(0.34F, 0.46F);
    drawFace(painter, random, deer, coat, width, width * random.between(1.2F, 1.6F));
}

void drawHorse(Painter& painter, Random& random) {
    const Build horse = random.chance(kMongrels) ? foalBuild(random) : horseBuild(random);
    const Ink coat = coatOf(random, horseColour(random), 0.15F);
    if (random.chance(0.85F))
        return drawBody(painter, random, horse, random.chance(0.95F) ? Posture::Standing : Posture::Lying, coat);
    const float width = random.between(0.34F, 0.46F);
    drawFace(painter, random, horse, coat, width, width * random.between(1.4F, 1.9F));
}

} // namespace moelab::drawing
