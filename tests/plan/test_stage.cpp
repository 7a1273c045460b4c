#include "plan/stage.h"

#include "config/network_presets.h"
#include "config/parameter_table.h"
#include "error_text.h"
#include "plan/board.h"
#include "plan/file_names.h"
#include "plan/members.h"
#include "test_of_room.h"

#include <QtTest>

#include <set>

using namespace moelab;

class TestStage : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesAndOrder();
    void titles();
    void filesHaveNamesOfPeople_data();
    void filesHaveNamesOfPeople();
    void filesOfStagesAreApart();
    void board();
    void aGroupOfOneClassLearnsNothing();
    void dependencies();
    void findsByName();
    void fingerprints_data();
    void fingerprints();
    void everyParameterHasARow();
    void networksHaveOneFingerprint();
    void dataShapeEveryStage();
    void groupsShapeOnlyTheirExperts();
    void stagesThatTrainAtTheSameTime_data();
    void stagesThatTrainAtTheSameTime();
};

static QStringList names(const std::vector<Stage>& stages) {
    QStringList list;
    for (const Stage& stage : stages)
        list << QString::fromStdString(stage.name);
    return list;
}

/// The stages whose fingerprints differ, of those that both have.
static QStringList changed(const Parameters& before, const Parameters& after,
                           const std::string& dataBefore = "data", const std::string& dataAfter = "data") {
    const std::vector<Stage> stages = stagesOf(before.groups);
    const std::vector<Stage> stagesAfter = stagesOf(after.groups);
    QStringList list;
    for (const Stage& stage : stages)
        if (fingerprint(stage, stages, before, dataBefore) !=
            fingerprint(findStage(stagesAfter, stage.name), stagesAfter, after, dataAfter))
            list << QString::fromStdString(stage.name);
    return list;
}

static const QStringList kAll = {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"};

void TestStage::namesAndOrder() {
    QCOMPARE(names(stagesOf(defaultGroups())), kAll);
    const std::vector<Stage> stages = stagesOf({{"air", {0, 2}}, {"land", {1}}, {"sea", {3}}});
    QCOMPARE(names(stages),
             QStringList({"baseline", "gate", "expert-air", "expert-land", "expert-sea", "mixture"}));
    QCOMPARE(stages[0].group, -1);
    QCOMPARE(stages[2].group, 0);
    QCOMPARE(stages[4].group, 2);
    QVERIFY(stages[5].isMixture && !stages[5].isReference);
    QVERIFY(stages[0].isReference && !stages[0].isMixture);
    QVERIFY(stages[1].targets == Targets::Groups);
    for (const std::size_t i : {0, 2, 3, 4, 5})
        QVERIFY(stages[i].targets == Targets::Classes);
    QCOMPARE(&mixtureOf(stages), &stages[5]);
    QCOMPARE(&referenceOf(stages), &stages[0]);
}

void TestStage::titles() {
    const std::vector<Stage> stages = stagesOf({{"air %1", {0, 2}}, {"mixture", {1}}});
    QCOMPARE(stages[2].name, std::string("expert-air___251")); // for files, and for --stages
    const std::vector<std::pair<std::string, std::string>> titles = {
        {"Baseline", ""}, {"Gate", ""}, {"Expert %1", "air %1"}, {"Expert %1", "mixture"}, {"Mixture", ""}};
    for (std::size_t i = 0; i < stages.size(); ++i) {
        QCOMPARE(std::string(stages[i].title.text), titles[i].first);
        QCOMPARE(stages[i].title.name, titles[i].second);
    }
}

/// The picture of the mixture: baseline above the gate, which spans its experts, and the mixture beside all.
void TestStage::filesHaveNamesOfPeople_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("file");
    const auto row = [](const char* about, const QString& name, const QString& file) {
        QTest::newRow(about) << name << file;
    };
    row("plain", "three-groups_2", "three-groups_2");
    row("blanks", "Road  vehicles, large", "Road-vehicles,-large");
    row("accents", QStringLiteral("V\u00f6gel & \u00c9t\u00e9"), QStringLiteral("V\u00f6gel-\u00c9t\u00e9"));
    row("another script", QStringLiteral("\u732b\u3000\u72ac"), QStringLiteral("\u732b-\u72ac"));
    row("a path", "../etc/passwd", "etc-passwd");
    row("hidden", ".trash", "trash");
    row("an option", "--help", "help");
    row("for a shell", "a;rm -rf $(b) 'c'", "a-rm--rf-b-c");
    row("turns directions", QStringLiteral("a\u202egnp.exe"), "a-gnp.exe");
    row("blank that does not break", QStringLiteral("a\u00a0b"), "a-b");
    row("lines", "a\nb\tc", "a-b-c");
    row("nothing is left", "??? ...", "");
    row("long", QString(60, QChar(0x00e9)), QString(50, QChar(0x00e9)));
    row("long, of three bytes", QString(60, QChar(0x732b)), QString(33, QChar(0x732b)));
}

void TestStage::filesHaveNamesOfPeople() {
    QFETCH(QString, name);
    QFETCH(QString, file);
    QCOMPARE(QString::fromStdString(fileNameOf(name.toStdString())), file);
}

void TestStage::filesOfStagesAreApart() {
    const auto files = [](const ClassGroups& groups) {
        const std::vector<Stage> stages = stagesOf(groups);
        QStringList names;
        for (const Stage& stage : stages)
            if (stage.group >= 0)
                names << QString::fromStdString(fileNameOf(stage, stages));
            else
                names << QString::fromStdString(stage.name == fileNameOf(stage, stages) ? "" : "another name");
        names.removeAll("");
        return names;
    };
    QCOMPARE(files({{"natural", {0, 1}}, {"Road vehicles", {2, 3}}}),
             QStringList({"expert-natural", "expert-Road-vehicles"}));
    QCOMPARE(files({{"a b", {0, 1}}, {"A-B", {2, 3}}, {"c", {4, 5}}}), // the ids, as these would be the same file
             QStringList({"expert-a__b", "expert-_41-_42", "expert-c"}));
    QCOMPARE(files({{"?", {0, 1}}, {"_3f", {2, 3}}}), // of which the second looks like the first one's id
             QStringList({"expert-_3f", "expert-_5f3f"}));
}

void TestStage::board() {
    const std::vector<BoardPlace> places = boardOf(stagesOf({{"air", {0, 2}}, {"land", {1}}, {"sea", {3}}}));
    using From = std::vector<std::size_t>;
    const std::vector<BoardPlace> expected = {{1, 0, 1, {}},  {1, 1, 3, {}},  {2, 1, 1, {1}},
                                              {2, 2, 1, {1}}, {2, 3, 1, {1}}, {3, 0, 4, {0, 2, 3, 4}}};
    QCOMPARE(places.size(), expected.size());
    for (std::size_t i = 0; i < places.size(); ++i) {
        QCOMPARE(places[i].column, expected[i].column);
        QCOMPARE(places[i].row, expected[i].row);
        QCOMPARE(places[i].rows, expected[i].rows);
        QCOMPARE(places[i].from, From(expected[i].from));
    }
}

/// The member is that class: there is no network, and nobody waits for it.
void TestStage::aGroupOfOneClassLearnsNothing() {
    const std::vector<Stage> stages = stagesOf({{"air", {0, 2}}, {"land", {1}}, {"sea", {3}}});
    for (const Stage& stage : stages) {
        const bool single = stage.name == "expert-land" || stage.name == "expert-sea";
        QCOMPARE(learns(stage), !single);
        QCOMPARE(membersOf(stage, {.groups = {{"air", {0, 2}}, {"land", {1}}, {"sea", {3}}}}, 4).empty(), single);
    }
    QCOMPARE(findStage(stages, "expert-land").constant, 1);
    QCOMPARE(findStage(stages, "expert-sea").constant, 3);
    QCOMPARE(findStage(stages, "expert-air").constant, -1);
    QVERIFY(dependsOn(mixtureOf(stages), findStage(stages, "expert-sea")));
}

void TestStage::dependencies() {
    const std::vector<Stage> stages = stagesOf(defaultGroups());
    for (const Stage& stage : stages)
        for (const Stage& other : stages)
            QCOMPARE(dependsOn(stage, other), stage.name == "mixture" && other.name != "mixture");
}

void TestStage::findsByName() {
    const std::vector<Stage> stages = stagesOf(defaultGroups());
    QCOMPARE(findStage(stages, "expert-natural").group, 1);
    const QString message = errorText([&] { findStage(stages, "expert"); });
    QCOMPARE(message,
             QString("expert is not a stage of this run. Its stages are baseline, gate, expert-artificial, "
                     "expert-natural, mixture."));
}

namespace {

struct Change {
    const char* assignment;
    QStringList stages;      ///< that it makes stale
    const char* before = ""; ///< an assignment that stands already
};

const std::vector<Change> kChanges = {
    {"batch_size=49", kAll},
    {"epochs=9", kAll},
    {"train_examples=4999", kAll},
    {"test_examples=999", kAll},
    {"use_large_experts=false", {"expert-artificial", "expert-natural", "mixture"}},
    {"use_large_gating_mlp=false", {"gate", "mixture"}},
    {"use_large_baseline_classifier=false", {"baseline", "mixture"}},
    {"networks.baseline=sub-gate", {"baseline", "mixture"}},
    {"networks.baseline=large-vgg", {}}, // as the switch says
    {"networks.expert=small-vgg", {"expert-artificial", "expert-natural", "mixture"}},
    {"networks.expert=small-vgg", {}, "use_large_experts=false"},
    {"use_large_experts=false", {}, "networks.expert=sub-gate"},
    {"networks.sub-gate=small-vgg", {"mixture"}},
    {"networks.sub-gate=sub-gate", {}},
    // What shapes the images shapes the data's fingerprint, and nothing else.
    {"image_size=64", {}},
    {"fit=pad", {}},
    {"colour=gray", {}},
    {"labels=coarse", {}},
    {"pixels=unit", {}},
    {"list_columns=path,class", {}},
    {"test_fraction=0.3", {}},
    {"split_seed=2", {}},
    {"unreadable=refuse", {}},
    {"class_weights=balanced", kAll},
    {"seed=2", kAll},
    {"learning_rate=0.002", kAll},
    {"patience=3", kAll},
    {"validation=holdout", kAll},
    {"validation=own", kAll},
    {"holdout_fraction=0.2", {}},
    {"holdout_fraction=0.3", kAll, "validation=holdout"},
    {R"(groups={"artificial":[0,1,9],"natural":[2,3,4,5,6,7,8]})",
     {"gate", "expert-artificial", "expert-natural", "mixture"}},
    {R"(groups={"natural":[2,3,4,5,6,7],"artificial":[0,1,8,9]})", {"gate", "mixture"}},
    {"frozen_dropout=false", {"mixture"}},
    {"precision=bf16", kAll},
    {"convolution=direct", {}},
    {"threads=3", {}},
    {"device=cpu", {}},
};

} // namespace

void TestStage::fingerprints_data() {
    QTest::addColumn<QString>("first");
    QTest::addColumn<QStringList>("expected");
    for (const Change& change : kChanges)
        QTest::newRow(change.assignment) << change.before << change.stages;
}

void TestStage::fingerprints() {
    QFETCH(QString, first);
    QFETCH(QStringList, expected);
    Parameters before;
    if (!first.isEmpty())
        setParameter(before, first.toStdString());
    Parameters after = before;
    setParameter(after, std::string_view(QTest::currentDataTag()));
    QVERIFY(after != before);
    QCOMPARE(changed(before, after), expected);
    QCOMPARE(changed(before, before), QStringList());
}

void TestStage::everyParameterHasARow() {
    std::set<std::string> tested;
    for (const Change& change : kChanges)
        tested.insert(QString(change.assignment).section('=', 0, 0).section('.', 0, 0).toStdString());
    for (const ParameterInfo& info : parameterTable())
        QVERIFY2(tested.contains(std::string(info.name)), info.name.data());
}

/// However a network was named, one run has one fingerprint; and it is what earlier versions wrote.
void TestStage::networksHaveOneFingerprint() {
    Parameters named;
    setParameter(named, "networks.gate=small-vgg");
    setParameter(named, "networks.expert=large-vgg");
    Parameters switched;
    switched.useLargeGatingMlp = false;
    QCOMPARE(changed(named, switched), QStringList());
    Parameters written = named;
    written.networks["gate"] = networkFromJson(toJson(presetNetwork("small-vgg")), "test");
    QCOMPARE(changed(named, written), QStringList());
}

void TestStage::dataShapeEveryStage() { QCOMPARE(changed({}, {}, "data", "other data"), kAll); }

void TestStage::groupsShapeOnlyTheirExperts() {
    Parameters before;
    before.groups = {{"air", {0, 2}}, {"land", {1, 3, 4, 5, 6, 7, 9}}, {"sea", {8}}};
    Parameters after = before;
    after.groups = {{"air", {0, 2}}, {"land", {1, 3, 4, 5, 7, 9}}, {"sea", {6, 8}}};
    QCOMPARE(changed(before, after), QStringList({"gate", "expert-land", "expert-sea", "mixture"}));
}

void TestStage::stagesThatTrainAtTheSameTime_data() {
    QTest::addColumn<int>("threads");
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("atOnce");
    QTest::newRow("one core") << 1 << 2 << 1;
    QTest::newRow("two cores") << 2 << 2 << 2;
    QTest::newRow("a core a stage") << 4 << 2 << 4;
    QTest::newRow("many") << 64 << 2 << 4;
    QTest::newRow("three groups") << 16 << 3 << 5;
    QTest::newRow("groups of one class learn nothing") << 16 << -3 << 2;
}

void TestStage::stagesThatTrainAtTheSameTime() {
    QFETCH(int, threads);
    QFETCH(int, groups);
    Parameters parameters;
    parameters.threads = threads;
    parameters.groups.clear();
    for (int group = 0; group < std::abs(groups); ++group)
        parameters.groups.push_back(
            {"g" + std::to_string(group), groups < 0 ? std::vector{group} : std::vector{2 * group, 2 * group + 1}});
    QTEST(stagesAtOnce(parameters), "atOnce");
}

TEST_OF_ROOM(TestStage);
#include "test_stage.moc"
