#include "base/limits.h"
#include "config/given_parameters.h"
#include "data/cifar100_fixture.h"
#include "error_text.h"
#include "sweep/queue_entry.h"
#include "sweep/sweep_plan.h"
#include "sweep/sweep_results.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <set>

using namespace moelab;

/// Sweeps as files have them, and the runs that come of them.
class TestSweepPlan : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void plans_data();
    void plans();
    void repeatsWithSeeds();
    void sharesTheCores_data();
    void sharesTheCores();
    void drawsWithinItsRanges();
    void drawsEvenlyOnALogarithmicScale();
    void drawsTheSameAgain();
    void refuses_data();
    void refuses();
    void takesAsManyAsItMay();
    void survivesWritingAndReading();
    void entriesKnowTheirData();
    void entriesRefuseWhatTheDataDoNotHave();
    void groupsByNamesOfClasses();
    void groupsByNamesOfEachRunsClasses();
    void refusesUnknownClasses();
    void resultsBySetting();

  private:
    static Sweep read(const QString& json) {
        return sweepFromJson(parseJson(json.toStdString(), "s.json"), "s.json");
    }
    static QStringList folders(const Sweep& sweep) {
        QStringList names;
        for (const PlannedRun& run : plannedRuns(sweep, 2))
            names << QString::fromStdString(run.folder);
        return names;
    }
};

void TestSweepPlan::plans_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QStringList>("folders");
    QTest::newRow("one run") << R"({"name": "a"})" << QStringList{"a/001"};
    QTest::newRow("grid, the last fastest")
        << R"({"name": "a", "vary": {"learning_rate": [0.001, 0.003], "epochs": [1, 2]}})"
        << QStringList{"a/001-learning_rate=0.001-epochs=1", "a/002-learning_rate=0.001-epochs=2",
                       "a/003-learning_rate=0.003-epochs=1", "a/004-learning_rate=0.003-epochs=2"};
    QTest::newRow("list")
        << R"({"name": "a", "mode": "list", "vary": {"precision": ["fp32", "bf16"], "seed": [5, 9]}})"
        << QStringList{"a/001-precision=fp32-seed=5", "a/002-precision=bf16-seed=9"};
    QTest::newRow("seeds within a setting")
        << R"({"name": "a", "seeds": 2, "parameters": {"seed": 7}, "vary": {"frozen_dropout": [true, false]}})"
        << QStringList{"a/001-frozen_dropout=true-seed=7", "a/002-frozen_dropout=true-seed=8",
                       "a/003-frozen_dropout=false-seed=7", "a/004-frozen_dropout=false-seed=8"};
    QTest::newRow("groups go by their position")
        << R"({"name": "a", "vary": {"groups": [{"x": [0,1,2,3,4], "y": [5,6,7,8,9]},
                                                {"x": [0,2,4,6,8], "y": [1,3,5,7,9]}]}})"
        << QStringList{"a/001-groups=choice1", "a/002-groups=choice2"};
}

void TestSweepPlan::plans() {
    QFETCH(QString, json);
    QTEST(folders(read(json)), "folders");
}

void TestSweepPlan::repeatsWithSeeds() {
    Sweep sweep;
    sweep.name = "again";
    sweep.parameters.seed = 3;
    sweep.seeds = 3;
    const std::vector<PlannedRun> runs = plannedRuns(sweep, 2);
    QCOMPARE(runs.size(), std::size_t{3});
    for (std::size_t i = 0; i < 3; ++i) {
        Parameters expected;
        expected.seed = 3 + static_cast<std::int64_t>(i);
        expected.threads = 1;
        QVERIFY(runs[i].parameters == expected);
        QCOMPARE(runs[i].setting, std::string());
    }
    QCOMPARE(folders(sweep), QStringList({"again/001-seed=3", "again/002-seed=4", "again/003-seed=5"}));
}

void TestSweepPlan::sharesTheCores_data() {
    QTest::addColumn<int>("cores");
    QTest::addColumn<qint64>("seeds");
    QTest::addColumn<qint64>("atOnce");
    QTest::addColumn<qint64>("asked");
    QTest::addColumn<qint64>("threads");
    QTest::newRow("more runs than cores") << 4 << 6LL << 0LL << 0LL << 1LL;
    QTest::newRow("fewer runs than cores") << 9 << 2LL << 0LL << 0LL << 4LL; // 9 / 2
    QTest::newRow("one after the other") << 8 << 6LL << 1LL << 0LL << 8LL;
    QTest::newRow("more at once than runs") << 8 << 2LL << 5LL << 0LL << 4LL; // 8 / 2
    QTest::newRow("as the parameters say") << 8 << 6LL << 0LL << 3LL << 3LL;
}

void TestSweepPlan::sharesTheCores() {
    QFETCH(int, cores);
    QFETCH(qint64, seeds);
    QFETCH(qint64, atOnce);
    QFETCH(qint64, asked);
    Sweep sweep;
    sweep.name = "a";
    sweep.seeds = seeds;
    sweep.atOnce = atOnce;
    sweep.parameters.threads = asked;
    for (const PlannedRun& run : plannedRuns(sweep, cores))
        QTEST(static_cast<qint64>(run.parameters.threads), "threads");
}

static const char* const kRandom = R"({"name": "a", "mode": "random", "count": 400, "random_seed": 5, "vary": {
    "learning_rate": {"minimum": 0.0001, "maximum": 0.01, "scale": "log"},
    "batch_size": {"minimum": 2, "maximum": 5},
    "patience": {"minimum": 1, "maximum": 1000, "scale": "log"},
    "holdout_fraction": {"minimum": 0.1, "maximum": 0.2},
    "use_large_experts": [true, false]}})";

void TestSweepPlan::drawsWithinItsRanges() {
    std::set<std::int64_t> batches;
    std::set<bool> large;
    for (const PlannedRun& run : plannedRuns(read(kRandom), 1)) {
        const Parameters& p = run.parameters;
        QVERIFY(p.learningRate >= 1e-4 && p.learningRate <= 1e-2);
        QVERIFY(p.holdoutFraction >= 0.1 && p.holdoutFraction <= 0.2);
        QVERIFY(p.patience >= 1 && p.patience <= 1000);
        batches.insert(p.batchSize);
        large.insert(p.useLargeExperts);
    }
    QVERIFY((batches == std::set<std::int64_t>{2, 3, 4, 5}));
    QCOMPARE(large.size(), std::size_t{2});
}

/// 1e-3 is the middle of 1e-4 .. 1e-2 on that scale, but at 9 % on a linear one. Of 400 fair draws 160 to 240 are
/// within four standard deviations (10 each) of the half.
void TestSweepPlan::drawsEvenlyOnALogarithmicScale() {
    int below = 0;
    for (const PlannedRun& run : plannedRuns(read(kRandom), 1))
        below += run.parameters.learningRate < 1e-3 ? 1 : 0;
    QVERIFY2(below >= 160 && below <= 240, qPrintable(QString::number(below)));
}

void TestSweepPlan::drawsTheSameAgain() {
    const QStringList once = folders(read(kRandom));
    QCOMPARE(folders(read(kRandom)), once);
    QCOMPARE(QSet<QString>(once.begin(), once.end()).size(), 400);
    Sweep other = read(kRandom);
    other.randomSeed = 6;
    QVERIFY(folders(other) != once);
}

void TestSweepPlan::refuses_data() {
    QTest::addColumn<QString>("json");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QString& json, const char* named) {
        QTest::newRow(name) << json << QString(named);
    };
    row("no object", "[]", "s.json is not a JSON object");
    row("no name", "{}", "name");
    row("unknown key", R"({"name": "a", "repeat": 3})", "unknown key repeat");
    row("newer schema", R"({"name": "a", "schema": 2})", "s.json");
    row("schema that is text", R"({"name": "a", "schema": "1"})", "schema");
    row("name that leaves the workspace", R"({"name": "../a"})", "name");
    row("hidden name", R"({"name": ".a"})", "name");
    row("name of options", R"({"name": "-rf"})", "name");
    row("empty name", R"({"name": ""})", "name");
    row("long name", "{\"name\": \"" + QString(61, 'a') + "\"}", "name");
    row("unknown parameter", R"({"name": "a", "vary": {"learning": [1]}})", "learning is not a parameter");
    row("unknown base parameter", R"({"name": "a", "parameters": {"epoch": 1}})", "epoch is not a parameter");
    row("value out of range", R"({"name": "a", "vary": {"epochs": [1, 0]}})", "epochs is 0");
    row("value of another type", R"({"name": "a", "vary": {"epochs": [1, "2"]}})", "epochs is \"2\"");
    row("no value", R"({"name": "a", "vary": {"epochs": []}})", "epochs");
    row("a value alone", R"({"name": "a", "vary": {"epochs": 3}})", "s.json vary epochs is not a JSON object");
    row("a value twice", R"({"name": "a", "vary": {"epochs": [3, 4, 3]}})", "epochs has the value 3 twice");
    row("vary is a list", R"({"name": "a", "vary": ["epochs"]})", "s.json vary");
    row("unknown mode", R"({"name": "a", "mode": "all"})", "the mode all");
    row("mode that is a number", R"({"name": "a", "mode": 1})", "s.json");
    row("list of unequal lengths", R"({"name": "a", "mode": "list", "vary": {"epochs": [1, 2], "seed": [1]}})",
        "seed has a different number of values than epochs");
    row("range in a grid", R"({"name": "a", "vary": {"epochs": {"minimum": 1, "maximum": 2}}})", "epochs");
    row("count without random", R"({"name": "a", "count": 3})", "count");
    row("random without parameters", R"({"name": "a", "mode": "random", "count": 3})", "vary");
    const auto random = [](const char* range) {
        return QString(R"({"name": "a", "mode": "random", "count": 3, "vary": {%1}})").arg(range);
    };
    row("range upside down", random(R"("epochs": {"minimum": 5, "maximum": 2})"), "epochs");
    row("range without an end", random(R"("epochs": {"minimum": 5})"), "maximum");
    row("range out of range", random(R"("epochs": {"minimum": 0, "maximum": 2})"), "epochs is 0");
    row("range of halves", random(R"("epochs": {"minimum": 1.5, "maximum": 2.5})"), "epochs");
    row("range of a choice", random(R"("precision": {"minimum": 0, "maximum": 1})"), "precision");
    row("logarithm of nothing", random(R"("seed": {"minimum": 0, "maximum": 9, "scale": "log"})"), "seed");
    row("unknown scale", random(R"("seed": {"minimum": 0, "maximum": 9, "scale": "cubic"})"), "cubic");
    row("unknown key of a range", random(R"("seed": {"minimum": 0, "maximum": 9, "step": 2})"), "step");
    row("seeds of varied seeds", R"({"name": "a", "seeds": 2, "vary": {"seed": [1, 5]}})", "seed");
    row("no seeds", R"({"name": "a", "seeds": 0})", "seeds is 0");
    row("seeds past the last", R"({"name": "a", "seeds": 2, "parameters": {"seed": 9007199254740991}})", "seed is");
    row("too many seeds", R"({"name": "a", "seeds": 1001})", "seeds is 1001");
    row("too many values", R"({"name": "a", "vary": {"seed": [)" + QString("1,").repeated(1000) + "1]}}",
        "seed has 1001 values");
    row("too many runs", R"({"name": "a", "seeds": 501, "vary": {"epochs": [1, 2]}})", "more than 1000 runs");
    row("negative at once", R"({"name": "a", "at_once": -1})", "at_once is -1");
    row("unknown resource", R"({"name": "a", "slurm": {"gpus": 1}})", "gpus");
    row("negative resource", R"({"name": "a", "slurm": {"minutes": -1}})", "minutes");
    row("two lines of a partition", R"({"name": "a", "slurm": {"partition": "x\ny"}})", "partition");
}

void TestSweepPlan::refuses() {
    QFETCH(QString, json);
    QFETCH(QString, named);
    const QString text = errorText([&] { read(json); });
    QVERIFY2(text.contains(named), qPrintable(text));
}

void TestSweepPlan::takesAsManyAsItMay() {
    QCOMPARE(plannedRuns(read(R"({"name": "a", "seeds": 500, "vary": {"epochs": [1, 2]}})"), 1).size(),
             limits::kSweepRuns);
    Sweep huge; // 1e18 runs, more than a careless product would notice
    huge.name = "a";
    for (const char* name : {"batch_size", "epochs", "train_examples", "test_examples", "patience", "threads"}) {
        VariedParameter& varied = huge.varied.emplace_back(VariedParameter{name, {}, {}});
        for (int value = 1; value <= 1000; ++value)
            varied.values.push_back(value);
    }
    QVERIFY(errorText([&] { plannedRuns(huge, 1); }).contains("more than 1000 runs"));
}

void TestSweepPlan::survivesWritingAndReading() {
    for (const char* json :
         {kRandom, R"({"name": "b", "data": "builtin", "seeds": 2, "at_once": 3, "vary": {"epochs": [1, 2]},
                       "slurm": {"partition": "p", "cpus": 2, "memory_mib": 3, "minutes": 4}})"}) {
        const Sweep sweep = read(json);
        const Json written = toJson(sweep);
        QCOMPARE(QString::fromStdString(toJson(sweepFromJson(written, "again")).dump()),
                 QString::fromStdString(written.dump()));
        QCOMPARE(folders(sweepFromJson(written, "again")), folders(sweep));
    }
}

void TestSweepPlan::entriesKnowTheirData() {
    Sweep sweep;
    sweep.name = "a";
    sweep.data = "builtin";
    sweep.parameters.testExamples = 20;
    sweep.varied = {{"train_examples", {20, 30}, {}}};
    sweep.seeds = 2;
    const std::vector<QueueEntry> entries = entriesOf(sweep, 1, StopToken());
    QCOMPARE(entries.size(), std::size_t{4});
    QCOMPARE(entries[0].dataFingerprint, entries[1].dataFingerprint); // another seed sees the same images
    QCOMPARE(entries[2].dataFingerprint, entries[3].dataFingerprint);
    QVERIFY(entries[0].dataFingerprint != entries[2].dataFingerprint);
    QCOMPARE(entries[0].data, std::string("builtin"));
}

void TestSweepPlan::entriesRefuseWhatTheDataDoNotHave() {
    Sweep sweep;
    sweep.name = "a";
    sweep.data = "/no/such/data";
    QVERIFY(errorText([&] { entriesOf(sweep, 1, StopToken()); }).contains("/no/such/data"));
    sweep.data = "builtin";
    sweep.parameters.trainExamples = 1; // an image of one group: the other group's expert has none
    sweep.parameters.testExamples = 20;
    QVERIFY(errorText([&] { entriesOf(sweep, 1, StopToken()); }).contains("train_examples"));
}

static const char* const kNamedGroups = R"({"name": "a", "data": "builtin",
    "parameters": {"train_examples": 60, "test_examples": 40,
                   "groups": {"made": ["airplane", "automobile", "ship", "truck"],
                              "alive": ["bird", "cat", "deer", "dog", "frog", "horse"]}}})";

/// As --set and the files of parameters take them.
void TestSweepPlan::groupsByNamesOfClasses() {
    const ClassGroups named = {{"made", {0, 1, 8, 9}}, {"alive", {2, 3, 4, 5, 6, 7}}};
    Sweep sweep = read(kNamedGroups);
    QVERIFY(sweep.given.contains("groups"));
    QVERIFY(entriesOf(sweep, 1, StopToken())[0].parameters.groups == named);
    const Json written = toJson(sweep);
    QCOMPARE(toJson(sweepFromJson(written, "again")), written);
    QVERIFY(entriesOf(sweepFromJson(written, "again"), 1, StopToken())[0].parameters.groups == named);

    const Json byName = parseJson(R"({"x": ["cat", "dog"], "y": ["airplane", "automobile", "bird", "deer", "frog",
                                      "horse", "ship", "truck"]})",
                                  "test");
    const Json byNumber = parseJson(R"({"x": [3, 5], "y": [0, 1, 2, 4, 6, 7, 8, 9]})", "test");
    for (const std::vector<Json>& values : {std::vector{byName, byNumber}, std::vector{byNumber, byName}}) {
        sweep.varied = {{"groups", values, {}}};
        QCOMPARE(folders(sweep), QStringList({"a/001-groups=choice1", "a/002-groups=choice2"}));
        for (const QueueEntry& entry : entriesOf(sweep, 1, StopToken()))
            QVERIFY(entry.parameters.groups == (ClassGroups{{"x", {3, 5}}, {"y", {0, 1, 2, 4, 6, 7, 8, 9}}}));
    }
}

/// Of CIFAR-100's classes, and of its superclasses.
void TestSweepPlan::groupsByNamesOfEachRunsClasses() {
    const QTemporaryDir folder;
    fixture::Files files = fixture::cifar100Files(true, 100);
    files[1].second = fixture::binaryRecords(0, 100); // test images of all classes
    fixture::writeFolder(folder.path().toStdString(), files);
    const auto halves = [](std::string (*name)(int), int count) {
        Json groups = Json::object();
        for (int cls = 0; cls < count; ++cls)
            groups[cls < count / 2 ? "lower" : "upper"].push_back(name(cls));
        return groups;
    };
    Sweep sweep;
    sweep.name = "a";
    sweep.data = folder.path().toStdString();
    sweep.parameters.trainExamples = 100;
    sweep.parameters.testExamples = 100;
    sweep.mode = SweepMode::List;
    sweep.varied = {{"labels", {"fine", "coarse"}, {}},
                    {"groups", {halves(fixture::className, 100), halves(fixture::superclassName, 20)}, {}}};
    const std::vector<QueueEntry> entries = entriesOf(sweep, 1, StopToken());
    QCOMPARE(entries.size(), std::size_t{2});
    QCOMPARE(entries[0].parameters.groups[1].classes.front(), 50);
    QCOMPARE(entries[1].parameters.groups[1].classes.front(), 10);
}

void TestSweepPlan::refusesUnknownClasses() {
    const QString sweep = QString(kNamedGroups).replace("horse", "horses");
    GivenParameters given; // as a command line gives them
    given.assign("groups=" + read(sweep).namedGroups.dump());
    const QString text = errorText([&] { given.nameClasses(fixture::kNames); });
    QVERIFY2(text.startsWith("groups: \"horses\" is not a class of the data. The classes are airplane, "),
             qPrintable(text));
    QCOMPARE(errorText([&] { entriesOf(read(sweep), 1, StopToken()); }), text);
    const QString twice = QString(kNamedGroups).replace("horse", "cat");
    QVERIFY(
        errorText([&] { entriesOf(read(twice), 1, StopToken()); }).startsWith("groups: class 3 is named twice"));
}

/// A run of which baseline and mixture are done.
static EndedRun ended(const std::string& setting, double baseline, double mixture, const std::string& takenFrom) {
    EndedRun run{setting, {}};
    for (const Stage& stage : stagesOf(defaultGroups())) {
        StageSummary& each = run.summary.stages.emplace_back(StageSummary{stage, StageState::Ready, {}});
        if (!stage.isReference && !stage.isMixture)
            continue;
        each.state = StageState::Done;
        each.result.emplace();
        each.result->accuracy = stage.isMixture ? mixture : baseline;
        each.result->seconds = 10;
        if (stage.isReference)
            each.result->takenFrom = takenFrom;
    }
    return run;
}

/// By hand: the means of .5 and .54 and of .6 and .62, gains .1 and .08; Student's t of one degree is 12.706, so
/// that half the interval of .5 and .54 is 12.706 * .02.
void TestSweepPlan::resultsBySetting() {
    const std::vector<EndedRun> runs = {ended("b", 0.5, 0.6, ""), ended("a", 0.3, 0.3, ""),
                                        ended("b", 0.54, 0.62, "elsewhere")};
    const std::vector<SettingResult> results = resultsOf(runs);
    QCOMPARE(results.size(), std::size_t{2});
    QCOMPARE(results[0].setting, std::string("b"));
    QCOMPARE(results[0].stages.size(), std::size_t{2});
    QCOMPARE(results[0].stages[0].stage, std::string("baseline"));
    QCOMPARE(results[0].stages[0].accuracy.mean, 0.52);
    QVERIFY(std::abs(results[0].stages[0].accuracy.interval->high - 0.52 - 12.7062 * 0.02) < 1e-5);
    QCOMPARE(results[0].stages[1].accuracy.mean, 0.61);
    QVERIFY(std::abs(results[0].gain->mean - 0.09) < 1e-12);
    QVERIFY(!results[1].stages[0].accuracy.interval);
    QCOMPARE(results[1].gain->mean, 0.0);
    const SweepSeconds seconds = secondsOf(runs);
    QCOMPARE(seconds.trained, 50.0);
    QCOMPARE(seconds.taken, 10.0);
    QCOMPARE(seconds.stagesTaken, std::int64_t{1});
}

TEST_OF_ROOM(TestSweepPlan);
#include "test_sweep_plan.moc"
