#include "plotting/palette.h"
#include "test_of_room.h"
#include "ui/many_classes.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace moelab;
using namespace fixture;

namespace {

/// CIE 1976 L*a*b*, of sRGB under D65.
std::array<double, 3> labOf(const QColor& colour) {
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    const double r = linear(colour.redF());
    const double g = linear(colour.greenF());
    const double b = linear(colour.blueF());
    const auto f = [](double t) { return t > 0.008856 ? std::cbrt(t) : 7.787 * t + 16.0 / 116; };
    const double x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047);
    const double y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
    const double z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883);
    return {116 * y - 16, 500 * (x - y), 200 * (y - z)};
}

double difference(const QColor& one, const QColor& other) {
    const auto a = labOf(one);
    const auto b = labOf(other);
    return std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

} // namespace

/// The colours of up to 67 members.
class TestMemberColours : public QObject {
    Q_OBJECT
  private slots:
    void coloursAreToldApart();
    void coloursAreSeenOnBothGrounds();
    void aFewColoursAreAsBefore();
};

void TestMemberColours::coloursAreToldApart() {
    std::vector<QColor> colours;
    for (const Stage& stage : stagesOf(evenGroups(128, 64)))
        colours.push_back(memberColour(stage));
    QCOMPARE(colours.size(), std::size_t(67));
    for (std::size_t i = 0; i < colours.size(); ++i)
        for (std::size_t j = 0; j < i; ++j)
            QVERIFY2(difference(colours[i], colours[j]) > (i < 23 ? 6 : 3) * 2.3,
                     qPrintable(QString("%1 and %2").arg(colours[i].name(), colours[j].name())));
    for (int i = 0; i < 20; ++i)
        for (int j = 0; j < i; ++j)
            QVERIFY(difference(seriesColour(i), seriesColour(j)) > 3 * 2.3);
}

void TestMemberColours::coloursAreSeenOnBothGrounds() {
    const auto contrast = [](const QColor& a, const QColor& b) {
        const auto luminance = [](const QColor& colour) { return std::pow((labOf(colour)[0] + 16) / 116, 3); };
        const auto [least, most] = std::minmax({luminance(a), luminance(b)});
        return (most + 0.05) / (least + 0.05);
    };
    for (const Stage& stage : stagesOf(evenGroups(128, 64)))
        for (const char* ground : {"#ffffff", "#2f3135"})
            QVERIFY2(contrast(memberColour(stage), QColor(ground)) > 1.5,
                     qPrintable(memberColour(stage).name() + " on " + ground));
}

void TestMemberColours::aFewColoursAreAsBefore() {
    QCOMPARE(memberColour(0).name(), QString("#2b87c8"));
    QCOMPARE(memberColour(3).name(), QString("#009e73"));
    QCOMPARE(memberColour(6).name(), QString("#c9b81e"));
    QCOMPARE(seriesColour(6).name(), QString("#c9b81e"));
}

TEST_OF_ROOM(TestMemberColours);
#include "test_member_colours.moc"
