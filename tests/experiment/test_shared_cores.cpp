#include "experiment/shared_cores.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestSharedCores : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void dividesThem_data();
    void dividesThem();
};

void TestSharedCores::dividesThem_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("sharers");
    QTest::addColumn<QList<int>>("left");
    QTest::addColumn<QList<int>>("cores"); ///< of those who stay, in their order
    using List = QList<int>;
    QTest::newRow("one each") << 2 << 2 << List{} << List{1, 1};
    QTest::newRow("one alone") << 4 << 1 << List{} << List{4};
    QTest::newRow("more sharers than cores") << 1 << 3 << List{} << List{1, 1, 1};
    QTest::newRow("the rest goes to the first") << 7 << 3 << List{} << List{3, 2, 2};
    QTest::newRow("the first leaves") << 2 << 2 << List{0} << List{2};
    QTest::newRow("two leave") << 7 << 4 << List{2, 0} << List{4, 3};
}

void TestSharedCores::dividesThem() {
    QFETCH(int, threads);
    QFETCH(int, sharers);
    QFETCH(QList<int>, left);
    SharedCores cores(threads, sharers);
    for (const int sharer : left)
        cores.leave(sharer);
    QList<int> found;
    for (int sharer = 0; sharer < sharers; ++sharer)
        if (!left.contains(sharer))
            found << cores.of(sharer);
    QTEST(found, "cores");
}

TEST_OF_ROOM(TestSharedCores);
#include "test_shared_cores.moc"
