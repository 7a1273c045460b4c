#include "app/program.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QFile>
#include <QtTest>

using namespace moelab;
using program::Outcome;
namespace fs = std::filesystem;

/// One bad part stops no other. A workspace of two runs, in which each part of one is damaged in turn: every
/// command does the rest, says what it left out, and fails only if nothing is left.
class TestBadParts : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void stopNoOther_data();
    void stopNoOther();

  private:
    QString path(const char* name) const { return QString::fromStdString(m_place.path(name).string()); }
    Outcome runs(const QStringList& arguments) const;

    tiny::Place m_place;
    fs::path m_trained;
};

void TestBadParts::initTestCase() {
    m_trained = m_place.path("trained");
    Experiment experiment = Experiment::create(m_trained, tiny::parameters(), "builtin");
    tiny::train(experiment);
    experiment.outputs(StopToken());
}

/// In the workspace's folder.
Outcome TestBadParts::runs(const QStringList& arguments) const {
    QProcess process;
    process.setProcessEnvironment(program::environment());
    process.setWorkingDirectory(path("ws"));
    return program::run(process, arguments);
}

static void damage(const fs::path& file, const QString& how) {
    if (how == "cut") {
        fs::resize_file(file, fs::file_size(file) / 2);
        return;
    }
    fs::remove(file);
    if (how == "unreadable") { // by root either
        fs::create_directories(file / "in the way");
        return;
    }
    QFile written(QString::fromStdString(file.string()));
    QVERIFY(written.open(QIODevice::WriteOnly));
    if (how == "garbage")
        written.write(QByteArray("\x00\xff{garbage\n", 11).repeated(100));
    if (how == "another type")
        written.write(file.extension() == ".safetensors" ? QByteArray("\x02\0\0\0\0\0\0\0{}", 10)
                                                         : QByteArray("[3]\n"));
}

void TestBadParts::stopNoOther_data() {
    QTest::addColumn<QString>("part");
    QTest::addColumn<QString>("how");
    const auto add = [](const char* part, const QStringList& ways) {
        for (const QString& how : ways)
            QTest::addRow("%s %s", part, qPrintable(how)) << QString(part) << how;
    };
    for (const char* part : {"config.json", "history.jsonl"})
        add(part, {"cut", "empty", "garbage", "another type", "unreadable"});
    for (const char* part : {"note.json", "outputs.safetensors", "stages/gate/result.json",
                             "stages/gate/best.safetensors", "stages/gate/epochs.safetensors"})
        add(part, {"cut", "another type", "unreadable"});
}

void TestBadParts::stopNoOther() {
    QFETCH(QString, part);
    QFETCH(QString, how);
    fs::remove_all(m_place.path("ws"));
    fs::create_directory(m_place.path("ws"));
    for (const char* name : {"ws/bad", "ws/good"}) {
        m_place.copy(m_trained, name);
        QFile note(path(name) + "/note.json");
        QVERIFY(note.open(QIODevice::WriteOnly));
        note.write(R"({"schema": 1, "name": "noted", "note": "", "tags": []})");
    }
    fs::create_directory_symlink("nowhere", m_place.path("ws/moved"));
    damage(m_place.path("ws/bad") / part.toStdString(), how);

    // The workspace's commands do the other run, and what can be read of this one.
    const bool noRun = part == "config.json";
    const Outcome table = runs({"export", ".", "--format", "runs", "--out", "runs.csv"});
    QVERIFY2(table.code == 0, qPrintable(table.err));
    QVERIFY2(table.err.contains("moved is a link that leads nowhere"), qPrintable(table.err));
    QFile csv(path("ws/runs.csv"));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    QCOMPARE(csv.readAll().count('\n'), noRun ? 2 : 3);
    const Outcome board = runs({"export", ".", "--format", "tensorboard", "--out", "LOGS"});
    QVERIFY2(board.code == 0, qPrintable(board.err));
    QCOMPARE(board.out.count("LOGS/good/"), 5);
    if (!noRun && part != "history.jsonl")
        QCOMPARE(board.out.count("LOGS/bad/"), 5);

    // The run's own: without a config.json there is not a run, and what is wrong with it is said.
    const Outcome evaluated = runs({"evaluate", "bad"});
    const Outcome analyzed = runs({"analyze", "bad"});
    if (noRun) {
        QCOMPARE(evaluated.code, 1);
        QVERIFY2(evaluated.err.contains("config.json"), qPrintable(evaluated.err));
        return;
    }
    QVERIFY2(evaluated.code == 0, qPrintable(evaluated.err));
    QVERIFY(evaluated.out.contains("baseline: loss"));
    const bool noGate = part == "stages/gate/result.json";
    QCOMPARE(evaluated.out.contains("mixture: loss"), !noGate); // which needs the gate
    QCOMPARE(evaluated.err.contains("left out: mixture, which is of no use without gate"), noGate);
    QCOMPARE(analyzed.code, noGate ? 1 : 0);
    const bool said = evaluated.err.contains(part) || analyzed.err.contains(part) || table.err.contains(part);
    const bool readsIt = part != "stages/gate/best.safetensors"; // what was saved of the members does
    if (readsIt && !(part == "history.jsonl" && how == "empty"))
        QVERIFY2(said, qPrintable(evaluated.err + analyzed.err + table.err));
    QCOMPARE(evaluated.out.count(": loss"), noGate ? 3 : 5);

    // A stage of which there is no more than its result is not trained, and is not trained again unasked.
    if (noGate || !readsIt) {
        const Outcome resumed = runs({"train", "--out", "bad", "--resume"});
        QCOMPARE(resumed.code, 1);
        QVERIFY2(resumed.err.contains(part) && resumed.err.contains("train"), qPrintable(resumed.err));
        QVERIFY2(!resumed.err.contains("Correct it there"), qPrintable(resumed.err));
    }
}

TEST_OF_ROOM(TestBadParts);
#include "test_bad_parts.moc"
