#include "config/follow_data.h"

#include "base/files.h"
#include "config/given_parameters.h"
#include "error_text.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

/// Parameters that nobody has set, and groups by the names of classes.
class TestFollowData : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void theLabsDataChangeNothing_data();
    void theLabsDataChangeNothing();
    void countsAreAtMostWhatThereIs();
    void ownValidation();
    void groups_data();
    void groups();
    void asksForGroups();
    void aFormKeepsWhatFits();
    void whatAPersonChangesMeanwhileStays();
    void givenNames();
    void classesByName();
    void refusesUnknownClasses();
};

static const std::vector<std::string> kCifarNames = {"airplane", "automobile", "bird",  "cat",  "deer",
                                                     "dog",      "frog",       "horse", "ship", "truck"};

static ImageSet imagesOf(std::size_t count) {
    ImageSet set{1, 1, 1, {}, {}};
    set.pixels.resize(count);
    set.labels.resize(count);
    return set;
}

static DataSet dataWith(const std::vector<std::string>& classNames, std::size_t train = 6000,
                        std::size_t test = 2000) {
    DataSet data;
    data.source.name = "Things";
    data.classNames = classNames;
    data.train = imagesOf(train);
    data.test = imagesOf(test);
    return data;
}

void TestFollowData::theLabsDataChangeNothing_data() {
    QTest::addColumn<bool>("otherNames");
    QTest::newRow("by the classes") << false;
    QTest::newRow("by the format, whatever its classes are called") << true;
}

void TestFollowData::theLabsDataChangeNothing() {
    QFETCH(bool, otherNames);
    DataSet data = dataWith(kCifarNames);
    if (otherNames) {
        data.source.name = "CIFAR-10";
        data.classNames[0] = "Flugzeug";
    }
    const Followed followed = followData({}, data, {});
    QVERIFY(followed.parameters == Parameters{});
    QCOMPARE(followed.question, std::string());
}

void TestFollowData::countsAreAtMostWhatThereIs() {
    const DataSet data = dataWith(kCifarNames, 300, 40);
    const Parameters followed = followData({}, data, {}).parameters;
    QCOMPARE(followed.trainExamples, 300);
    QCOMPARE(followed.testExamples, 40);
    Parameters set;
    set.trainExamples = 4000; // too many: whoever opens the data says so
    const Parameters kept = followData(set, data, {"train_examples"}).parameters;
    QCOMPARE(kept.trainExamples, 4000);
    QCOMPARE(kept.testExamples, 40);
}

void TestFollowData::ownValidation() {
    DataSet data = dataWith(kCifarNames);
    data.validation = imagesOf(10);
    QVERIFY(followData({}, data, {}).parameters.validation == Validation::Own);
    QVERIFY(followData({}, data, {"validation"}).parameters.validation == Validation::Test);
}

void TestFollowData::groups_data() {
    QTest::addColumn<QStringList>("classes");
    QTest::addColumn<QByteArray>("suggested");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray none;
    // Sorted by name as folders are, but for one; the lab's groups go by the names.
    QTest::newRow("CIFAR-10's classes in another order")
        << QStringList{"truck", "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship"}
        << none
        << QByteArray(R"({"artificial":["truck","airplane","automobile","ship"],)"
                      R"("natural":["bird","cat","deer","dog","frog","horse"]})");
    QTest::newRow("suggested") << QStringList{"car", "cat", "truck"}
                               << QByteArray(R"({"vehicles":[0,2],"pets":[1]})")
                               << QByteArray(R"({"vehicles":["car","truck"],"pets":["cat"]})");
    QTest::newRow("two classes") << QStringList{"normal", "Pneumonia (any)"} << none
                                 << QByteArray(R"x({"normal":["normal"],"Pneumonia (any)":["Pneumonia (any)"]})x");
    QTest::newRow("two classes, one with a name that no group can have")
        << QStringList{" a", "b"} << none << QByteArray(R"({"first":[" a"],"second":["b"]})");
    QTest::newRow("a suggestion of a single group")
        << QStringList{"a", "b", "c"} << QByteArray(R"({"all":[0,1,2]})") << QByteArray("{}");
    QTest::newRow("nothing is known") << QStringList{"a", "b", "c"} << none << QByteArray("{}");
}

void TestFollowData::groups() {
    QFETCH(QStringList, classes);
    QFETCH(QByteArray, suggested);
    QFETCH(QByteArray, expected);
    DataSet data = dataWith({});
    for (const QString& name : classes)
        data.classNames.push_back(name.toStdString());
    const Json groups = suggested.isEmpty() ? Json::object() : parseJson(suggested.toStdString(), "test");
    for (const auto& [name, numbers] : groups.items())
        data.suggestedGroups.push_back({name, numbers.get<std::vector<int>>()});
    QCOMPARE(QByteArray::fromStdString(groupsByName(groupsFor(data), data.classNames).dump()), expected);
    const Followed followed = followData({}, data, {});
    checkGroups(followed.parameters.groups, static_cast<int>(data.classNames.size()));
    QCOMPARE(followed.question.empty(), expected != "{}");
    QVERIFY(followData({}, data, {"groups"}).parameters.groups == Parameters().groups);
}

/// The example can be typed as it stands, unless there are too many classes for one line.
void TestFollowData::asksForGroups() {
    const Followed few = followData({}, dataWith({"a", "it's", "c"}), {});
    QCOMPARE(few.question, std::string("Say which of its 3 classes belong together, for instance --set "
                                       R"('groups={"first":["a","it'\''s"],"second":["c"]}')"));
    std::vector<std::string> names;
    for (int cls = 0; cls < 100; ++cls)
        names.push_back("class " + std::to_string(cls));
    const Followed many = followData({}, dataWith(names), {});
    QCOMPARE(many.question,
             std::string("Say which of its 100 classes belong together, for instance --set "
                         R"('groups={"first":["class 0","class 1","class 2"],"second":["class 50","class 51",)"
                         R"("class 52"]}', with the other classes, too)"));
}

/// A form's parameters have been changed by someone, but what cannot be meant for these data gives way.
void TestFollowData::aFormKeepsWhatFits() {
    Parameters parameters;
    parameters.epochs = 3;
    parameters.trainExamples = 200;
    parameters.testExamples = 500;
    parameters.validation = Validation::Own;
    parameters.groups = {{"x", {0}}, {"y", {1, 2}}};
    QVERIFY(changedFor(parameters, dataWith({"a", "b", "c"}, 300, 40)) ==
            ParameterNames({"epochs", "train_examples", "groups"}));
    DataSet fitting = dataWith({"a", "b"}, 100, 600);
    fitting.validation = imagesOf(3);
    QVERIFY(changedFor(parameters, fitting) == ParameterNames({"epochs", "test_examples", "validation"}));
    QVERIFY(moelab::fitting(parameters, fitting).contains("batch_size"));
}

void TestFollowData::whatAPersonChangesMeanwhileStays() {
    const Parameters before;
    Parameters followed;
    followed.trainExamples = 300;
    followed.testExamples = 40;
    Parameters now;
    now.testExamples = 7;
    now.epochs = 9;
    const Parameters merged = mergedFollowing(now, before, followed);
    QCOMPARE(merged.trainExamples, 300);
    QCOMPARE(merged.testExamples, 7);
    QCOMPARE(merged.epochs, 9);
}

void TestFollowData::givenNames() {
    const QTemporaryDir folder;
    const std::filesystem::path file = folder.filePath("p.json").toStdString();
    writeFileAtomically(file, R"({"parameters": {"epochs": 3, "validation": "test"}})");
    GivenParameters given;
    given.assign("seed=5");
    given.read(file); // in the place of what was before
    given.assign("networks.gate=small-vgg");
    given.assign("batch_size=7");
    QVERIFY(given.names() == ParameterNames({"epochs", "validation", "networks", "batch_size"}));
    QCOMPARE(given.parameters().epochs, 3);
    QCOMPARE(given.parameters().seed, 1);
    QCOMPARE(given.parameters().batchSize, 7);
    QVERIFY(errorText([&] { given.assign("epoch=3"); }).startsWith("epoch is not a parameter"));
    QVERIFY(errorText([&] { given.assign("groups"); }).startsWith("groups is not an assignment"));
    QVERIFY(errorText([&] { given.assign("groups={"); }).startsWith("groups is not JSON"));
}

void TestFollowData::classesByName() {
    GivenParameters given;
    given.assign(R"(groups={"vehicles":["truck","car"],"rest":["cat",3]})");
    QVERIFY(given.parameters().groups == Parameters().groups); // not known yet
    given.nameClasses({"car", "cat", "truck", "dog"});
    QVERIFY(given.parameters().groups == ClassGroups({{"vehicles", {2, 0}}, {"rest", {1, 3}}}));
    given.assign(R"(groups={"a":[0],"b":[1]})"); // the later counts
    given.nameClasses({"car", "cat"});
    QVERIFY(given.parameters().groups == ClassGroups({{"a", {0}}, {"b", {1}}}));
}

void TestFollowData::refusesUnknownClasses() {
    GivenParameters given;
    given.assign(R"(groups={"a":["car"],"b":["trukc"]})");
    QCOMPARE(errorText([&] {
                 given.nameClasses({"car", "truck"});
             }),
             QString("groups: \"trukc\" is not a class of the data. The classes are car, truck."));
    GivenParameters missing;
    missing.assign(R"(groups={"a":["car"],"b":["truck"]})");
    QVERIFY(errorText([&] {
                missing.nameClasses({"car", "truck", "cat"});
            }).isEmpty()); // whoever checks them says so
}

TEST_OF_ROOM(TestFollowData);
#include "test_follow_data.moc"
