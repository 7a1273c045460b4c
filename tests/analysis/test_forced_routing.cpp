#include "analysis/forced_routing.h"

#include "analysis/seven_images.h"
#include "error_text.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

using Route = ForcedRouting::Route;
using Rows = std::vector<float>;
using Groups = std::vector<std::int64_t>;

namespace {

const ClassGroups kForcedGroups = {{"left", {0}}, {"right", {1}}};

/// One image of class 0, which the gate sends right. All numbers and their products are exact in binary:
/// left route 0.5 * 0.75 + 0.25 * 1, 0.125 * 0.25 + 0.125 * 0; right route a quarter of baseline + expert.
MemberOutputs oneImage() {
    return {1,
            2,
            2,
            {0},
            {0.75F, 0.25F},
            {0.25F, 0.75F},
            {{1, 0}, {0.5F, 0.5F}},
            {0.5F, 0.25F, 0.125F, 0.125F, 0.25F, 0.25F, 0.25F, 0.25F},
            {0.3125F, 0.1875F}};
}

} // namespace

Q_DECLARE_METATYPE(ForcedRouting)

class TestForcedRouting : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void routes_data();
    void routes();
    void asTrainedIsTheMixture();
    void refuses_data();
    void refuses();
};

void TestForcedRouting::routes_data() {
    QTest::addColumn<ForcedRouting>("forced");
    QTest::addColumn<Rows>("mixture");
    QTest::addColumn<Groups>("route");
    QTest::newRow("as trained") << ForcedRouting{} << Rows{0.3125F, 0.1875F} << Groups{1};
    QTest::newRow("always left") << ForcedRouting{.route = Route::Fixed} << Rows{0.625F, 0.03125F} << Groups{0};
    QTest::newRow("always right") << ForcedRouting{.route = Route::Fixed, .group = 1} << Rows{0.3125F, 0.1875F}
                                  << Groups{1};
    QTest::newRow("perfect gate") << ForcedRouting{.route = Route::Own} << Rows{0.625F, 0.03125F} << Groups{0};
    // 0.25 * left + 0.75 * right
    QTest::newRow("soft gate") << ForcedRouting{.route = Route::Soft} << Rows{0.390625F, 0.1484375F} << Groups{};
    QTest::newRow("gate off") << ForcedRouting{.route = Route::Even} << Rows{0.46875F, 0.109375F} << Groups{};
    QTest::newRow("baseline only") << ForcedRouting{.expertShare = 0} << Rows{0.75F, 0.25F} << Groups{1};
    QTest::newRow("expert only") << ForcedRouting{.expertShare = 1} << Rows{0.5F, 0.5F} << Groups{1};
    QTest::newRow("a quarter expert") << ForcedRouting{.expertShare = 0.25} << Rows{0.6875F, 0.3125F} << Groups{1};
    QTest::newRow("baseline off") << ForcedRouting{.baselineOn = false} << Rows{0.125F, 0.125F} << Groups{1};
    QTest::newRow("its expert off") << ForcedRouting{.expertsOn = {true, false}} << Rows{0.1875F, 0.0625F}
                                    << Groups{1};
    QTest::newRow("another expert off")
        << ForcedRouting{.expertsOn = {false, true}} << Rows{0.3125F, 0.1875F} << Groups{1};
}

void TestForcedRouting::routes() {
    QFETCH(ForcedRouting, forced);
    QFETCH(Rows, mixture);
    QFETCH(Groups, route);
    const RoutedOutputs found = forceRouting(oneImage(), kForcedGroups, forced);
    QCOMPARE(found.mixture, mixture);
    QCOMPARE(found.route, route);
}

void TestForcedRouting::asTrainedIsTheMixture() {
    const MemberOutputs outputs = seven::outputs();
    const RoutedOutputs found = forceRouting(outputs, seven::kGroups, {});
    QCOMPARE(found.route, (Groups{0, 0, 1, 0, 1, 1, 1}));
    for (std::size_t i = 0; i < outputs.mixture.size(); ++i)
        QCOMPARE(found.mixture[i], outputs.mixture[i]);
}

void TestForcedRouting::refuses_data() {
    QTest::addColumn<ForcedRouting>("forced");
    QTest::addColumn<QString>("message");
    QTest::newRow("group") << ForcedRouting{.route = Route::Fixed, .group = 2} << "group: 2 is none of the 2";
    QTest::newRow("share") << ForcedRouting{.expertShare = 1.5} << "expertShare: is 1.5";
    QTest::newRow("switches") << ForcedRouting{.expertsOn = {true}} << "expertsOn: has 1 switches for 2 experts";
}

void TestForcedRouting::refuses() {
    QFETCH(ForcedRouting, forced);
    QFETCH(QString, message);
    const QString text = errorText([&] { forceRouting(oneImage(), kForcedGroups, forced); });
    QVERIFY2(text.startsWith(message), qPrintable(text));
    const ClassGroups three = {{"a", {0}}, {"b", {1}}, {"c", {2}}};
    QVERIFY(errorText([&] { forceRouting(oneImage(), three, {}); }).startsWith("groups: are 3"));
}

TEST_OF_ROOM(TestForcedRouting);
#include "test_forced_routing.moc"
