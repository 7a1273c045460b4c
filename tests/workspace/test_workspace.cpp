#include "base/files.h"
#include "error_text.h"
#include "held_run.h"
#include "made_runs.h"
#include "test_of_room.h"
#include "workspace/run_note.h"
#include "workspace/run_summary.h"
#include "workspace/summary_json.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

class TestWorkspace : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void findsRuns();
    void followsLinks();
    void noFolderHoldsNoRuns();
    void refusesAFileAsWorkspace();
    void trashAndBack();
    void keepsTwoOfOneNameInTheTrash();
    void putsNothingBackOverAnother();
    void knowsWhatIsInUse();
    void keepsNotes();
    void refusesNotes_data();
    void refusesNotes();
    void summaryOfAnUntrainedRun();
    void summaryKnowsWhatIsStale();
    void changedRunsKeepTheirResults();
    void damagedRunsAreNamed();
    void damagedPartsAreLeftOut();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

static QString textOf(const fs::path& path) { return QString::fromStdString(path.string()); }

using fixture::finishStage;
using fixture::makeRun;

void TestWorkspace::findsRuns() {
    for (const char* name :
         {"w/b", "w/a", "w/study/001", "w/one/two/three", "w/one/two/three/four", "w/.trash/gone"})
        makeRun(path(name));
    makeRun(path("w/a/stages/hidden in a run"));
    makeRun(path("w/one/two/deep/deeper"));
    fs::create_directory_symlink(path("w"), path("w/loop"));
    fs::create_directory_symlink(path("w/a"), path("w/link"));
    writeFileAtomically(path("w/file"), "");
    const std::vector<fs::path> expected = {path("w/a"), path("w/b"), path("w/one/two/three"), path("w/study/001")};
    QCOMPARE(runsIn(path("w")), expected);
}

/// What lies elsewhere and is linked belongs to the workspace too. Nothing is found twice, and no way around ends.
void TestWorkspace::followsLinks() {
    for (const char* name : {"w/own", "store/run", "store/study/001", "store/study/more/002", "w/.trash/gone"})
        makeRun(path(name));
    fs::create_directory_symlink("../store/run", path("w/run"));
    fs::create_directory_symlink("run", path("w/same"));   // through another link
    fs::create_directory_symlink("own", path("w/newest")); // has a name without it
    fs::create_directory_symlink("../store/study", path("w/study"));
    fs::create_directory_symlink("study/001", path("w/first")); // "first" before "study"
    fs::create_directory_symlink("..", path("store/study/up")); // holds what is looked through
    fs::create_directory_symlink("/", path("w/everything"));    // holds the workspace
    fs::create_directory_symlink("nowhere", path("w/broken"));
    const std::vector<fs::path> expected = {path("w/first"), path("w/own"), path("w/run"),
                                            path("w/study/more/002")};
    QCOMPARE(runsIn(path("w")), expected);
    QCOMPARE(runsAt(path("w")), expected);
    const fs::path trashed = moveToTrash(path("w"), path("w/run"));
    QVERIFY(isRun(path("store/run"))); // the link went, not the run
    putBack(trashed, path("w/run"));
    QCOMPARE(runsIn(path("w")), expected);
    moveToTrash(path("w"), path("w/run"));
    emptyTrash(path("w"));
    QVERIFY(isRun(path("store/run")));
}

void TestWorkspace::noFolderHoldsNoRuns() { QVERIFY(runsIn(path("nowhere")).empty()); }

void TestWorkspace::refusesAFileAsWorkspace() {
    writeFileAtomically(path("file"), "");
    QCOMPARE(errorText([&] { runsIn(path("file")); }),
             textOf(path("file")) +
                 " cannot be read (Not a directory). Check its permissions, or choose another workspace.");
}

void TestWorkspace::trashAndBack() {
    makeRun(path("w/study/a"));
    const fs::path trashed = moveToTrash(path("w"), path("w/study/a"));
    QVERIFY(runsIn(path("w")).empty());
    QVERIFY(isRun(trashed));
    fs::remove(path("w/study"));
    putBack(trashed, path("w/study/a"));
    QCOMPARE(runsIn(path("w")), std::vector{path("w/study/a")});
    moveToTrash(path("w"), path("w/study/a"));
    emptyTrash(path("w"));
    QVERIFY(!fs::exists(trashed));
}

void TestWorkspace::keepsTwoOfOneNameInTheTrash() {
    makeRun(path("w/a"));
    const fs::path first = moveToTrash(path("w"), path("w/a"));
    makeRun(path("w/a"));
    const fs::path second = moveToTrash(path("w"), path("w/a"));
    QVERIFY(first != second);
    QVERIFY(isRun(first) && isRun(second));
}

void TestWorkspace::putsNothingBackOverAnother() {
    makeRun(path("w/a"));
    const fs::path trashed = moveToTrash(path("w"), path("w/a"));
    makeRun(path("w/a"));
    QCOMPARE(errorText([&] { putBack(trashed, path("w/a")); }),
             textOf(path("w/a")) + " exists again. Rename it, then try again.");
    QVERIFY(isRun(trashed));
}

/// Another process holds the run, until it is killed.
void TestWorkspace::knowsWhatIsInUse() {
    makeRun(path("w/a"));
    makeRun(path("w/b"));
    const std::vector<fs::path> runs = runsIn(path("w"));
    QVERIFY(runsInUse(runs).empty());
    fixture::HeldRun held(path("w/b"));
    QCOMPARE(runsInUse(runs), std::set{path("w/b")});
    QCOMPARE(errorText([&] { moveToTrash(path("w"), path("w/b")); }),
             textOf(path("w/b")) + " is in use by another moelab (process " + QString::number(held.process()) +
                 "). Wait for it, or stop it first.");
    held.kill();
    QVERIFY(runsInUse(runs).empty());
}

void TestWorkspace::keepsNotes() {
    makeRun(path("a"));
    QCOMPARE(readRunNote(path("a")), RunNote());
    QCOMPARE(readRunSummary(path("a")).name(), std::string("a"));
    const RunNote note{"large gate", "Tried \"again\".\nBetter \xE2\x80\x94 why?", {"gate", "to show"}};
    writeRunNote(path("a"), note);
    QCOMPARE(readRunNote(path("a")), note);
    QCOMPARE(readRunSummary(path("a")).name(), std::string("large gate"));
}

void TestWorkspace::refusesNotes_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("message");
    QTest::newRow("empty") << QByteArray() << "note.json";
    QTest::newRow("no object") << QByteArray("[]") << "is damaged";
    QTest::newRow("no name") << QByteArray(R"({"schema": 1, "note": "", "tags": []})") << "is damaged";
    QTest::newRow("tag") << QByteArray(R"({"schema": 1, "name": "", "note": "", "tags": [1]})") << "is damaged";
    QTest::newRow("newer") << QByteArray(R"({"schema": 2})") << "has schema 2; this program knows up to 1";
    QTest::newRow("long")
        << QByteArray(R"({"schema": 1, "name": ")").append(201, 'x').append(R"(", "note": "", "tags": []})")
        << "has a name of 201 bytes; at most 200 are kept";
}

void TestWorkspace::refusesNotes() {
    QFETCH(const QByteArray, content);
    QFETCH(const QString, message);
    makeRun(path("a"));
    writeFileAtomically(path("a/note.json"), content.toStdString());
    const QString said = errorText([&] { readRunNote(path("a")); });
    QVERIFY2(said.contains(message) && said.contains("note.json"), qPrintable(said));
}

void TestWorkspace::summaryOfAnUntrainedRun() {
    makeRun(path("a"));
    const RunSummary summary = readRunSummary(path("a"));
    QCOMPARE(summary.stages.size(), std::size_t{5});
    QCOMPARE(summary.stages[0].state, StageState::Ready);
    QCOMPARE(summary.stages[4].state, StageState::Waiting);
    QVERIFY(!summary.isDone() && !summary.gain() && !summary.accuracy("gate"));
    QCOMPARE(summary.seconds(), 0.0);
}

void TestWorkspace::summaryKnowsWhatIsStale() {
    const fs::path run = path("a");
    makeRun(run);
    finishStage(run, "baseline", 0.5, 1.5, 10);
    finishStage(run, "gate", 0.9, 1.5, 20);
    finishStage(run, "expert-artificial", 0.6, 1.5, 30);
    finishStage(run, "expert-natural", 0.4, 1.5, 40);
    finishStage(run, "mixture", 0.75, 1.5, 50);
    const RunSummary done = readRunSummary(run);
    QVERIFY(done.isDone());
    QCOMPARE(done.gain(), 0.25);
    QCOMPARE(done.accuracy("gate"), 0.9);
    QCOMPARE(done.seconds(), 150.0);

    RunConfig config = readRunConfig(run);
    config.parameters.useLargeGatingMlp = false;
    writeRunConfig(run, config);
    const RunSummary changed = readRunSummary(run);
    QCOMPARE(changed.stages[0].state, StageState::Done);
    QCOMPARE(changed.stages[1].state, StageState::Stale);
    QCOMPARE(changed.stages[4].state, StageState::Stale);
    QVERIFY(!changed.gain());
    QCOMPARE(changed.seconds(), 80.0);
}

/// From a change of the parameters until a stage is trained by them, as Experiment::setParameters leaves a run.
void TestWorkspace::changedRunsKeepTheirResults() {
    const fs::path run = path("a");
    fixture::makeDoneRun(run, 0.5, 0.75);
    RunConfig config = readRunConfig(run);
    config.former = config.settings();
    config.parameters.seed = 7;
    writeRunConfig(run, config);
    const RunSummary changed = readRunSummary(run);
    QVERIFY(changed.isDone());
    QCOMPARE(changed.gain(), 0.25);
    QCOMPARE(changed.config.parameters.seed, 1);
    QVERIFY(changed.changedTo);
    QCOMPARE(changed.changedTo->seed, 7);
    QCOMPARE(summaryFromJson(toJson(changed), run, "index").changedTo, changed.changedTo);
    QVERIFY(changed.gainIsFormer() && changed.isFormer("baseline"));
    config.parameters.seed = 1;
    config.parameters.frozenDropout = false; // by which the mixture alone is trained
    writeRunConfig(run, config);
    for (const RunSummary& one :
         {readRunSummary(run), summaryFromJson(toJson(readRunSummary(run)), run, "index")}) {
        QVERIFY(one.changedTo && one.isDone() && one.gainIsFormer() && one.isFormer("mixture"));
        for (const char* current : {"baseline", "gate", "expert-artificial", "expert-natural"})
            QVERIFY2(!one.isFormer(current), current);
    }
    config.parameters.frozenDropout = true;
    config.parameters.seed = 7;
    writeRunConfig(run, config);
    QCOMPARE(readRunSummary(run, readRunConfig(run), run).stages[0].state, StageState::Stale);
    fixture::finishStage(run, "baseline", 0.625); // by the new ones
    const RunSummary trained = readRunSummary(run);
    QVERIFY(!trained.changedTo && !trained.isDone());
    QCOMPARE(trained.accuracy("baseline"), 0.625);
    QVERIFY(!trained.accuracy("mixture"));
}

void TestWorkspace::damagedRunsAreNamed() {
    makeRun(path("a"));
    writeFileAtomically(path("a/config.json"), "{}");
    const QString said = errorText([&] { readRunSummary(path("a")); });
    QVERIFY2(said.contains("config.json is damaged"), qPrintable(said));
}

/// A note or a result that cannot be read takes nothing else with it.
void TestWorkspace::damagedPartsAreLeftOut() {
    fixture::makeDoneRun(path("a"), 0.5, 0.75);
    writeFileAtomically(path("a/note.json"), "{");
    const RunSummary done = readRunSummary(path("a"));
    QVERIFY(done.isDone());
    QCOMPARE(done.name(), std::string("a"));
    QCOMPARE(done.leftOut.size(), std::size_t{1});
    QVERIFY(QString::fromStdString(done.leftOut[0]).contains("note.json is not JSON"));
    writeFileAtomically(path("a/stages/gate/result.json"), "[]");
    const RunSummary part = readRunSummary(path("a"));
    QCOMPARE(part.accuracy("baseline"), std::optional(0.5));
    QVERIFY(!part.accuracy("gate") && !part.gain());
    QCOMPARE(part.leftOut.size(), std::size_t{2});
    QVERIFY(QString::fromStdString(part.leftOut[1]).contains("gate/result.json is damaged"));
    QCOMPARE(summaryFromJson(toJson(part), path("a"), "index").leftOut, part.leftOut);
}

TEST_OF_ROOM(TestWorkspace);
#include "test_workspace.moc"
