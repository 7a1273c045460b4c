#include "test_of_room.h"
#include "training/early_stopping.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

class TestEarlyStopping : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sequences_data();
    void sequences();
    void startsEmpty();
    void grownPatience_data();
    void grownPatience();
};

static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
static constexpr double kInfinity = std::numeric_limits<double>::infinity();

// By hand from Keras 2.14, callbacks.py, EarlyStopping.on_epoch_end: wait += 1; improved -> best = current,
// wait = 0; else if wait >= patience and epoch > 0 (its epochs count from 0) -> stop.
void TestEarlyStopping::sequences_data() {
    QTest::addColumn<int>("patience");
    QTest::addColumn<QList<double>>("losses");
    QTest::addColumn<int>("stopsAfter");   // 0: not at all
    QTest::addColumn<QList<int>>("saved"); // the epochs that improved
    QTest::addColumn<QList<int>>("left");  // patience after each epoch
    using D = QList<double>;
    using I = QList<int>;
    QTest::newRow("always better") << 2 << D{5, 4, 3, 2, 1} << 0 << I{1, 2, 3, 4, 5} << I{2, 2, 2, 2, 2};
    QTest::newRow("two worse") << 2 << D{3, 2, 4, 5} << 4 << I{1, 2} << I{2, 2, 1, 0};
    QTest::newRow("one worse, then better")
        << 2 << D{3, 4, 2, 3, 1, 2, 2} << 7 << I{1, 3, 5} << I{2, 1, 2, 1, 2, 1, 0};
    QTest::newRow("better than the last, not than the best") << 2 << D{1, 3, 2} << 3 << I{1} << I{2, 1, 0};
    QTest::newRow("equal is not better") << 2 << D{1, 1, 1} << 3 << I{1} << I{2, 1, 0};
    QTest::newRow("least possible improvement")
        << 2 << D{1, std::nextafter(1.0, 0.0), 1} << 0 << I{1, 2} << I{2, 2, 1};
    QTest::newRow("NaN never improves") << 2 << D{1, kNan, kNan} << 3 << I{1} << I{2, 1, 0};
    QTest::newRow("NaN from the start") << 2 << D{kNan, kNan} << 2 << I{} << I{1, 0};
    QTest::newRow("better after NaN") << 2 << D{kNan, 1, kNan, 0.5} << 0 << I{2, 4} << I{1, 2, 1, 2};
    QTest::newRow("infinity is no improvement") << 2 << D{kInfinity, kInfinity} << 2 << I{} << I{1, 0};
    QTest::newRow("patience 0") << 0 << D{2, 1, 1} << 3 << I{1, 2} << I{0, 0, 0};
    QTest::newRow("patience 0, not after the first") << 0 << D{kNan, 1, 2} << 3 << I{2} << I{0, 0, 0};
    QTest::newRow("patience 1, not after the first") << 1 << D{kNan, kNan} << 2 << I{} << I{0, 0};
    QTest::newRow("patience 1") << 1 << D{2, 1, 3} << 3 << I{1, 2} << I{1, 1, 0};
    QTest::newRow("patience 3") << 3 << D{1, 2, 2, 2} << 4 << I{1} << I{3, 2, 1, 0};
}

void TestEarlyStopping::sequences() {
    QFETCH(int, patience);
    QFETCH(QList<double>, losses);
    QFETCH(int, stopsAfter);
    QFETCH(QList<int>, saved);
    QFETCH(QList<int>, left);
    EarlyStopping stopping;
    stopping.patience = patience;
    QList<int> improved;
    for (int epoch = 1; epoch <= losses.size(); ++epoch) {
        if (stopping.take(epoch, losses[epoch - 1]))
            improved << epoch;
        QCOMPARE(stopping.stop, epoch == stopsAfter);
        QCOMPARE(int(stopping.patienceLeft()), left[epoch - 1]);
        QCOMPARE(int(stopping.bestEpoch), improved.isEmpty() ? 0 : improved.back());
        if (!improved.isEmpty())
            QCOMPARE(stopping.best, losses[improved.back() - 1]);
    }
    QCOMPARE(improved, saved);
}

void TestEarlyStopping::startsEmpty() {
    const EarlyStopping stopping;
    QCOMPARE(stopping.patience, 2ll);
    QCOMPARE(stopping.patienceLeft(), 2ll);
    QCOMPARE(stopping.best, kInfinity);
    QCOMPARE(stopping.bestEpoch, 0ll);
    QVERIFY(!stopping.stop);
}

void TestEarlyStopping::grownPatience_data() {
    QTest::addColumn<QList<double>>("losses");
    using D = QList<double>;
    QTest::newRow("stopped at once") << D{1, 2, 3, 0.5, 4, 5, 6, 7};
    QTest::newRow("improves before it stops") << D{3, 2, 2.5, 1, 2, 2, 2, 0};
    QTest::newRow("NaN") << D{kNan, kNan, 1, kNan, kNan, kNan};
    QTest::newRow("always better") << D{5, 4, 3, 2, 1};
}

/// One that had less patience continues as one that had more of it from the beginning.
void TestEarlyStopping::grownPatience() {
    QFETCH(QList<double>, losses);
    for (int less = 0; less <= 3; ++less)
        for (int more = less; more <= 5; ++more) {
            EarlyStopping grown;
            EarlyStopping whole;
            grown.patience = less;
            whole.patience = more;
            for (int epoch = 1; epoch <= losses.size() && !whole.stop; ++epoch) {
                if (grown.stop)
                    grown.setPatience(more);
                QVERIFY(!grown.stop);
                QCOMPARE(grown.take(epoch, losses[epoch - 1]), whole.take(epoch, losses[epoch - 1]));
                QCOMPARE(grown.bestEpoch, whole.bestEpoch);
                QCOMPARE(grown.wait, whole.wait);
            }
        }
}

TEST_OF_ROOM(TestEarlyStopping);
#include "test_early_stopping.moc"
