#include "analysis/attribution.h"

#include "analysis/image_query.h"
#include "error_text.h"
#include "seven_images.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestAttribution : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void everyImageHasOneOutcome();
    void countsAddUp();
    void findsTheImagesOfAnOutcome();
    void refusesAnUntrainedMixture();
};

void TestAttribution::everyImageHasOneOutcome() {
    QVERIFY(attribute(seven::outputs(), seven::kGroups).outcomes ==
            (std::vector{Outcome::Right, Outcome::Saved, Outcome::Gate, Outcome::Blend, Outcome::Blend,
                         Outcome::Members, Outcome::MisroutedMembers}));
}

void TestAttribution::countsAddUp() {
    using Counts = std::array<std::int64_t, 6>;
    const Attribution found = attribute(seven::outputs(), seven::kGroups);
    QCOMPARE(found.classes.size(), std::size_t(3));
    QVERIFY(found.classes[0].counts == (Counts{1, 0, 0, 1, 0, 1}));
    QVERIFY(found.classes[1].counts == (Counts{0, 1, 1, 0, 0, 0}));
    QVERIFY(found.classes[2].counts == (Counts{0, 0, 0, 1, 1, 0}));
    QVERIFY(found.all.counts == (Counts{1, 1, 1, 2, 1, 1}));
    QCOMPARE(found.all.errors(), 5);
    QCOMPARE(found.all.images(), 7);
    QCOMPARE(found.classes[0].errors(), 2);
}

void TestAttribution::findsTheImagesOfAnOutcome() {
    MemberOutputs outputs = seven::outputs();
    const Stage mixture = stagesOf(seven::kGroups).back();
    const auto rows = [&](const ImageQuery& query) {
        return findImages(outputs, seven::kGroups, scoreMember(outputs, mixture, seven::kGroups), query);
    };
    ImageQuery query;
    query.outcome = Outcome::Blend;
    QCOMPARE(rows(query), (std::vector<std::size_t>{3, 4}));
    query.label = 2;
    QCOMPARE(rows(query), (std::vector<std::size_t>{4}));
    outputs.arrays["sub_gates"].clear();
    QVERIFY(rows(query).empty());
}

void TestAttribution::refusesAnUntrainedMixture() {
    MemberOutputs outputs = seven::outputs();
    outputs.arrays["expert-1"].clear();
    QVERIFY(errorText([&] { attribute(outputs, seven::kGroups); }).startsWith("mixture is not trained"));
}

TEST_OF_ROOM(TestAttribution);
#include "test_attribution.moc"
