#include "comparison/comparison_tables.h"
#include "config/parameter_table.h"
#include "made_runs.h"
#include "report/html_report.h"
#include "report/runs_report.h"
#include "session/chance_words.h"
#include "tables/cell_table.h"
#include "test_of_room.h"
#include "ui/open_window.h"
#include "workspace/run_row.h"
#include "workspace/runs_model.h"

#include <QLabel>
#include <QtTest>

using namespace moelab;
namespace fs = std::filesystem;

/// A stage that never left chance is told apart from one that is done like any other, wherever it is seen.
class TestChanceNotes : public QObject {
    Q_OBJECT
  private slots:
    void words_data();
    void words();
    void card();
    void tableOfRuns();
    void repeats();
    void reportOfManyRuns();

  private:
    /// Reads a run that was made up. @param stuck whether its baseline is at chance
    std::shared_ptr<const RunSummary> makeRun(const std::string& name, std::int64_t seed, bool stuck);

    QTemporaryDir m_folder;
};

std::shared_ptr<const RunSummary> TestChanceNotes::makeRun(const std::string& name, std::int64_t seed, bool stuck) {
    const fs::path run = fs::path(m_folder.path().toStdString()) / name;
    RunConfig config = fixture::someConfig();
    config.parameters.seed = seed;
    fixture::makeDoneRun(run, 0.5, 0.6, config);
    if (stuck) {
        StageResult result = readStageResult(run, "baseline").value();
        result.loss = 2.295;
        result.accuracy = 0.13;
        result.epochs = 5;
        writeStageResult(run, "baseline", result);
    }
    return std::make_shared<const RunSummary>(readRunSummary(run));
}

void TestChanceNotes::words_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("epochs");
    QTest::addColumn<QStringList>("atChance");
    QTest::addColumn<QString>("state");
    QTest::addColumn<QString>("cause");
    QTest::addColumn<QString>("begins"); ///< the text
    QTest::newRow("learned") << "gate" << 5 << QStringList{"baseline"} << ""
                             << ""
                             << "";
    QTest::newRow("ended by patience") << "baseline" << 5 << QStringList{"baseline"} << "done, at chance"
                                       << "patience 2 ended it in epoch 5"
                                       << "At chance: patience 2 ended it in epoch 5. ";
    QTest::newRow("ended by epochs") << "baseline" << 10 << QStringList{"baseline", "mixture"} << "done, at chance"
                                     << "all 10 epochs are done"
                                     << "At chance: all 10 epochs are done. ";
    QTest::newRow("its only epoch") << "baseline" << 1 << QStringList{"baseline"} << "done, at chance"
                                    << "its only epoch is done"
                                    << "At chance: its only epoch is done. ";
    QTest::newRow("built on others") << "mixture" << 5 << QStringList{"baseline", "expert-natural"}
                                     << "done, members at chance"
                                     << ""
                                     << "Built on members at chance: Baseline, Expert natural. ";
    QTest::newRow("built on another, and at chance itself")
        << "mixture" << 5 << QStringList{"gate", "mixture"} << "done, at chance"
        << "patience 2 ended it in epoch 5"
        << "Built on members at chance: Gate. At chance: patience 2 ended it in epoch 5. ";
}

void TestChanceNotes::words() {
    QFETCH(QString, stage);
    QFETCH(int, epochs);
    QFETCH(QStringList, atChance);
    QFETCH(QString, begins);
    const std::vector<Stage> stages = stagesOf(defaultGroups());
    std::vector<Stage> found;
    for (const QString& name : atChance)
        found.push_back(findStage(stages, name.toStdString()));
    StageResult result;
    result.epochs = epochs;
    Parameters parameters;
    if (epochs == 1)
        parameters.epochs = 1;
    const ChanceNote note = chanceNote(findStage(stages, stage.toStdString()), result, parameters, found);
    QTEST(note.state, "state");
    QTEST(note.cause, "cause");
    QVERIFY2(begins.isEmpty() ? note.text.isEmpty() : note.text.startsWith(begins), qPrintable(note.text));
    QCOMPARE(note.text.contains("more patience or epochs, another learning rate or another seed"),
             !begins.isEmpty());
}

void TestChanceNotes::card() {
    fixture::OpenWindow open(m_folder);
    Parameters parameters = fixture::smallParameters();
    setParameter(parameters, "learning_rate=1e-08");
    QVERIFY(open.trainAll(parameters));
    QCOMPARE(open.find<QLabel>("state-baseline")->text(), QString("done, at chance"));
    const auto* const card = open.find<QWidget>("card-baseline");
    QVERIFY2(card->toolTip().contains("At chance: all 2 epochs are done."), qPrintable(card->toolTip()));
    QCOMPARE(card->accessibleDescription(), card->toolTip());
    QVERIFY(open.find<QWidget>("card-mixture")->toolTip().contains("Built on members at chance: Baseline"));
}

void TestChanceNotes::tableOfRuns() {
    const fs::path workspace = m_folder.path().toStdString();
    std::vector<RunRow> rows;
    for (const bool stuck : {true, false}) {
        const auto run = makeRun(stuck ? "a" : "b", 1, stuck);
        rows.push_back({run->path,
                        run,
                        {},
                        std::make_shared<const RunTexts>(textsOf(workspace, run->path, run.get())),
                        false});
    }
    RunsModel model;
    model.showRows(rows);
    const auto index = [&](int row, const std::string& stage) {
        for (int column = 0; column < model.columnCount(); ++column) {
            const RunsModel::Column& each = model.columns()[static_cast<std::size_t>(column)];
            if (each.kind == RunsModel::Accuracy && each.stage.name == stage)
                return model.index(row, column);
        }
        return QModelIndex();
    };
    // Of other groups than those that the table's first columns are of.
    const fs::path other = workspace / "c";
    RunConfig config = fixture::someConfig();
    setParameter(config.parameters, R"(groups={"low": [0, 1, 2, 3, 4], "high": [5, 6, 7, 8, 9]})");
    fixture::makeRun(other, config);
    for (const char* stage : {"baseline", "gate", "expert-low", "expert-high", "mixture"})
        fixture::finishStage(other, stage, 0.5);
    StageResult stuck = readStageResult(other, "expert-low").value();
    stuck.loss = 2.3;
    stuck.accuracy = 0.2;
    stuck.chance = {100, 1.609, 0.2}; // ln 5
    writeStageResult(other, "expert-low", stuck);
    const auto third = std::make_shared<const RunSummary>(readRunSummary(other));
    QVERIFY(!third->stagesAtChance().empty());
    rows.push_back(
        {other, third, {}, std::make_shared<const RunTexts>(textsOf(workspace, other, third.get())), false});
    model.showRows(rows);
    QVERIFY2(index(2, "mixture").data().toString().startsWith("⚠"), "built on its own expert at chance");
    QVERIFY(!index(1, "mixture").data().toString().contains("⚠"));
    const QString accuracy = QLocale().toString(13.0, 'f', 1) + " %";
    QCOMPARE(index(0, "baseline").data().toString(), "⚠ " + accuracy);
    QCOMPARE(index(0, "baseline").data(RunsModel::SortRole).toDouble(), 0.13);
    QVERIFY(index(0, "baseline")
                .data(Qt::ToolTipRole)
                .toString()
                .startsWith("At chance: patience 2 ended it "
                            "in epoch 5."));
    QVERIFY(index(0, "mixture").data().toString().startsWith("⚠"));
    QVERIFY(index(0, "mixture")
                .data(Qt::ToolTipRole)
                .toString()
                .startsWith("Built on members at chance: "
                            "Baseline."));
    for (const QModelIndex& sound : {index(0, "gate"), index(1, "baseline"), index(1, "mixture")}) {
        QVERIFY(!sound.data().toString().contains("⚠"));
        QCOMPARE(sound.data(Qt::ToolTipRole).toString(), QString());
    }
}

void TestChanceNotes::repeats() {
    Runs runs;
    for (int seed = 1; seed <= 4; ++seed)
        runs.push_back(makeRun("seed" + std::to_string(seed), seed, seed % 2 == 0));
    const std::vector<RunGroup> groups = groupRuns(runs);
    QCOMPARE(groups.size(), std::size_t{1});
    CellTable table;
    showGroups(table, groups, 0, 0);
    QStringList marked;
    for (int row = 0; row < table.rowCount(); ++row) {
        const QModelIndex cell = table.index(row, 1);
        if (!cell.data().toString().contains("2 at chance"))
            continue;
        marked << table.index(row, 0).data().toString();
        QVERIFY(cell.data(Qt::ToolTipRole)
                    .toString()
                    .contains("In 2 of 4 runs, a stage that this result depends on never left chance."));
    }
    QCOMPARE(marked, QStringList({"Mixture: accuracy (%)", "Mixture gain (points)", "Baseline: accuracy (%)",
                                  "Baseline: loss", "Mixture: loss"}));
}

void TestChanceNotes::reportOfManyRuns() {
    const auto htmlFor = [](const Runs& runs) {
        return QString::fromUtf8(htmlOf(runsReport(QStringLiteral("runs"), runs)));
    };
    const QString html =
        htmlFor({makeRun("stuck", 1, true), makeRun("sound", 2, false), makeRun("third", 3, true)});
    QCOMPARE(html.count("<th>at chance</th>"), 1);
    QCOMPARE(html.count("<td>Baseline</td>"), 2);
    QVERIFY(html.contains("(n = 3)\n2 at chance"));
    QVERIFY(!htmlFor({makeRun("one", 1, false), makeRun("two", 2, false)}).contains("<th>at chance"));
}

TEST_OF_ROOM(TestChanceNotes);
#include "test_chance_notes.moc"
