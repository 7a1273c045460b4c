#include "analysis/routing.h"

#include "error_text.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

using Numbers = std::vector<std::int64_t>;

class TestRouting : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void twoGroupsAsTheNotebook();
    void threeGroups();
    void ownGroupsFollowTheClasses();
    void countsByClass();
    void marginsOfTheTopTwo();
};

void TestRouting::twoGroupsAsTheNotebook() {
    // gate[0] > gate[1] picks artificial, else natural: a tie is natural.
    const std::vector<float> gate = {0.9f, 0.1f, 0.1f, 0.9f, 0.5f, 0.5f, 0.50001f, 0.49999f};
    QCOMPARE(routes(gate, 2), (Numbers{0, 1, 1, 0}));
    QVERIFY(routes({}, 2).empty());
}

void TestRouting::threeGroups() {
    const std::vector<float> gate = {0.2f, 0.5f, 0.3f,  //
                                     0.4f, 0.4f, 0.2f,  //
                                     0.4f, 0.2f, 0.4f,  //
                                     0.6f, 0.2f, 0.2f}; //
    QCOMPARE(routes(gate, 3), (Numbers{1, 1, 2, 0}));
}

void TestRouting::ownGroupsFollowTheClasses() {
    QCOMPARE(ownGroups(Numbers{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0}, defaultGroups()),
             (Numbers{0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0}));
    const ClassGroups groups = {{"a", {2}}, {"b", {0, 3}}, {"c", {1}}};
    QCOMPARE(ownGroups(Numbers{3, 1, 2}, groups), (Numbers{1, 2, 0}));
    QVERIFY(errorText([&] { ownGroups(Numbers{4}, groups); }).startsWith("groups: "));
}

void TestRouting::countsByClass() {
    const Numbers labels = {0, 0, 2, 2, 2, 0};
    const Numbers route = {0, 1, 1, 1, 0, 0};
    const std::vector<Numbers> expected = {{2, 1}, {0, 0}, {1, 2}};
    QCOMPARE(routesByClass(labels, route, 3, 2), expected);
}

void TestRouting::marginsOfTheTopTwo() {
    QCOMPARE(gateMargins(std::vector<float>{0.25F, 0.625F, 0.125F, 0.5F, 0.5F, 0}, 3),
             (std::vector<float>{0.375F, 0}));
}

TEST_OF_ROOM(TestRouting);
#include "test_routing.moc"
