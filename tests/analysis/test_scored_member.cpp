#include "analysis/image_query.h"
#include "analysis/image_way.h"
#include "analysis/scored_member.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

namespace {

const ClassGroups kGroups = {{"left", {0, 1}}, {"right", {2}}};
const std::vector<Stage> kStages = stagesOf(kGroups);

/// Three images of the classes 0, 1 and 2; the gate sends the second to the wrong group.
MemberOutputs threeImages() {
    MemberOutputs outputs;
    outputs.images = 3;
    outputs.classes = 3;
    outputs.groups = 2;
    outputs.labels = {0, 1, 2};
    outputs.arrays["baseline"] = {0.5F, 0.25F, 0.25F, 0.75F, 0.125F, 0.125F, 0.25F, 0.25F, 0.5F};
    outputs.arrays["gate"] = {1, 0, 0.25F, 0.75F, 0.375F, 0.625F};
    outputs.arrays["expert-0"] = {0.5F, 0.5F, 0, 0, 1, 0, 1, 0, 0};
    outputs.arrays["expert-1"] = {0, 0, 1, 0, 0, 1, 0, 0, 1};
    outputs.arrays["sub_gates"].assign(2 * 3 * 3 * 2, 0.5F);
    outputs.arrays["mixture"] = {0.5F, 0.375F, 0.125F, 0.375F, 0.0625F, 0.5625F, 0.125F, 0.125F, 0.75F};
    return outputs;
}

std::vector<std::int64_t> imagesFor(const ImageQuery& query, const Stage& stage) {
    const MemberOutputs outputs = threeImages();
    const ScoredMember member = scoreMember(outputs, stage, kGroups);
    std::vector<std::int64_t> images;
    for (const std::size_t row : findImages(outputs, kGroups, member, query))
        images.push_back(member.images[row]);
    return images;
}

using Images = std::vector<std::int64_t>;

} // namespace

class TestScoredMember : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void scoresTheMixture();
    void scoresTheGateOnGroups();
    void scoresAnExpertOnItsGroup();
    void findsNothingUntrained();
    void findsImages();
    void findsByConfidence_data();
    void findsByConfidence();
    void findsByPosition();
    void followsAnImage();
};

void TestScoredMember::scoresTheMixture() {
    const ScoredMember member = scoreMember(threeImages(), kStages.back(), kGroups);
    QCOMPARE(member.answers, Images({0, 2, 2}));
    QCOMPARE(member.confidence[2], 0.75F);
    QCOMPARE(member.loss[1], -std::log(0.0625F));
}

void TestScoredMember::scoresTheGateOnGroups() {
    const ScoredMember member = scoreMember(threeImages(), kStages[1], kGroups);
    QCOMPARE(member.width, 2);
    QCOMPARE(member.labels, Images({0, 0, 1}));
    QCOMPARE(member.answers, Images({0, 1, 1}));
}

void TestScoredMember::scoresAnExpertOnItsGroup() {
    const ScoredMember member = scoreMember(threeImages(), kStages[3], kGroups);
    QCOMPARE(member.images, Images({2}));
    QCOMPARE(member.answers, Images({2}));
}

void TestScoredMember::findsNothingUntrained() {
    MemberOutputs outputs = threeImages();
    outputs.arrays["gate"].clear();
    outputs.arrays["expert-0"].assign(9, std::nanf(""));
    QVERIFY(!isScored(outputs, kStages[1]));
    QVERIFY(!isScored(outputs, kStages[2]));
    QVERIFY(scoreMember(outputs, kStages[2], kGroups).images.empty());
}

void TestScoredMember::findsImages() {
    const Stage& mixture = kStages.back();
    QCOMPARE(imagesFor({}, mixture), Images({0, 1, 2}));
    ImageQuery query;
    query.verdict = ImageQuery::Verdict::Wrong;
    QCOMPARE(imagesFor(query, mixture), Images({1}));
    query = {};
    query.routeVerdict = ImageQuery::Verdict::Right;
    QCOMPARE(imagesFor(query, mixture), Images({0, 2}));
    query = {};
    query.compare = ImageQuery::Compare::BothWrong;
    QCOMPARE(imagesFor(query, mixture), Images({1}));
    query = {};
    query.answer = 2;
    query.order = ImageQuery::Order::GateMargin;
    QCOMPARE(imagesFor(query, mixture), Images({2, 1}));
    query.descending = true;
    QCOMPARE(imagesFor(query, mixture), Images({1, 2}));
}

/// The mixture's largest shares of the three rows are 0.5, 0.5625 and 0.75, which floats hold exactly.
void TestScoredMember::findsByConfidence_data() {
    QTest::addColumn<double>("over");
    QTest::addColumn<double>("upTo");
    QTest::addColumn<Images>("images");
    QTest::newRow("all") << 0.0 << 1.0 << Images({0, 1, 2});
    QTest::newRow("lower end is not in it") << 0.5 << 0.75 << Images({1, 2});
    QTest::newRow("upper end is") << 0.25 << 0.5 << Images({0});
    QTest::newRow("none") << 0.8 << 0.9 << Images();
}

void TestScoredMember::findsByConfidence() {
    QFETCH(double, over);
    QFETCH(double, upTo);
    QFETCH(Images, images);
    ImageQuery query;
    query.confidence = {over, upTo};
    QCOMPARE(imagesFor(query, kStages.back()), images);
}

void TestScoredMember::findsByPosition() {
    ImageQuery query;
    query.positions = {1, 2};
    QCOMPARE(imagesFor(query, kStages.back()), Images({1, 2}));
    QCOMPARE(imagesFor(query, kStages[2]), Images({1})); // the first group's expert is scored on images 0 and 1
    query.positions = {3, 7};
    QVERIFY(imagesFor(query, kStages.back()).empty());
    query.positions = std::nullopt;
    query.images = {0, 2, 9};
    QCOMPARE(imagesFor(query, kStages.back()), Images({0, 2}));
    QCOMPARE(imagesFor(query, kStages[2]), Images({0}));
    query.images = Images();
    QVERIFY(imagesFor(query, kStages.back()).empty());
}

void TestScoredMember::followsAnImage() {
    const ImageWay way = wayOf(threeImages(), 1);
    QVERIFY(way.label == 1);
    QCOMPARE(way.route, std::optional<std::int64_t>(1));
    QCOMPARE(way.ways[1].result, std::vector<float>({0.375F, 0.0625F, 0.5625F}));
    QCOMPARE(way.ways[0].result, std::vector<float>({0.375F, 0.5625F, 0.0625F}));
}

TEST_OF_ROOM(TestScoredMember);
#include "test_scored_member.moc"
