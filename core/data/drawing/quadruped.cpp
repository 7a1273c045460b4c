#include "data/drawing/quadruped.h"

#include "data/drawing/palette.h"

namespace moelab::drawing {

namespace {

void drawEar(Painter& painter, Ears ears, Point root, float size, float side, const Ink& ink) {
    switch (ears) {
    case Ears::Pointed:
        painter.polygon({{root.x - 0.5F * size, root.y},
                         {root.x + side * 0.25F * size, root.y - size},
                         {root.x + 0.5F * size, root.y}},
                        ink);
        break;
    case Ears::Hanging:
        painter.limb(root, {root.x + side * 0.4F * size, root.y + size}, 0.25F * size, 0.36F * size, ink);
        break;
    case Ears::Leaf:
        painter.limb(root, {root.x + side * 0.8F * size, root.y - 0.5F * size}, 0.22F * size, 0.12F * size, ink);
        break;
    }
}

void drawAntler(Painter& painter, Point root, float height, float side) {
    static constexpr Ink kHorn{{0.55F, 0.45F, 0.32F}};
    const Point middle{root.x + side * 0.35F * height, root.y - 0.5F * height};
    const Point tip{root.x + side * 0.3F * height, root.y - height};
    painter.limb(root, middle, 0.035F, 0.03F, kHorn);
    painter.limb(middle, tip, 0.03F, 0.025F, kHorn);
    painter.limb(middle, {middle.x + side * 0.35F * height, middle.y - 0.3F * height}, 0.03F, 0.02F, kHorn);
}

void drawHead(Painter& painter, const Build& build, Point head, const Ink& coat) {
    const float r = build.head;
    const float side = build.ears == Ears::Hanging ? -1.0F : 0.4F;
    const Point ear = head + Point{-0.35F * r, -0.65F * r};
    if (build.antlers > 0) {
        drawAntler(painter, head + Point{-0.2F * r, -0.6F * r}, build.antlers, -1.0F);
        drawAntler(painter, head + Point{0.2F * r, -0.6F * r}, 0.9F * build.antlers, 0.8F);
    }
    if (build.ears != Ears::Hanging)
        drawEar(painter, build.ears, ear + Point{0.75F * r, 0.05F * r}, build.earSize, -side, darker(coat, 0.8F));
    painter.limb(head, head + Point{0.6F * r + build.muzzle, 0.35F * r + 0.3F * build.muzzle}, 0.7F * r, 0.4F * r,
                 coat);
    painter.ellipse(head, r, r, coat);
    drawEar(painter, build.ears, ear, build.earSize, build.ears == Ears::Leaf ? -1.0F : side, darker(coat, 0.85F));
    painter.ellipse(head + Point{0.4F * r, -0.1F * r}, 0.045F, 0.045F, kEye);
    painter.ellipse(head + Point{0.9F * r + build.muzzle, 0.25F * r + 0.3F * build.muzzle}, 0.05F, 0.05F, kEye);
}

void drawTail(Painter& painter, const Build& build, Point root, const Ink& coat) {
    const float out = 0.55F * build.tail;
    const Point bend = root + Point{-out, -0.4F * build.tail * build.tailRise};
    const Point end = bend + Point{-0.2F * build.tail, -0.6F * build.tail * build.tailRise};
    painter.limb(root, bend, build.tailWidth, build.tailWidth, coat);
    painter.limb(bend, end, build.tailWidth, 0.8F * build.tailWidth, coat);
}

void drawLegs(Painter& painter, Random& random, const Build& build, float top, const Ink& coat) {
    const float reach = 0.78F * build.length;
    for (const float hip : {-reach, reach}) {
        const float stride = random.between(-0.16F, 0.16F);
        const Point knee{hip + stride, top + 0.5F * build.legs};
        const Point foot{hip + random.between(-0.12F, 0.12F) + 0.5F * stride, top + build.legs};
        painter.limb({hip, top}, knee, 1.5F * build.legWidth, build.legWidth, coat);
        painter.limb(knee, foot, build.legWidth, 0.8F * build.legWidth, coat);
    }
}

/// From the shoulder up: neck, mane, head. `slant` is how far the neck leans forward.
void drawNeckAndHead(Painter& painter, const Build& build, Point shoulder, float slant, const Ink& coat) {
    const Point up = turn(slant);
    const Point head = shoulder + Point{up.y, -up.x} * (build.neck + build.head);
    painter.limb(shoulder, head, build.neckWidth * 1.3F, build.neckWidth * 0.8F, coat);
    if (build.mane)
        painter.limb(shoulder + Point{-0.12F, -0.1F}, head + Point{-0.14F, -0.08F}, 0.09F, 0.07F,
                     darker(coat, 0.4F));
    drawHead(painter, build, head, coat);
}

void drawStanding(Painter& painter, Random& random, const Build& build, const Ink& coat, float slant) {
    const float middle = 0.15F - 0.5F * build.legs + 0.2F;
    drawTail(painter, build, {-build.length, middle - 0.4F * build.girth}, build.mane ? darker(coat, 0.45F) : coat);
    drawLegs(painter, random, build, middle + 0.2F * build.girth, darker(coat, 0.7F));
    painter.limb({-0.6F * build.length, middle}, {0.6F * build.length, middle}, build.girth, build.girth * 0.95F,
                 coat);
    drawLegs(painter, random, build, middle + 0.2F * build.girth, darker(coat, 0.9F));
    drawNeckAndHead(painter, build, {0.75F * build.length, middle - 0.35F * build.girth}, slant, coat);
}

void drawSitting(Painter& painter, const Build& build, const Ink& coat, float slant) {
    drawTail(painter, build, {-0.4F, 0.6F}, coat);
    painter.limb({-0.18F, 0.5F}, {0.12F, -0.1F}, build.girth * 1.2F, build.girth * 0.8F, coat);
    painter.ellipse({-0.2F, 0.58F}, build.girth, 0.8F * build.girth, darker(coat, 0.9F));
    painter.limb({0.2F, 0.1F}, {0.26F, 0.8F}, 1.4F * build.legWidth, build.legWidth, darker(coat, 0.95F));
    drawNeckAndHead(painter, build, {0.14F, -0.15F}, slant, coat);
}

void drawLying(Painter& painter, const Build& build, const Ink& coat, float slant) {
    drawTail(painter, build, {-0.9F * build.length, 0.35F}, coat);
    painter.limb({-0.6F * build.length, 0.3F}, {0.55F * build.length, 0.3F}, build.girth, 0.9F * build.girth, coat);
    painter.limb({0.4F * build.length, 0.48F}, {0.9F, 0.5F}, build.legWidth * 1.3F, build.legWidth,
                 darker(coat, 0.85F));
    painter.ellipse({-0.7F * build.length, 0.42F}, 0.22F, 0.15F, darker(coat, 0.85F));
    drawNeckAndHead(painter, build, {0.7F * build.length, 0.18F}, slant, coat);
}

} // namespace

void drawBody(Painter& painter, Random& random, const Build& build, Posture posture, const Ink& coat) {
    const float slant = random.between(0.15F, 0.6F);
    switch (posture) {
    case Posture::Standing:
        return drawStanding(painter, random, build, coat, slant);
    case Posture::Sitting:
        return drawSitting(painter, build, coat, 0.5F * slant);
    case Posture::Lying:
        return drawLying(painter, build, coat, slant);
    }
}

void drawFace(Painter& painter, Random& random, const Build& build, const Ink& coat, float width, float height) {
    const float ear = 2.2F * build.earSize;
    const float eyes = random.between(0.38F, 0.5F) * width;
    const float snout = random.between(0.3F, 0.5F) * width + 0.4F * build.muzzle;
    const Ink eye = random.chance(0.5F) ? kEye : Ink{tinted(random, {0.45F, 0.5F, 0.2F}, 0.15F)};
    painter.limb({0, 0.3F}, {random.between(-0.3F, 0.3F), 1.2F}, 0.9F * width, 1.1F * width, darker(coat, 0.85F));
    const bool behind = build.ears != Ears::Hanging;
    for (const float side : {-1.0F, 1.0F}) {
        if (build.antlers > 0)
            drawAntler(painter, {side * 0.4F * width, -0.8F * height}, 1.5F * build.antlers, side);
        if (behind)
            drawEar(painter, build.ears, {side * 0.62F * width, -0.6F * height}, ear, side, darker(coat, 0.85F));
    }
    painter.ellipse({0, 0}, width, height, coat);
    painter.ellipse({0, 0.45F * height}, snout, 0.45F * height,
                    {mix(coat.colour, {0.9F, 0.86F, 0.8F}, 0.35F), 0.1F, coat.fur});
    for (const float side : {-1.0F, 1.0F}) {
        if (!behind)
            drawEar(painter, build.ears, {side * 0.85F * width, -0.55F * height}, ear, side, darker(coat, 0.75F));
        painter.ellipse({side * eyes, -0.15F * height}, 0.09F, 0.08F, eye);
    }
    painter.ellipse({0, 0.3F * height + 0.3F * build.muzzle}, 0.07F + 0.2F * build.muzzle,
                    0.06F + 0.1F * build.muzzle, kEye);
}

} // namespace moelab::drawing
