#include "experiment/mix.h"

#include "error_text.h"
#include "seven_images.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

using Routing = MixtureRule::Routing;
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
            {{"baseline", {0.75F, 0.25F}},
             {"gate", {0.25F, 0.75F}},
             {"expert-0", {1, 0}},
             {"expert-1", {0.5F, 0.5F}},
             {"sub_gates", {0.5F, 0.25F, 0.125F, 0.125F, 0.25F, 0.25F, 0.25F, 0.25F}},
             {"mixture", {0.3125F, 0.1875F}}}};
}

} // namespace

Q_DECLARE_METATYPE(MixtureRule)

class TestMix : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void routes_data();
    void routes();
    void asTrainedIsTheMixture();
    void refuses_data();
    void refuses();
};

void TestMix::routes_data() {
    QTest::addColumn<MixtureRule>("forced");
    QTest::addColumn<Rows>("mixture");
    QTest::addColumn<Groups>("route");
    QTest::newRow("as trained") << MixtureRule{} << Rows{0.3125F, 0.1875F} << Groups{1};
    QTest::newRow("always left") << MixtureRule{.routing = Routing::Fixed} << Rows{0.625F, 0.03125F} << Groups{0};
    QTest::newRow("always right") << MixtureRule{.routing = Routing::Fixed, .group = 1} << Rows{0.3125F, 0.1875F}
                                  << Groups{1};
    QTest::newRow("perfect gate") << MixtureRule{.routing = Routing::Own} << Rows{0.625F, 0.03125F} << Groups{0};
    // 0.25 * left + 0.75 * right
    QTest::newRow("soft gate") << MixtureRule{.routing = Routing::Soft} << Rows{0.390625F, 0.1484375F} << Groups{};
    QTest::newRow("gate off") << MixtureRule{.routing = Routing::Even} << Rows{0.46875F, 0.109375F} << Groups{};
    QTest::newRow("baseline only") << MixtureRule{.expertShare = 0} << Rows{0.75F, 0.25F} << Groups{1};
    QTest::newRow("expert only") << MixtureRule{.expertShare = 1} << Rows{0.5F, 0.5F} << Groups{1};
    QTest::newRow("a quarter expert") << MixtureRule{.expertShare = 0.25} << Rows{0.6875F, 0.3125F} << Groups{1};
    QTest::newRow("baseline off") << MixtureRule{.baselineOn = false} << Rows{0.125F, 0.125F} << Groups{1};
    QTest::newRow("its expert off") << MixtureRule{.expertsOn = {true, false}} << Rows{0.1875F, 0.0625F}
                                    << Groups{1};
    QTest::newRow("another expert off")
        << MixtureRule{.expertsOn = {false, true}} << Rows{0.3125F, 0.1875F} << Groups{1};
}

void TestMix::routes() {
    QFETCH(MixtureRule, forced);
    QFETCH(Rows, mixture);
    QFETCH(Groups, route);
    const Mixed found = mix(oneImage(), kForcedGroups, forced);
    QCOMPARE(found.outputs, mixture);
    QCOMPARE(found.route, route);
}

void TestMix::asTrainedIsTheMixture() {
    const MemberOutputs outputs = seven::outputs();
    const Mixed found = mix(outputs, seven::kGroups, {});
    QCOMPARE(found.route, (Groups{0, 0, 1, 0, 1, 1, 1}));
    for (std::size_t i = 0; i < outputs.mixture().size(); ++i)
        QCOMPARE(found.outputs[i], outputs.mixture()[i]);
}

void TestMix::refuses_data() {
    QTest::addColumn<MixtureRule>("forced");
    QTest::addColumn<QString>("message");
    QTest::newRow("group") << MixtureRule{.routing = Routing::Fixed, .group = 2}
                           << "group is 2, which is none of the 2";
    QTest::newRow("share") << MixtureRule{.expertShare = 1.5} << "expertShare is 1.5";
    QTest::newRow("switches") << MixtureRule{.expertsOn = {true}} << "expertsOn has 1 switches for 2 experts";
}

void TestMix::refuses() {
    QFETCH(MixtureRule, forced);
    QFETCH(QString, message);
    const QString text = errorText([&] { mix(oneImage(), kForcedGroups, forced); });
    QVERIFY2(text.startsWith(message), qPrintable(text));
    const ClassGroups three = {{"a", {0}}, {"b", {1}}, {"c", {2}}};
    QVERIFY(errorText([&] { mix(oneImage(), three, {}); }).startsWith("groups are 3"));
}

TEST_OF_ROOM(TestMix);
#include "test_mix.moc"
