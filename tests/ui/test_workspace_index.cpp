#include "experiment/run_folder.h"
#include "made_runs.h"
#include "test_of_room.h"
#include "workspace/summary_json.h"
#include "workspace/workspace_index.h"

#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

/// The index of a workspace: always what the folders say, whatever becomes of its file.
class TestWorkspaceIndex : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void summariesSurviveJson();
    void readsOnlyWhatChanged();
    void keepsBetweenSittings();
    void followsOtherProcesses_data();
    void followsOtherProcesses();
    void forgetsDeletedRuns();
    void saysWhyARunIsDamaged();
    void isMadeAnew_data();
    void isMadeAnew();
    void worksWhereNothingCanBeWritten();
    void stops();

  private:
    fs::path path(const std::string& name) const { return fs::path(m_folder->path().toStdString()) / name; }
    WorkspaceIndex index() const { return {path("w"), path("cache/index.sqlite")}; }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestWorkspaceIndex::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    fixture::makeDoneRun(path("w/a"), 0.5, 0.75);
    fixture::makeRun(path("w/b"));
    fixture::makeRun(path("w/study/c"));
}

void TestWorkspaceIndex::summariesSurviveJson() {
    writeRunNote(path("w/a"), {"large \"gate\"", "a\nb", {"x", "y z"}});
    const RunSummary before = readRunSummary(path("w/a"));
    const std::string text = toJson(before).dump();
    const RunSummary after = summaryFromJson(parseJson(text, "index"), path("w/a"), "index");
    QCOMPARE(after.note, before.note);
    QVERIFY(after.config.parameters == before.config.parameters);
    QCOMPARE(after.config.dataFingerprint, std::string("abcd"));
    QCOMPARE(after.config.classNames.at(9), std::string("truck"));
    QCOMPARE(after.gain(), std::optional(0.25));
    QCOMPARE(after.seconds(), 50.0);
    QVERIFY(after.isDone());
    QCOMPARE(toJson(after).dump(), text);
}

void TestWorkspaceIndex::readsOnlyWhatChanged() {
    WorkspaceIndex runs = index();
    const std::vector<RunRow> rows = runs.scan({});
    QCOMPARE(runs.lastRead(), std::size_t{3});
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].path, path("w/a"));
    QCOMPARE(rows[0].summary->gain(), std::optional(0.25));
    QCOMPARE(stateOf(rows[0], false), RunState::Done);
    QCOMPARE(stateOf(rows[1], false), RunState::Untrained);
    QCOMPARE(rows[2].path, path("w/study/c"));
    QCOMPARE(rows[0].texts->name, QString("a"));
    QCOMPARE(rows[2].texts->name, QString("study/c"));
    QVERIFY(runs.scan({}) == rows);
    QCOMPARE(runs.lastRead(), std::size_t{0});
}

void TestWorkspaceIndex::keepsBetweenSittings() {
    index().scan({});
    WorkspaceIndex again = index();
    const std::vector<RunRow> rows = again.scan({});
    QCOMPARE(again.lastRead(), std::size_t{0});
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[0].summary->gain(), std::optional(0.25));
    QCOMPARE(rows[0].texts->search.section('\n', 0, 0), QString("a"));
    QVERIFY(!again.notKept());
}

void TestWorkspaceIndex::followsOtherProcesses_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"note", "parameters", "in place", "stage done", "stage reset", "training"})
        QTest::newRow(what) << QString(what);
}

void TestWorkspaceIndex::followsOtherProcesses() {
    QFETCH(const QString, what);
    WorkspaceIndex runs = index();
    runs.scan({});
    if (what == "note")
        writeRunNote(path("w/a"), {"new name", "", {}});
    if (what == "parameters") {
        RunConfig config = fixture::someConfig();
        config.parameters.epochs = 3;
        writeRunConfig(path("w/a"), config);
    }
    if (what == "in place") { // as an editor does that keeps the file
        QFile file(QString::fromStdString(path("w/a/config.json").string()));
        QVERIFY(file.open(QIODevice::ReadWrite));
        const QByteArray text = file.readAll().replace("\"epochs\": 10", "\"epochs\": 30");
        file.seek(0);
        file.write(text);
    }
    if (what == "stage done")
        fixture::finishStage(path("w/a"), "mixture", 0.9);
    if (what == "stage reset")
        fs::remove_all(path("w/a/stages/mixture"));
    if (what == "training")
        writeFileAtomically(path("w/a/stages/mixture/resume.safetensors"), "state");
    const std::vector<RunRow> rows = runs.scan({});
    QCOMPARE(runs.lastRead(), std::size_t{1});
    const RunSummary& run = *rows[0].summary;
    if (what == "note")
        QCOMPARE(rows[0].texts->name, QString("new name"));
    if (what == "parameters")
        QVERIFY(rows[0].texts->changed == "Epochs 3" && stateOf(rows[0], false) == RunState::Stale);
    if (what == "in place")
        QCOMPARE(run.config.parameters.epochs, 30);
    if (what == "stage done")
        QCOMPARE(run.accuracy("mixture"), std::optional(0.9));
    if (what == "stage reset")
        QCOMPARE(stateOf(rows[0], false), RunState::Partly);
}

void TestWorkspaceIndex::forgetsDeletedRuns() {
    WorkspaceIndex runs = index();
    runs.scan({});
    fs::remove_all(path("w/b"));
    fixture::makeRun(path("w/d"));
    const std::vector<RunRow> rows = runs.scan({});
    QCOMPARE(runs.lastRead(), std::size_t{1});
    QCOMPARE(rows.size(), std::size_t{3});
    QCOMPARE(rows[1].path, path("w/d"));
    WorkspaceIndex again = index();
    QCOMPARE(again.scan({}).size(), std::size_t{3});
    QCOMPARE(again.lastRead(), std::size_t{0});
}

void TestWorkspaceIndex::saysWhyARunIsDamaged() {
    writeFileAtomically(path("w/b/config.json"), "{}");
    index().scan({});
    WorkspaceIndex again = index();
    const std::vector<RunRow> rows = again.scan({});
    QCOMPARE(again.lastRead(), std::size_t{0});
    QVERIFY(!rows[1].summary);
    QCOMPARE(stateOf(rows[1], false), RunState::Damaged);
    QVERIFY2(rows[1].problem.contains("b/config.json is damaged"), qPrintable(rows[1].problem));
    fixture::makeRun(path("w/b"));
    QVERIFY(again.scan({})[1].summary);
}

void TestWorkspaceIndex::isMadeAnew_data() {
    QTest::addColumn<QString>("what");
    for (const char* what : {"no database", "newer", "cut off", "rows damaged", "removed"})
        QTest::newRow(what) << QString(what);
}

void TestWorkspaceIndex::isMadeAnew() {
    QFETCH(const QString, what);
    index().scan({});
    const fs::path file = path("cache/index.sqlite");
    if (what == "no database")
        writeFileAtomically(file, std::string(5000, 'x'));
    if (what == "cut off")
        fs::resize_file(file, 100);
    if (what == "removed")
        fs::remove(file);
    if (what == "newer" || what == "rows damaged") {
        QSqlDatabase database = QSqlDatabase::addDatabase("QSQLITE", "other");
        database.setDatabaseName(QString::fromStdString(file.string()));
        QVERIFY(database.open());
        QSqlQuery query(database);
        QVERIFY(
            query.exec(what == "newer" ? "PRAGMA user_version = 99" : "UPDATE runs SET summary = '{\"name\": 1}'"));
        query.finish();
        database.close();
    }
    QSqlDatabase::removeDatabase("other");
    WorkspaceIndex again = index();
    QCOMPARE(again.scan({}).at(0).summary->gain(), std::optional(0.25));
    QCOMPARE(again.lastRead(), std::size_t{3});
    QVERIFY(!again.notKept());
    WorkspaceIndex third = index();
    third.scan({});
    QCOMPARE(third.lastRead(), std::size_t{0});
}

/// A file stands where its folder should be.
void TestWorkspaceIndex::worksWhereNothingCanBeWritten() {
    writeFileAtomically(path("cache"), "");
    WorkspaceIndex runs = index();
    QCOMPARE(runs.scan({}).size(), std::size_t{3});
    QVERIFY(runs.notKept());
    QVERIFY2(QString(runs.notKept()->what()).contains("cache/index.sqlite cannot be used as index"),
             runs.notKept()->what());
    runs.scan({});
    QCOMPARE(runs.lastRead(), std::size_t{0});
}

void TestWorkspaceIndex::stops() {
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, index().scan(stop));
}

TEST_OF_ROOM(TestWorkspaceIndex);
#include "test_workspace_index.moc"
