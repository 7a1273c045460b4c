#include "base/percent.h"

#include "test_of_room.h"

#include <QtTest>

#include <cstdio>

using namespace moelab;

/// Shares as people read them.
class TestPercent : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void halvesGoUp_data();
    void halvesGoUp();
    void nothingIsNotNegative();
};

/// By hand: the decimal number, cut after its first digit, a 5 behind it rounded up.
void TestPercent::halvesGoUp_data() {
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("text");
    QTest::newRow("one of 80") << 1.0 / 80 << "1.3";
    QTest::newRow("five of 80") << 5.0 / 80 << "6.3";
    QTest::newRow("nine of 80") << 9.0 / 80 << "11.3";
    QTest::newRow("not a sum of powers of two") << 0.1045 << "10.5";
    QTest::newRow("below a half") << 0.01249 << "1.2";
    QTest::newRow("all") << 1.0 << "100.0";
    QTest::newRow("less") << -0.0125 << "-1.3";
}

void TestPercent::halvesGoUp() {
    QFETCH(const double, share);
    QFETCH(const QString, text);
    QCOMPARE(QString::number(inPercent(share), 'f', 1), text); // as the window writes it
    char printed[16];
    std::snprintf(printed, sizeof printed, "%.1f", inPercent(share)); // as the terminal does
    QCOMPARE(QString(printed), text);
}

void TestPercent::nothingIsNotNegative() {
    for (const double share : {-0.0004, -0.0, 0.0})
        QCOMPARE(QString::number(inPercent(share), 'f', 1), QString("0.0"));
}

TEST_OF_ROOM(TestPercent);
#include "test_percent.moc"
