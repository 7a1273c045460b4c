#include "analysis/effect.h"
#include "analysis/parameter_differences.h"
#include "analysis/run_groups.h"
#include "config/parameter_table.h"
#include "error_text.h"
#include "test_of_room.h"
#include "workspace/made_up_run.h"

#include <QtTest>

#include <cmath>

using namespace moelab;
using madeup::scored;
using madeup::withSeed;
using Runs = std::vector<madeup::Run>;

/// Several runs looked at together: what differs, which repeat one another, what a parameter does. The statistics
/// themselves are tested in test_mean_tests.
class TestRunGroups : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesOnlyWhatDiffers();
    void tellsSourcesApart();
    void measuresOfSomeRuns();
    void otherGroupsAreAnotherTask();
    void groupsSeeds();
    void aSeedCountsOnce();
    void pairsBySeed();
    void welchWithoutCommonSeeds();
    void noTestOfOnePair();
    void effectOfANumber();
    void effectOfAChoiceByAnother();
    void effectSaysWhatElseVaries();
    void curvesOfLearning();
};

static std::vector<std::string> namesOf(const std::vector<ParameterDifference>& differences) {
    std::vector<std::string> names;
    for (const ParameterDifference& each : differences)
        names.push_back(each.name);
    return names;
}

static Parameters withExamples(std::int64_t examples, std::int64_t seed = 1) {
    Parameters parameters = withSeed(seed);
    parameters.trainExamples = examples;
    return parameters;
}

/// The values of test_mean_tests' a and b as mixture accuracies, by the seeds 1 to 5, and 3 to 7.
static Runs twoGroups() {
    const double a[] = {0.513, 0.526, 0.498, 0.505, 0.519};
    const double b[] = {0.528, 0.531, 0.512, 0.502, 0.54};
    Runs runs;
    for (int i = 0; i < 5; ++i)
        runs.push_back(scored("a", withExamples(1000, i + 1), 0.5, a[i]));
    for (int i = 0; i < 5; ++i)
        runs.push_back(scored("b", withExamples(2000, i + 3), 0.5, b[i]));
    return runs;
}

void TestRunGroups::namesOnlyWhatDiffers() {
    Parameters other = withExamples(2000, 7);
    other.validation = Validation::Holdout;
    const Runs runs = {scored("a", {}, 0.5, 0.5), scored("b", other, 0.5, 0.5), scored("c", {}, 0.4, 0.6)};
    const auto differences = parameterDifferences(runs);
    QCOMPARE(namesOf(differences), (std::vector<std::string>{"train_examples", "seed", "validation"}));
    QCOMPARE(differences[0].values, (std::vector<Json>{5000, 2000, 5000}));
    QCOMPARE(valueText(differences[2].values[1]), std::string("holdout"));
    QVERIFY(parameterDifferences(Runs{runs[0], runs[2]}).empty());
    QVERIFY(parameterDifferences(Runs{}).empty());

    RunSummary altered = madeup::summary("d");
    altered.config.dataFingerprint = "0123456789";
    const auto data = parameterDifferences(Runs{runs[0], std::make_shared<const RunSummary>(altered)});
    QCOMPARE(namesOf(data), std::vector<std::string>{"data"});
    QCOMPARE(data[0].values[1], Json("CIFAR-10 01234567"));
}

void TestRunGroups::tellsSourcesApart() {
    RunConfig few = madeup::summary("a", withExamples(1000)).config;
    RunConfig many = madeup::summary("b", withExamples(2000)).config;
    QVERIFY(haveSameSource(few, many)); // the same folder
    many.data.origin = "/elsewhere";
    QVERIFY(!haveSameSource(few, many));
    few.data.sha256 = many.data.sha256 = "c4a3"; // the same archive, in two places
    QVERIFY(haveSameSource(few, many));
    many.data.sha256 = "6d95";
    QVERIFY(!haveSameSource(few, many));
    few.data.drawn = many.data.drawn = true;
    QVERIFY(haveSameSource(few, many));
    many.parameters.trainExamples = 1000; // as many images, and still another fingerprint
    QVERIFY(!haveSameSource(few, many));
}

/// Renamed, or in another order, they are the same.
void TestRunGroups::otherGroupsAreAnotherTask() {
    const RunSummary two = madeup::summary("a");
    Parameters renamed;
    setParameter(renamed, R"(groups={"natural": [7, 6, 5, 4, 3, 2], "made": [0, 1, 8, 9]})");
    Parameters three;
    setParameter(three, R"(groups={"artificial": [0, 8], "wheels": [1, 9], "natural": [2, 3, 4, 5, 6, 7]})");
    const RunSummary same = madeup::summary("b", renamed);
    const RunSummary other = madeup::summary("c", three);
    using Kind = Measure::Kind;
    QVERIFY(isSameTask(two, same, {Kind::Accuracy, "gate"}));
    QVERIFY(isSameTask(two, same, {Kind::Loss, "expert-natural"}));
    QVERIFY(!isSameTask(two, other, {Kind::Accuracy, "gate"}));
    QVERIFY(!isSameTask(two, other, {Kind::MacroF1, "expert-artificial"}));
    QVERIFY(isSameTask(two, other, {Kind::Accuracy, "expert-natural"}));
    for (const char* stage : {"baseline", "mixture", ""})
        QVERIFY(isSameTask(two, other, {Kind::Accuracy, stage}));
}

void TestRunGroups::measuresOfSomeRuns() {
    RunSummary untrained = madeup::summary("a");
    RunSummary gate = untrained;
    madeup::finish(gate, "gate", 0.9, 0.3);
    const Runs runs = {std::make_shared<const RunSummary>(untrained), std::make_shared<const RunSummary>(gate),
                       scored("b", {}, 0.5, 0.75)};
    using Kind = Measure::Kind;
    const std::vector<Measure> expected = {{Kind::Accuracy, "mixture"}, {Kind::Gain, ""},
                                           {Kind::Accuracy, "gate"},    {Kind::Accuracy, "baseline"},
                                           {Kind::Loss, "gate"},        {Kind::Loss, "baseline"},
                                           {Kind::Loss, "mixture"}};
    const std::vector<Measure> found = measuresOf(runs);
    QCOMPARE(found.size(), expected.size());
    for (const Measure& measure : expected)
        QVERIFY2(std::ranges::find(found, measure) != found.end(), measure.stage.c_str());
    QVERIFY(found[0] == expected[0]);
    QVERIFY(found[1] == expected[1]);
    QVERIFY(found.back() == expected.back());
    QCOMPARE(valueOf(*runs[2], {Kind::Gain, ""}), std::optional(0.25));
    QCOMPARE(valueOf(*runs[1], {Kind::Loss, "gate"}), std::optional(0.3));
    QCOMPARE(valueOf(*runs[0], {Kind::Accuracy, "gate"}), std::optional<double>());
}

void TestRunGroups::groupsSeeds() {
    Runs runs = twoGroups();
    std::swap(runs[0], runs[9]); // a group's place is its first run's, its runs are sorted by seed
    const std::vector<RunGroup> groups = groupRuns(runs);
    QCOMPARE(groups.size(), 2u);
    QCOMPARE(groups[0].runs.front()->config.parameters.trainExamples, 2000);
    for (const RunGroup& group : groups) {
        QCOMPARE(group.runs.size(), 5u);
        QVERIFY(group.repeated.empty());
        QVERIFY(std::ranges::is_sorted(group.runs, {}, [](const auto& r) { return r->config.parameters.seed; }));
    }
    const MeanEstimate mixture = estimate(groups[1], {Measure::Kind::Accuracy, "mixture"});
    QCOMPARE(mixture.count, 5u);
    QVERIFY(std::abs(mixture.interval->low - 0.4984460839125645) < 1e-9);
    const MeanEstimate gain = estimate(groups[1], {Measure::Kind::Gain, ""});
    QVERIFY(std::abs(gain.mean - 0.0122) < 1e-12);
    QVERIFY(std::abs(gain.interval->high - 0.0259539160874357) < 1e-9);
}

void TestRunGroups::aSeedCountsOnce() {
    Parameters threads;
    threads.threads = 4;
    threads.device = Device::Cpu;
    threads.convolution = Convolution::Direct;
    const auto unfinished = std::make_shared<const RunSummary>(madeup::summary("unfinished"));
    RunSummary done = madeup::summary("done", threads);
    for (const char* stage : {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"})
        madeup::finish(done, stage, 0.5);
    const auto groups = groupRuns(
        Runs{unfinished, std::make_shared<const RunSummary>(done), scored("two", withSeed(2), 0.5, 0.75)});
    QCOMPARE(groups.size(), 1u);
    QCOMPARE(groups[0].runs.size(), 2u);
    QCOMPARE(groups[0].runs[0]->name(), std::string("done"));
    QCOMPARE(groups[0].repeated, Runs{unfinished});
    QCOMPARE(estimate(groups[0], {Measure::Kind::Accuracy, "mixture"}).mean, 0.625);
}

void TestRunGroups::pairsBySeed() {
    const std::vector<RunGroup> groups = groupRuns(twoGroups());
    const auto found = compareGroups(groups[0], groups[1], {Measure::Kind::Accuracy, "mixture"});
    QCOMPARE(found.seeds, (std::vector<std::int64_t>{3, 4, 5}));
    QCOMPARE(found.onlyFirst, 2u);
    QCOMPARE(found.onlySecond, 2u);
    QVERIFY(found.paired && !found.welch);
    // b(3) - a(3) = 0.03, b(4) - a(4) = 0.026, b(5) - a(5) = -0.007
    QVERIFY(std::abs(found.difference - 0.049 / 3) < 1e-12);
    QVERIFY(std::abs(found.paired->difference.mean - 0.049 / 3) < 1e-12);
    QCOMPARE(found.paired->signFlip, std::optional(0.5)); // 4 of 8: as they are, the last turned, and the mirrors
}

void TestRunGroups::welchWithoutCommonSeeds() {
    Runs runs = twoGroups();
    runs.erase(runs.begin() + 5, runs.end());
    const double c[] = {0.61, 0.585, 0.64};
    for (int i = 0; i < 3; ++i)
        runs.push_back(scored("c", withExamples(2000, 11 + i), 0.5, c[i]));
    const std::vector<RunGroup> groups = groupRuns(runs);
    const auto found = compareGroups(groups[0], groups[1], {Measure::Kind::Accuracy, "mixture"});
    QVERIFY(found.seeds.empty() && !found.paired && found.welch);
    QCOMPARE(found.onlyFirst, 5u);
    QCOMPARE(found.onlySecond, 3u);
    QVERIFY(std::abs(found.welch->p - 0.017248407195289743) < 1e-10);
    QVERIFY(std::abs(found.difference - 0.09946666666666659) < 1e-12);
}

void TestRunGroups::noTestOfOnePair() {
    const Runs runs = {scored("a", withExamples(1000), 0.5, 0.5), scored("b", withExamples(2000), 0.5, 0.75)};
    const std::vector<RunGroup> groups = groupRuns(runs);
    const auto found = compareGroups(groups[0], groups[1], {Measure::Kind::Gain, ""});
    QCOMPARE(found.seeds.size(), 1u);
    QCOMPARE(found.difference, 0.25);
    QVERIFY(!found.paired && !found.welch);
    QVERIFY(std::isnan(compareGroups(groups[0], groups[1], {Measure::Kind::Loss, "gate"}).difference));
}

void TestRunGroups::effectOfANumber() {
    Runs runs;
    for (const std::int64_t seed : {2, 1})
        for (const std::int64_t examples : {10000, 1000, 5000})
            runs.push_back(scored("r", withExamples(examples, seed), 0.5,
                                  0.5 + static_cast<double>(examples) / 40000 + (seed == 1 ? 0.25 : 0)));
    runs.push_back(runs.front()); // the same seed again counts once
    runs.push_back(std::make_shared<const RunSummary>(madeup::summary("untrained", withExamples(2000))));
    const Effect effect = effectOf(runs, "train_examples", {Measure::Kind::Gain, ""});
    QVERIFY(effect.numeric && effect.logarithmic);
    QCOMPARE(effect.values, (std::vector<Json>{1000, 5000, 10000}));
    QCOMPARE(effect.series.size(), 1u);
    const std::vector<EffectLevel>& levels = effect.series[0].levels;
    QCOMPARE(levels.size(), 3u);
    QCOMPARE(levels[2].x, 10000.0);
    QCOMPARE(levels[2].points.size(), 2u);
    QCOMPARE(levels[2].points[0].seed, 1);
    QCOMPARE(levels[2].points[0].y, 0.5);
    QCOMPARE(levels[2].mean.mean, 0.375);
    // two values 0.25 apart: t(0.95, 1) * 0.125 on either side
    QVERIFY(std::abs(levels[2].mean.interval->high - (0.375 + 12.706204736174705 * 0.125)) < 1e-9);
    QVERIFY(effect.alsoVary.empty());
    QVERIFY(effectOf(Runs{}, "seed", {Measure::Kind::Gain, ""}).series.empty());
    QVERIFY(errorText([&] { effectOf(runs, "speed", {Measure::Kind::Gain, ""}); }).startsWith("speed is no"));
}

void TestRunGroups::effectOfAChoiceByAnother() {
    Runs runs;
    for (const bool large : {true, false})
        for (const std::int64_t examples : {2000, 1000}) {
            Parameters parameters = withExamples(examples);
            parameters.useLargeExperts = large;
            runs.push_back(scored("r", parameters, 0.5, large ? 0.75 : 0.5));
        }
    const Effect effect =
        effectOf(runs, "use_large_experts", {Measure::Kind::Accuracy, "mixture"}, "train_examples");
    QVERIFY(!effect.numeric && !effect.logarithmic);
    QCOMPARE(effect.values, (std::vector<Json>{false, true}));
    QCOMPARE(effect.series.size(), 2u);
    QCOMPARE(effect.series[0].name, std::string("1000"));
    QCOMPARE(effect.series[1].levels[1].x, 1.0);
    QCOMPARE(effect.series[1].levels[1].mean.mean, 0.75);
    QVERIFY(!effect.series[1].levels[1].mean.interval);
}

void TestRunGroups::effectSaysWhatElseVaries() {
    Parameters slow = withExamples(1000, 2);
    slow.learningRate = 1e-4;
    slow.threads = 3;
    const Runs runs = {scored("a", withExamples(1000), 0.5, 0.5), scored("b", slow, 0.5, 0.5),
                       scored("c", withExamples(2000), 0.5, 0.5)};
    QCOMPARE(effectOf(runs, "train_examples", {Measure::Kind::Gain, ""}).alsoVary,
             std::vector<std::string>{"learning_rate"});
    QVERIFY(effectOf(runs, "train_examples", {Measure::Kind::Gain, ""}, "learning_rate").alsoVary.empty());
    // Also where it goes along with the parameter, so that nothing differs among the runs of one value.
    QCOMPARE(effectOf(Runs{runs[1], runs[2]}, "train_examples", {Measure::Kind::Gain, ""}).alsoVary,
             std::vector<std::string>{"learning_rate"});
    QCOMPARE(learningCurves(runs).alsoVary, std::vector<std::string>{"learning_rate"});
}

void TestRunGroups::curvesOfLearning() {
    const Runs runs = {scored("a", withExamples(1000), 0.25, 0.5), scored("b", withExamples(2000), 0.375, 0.75)};
    const Effect effect = learningCurves(runs);
    QCOMPARE(effect.parameter, std::string("train_examples"));
    QCOMPARE(effect.series.size(), 2u);
    QCOMPARE(effect.series[0].name, std::string("mixture"));
    QCOMPARE(effect.series[1].name, std::string("baseline"));
    QCOMPARE(effect.series[1].levels[1].mean.mean, 0.375);
    QVERIFY(!effect.logarithmic); // twice as many are no decade
}

TEST_OF_ROOM(TestRunGroups);
#include "test_run_groups.moc"
