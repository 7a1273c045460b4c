#include "data/drawing/palette.h"
#include "data/drawing/subjects.h"

namespace moelab::drawing {

namespace {

constexpr float kHidden = 0.2F; // a share of images that nobody can tell for sure

struct Bird {
    Ink plumage;
    Ink wing;
    Ink beak;
    float girth;
    float head;
    float beakLength;
    float tail;
};

Bird hatch(Random& random) {
    const Ink plumage{featherColour(random), random.between(0.2F, 0.5F), random.between(0.04F, 0.16F)};
    Ink wing = darker(plumage, random.between(0.6F, 0.85F));
    if (random.chance(0.3F))
        wing.colour = featherColour(random);
    const Ink beak{tinted(random, {0.70F, 0.52F, 0.22F}, 0.25F)};
    return {plumage,
            wing,
            beak,
            random.between(0.22F, 0.36F),
            random.between(0.14F, 0.22F),
            random.between(0.12F, 0.34F),
            random.between(0.3F, 0.6F)};
}

void drawBirdHead(Painter& painter, const Bird& bird, Point head) {
    const float r = bird.head;
    painter.polygon({{head.x + 0.5F * r, head.y - 0.4F * r},
                     {head.x + r + bird.beakLength, head.y + 0.15F * r},
                     {head.x + 0.5F * r, head.y + 0.5F * r}},
                    bird.beak);
    painter.ellipse(head, r, r, bird.plumage);
    painter.ellipse(head + Point{0.3F * r, -0.2F * r}, 0.05F, 0.05F, kEye);
}

void drawPerched(Painter& painter, Random& random) {
    const Bird bird = hatch(random);
    const float lean = random.between(-0.35F, 0.05F); // chest up
    const float legs = random.between(0.15F, 0.55F);
    const float neck = random.between(0.0F, 0.35F);
    const Point along = turn(lean);
    const Point chest = along * 0.4F;
    const Point rump = along * -0.45F;
    painter.limb(rump, rump + along * -bird.tail, 0.13F, 0.07F, bird.wing);
    for (const float foot : {-0.1F, 0.1F})
        painter.limb({foot, 0.2F}, {foot + 0.04F, 0.25F + bird.girth * 0.4F + legs}, 0.035F, 0.03F,
                     darker(bird.beak, 0.7F));
    painter.ellipse({0, 0}, 0.55F, bird.girth, bird.plumage, lean);
    painter.ellipse(along * -0.12F + Point{0, 0.02F}, 0.4F, 0.6F * bird.girth, bird.wing, lean - 0.05F);
    const Point head = chest + Point{0.1F, -0.18F - neck};
    painter.limb(chest, head, 0.8F * bird.girth, 0.8F * bird.head, bird.plumage);
    drawBirdHead(painter, bird, head);
}

void drawFlying(Painter& painter, Random& random) {
    const Bird bird = hatch(random);
    const float span = random.between(0.5F, 0.9F);
    const float sweep = random.between(-0.1F, 0.45F);
    const float fold = random.between(0.3F, 1.0F); // the far wing is foreshortened
    painter.limb({0.1F, 0}, {-0.1F - sweep, -span * fold}, 0.2F, 0.06F, darker(bird.wing, 0.85F));
    painter.limb({-0.4F, 0}, {-0.45F - bird.tail, 0.04F}, 0.1F, 0.16F, bird.wing);
    painter.ellipse({0, 0}, 0.52F, 0.75F * bird.girth, bird.plumage);
    drawBirdHead(painter, bird, {0.55F, -0.06F});
    const float beat = random.chance(0.5F) ? -1.0F : 1.0F;
    painter.limb({0.1F, 0}, {-0.05F - sweep, beat * span}, 0.22F, 0.06F, bird.wing);
}

Ink frogSkin(Random& random) {
    Ink skin{skinColour(random), random.between(0.2F, 0.5F), random.between(0.03F, 0.14F)};
    if (random.chance(0.6F)) {
        skin.patch = skin.colour * random.between(0.4F, 0.8F);
        skin.patches = random.between(-0.5F, 0.1F);
    }
    return skin;
}

void drawFrogEye(Painter& painter, const Ink& skin, Point at, float size) {
    painter.ellipse(at, size, size, skin);
    painter.ellipse(at, 0.7F * size, 0.65F * size, {{0.72F, 0.62F, 0.25F}});
    painter.ellipse(at, 0.35F * size, 0.45F * size, kEye);
}

void drawFrogSide(Painter& painter, Random& random) {
    const Ink skin = frogSkin(random);
    const float girth = random.between(0.26F, 0.38F);
    const float lean = random.between(-0.3F, -0.05F);
    painter.limb({0.3F, 0.15F}, {0.42F, 0.55F}, 0.10F, 0.06F, darker(skin, 0.8F));
    painter.limb({0.42F, 0.55F}, {0.62F, 0.56F}, 0.05F, 0.04F, darker(skin, 0.8F));
    painter.ellipse({0, 0.1F}, random.between(0.6F, 0.75F), girth, skin, lean);
    painter.ellipse({0.5F, -0.12F}, 0.3F, 0.22F, skin);
    painter.limb({-0.55F, 0.35F}, {-0.05F, 0.3F}, 0.18F, 0.12F, darker(skin, 0.85F));
    painter.limb({-0.05F, 0.3F}, {-0.4F, 0.56F}, 0.09F, 0.07F, darker(skin, 0.85F));
    painter.limb({-0.4F, 0.56F}, {0.0F, 0.58F}, 0.05F, 0.05F, darker(skin, 0.85F));
    drawFrogEye(painter, skin, {0.5F, -0.3F}, random.between(0.11F, 0.17F));
}

void drawFrogFront(Painter& painter, Random& random) {
    const Ink skin = frogSkin(random);
    const float width = random.between(0.55F, 0.72F);
    const float eye = random.between(0.14F, 0.2F);
    for (const float side : {-1.0F, 1.0F}) {
        painter.limb({side * 0.75F * width, 0.2F}, {side * (width + 0.22F), 0.45F}, 0.16F, 0.1F,
                     darker(skin, 0.8F));
        painter.limb({side * 0.4F, 0.3F}, {side * 0.36F, 0.68F}, 0.1F, 0.07F, darker(skin, 0.9F));
    }
    painter.ellipse({0, 0.22F}, width, random.between(0.32F, 0.45F), skin);
    painter.ellipse({0, -0.06F}, 0.85F * width, 0.3F, skin);
    painter.limb({-0.5F * width, 0.08F}, {0.5F * width, 0.08F}, 0.03F, 0.03F, darker(skin, 0.4F));
    for (const float side : {-1.0F, 1.0F})
        drawFrogEye(painter, skin, {side * 0.55F * width, -0.32F}, eye);
}

/// A bird or a frog, crouching among leaves: a mottled back and an eye.
void drawHidden(Painter& painter, Random& random) {
    const Ink skin = frogSkin(random);
    const Ink leaf{tinted(random, {0.30F, 0.42F, 0.18F}, 0.12F), 0.3F, 0.06F};
    const float length = random.between(0.45F, 0.65F);
    painter.ellipse({0, 0.1F}, length, random.between(0.26F, 0.36F), skin, -0.15F);
    drawFrogEye(painter, skin, {0.42F, -0.14F}, 0.13F);
    for (int i = 0; i < 3; ++i) {
        const float root = random.between(-0.8F, 0.8F);
        const float tip = root + random.between(-0.4F, 0.4F);
        painter.limb({root, 0.9F}, {tip, random.between(0.0F, 0.4F)}, 0.16F, 0.06F, leaf);
    }
}

} // namespace

void drawBird(Painter& painter, Random& random) {
    if (random.chance(kHidden))
        drawHidden(painter, random);
    else if (random.chance(0.65F))
        drawPerched(painter, random);
    else
        drawFlying(painter, random);
}

void drawFrog(Painter& painter, Random& random) {
    if (random.chance(kHidden))
        drawHidden(painter, random);
    else if (random.chance(0.6F))
        drawFrogSide(painter, random);
    else
        drawFrogFront(painter, random);
}

} // namespace moelab::drawing
