#include "analysis/image_way.h"
#include "app/program.h"
#include "experiment/tiny_run.h"
#include "held_run.h"
#include "test_of_room.h"

#include <QFile>
#include <QImage>
#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

#include <algorithm>
#include <cmath>

using namespace moelab;
using program::Outcome;
using program::run;

/// `moelab predict`, on a run that is trained here, with test images saved as pictures: what it says of them is
/// known.
class TestPredict : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void saysWhatTheMembersSay();
    void tableNamesTheWay();
    void oneBadFileDoesNotStopTheOthers();
    void readsARunInUse();
    void partlyTrainedRuns();
    void nothingTrained();
    void misuse();

  private:
    QString path(const char* name) const { return QString::fromStdString(m_place.path(name).string()); }

    tiny::Place m_place;
    MemberOutputs m_outputs; ///< of the test images
    std::vector<std::string> m_classes;
};

void TestPredict::initTestCase() {
    Experiment experiment = Experiment::create(m_place.path("run"), tiny::parameters(), "builtin");
    tiny::train(experiment);
    m_outputs = experiment.outputs(StopToken());
    m_classes = experiment.folder().config().classNames;
    const ImageSet& test = experiment.data().test;
    for (const std::size_t image : {std::size_t{0}, std::size_t{5}}) {
        const QImage picture(test.image(image).data(), 32, 32, 96, QImage::Format_RGB888);
        QVERIFY(picture.save(path(image == 0 ? "first.png" : "sixth.png")));
    }
    QFile bad(path("bad.png"));
    QVERIFY(bad.open(QIODevice::WriteOnly) && bad.write("no picture") > 0);
}

static bool near(const QJsonValue& list, std::span<const float> expected) {
    const QJsonArray values = list.toArray();
    return std::ranges::equal(values, expected, [](const QJsonValue& value, float known) {
        return std::abs(value.toDouble() - static_cast<double>(known)) < 1e-5;
    });
}

void TestPredict::saysWhatTheMembersSay() {
    const Outcome outcome = run({"predict", path("run"), path("first.png"), path("sixth.png"), "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonArray pictures = outcome.json()["pictures"].toArray();
    QCOMPARE(pictures.size(), 2);
    QVERIFY(outcome.json()["failed"].toArray().isEmpty());
    for (int i = 0; i < 2; ++i) {
        const QJsonObject said = pictures[i].toObject();
        const ImageWay way = wayOf(m_outputs, i == 0 ? 0 : 5);
        QCOMPARE(said["file"].toString(), path(i == 0 ? "first.png" : "sixth.png"));
        QVERIFY(near(said["baseline"].toObject()["outputs"], way.baseline));
        QVERIFY(near(said["gate"], way.gate));
        const std::string groups[] = {"artificial", "natural"};
        for (std::size_t group = 0; group < 2; ++group) {
            const QJsonObject one = said["ways"].toObject()[QString::fromStdString(groups[group])].toObject();
            QVERIFY(near(one["expert"].toObject()["outputs"], way.ways[group].expert));
            QVERIFY(near(one["baseline_weights"], way.ways[group].baselineWeight));
            QVERIFY(near(one["expert_weights"], way.ways[group].expertWeight));
            QVERIFY(near(one["mixture"].toObject()["outputs"], way.ways[group].result));
        }
        const auto route = static_cast<std::size_t>(way.route.value());
        QCOMPARE(said["route"].toString().toStdString(), groups[route]);
        const std::vector<float>& mixture = way.ways[route].result;
        const auto largest = std::ranges::max_element(mixture);
        const QJsonObject answer = said["mixture"].toObject();
        QCOMPARE(answer["answer"].toString().toStdString(),
                 m_classes[static_cast<std::size_t>(largest - mixture.begin())]);
        double sum = 0;
        for (const float share : mixture)
            sum += static_cast<double>(share);
        QVERIFY(std::abs(answer["confidence"].toDouble() - static_cast<double>(*largest) / sum) < 1e-4);
        QVERIFY(near(answer["outputs"], mixture));
    }
}

void TestPredict::tableNamesTheWay() {
    const Outcome outcome = run({"predict", path("run"), path("first.png")});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const ImageWay way = wayOf(m_outputs, 0);
    const QString route = way.route == 0 ? "artificial" : "natural";
    for (const QString& part : {path("first.png"), QString("baseline"), "so it goes to " + route, "expert-" + route,
                                QString("mixture"), QString(" x "), QString(" %)")})
        QVERIFY2(outcome.out.contains(part), qPrintable(part + " in " + outcome.out));
    QVERIFY(!outcome.out.contains("not trained"));
}

void TestPredict::oneBadFileDoesNotStopTheOthers() {
    const Outcome outcome =
        run({"predict", path("run"), path("bad.png"), path("first.png"), path("missing.png"), "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err)); // something was done
    const QJsonArray pictures = outcome.json()["pictures"].toArray();
    QCOMPARE(pictures.size(), 1);
    QCOMPARE(pictures[0].toObject()["file"].toString(), path("first.png"));
    const QJsonArray failed = outcome.json()["failed"].toArray();
    QCOMPARE(failed.size(), 2);
    QCOMPARE(failed[0].toObject()["file"].toString(), path("bad.png"));
    QVERIFY(failed[0].toObject()["problem"].toString().contains("is not a picture"));
    for (const char* bad : {"bad.png", "missing.png"})
        QVERIFY2(outcome.err.contains("left out: " + path(bad)), qPrintable(outcome.err));
    const Outcome none = run({"predict", path("run"), path("bad.png")});
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.startsWith("moelab: " + path("bad.png")) && none.err.count("bad.png") == 1,
             qPrintable(none.err));
    QCOMPARE(none.out, QString());
}

/// Nothing is written, so that nobody needs to be waited for.
void TestPredict::readsARunInUse() {
    const fixture::HeldRun held(m_place.path("run"));
    const Outcome outcome = run({"predict", path("run"), path("first.png")});
    QVERIFY2(outcome.code == 0 && outcome.err.contains("opened read-only"), qPrintable(outcome.err));
    QVERIFY(outcome.out.contains("mixture"));
}

void TestPredict::partlyTrainedRuns() {
    {
        Experiment experiment = Experiment::create(m_place.path("part"), tiny::parameters(), "builtin");
        tiny::train(experiment, {"baseline"});
    }
    const Outcome json = run({"predict", path("part"), path("first.png"), "--json"});
    QCOMPARE(json.code, 0);
    const QJsonObject said = json.json()["pictures"].toArray()[0].toObject();
    QCOMPARE(said["baseline"].toObject()["outputs"].toArray().size(), 10);
    QVERIFY(said["route"].isNull() && said["mixture"].isNull());
    const Outcome text = run({"predict", path("part"), path("first.png")});
    QVERIFY(text.out.contains("not trained or left out, so there is no route"));
}

void TestPredict::nothingTrained() {
    { Experiment::create(m_place.path("fresh"), tiny::parameters(), "builtin"); }
    const Outcome outcome = run({"predict", path("fresh"), path("first.png")});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains("has no trained stage"), qPrintable(outcome.err));
}

void TestPredict::misuse() {
    QCOMPARE(run({"predict", path("run")}).code, 2);
    QCOMPARE(run({"predict", path("nowhere"), path("first.png")}).code, 1);
}

TEST_OF_ROOM(TestPredict);
#include "test_predict.moc"
