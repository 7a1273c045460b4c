#include "analysis/class_routing.h"

#include "seven_images.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

using Shares = std::vector<double>;

class TestClassRouting : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void meansOverAClass();
    void weightsOfTheClassesOwnOutput();
    void aClassWithoutImages();
};

void TestClassRouting::meansOverAClass() {
    const std::vector<ClassRouting> rows = classRouting(seven::outputs(), seven::kGroups);
    QCOMPARE(rows.size(), std::size_t(3));
    // Class 1: image 1 with the gate (0.75, 0.25), image 2 with (0, 1), which is the wrong group.
    const ClassRouting& row = rows[1];
    QCOMPARE(row.images, 2);
    QCOMPARE(row.routed, (std::vector<std::int64_t>{1, 1}));
    QCOMPARE(row.load, (Shares{0.5, 0.5}));
    QCOMPARE(row.gate, (Shares{0.375, 0.625}));
    QCOMPARE(row.margin, 0.75);
    QCOMPARE(row.hitRate, 0.5);
    // The entropy of (1/4, 3/4) is 2 - 3/4 log2(3) = 0.8112781244591328 bits.
    QCOMPARE(row.entropy, 0.8112781244591328 / 2);
    QCOMPARE(rows[2].hitRate, 1.0);
}

void TestClassRouting::weightsOfTheClassesOwnOutput() {
    MemberOutputs outputs = seven::outputs();
    // Sub-gate right, image 4, class 2 (the image's own) and class 0 (which does not count).
    outputs.arrays["sub_gates"][((7 + 4) * 3 + 2) * 2] = 0.25F;
    outputs.arrays["sub_gates"][((7 + 4) * 3 + 2) * 2 + 1] = 0.75F;
    outputs.arrays["sub_gates"][((7 + 4) * 3 + 0) * 2] = 0.125F;
    const ClassRouting row = classRouting(outputs, seven::kGroups)[2]; // images 4 and 5
    QCOMPARE(row.baselineWeight, (Shares{0.5, 0.375}));
    QCOMPARE(row.expertWeight, (Shares{0.5, 0.625}));
}

void TestClassRouting::aClassWithoutImages() {
    MemberOutputs outputs = seven::outputs();
    outputs.labels = {0, 1, 1, 0, 0, 0, 0};
    const ClassRouting row = classRouting(outputs, seven::kGroups)[2];
    QCOMPARE(row.images, 0);
    QVERIFY(std::isnan(row.load[0]) && std::isnan(row.entropy));
}

TEST_OF_ROOM(TestClassRouting);
#include "test_class_routing.moc"
