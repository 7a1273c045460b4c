#include "plotting/palette.h"

#include <QApplication>
#include <QStyle>

#include <cmath>

namespace moelab {
namespace {

QPalette paletteOf(QColor window, QColor base, QColor text, QColor button, QColor highlight, QColor disabled) {
    QPalette palette(button, window);
    palette.setColor(QPalette::Base, base);
    palette.setColor(QPalette::AlternateBase, window);
    palette.setColor(QPalette::ToolTipBase, base);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::ToolTipText})
        palette.setColor(role, text);
    palette.setColor(QPalette::Highlight, highlight);
    palette.setColor(QPalette::HighlightedText, textOn(highlight));
    palette.setColor(QPalette::Link, highlight);
    palette.setColor(QPalette::PlaceholderText, disabled);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, disabled);
    return palette;
}

QPalette lightPalette() {
    return paletteOf({0xf4, 0xf4, 0xf2}, Qt::white, {0x1c, 0x1c, 0x1c}, {0xe8, 0xe8, 0xe6}, {0x00, 0x5a, 0x8f},
                     {0x6a, 0x6a, 0x6a});
}

QPalette darkPalette() {
    return paletteOf({0x1e, 0x1f, 0x22}, {0x2f, 0x31, 0x35}, {0xec, 0xec, 0xec}, {0x3a, 0x3d, 0x42},
                     {0x56, 0xb4, 0xe9}, {0xa0, 0xa2, 0xa6});
}

QColor mix(const QColor& from, const QColor& to, double share) {
    const auto part = [share](int a, int b) { return static_cast<int>(std::lround(a + share * (b - a))); };
    return {part(from.red(), to.red()), part(from.green(), to.green()), part(from.blue(), to.blue())};
}

/// Relative, as WCAG 2 defines it, 0 to 1.
double luminance(const QColor& colour) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

/// Of many things there is no list of colours: hues stand a golden section apart, in three lightnesses and
/// saturations, neither too dark for a dark ground nor too light for a white one. The first hue is the one that
/// leaves the most difference among them and to the lists below.
QColor furtherColour(int index) {
    constexpr float kFirstHue = 0.665F;
    constexpr float kGoldenSection = 0.618034F;
    constexpr float kLightness[] = {0.36F, 0.66F, 0.5F};
    constexpr float kSaturation[] = {0.85F, 0.45F, 0.65F};
    constexpr double kLeastLuminance = 0.08;
    constexpr double kMostLuminance = 0.55;
    constexpr float kStep = 0.01F;
    const float hue = std::fmod(kFirstHue + kGoldenSection * static_cast<float>(index), 1.0F);
    const auto withLightness = [&](float lightness) {
        return QColor::fromHslF(hue, kSaturation[index / 3 % 3], lightness);
    };
    float lightness = kLightness[index % 3];
    while (luminance(withLightness(lightness)) < kLeastLuminance)
        lightness += kStep;
    while (luminance(withLightness(lightness)) > kMostLuminance)
        lightness -= kStep;
    return withLightness(lightness);
}

} // namespace

void applyTheme(QApplication& application, Theme theme) {
    if (theme == Theme::System) {
        // Qt has the hint in an empty field as dark where the field is disabled, and so darker than other fields.
        QPalette palette = application.palette();
        palette.setColor(QPalette::Disabled, QPalette::PlaceholderText,
                         palette.color(QPalette::Disabled, QPalette::Text));
        application.setPalette(palette);
        return;
    }
    application.setStyle(QStringLiteral("Fusion"));
    application.setPalette(theme == Theme::Dark ? darkPalette() : lightPalette());
}

QPalette paperPalette() {
    return paletteOf(Qt::white, Qt::white, Qt::black, {0xe8, 0xe8, 0xe8}, {0x00, 0x5a, 0x8f}, {0x6a, 0x6a, 0x6a});
}

bool isDark(const QPalette& palette) { return palette.color(QPalette::Window).lightness() < 128; }

QColor memberColour(int colour) {
    static const QColor few[] = {{0x2b, 0x87, 0xc8}, {0xe6, 0x9f, 0x00}, {0xd5, 0x5e, 0x00}};
    static const QColor many[] = {{0x00, 0x9e, 0x73}, {0xcc, 0x79, 0xa7}, {0x56, 0xb4, 0xe9}, {0xc9, 0xb8, 0x1e}};
    constexpr int kFew = std::size(few);
    constexpr int kMany = std::size(many);
    if (colour < kFew)
        return few[colour];
    const int further = colour - kFew;
    if (further < kMany)
        return many[further];
    if (further >= 2 * kMany)
        return furtherColour(further - 2 * kMany);
    // As dark as it takes for the light blue not to be the baseline's.
    static const int factors[kMany] = {130, 130, 180, 130};
    return many[further - kMany].darker(factors[further - kMany]);
}

QColor memberColour(const Stage& stage) { return memberColour(stage.colour); }

QColor causeColour(Outcome cause) {
    switch (cause) {
    case Outcome::Gate:
        return {0xe6, 0x9f, 0x00};
    case Outcome::Blend:
        return {0xd5, 0x5e, 0x00};
    case Outcome::Members:
        return {0x56, 0xb4, 0xe9};
    case Outcome::MisroutedMembers:
        return {0xcc, 0x79, 0xa7};
    case Outcome::Right:
    case Outcome::Saved:
        break;
    }
    return rightColour();
}

QColor seriesColour(int index) {
    static const QColor colours[] = {{0x2b, 0x87, 0xc8}, {0xd5, 0x5e, 0x00}, {0x00, 0x9e, 0x73}, {0xcc, 0x79, 0xa7},
                                     {0xe6, 0x9f, 0x00}, {0x56, 0xb4, 0xe9}, {0xc9, 0xb8, 0x1e}};
    constexpr int kColours = std::size(colours);
    return index < kColours ? colours[index] : furtherColour(index - kColours);
}

QColor rightColour() { return {0x00, 0x9e, 0x73}; }
QColor wrongColour() { return {0xd5, 0x5e, 0x00}; }

QColor shade(const QPalette& palette, double share) {
    const QColor accent = isDark(palette) ? QColor(0x56, 0xb4, 0xe9) : QColor(0x00, 0x5a, 0x8f);
    return mix(palette.color(QPalette::Base), accent, share);
}

QColor diverging(const QPalette& palette, double share) {
    return mix(palette.color(QPalette::Base), share < 0 ? wrongColour() : rightColour(), std::abs(share));
}

QColor textOn(const QColor& ground) {
    // Where WCAG's contrast with white equals that with black.
    return luminance(ground) > 0.179 ? Qt::black : Qt::white;
}

QColor mutedText(const QPalette& palette) {
    return mix(palette.color(QPalette::WindowText), palette.color(QPalette::Window), 0.3);
}

} // namespace moelab
