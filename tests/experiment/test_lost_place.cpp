#include "base/files.h"
#include "experiment/run_log.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <map>
#include <optional>

using namespace moelab;
namespace fs = std::filesystem;

/// The place of a run cannot be written any more while it trains.
class TestLostPlace : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init() { m_place.emplace(); }
    void waitsForItsPlace();
    void goesOnElsewhere();
    void goesOnElsewhereWithAllThatCanBeRead();
    void stopsWhileItWaits();

  private:
    tiny::Place m_whole;
    std::optional<tiny::Place> m_place;           ///< of one test
    fs::path m_run;                               ///< all five stages are trained
    std::map<std::string, std::string> m_weights; ///< of m_run: stage -> hash
};

void TestLostPlace::initTestCase() {
    m_run = m_whole.path("run");
    Experiment experiment = Experiment::create(m_run, tiny::parameters(), "builtin");
    tiny::train(experiment);
    for (const std::string& stage : tiny::stageNames(experiment))
        m_weights[stage] = tiny::resultOf(experiment, stage).weightsSha256;
}

/// A run's folder is gone for a while, as when a disk is pulled out: training waits, and misses nothing.
void TestLostPlace::waitsForItsPlace() {
    const fs::path run = m_place->path("run");
    const fs::path away = m_place->path("away");
    Experiment experiment = Experiment::create(run, tiny::parameters(), "builtin");
    tiny::Listener listener;
    std::vector<std::string> waits;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == 2 && progress.batch == 1)
            fs::rename(run, away);
    };
    listener.onWait = [&](const std::string& problem) {
        waits.push_back(problem);
        if (!problem.empty())
            fs::rename(away, run);
    };
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
    QCOMPARE(waits.size(), std::size_t{2});
    QVERIFY2(QString::fromStdString(waits[0]).contains("cannot be written (No such file or directory)"),
             waits[0].c_str());
    QCOMPARE(waits[1], std::string());
}

/// The disk is gone for good: what training has in memory continues in another folder.
void TestLostPlace::goesOnElsewhere() {
    const fs::path run = m_place->path("run");
    const fs::path away = m_place->path("away");
    const fs::path other = m_place->path("other");
    Experiment experiment = Experiment::create(run, tiny::parameters(), "builtin");
    tiny::Listener listener;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == 2 && progress.batch == 1)
            fs::rename(run, away);
    };
    listener.otherPlace = [&] { return other; };
    experiment.train({"gate"}, listener, StopToken());
    QCOMPARE(experiment.folder().path(), other);
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
    QCOMPARE(listener.unread, std::vector<fs::path>{run});
    QCOMPARE(experiment.folder().history("gate").size(), readRunHistory(other).at("gate").size());
    QVERIFY(!fs::exists(run));
    fs::rename(away, run);
    Experiment::open(run); // nobody holds it any more
}

/// The old folder can be read, but not written: nothing of it is lost. A place that is taken, and one
/// within the run, are refused first.
void TestLostPlace::goesOnElsewhereWithAllThatCanBeRead() {
    const fs::path run = m_place->path("run");
    const fs::path other = m_place->path("other");
    const std::vector<fs::path> places = {m_run, run / "within", other};
    std::size_t asked = 0;
    std::vector<std::string> waits;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage& stage, const BatchProgress& progress) {
        if (stage.name == "gate" && progress.epoch == 2 && progress.batch == 1)
            fs::rename(run / "stages" / "gate", m_place->path("away"));
    };
    listener.onWait = [&](const std::string& problem) { waits.push_back(problem); };
    listener.otherPlace = [&] { return asked < places.size() ? places[asked++] : fs::path(); };
    {
        Experiment experiment = Experiment::create(run, tiny::parameters(), "builtin");
        const RunLog log(experiment.folder());
        tiny::train(experiment, {"baseline"});
        experiment.train({"gate"}, listener, StopToken());
    }
    QCOMPARE(waits.size(), std::size_t{4});
    QVERIFY2(QString::fromStdString(waits[1]).contains("already contains a run"), waits[1].c_str());
    QVERIFY2(QString::fromStdString(waits[2]).contains("is inside the run that is to continue"), waits[2].c_str());
    QVERIFY(!fs::exists(run / "within"));
    QVERIFY(listener.unread.empty());
    Experiment moved = Experiment::open(other);
    QCOMPARE(tiny::resultOf(moved, "baseline").weightsSha256, m_weights["baseline"]);
    QCOMPARE(tiny::resultOf(moved, "gate").weightsSha256, m_weights["gate"]);
    const QString log = QString::fromStdString(readFile(moved.folder().log(), 1u << 20));
    QVERIFY2(log.contains("baseline: done, epochs") && log.contains("gate: done, epochs") &&
                 log.contains(QString::fromStdString("continues in " + other.string())),
             qPrintable(log));
    tiny::train(moved); // the rest, in the new place
    QCOMPARE(tiny::resultOf(moved, "mixture").weightsSha256, m_weights["mixture"]);
}

/// Who will not wait stops; the epoch that could not be saved is trained again.
void TestLostPlace::stopsWhileItWaits() {
    const fs::path run = m_place->path("run");
    const fs::path away = m_place->path("away");
    Experiment experiment = Experiment::create(run, tiny::parameters(), "builtin");
    StopToken stop;
    tiny::Listener listener;
    listener.onBatch = [&](const Stage&, const BatchProgress& progress) {
        if (progress.epoch == 2 && progress.batch == 1)
            fs::rename(run, away);
    };
    listener.onWait = [&](const std::string&) { stop.requestStop(); };
    QVERIFY_THROWS_EXCEPTION(Stopped, experiment.train({"gate"}, listener, stop));
    fs::rename(away, run);
    tiny::train(experiment, {"gate"});
    QCOMPARE(tiny::resultOf(experiment, "gate").weightsSha256, m_weights["gate"]);
}

TEST_OF_ROOM(TestLostPlace);
#include "test_lost_place.moc"
