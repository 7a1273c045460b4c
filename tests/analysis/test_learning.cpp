#include "analysis/image_query.h"
#include "analysis/learning.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>

using namespace moelab;

/// Five images of three classes over four epochs, worked through by hand.
///
/// image  label  answers    learned  forgotten  changes
/// 0      0      0 0 0 0    1        never      0        always right
/// 1      1      0 1 1 1    2        never      1
/// 2      2      2 0 2 2    3        2          2
/// 3      0      0 1 0 2    never    4          3
/// 4      1      0 2 0 2    never    never      0        never right
static EpochAnswers fiveImages() {
    return {3, Validation::Test, {0, 1, 2, 3, 4}, {0, 1, 2, 0, 1}, {0, 1, 2, 0, 1}, {0, 0, 2, 0, 0, 0, 1, 0, 1, 2,
                                                                                     0, 1, 2, 0, 0, 0, 1, 2, 2, 2}};
}

static const ClassGroups kLearnedGroups = {{"left", {0, 1}}, {"right", {2}}};

/// With the best weights the baseline answers 0 to each image, of which it is the surer the later it comes.
static MemberOutputs bestWeights() {
    MemberOutputs outputs;
    outputs.images = 5;
    outputs.classes = 3;
    outputs.labels = {0, 1, 2, 0, 1};
    outputs.arrays["baseline"] = {0.5F, 0.25F, 0.25F, 0.6F, 0.2F, 0.2F, 0.7F, 0.1F,
                                  0.2F, 0.8F,  0.1F,  0.1F, 0.9F, 0,    0.1F};
    return outputs;
}

class TestLearning : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void followsEachImage();
    void countsByEpoch();
    void confusionFollowsTheEpoch();
    void routesFollowTheEpoch();
    void withoutEpochs();
    void onlyAnswersAreKnownOfAnEpoch();
    void findsImages_data();
    void findsImages();
    void findsNothingInUnknownEpochs();
};

void TestLearning::followsEachImage() {
    const std::vector<ImageLearning> images = learningOf(fiveImages());
    QVERIFY(images == (std::vector<ImageLearning>{{1, 0, 0}, {2, 0, 1}, {3, 2, 2}, {0, 4, 3}, {0, 0, 0}}));
    QVERIFY(images[4].neverRight());
    for (std::size_t image = 0; image < 5; ++image)
        QVERIFY(learningOf(fiveImages(), image) == images[image]);
    for (std::size_t image = 0; image < 4; ++image)
        QVERIFY(!images[image].neverRight());
}

void TestLearning::countsByEpoch() {
    const LearningCounts counts = countLearning(fiveImages());
    QCOMPARE(counts.learned, (std::vector<std::int64_t>{1, 1, 1, 0}));
    QCOMPARE(counts.forgotten, (std::vector<std::int64_t>{0, 1, 0, 1}));
    QCOMPARE(counts.neverRight, 1);
    QCOMPARE(counts.alwaysRight, 1);
}

void TestLearning::confusionFollowsTheEpoch() {
    const ConfusionMatrix first = confusionAt(fiveImages(), 1);
    QCOMPARE(first.classes, 3);
    QCOMPARE(first.counts, (std::vector<std::int64_t>{2, 0, 0, //
                                                      2, 0, 0, //
                                                      0, 0, 1}));
    QCOMPARE(confusionAt(fiveImages(), 4).counts, (std::vector<std::int64_t>{1, 0, 1, //
                                                                             0, 1, 1, //
                                                                             0, 0, 1}));
}

void TestLearning::routesFollowTheEpoch() {
    // The gate, on training images set aside: one of class 0, two of class 2; the third changes its way.
    const EpochAnswers gate = {2, Validation::Holdout, {57, 58, 59}, {0, 2, 2}, {0, 1, 1}, {0, 1, 0, 0, 1, 1}};
    using Routes = std::vector<std::vector<std::int64_t>>;
    QCOMPARE(routesAt(gate, 1, 3), (Routes{{1, 0}, {0, 0}, {1, 1}}));
    QCOMPARE(routesAt(gate, 2, 3), (Routes{{1, 0}, {0, 0}, {0, 2}}));
    QCOMPARE(confusionAt(gate, 1).counts, (std::vector<std::int64_t>{1, 0, 1, 1}));
}

void TestLearning::withoutEpochs() {
    EpochAnswers none = fiveImages();
    none.answers.clear();
    QCOMPARE(none.epochs(), 0);
    QVERIFY(learningOf(none).empty());
    const LearningCounts counts = countLearning(none);
    QVERIFY(counts.learned.empty() && counts.forgotten.empty());
    QCOMPARE(counts.neverRight, 0);
    QCOMPARE(EpochAnswers().epochs(), 0);
}

void TestLearning::onlyAnswersAreKnownOfAnEpoch() {
    const ScoredMember member = memberAt(fiveImages(), 2);
    QCOMPARE(member.width, 3);
    QCOMPARE(member.answers, (std::vector<std::int64_t>{0, 1, 0, 1, 2}));
    QCOMPARE(member.labels, (std::vector<std::int64_t>{0, 1, 2, 0, 1}));
    QCOMPARE(member.confidence.size(), std::size_t{5});
    QVERIFY(std::isnan(member.confidence[0]) && std::isnan(member.loss[4]));
}

using RowNumbers = std::vector<std::size_t>;

void TestLearning::findsImages_data() {
    using Order = ImageQuery::Order;
    QTest::addColumn<ImageQuery>("query");
    QTest::addColumn<RowNumbers>("rows");
    QTest::newRow("learned at 2") << ImageQuery{.learnedAt = 2} << RowNumbers{1};
    QTest::newRow("always right") << ImageQuery{.learnedAt = 1} << RowNumbers{0};
    QTest::newRow("never learned") << ImageQuery{.learnedAt = 0} << RowNumbers{3, 4};
    QTest::newRow("forgotten at 4") << ImageQuery{.forgottenAt = 4} << RowNumbers{3};
    QTest::newRow("never forgotten") << ImageQuery{.forgottenAt = 0} << RowNumbers{0, 1, 4};
    QTest::newRow("never correct") << ImageQuery{.learnedAt = 0, .forgottenAt = 0} << RowNumbers{4};
    QTest::newRow("by epoch learned") << ImageQuery{.order = Order::Learned} << RowNumbers{0, 1, 2, 3, 4};
    QTest::newRow("last learned first")
        << ImageQuery{.order = Order::Learned, .descending = true} << RowNumbers{3, 4, 2, 1, 0};
    QTest::newRow("last forgotten first")
        << ImageQuery{.order = Order::Forgotten, .descending = true} << RowNumbers{3, 2, 0, 1, 4};
    QTest::newRow("a cell at 1") << ImageQuery{.label = 1, .answer = 0, .epoch = 1} << RowNumbers{1, 4};
    QTest::newRow("the cell at best") << ImageQuery{.label = 0, .answer = 0} << RowNumbers{0, 3};
    QTest::newRow("the cell at 4") << ImageQuery{.label = 0, .answer = 0, .epoch = 4} << RowNumbers{0};
    QTest::newRow("wrong at 2") << ImageQuery{.verdict = ImageQuery::Verdict::Wrong, .epoch = 2}
                                << RowNumbers{2, 3, 4};
    QTest::newRow("wrong at 2, learned at 3")
        << ImageQuery{.verdict = ImageQuery::Verdict::Wrong, .epoch = 2, .learnedAt = 3} << RowNumbers{2};
    QTest::newRow("after the last epoch") << ImageQuery{.epoch = 5} << RowNumbers{};
    QTest::newRow("before the first epoch") << ImageQuery{.epoch = 0} << RowNumbers{};
    QTest::newRow("surest first") << ImageQuery{.order = Order::Confidence, .descending = true}
                                  << RowNumbers{4, 3, 2, 1, 0};
    QTest::newRow("confidence at an epoch is unknown")
        << ImageQuery{.epoch = 1, .order = Order::Confidence} << RowNumbers{0, 1, 2, 3, 4};
}

void TestLearning::findsImages() {
    QFETCH(ImageQuery, query);
    QFETCH(RowNumbers, rows);
    const MemberOutputs outputs = bestWeights();
    const EpochAnswers epochs = fiveImages();
    const ScoredMember member = scoreMember(outputs, referenceOf(stagesOf(defaultGroups())), kLearnedGroups);
    QCOMPARE(findImages(outputs, kLearnedGroups, member, query, &epochs), rows);
}

void TestLearning::findsNothingInUnknownEpochs() {
    const MemberOutputs outputs = bestWeights();
    const ScoredMember member = scoreMember(outputs, referenceOf(stagesOf(defaultGroups())), kLearnedGroups);
    EpochAnswers setAside = fiveImages();
    setAside.of = Validation::Holdout;
    EpochAnswers fewer = fiveImages();
    fewer.images = {0, 1, 2, 4, 5};
    EpochAnswers none = fiveImages();
    none.answers.clear();
    for (const EpochAnswers* epochs :
         std::initializer_list<const EpochAnswers*>{nullptr, &setAside, &fewer, &none}) {
        for (const ImageQuery& query :
             {ImageQuery{.epoch = 1}, ImageQuery{.learnedAt = 2}, ImageQuery{.forgottenAt = 0}})
            QVERIFY(findImages(outputs, kLearnedGroups, member, query, epochs).empty());
        const ImageQuery order{.order = ImageQuery::Order::Learned};
        QCOMPARE(findImages(outputs, kLearnedGroups, member, order, epochs).size(), std::size_t{5});
    }
}

TEST_OF_ROOM(TestLearning);
#include "test_learning.moc"
