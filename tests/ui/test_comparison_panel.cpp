#include "analysis/run_comparison.h"
#include "analysis/run_groups.h"
#include "base/files.h"
#include "comparison/comparison_panel.h"
#include "made_runs.h"
#include "tables/matrix_view.h"
#include "test_of_room.h"
#include "ui/find_widget.h"
#include "ui/trained_runs.h"
#include "workspace/run_outputs.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QtTest>

using namespace moelab;
using namespace fixture;

/// The comparison of runs through real clicks, on runs that were really trained. The numbers themselves are
/// analysis's, tested there; here it is that the panel shows those of the right runs.
class TestComparisonPanel : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void saysHowManyToChoose();
    void showsOnlyWhatDiffers();
    void callsWhatDiffersAsTheForm();
    void showsStagesWithTheirDifference();
    void laysCurvesOverOneAnother();
    void followsTheChosenMember();
    void showsFixedAndBrokenImages();
    void partsNeedNoMoreThanTheirOwnRoom();
    void threeRunsHaveNoPair();
    void saysWhyThereIsNoPair();
    void otherGroupsAreNotSubtracted();
    void dropsWhatIsNoLongerChosen();
    void groupsRepeats();
    void drawsEachPartOnPaper();
    void controlsAreNamed();

  private:
    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_panel, name);
    }
    QString text(const char* label) { return find<QLabel>(label)->text(); }
    QString cell(const char* table, int row, int column) {
        return find<QTableView>(table)->model()->index(row, column).data().toString();
    }
    /// The row of a table that begins with a text, or -1.
    int rowOf(const char* table, const QString& beginning);
    /// Clicks on the tab of a part.
    void showPart(int part);
    /// Chooses an entry by keys.
    void choose(const char* combo, int entry);
    void compare(const Runs& runs);
    RunComparison expected() { return compareRuns(*m_a, readRunOutputs(*m_a), *m_b, readRunOutputs(*m_b)); }

    tiny::Place m_place;
    std::shared_ptr<const RunSummary> m_a; ///< seed 1
    std::shared_ptr<const RunSummary> m_b; ///< seed 2
    std::shared_ptr<const RunSummary> m_c; ///< seed 1, 40 training images
    std::shared_ptr<const RunSummary> m_d; ///< seed 2, 40 training images
    std::unique_ptr<ComparisonPanel> m_panel;
};

void TestComparisonPanel::initTestCase() {
    m_a = trainRun(m_place.path("a"), tinyWith(1));
    m_b = trainRun(m_place.path("b"), tinyWith(2));
    m_c = trainRun(m_place.path("c"), tinyWith(1, 40));
    m_d = trainRun(m_place.path("d"), tinyWith(2, 40));
}

void TestComparisonPanel::init() {
    m_panel = std::make_unique<ComparisonPanel>();
    m_panel->resize(1000, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

int TestComparisonPanel::rowOf(const char* table, const QString& beginning) {
    for (int row = 0; row < find<QTableView>(table)->model()->rowCount(); ++row)
        if (cell(table, row, 0).startsWith(beginning))
            return row;
    return -1;
}

void TestComparisonPanel::showPart(int part) {
    QTabBar* const bar = find<QTabWidget>("comparisonParts")->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(part).center());
    QCOMPARE(bar->currentIndex(), part);
}

void TestComparisonPanel::choose(const char* combo, int entry) {
    auto* const box = find<QComboBox>(combo);
    QVERIFY(box->isVisible());
    box->setFocus();
    while (box->currentIndex() != entry) {
        const int before = box->currentIndex();
        QTest::keyClick(box, before < entry ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY(box->currentIndex() != before);
    }
}

void TestComparisonPanel::compare(const Runs& runs) {
    m_panel->setRuns(runs);
    m_panel->settle();
}

void TestComparisonPanel::saysHowManyToChoose() {
    QVERIFY(text("comparisonHeading").startsWith("Comparison. Choose two or more runs"));
    QVERIFY(!find<QTabWidget>("comparisonParts")->isVisible());
    QVERIFY(m_panel->figure().figureIsEmpty());
    compare({m_a});
    QCOMPARE(text("comparisonHeading"), QString("Comparison. Choose another run besides a to compare them."));
    compare({m_a, m_b});
    QVERIFY(find<QTabWidget>("comparisonParts")->isVisible());
    compare({});
    QVERIFY(!find<QTabWidget>("comparisonParts")->isVisible());
}

void TestComparisonPanel::showsOnlyWhatDiffers() {
    compare({m_a, m_d});
    const auto* const model = find<QTableView>("differencesTable")->model();
    QAbstractItemModelTester tester(const_cast<QAbstractItemModel*>(model));
    QCOMPARE(model->rowCount(), 2);
    QCOMPARE(cell("differencesTable", 0, 0), QString("Train examples"));
    QCOMPARE(cell("differencesTable", 0, 1), QString("60"));
    QCOMPARE(cell("differencesTable", 0, 2), QString("40"));
    QCOMPARE(cell("differencesTable", 1, 0), QString("Seed"));
    QCOMPARE(model->headerData(2, Qt::Horizontal).toString(), QString("d"));
    compare({m_a, m_a});
    QVERIFY(!find<QTableView>("differencesTable")->isVisible());
    QCOMPARE(text("sameParameters"), QString("All parameters are the same, and so is the data."));
}

void TestComparisonPanel::callsWhatDiffersAsTheForm() {
    const auto other = std::make_shared<RunSummary>(*m_a);
    other->config.parameters.imageSize = 16;
    other->config.dataFingerprint = "of other images";
    compare({m_a, other});
    QCOMPARE(find<QTableView>("differencesTable")->model()->rowCount(), 2);
    QCOMPARE(cell("differencesTable", 0, 0), QString("Image size"));
    QCOMPARE(cell("differencesTable", 0, 1), QString("automatic"));
    QCOMPARE(cell("differencesTable", 0, 2), QString("16"));
    QCOMPARE(cell("differencesTable", 1, 0), QString("Data"));
}

void TestComparisonPanel::showsStagesWithTheirDifference() {
    compare({m_a, m_b});
    const int row = rowOf("runsStagesTable", "Mixture: accuracy");
    QVERIFY(row >= 0);
    const double a = 100 * *m_a->accuracy("mixture");
    const double b = 100 * *m_b->accuracy("mixture");
    QCOMPARE(cell("runsStagesTable", row, 1), QString::number(a, 'f', 1));
    QCOMPARE(cell("runsStagesTable", row, 2), QString::number(b, 'f', 1));
    QCOMPARE(cell("runsStagesTable", row, 3).replace(u'−', u'-').toDouble(),
             QString::number(b - a, 'f', 1).toDouble());
    QCOMPARE(cell("runsStagesTable", row, 4), QString::number(expected().members.back().test.p, 'g', 2));
    QCOMPARE(row, 0); // what a person looks for first
    QCOMPARE(rowOf("runsStagesTable", "Mixture gain"), 1);
    QCOMPARE(cell("runsStagesTable", 1, 4), QString("–"));
    QVERIFY(m_panel->figure().figureCsv().startsWith(
        "Parameter,a,b\r\nSeed,1,2\r\n\r\nMeasure,a,b,Difference,McNemar's p\r\n"));
}

void TestComparisonPanel::laysCurvesOverOneAnother() {
    compare({m_a, m_b, m_c});
    showPart(1);
    auto* const plot = find<RunsCurves>("runsCurves");
    QCOMPARE(find<QComboBox>("runsCurvesStage")->currentText(), QString("Mixture"));
    QCOMPARE(plot->graphCount(), 12); // three runs, two axes, training and validation
    choose("runsCurvesStage", 0);
    const auto expectedEpochs = readRunHistory(m_b->path).at("baseline");
    const QString csv = m_panel->figure().figureCsv();
    const QString line = QString("b,Baseline,2,%1,").arg(expectedEpochs[1].loss, 0, 'g', 9);
    QVERIFY2(csv.contains(line), qPrintable(csv));
    QCOMPARE(csv.count("\r\n"), 1 + 3 * 2);
    QCOMPARE(plot->graph(5)->data()->at(1)->value, 100 * expectedEpochs[1].validationAccuracy);
    const QCPAxisRect* const rect = plot->axisRect(0);
    const QPoint second(int(rect->axis(QCPAxis::atBottom)->coordToPixel(2)), rect->center().y());
    QTest::mouseMove(plot, second);
    QTRY_VERIFY2(text("runsCurveValues").startsWith("After epoch 2: a: accuracy "),
                 qPrintable(text("runsCurveValues")));
}

void TestComparisonPanel::followsTheChosenMember() {
    compare({m_a, m_b});
    showPart(2);
    QVERIFY(find<MatrixView>("differenceMatrix")->isVisible());
    QCOMPARE(find<QComboBox>("changedMember")->currentText(), QString("Mixture"));
    choose("changedMember", 1);
    const RunComparison comparison = expected();
    const MemberComparison& gate = comparison.members[1];
    QStringList lines = m_panel->figure().figureCsv().split("\r\n");
    QCOMPARE(lines[0], QString("true\\answer,artificial,natural"));
    const auto sign = [](std::int64_t change) { return (change > 0 ? "+" : "") + QString::number(change); };
    QCOMPARE(lines[1], QString("artificial,%1,%2").arg(sign(gate.difference[0]), sign(gate.difference[1])));
    QVERIFY2(text("changedWords")
                 .startsWith(QString("Gate. Images correct in both runs: %1; wrong in both: %2; fixed")
                                 .arg(gate.bothRight)
                                 .arg(gate.bothWrong)),
             qPrintable(text("changedWords")));
    compare({m_b, m_a}); // the same member of other runs
    QCOMPARE(find<QComboBox>("changedMember")->currentText(), QString("Gate"));
    lines = m_panel->figure().figureCsv().split("\r\n");
    QCOMPARE(lines[1], QString("artificial,%1,%2").arg(sign(-gate.difference[0]), sign(-gate.difference[1])));
}

void TestComparisonPanel::showsFixedAndBrokenImages() {
    compare({m_a, m_b});
    showPart(2);
    const RunComparison comparison = expected();
    const auto found = std::ranges::find_if(comparison.members, [](const MemberComparison& member) {
        return !member.fixed.empty() && !member.broken.empty();
    });
    QVERIFY(found != comparison.members.end()); // else there is nothing to see
    choose("changedMember", int(found - comparison.members.begin()));
    const auto* const list = find<QTableView>("changedList");
    QCOMPARE(list->model()->rowCount(), int(found->fixed.size() + found->broken.size()));
    choose("changedKind", 1);
    QCOMPARE(list->model()->rowCount(), int(found->fixed.size()));
    QCOMPARE(cell("changedList", 0, 0), QString::number(found->fixed[0].image));
    QCOMPARE(cell("changedList", 0, 1), QString("fixed"));
    QSignalSpy wanted(m_panel.get(), &ComparisonPanel::imagesWanted);
    QTest::mouseClick(find<QPushButton>("changedShow"), Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted[0][0].toString(), QString::fromStdString(m_b->path.string()));
    QCOMPARE(wanted[0][1].toString(), QString::fromStdString(found->stage.name));
    std::vector<std::int64_t> positions;
    for (const ChangedImage& each : found->fixed)
        positions.push_back(each.image);
    QCOMPARE(wanted[0][2].value<std::vector<std::int64_t>>(), positions);
    choose("changedKind", 2);
    auto* const view = find<QTableView>("changedList");
    view->setFocus();
    view->setCurrentIndex(view->model()->index(0, 0));
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(wanted.size(), 2);
    QCOMPARE(wanted[1][2].value<std::vector<std::int64_t>>(), std::vector<std::int64_t>{found->broken[0].image});
}

/// Tables scroll below their headers where plots need a page that scrolls.
void TestComparisonPanel::partsNeedNoMoreThanTheirOwnRoom() {
    compare({m_a, m_b});
    const int line = m_panel->fontMetrics().lineSpacing();
    QVERIFY2(m_panel->minimumSizeHint().height() < 20 * line,
             qPrintable(QString::number(m_panel->minimumSizeHint().height() / line)));
    m_panel->resize(900, 20 * line);
    showPart(1);
    auto* const plot = find<RunsCurves>("runsCurves");
    QTRY_VERIFY(plot->isVisible() && plot->height() > 220);
    plot->replot(QCustomPlot::rpImmediateRefresh);
    for (int rect = 0; rect < plot->axisRectCount(); ++rect)
        QVERIFY2(plot->axisRect(rect)->outerRect().height() >= 210,
                 qPrintable(QString::number(plot->axisRect(rect)->outerRect().height())));
}

void TestComparisonPanel::threeRunsHaveNoPair() {
    compare({m_a, m_b, m_c});
    showPart(2);
    QVERIFY(!find<MatrixView>("differenceMatrix")->isVisible());
    QCOMPARE(text("whyNoComparison"),
             QString("Images. Choose exactly two runs to compare them image by image; 3 are chosen."));
    QVERIFY(m_panel->figure().figureIsEmpty());
}

void TestComparisonPanel::otherGroupsAreNotSubtracted() {
    RunConfig config = someConfig();
    makeDoneRun(m_place.path("two groups"), 0.5, 0.75, config);
    setParameter(config.parameters,
                 R"(groups={"artificial": [0, 1], "natural": [2, 3, 4, 5, 6, 7, 8, 9]})"); // of as many names
    makeDoneRun(m_place.path("others"), 0.5, 0.625, config);
    const auto summaryOf = [&](const char* name) {
        return std::make_shared<const RunSummary>(readRunSummary(m_place.path(name)));
    };
    compare({summaryOf("two groups"), summaryOf("others")});
    const int column = find<QTableView>("runsStagesTable")->model()->columnCount() - 2;
    QCOMPARE(cell("runsStagesTable", rowOf("runsStagesTable", "Gate"), column), QString("other groups"));
    QCOMPARE(cell("runsStagesTable", rowOf("runsStagesTable", "Expert natural"), column), QString("other groups"));
    QVERIFY(cell("runsStagesTable", rowOf("runsStagesTable", "Mixture"), column).contains("12.5"));
}

void TestComparisonPanel::saysWhyThereIsNoPair() {
    const std::filesystem::path bare = m_place.copy(m_b->path, "bare");
    std::filesystem::remove(bare / "outputs.safetensors");
    compare({m_a, std::make_shared<const RunSummary>(readRunSummary(bare))});
    showPart(2);
    QVERIFY2(text("whyNoComparison")
                 .startsWith(QString::fromStdString((bare / "outputs.safetensors").string()) + " is missing"),
             qPrintable(text("whyNoComparison")));
    QVERIFY(!find<QPushButton>("changedShow")->isVisible());
    Parameters fewer = tinyWith(2);
    fewer.testExamples = 30;
    compare({m_a, madeup::scored("fewer", fewer, 0.5, 0.5)});
    QCOMPARE(text("whyNoComparison"),
             QString("fewer is scored on 30 test images, a on 40. Compare runs of the same test images."));
    std::filesystem::remove(bare / "history.jsonl");
    std::filesystem::create_directory(bare / "history.jsonl"); // which cannot be read
    compare({m_a, std::make_shared<const RunSummary>(readRunSummary(bare))});
    showPart(1);
    QVERIFY(text("runsCurveValues").contains("history.jsonl"));
    QCOMPARE(find<RunsCurves>("runsCurves")->graphCount(), 4); // the other run's
}

void TestComparisonPanel::dropsWhatIsNoLongerChosen() {
    m_panel->setRuns({m_a, m_b});
    m_panel->setRuns({m_a, m_b, m_c});
    m_panel->setRuns({m_b, m_c});
    m_panel->setRuns({m_c});
    for (int i = 0; i < 20; ++i)
        QTest::qWait(5);
    QCOMPARE(text("comparisonHeading"), QString("Comparison. Choose another run besides c to compare them."));
    m_panel->setRuns({m_a, m_b});
    m_panel->setRuns({m_c, m_d});
    m_panel->settle();
    const RunComparison comparison = compareRuns(*m_c, readRunOutputs(*m_c), *m_d, readRunOutputs(*m_d));
    QCOMPARE(cell("runsStagesTable", rowOf("runsStagesTable", "Mixture: accuracy"), 4),
             QString::number(comparison.members.back().test.p, 'g', 2));
}

void TestComparisonPanel::groupsRepeats() {
    compare({m_a, m_d, m_b, m_c});
    showPart(3);
    const Runs runs = {m_a, m_d, m_b, m_c};
    const std::vector<RunGroup> groups = groupRuns(runs);
    const Measure mixture{Measure::Kind::Accuracy, "mixture"};
    const int row = rowOf("repeatsTable", "Mixture: accuracy");
    const auto* const model = find<QTableView>("repeatsTable")->model();
    QCOMPARE(model->headerData(1, Qt::Horizontal).toString(), QString("Train examples 60"));
    QCOMPARE(model->headerData(2, Qt::Horizontal).toString(), QString("Train examples 40"));
    const MeanEstimate mean = estimate(groups[0], mixture);
    const QString expected = QString("%1 ± %2 (n = 2)")
                                 .arg(100 * mean.mean, 0, 'f', 1)
                                 .arg(50 * (mean.interval->high - mean.interval->low), 0, 'f', 1);
    QVERIFY(cell("repeatsTable", row, 1).startsWith(expected)); // perhaps with how many are at chance
    QCOMPARE(model->columnCount(), 7);
    const GroupComparison tested = compareGroups(groups[0], groups[1], mixture);
    QCOMPARE(model->index(row, 5).data(Qt::EditRole).toDouble(), *tested.paired->signFlip);
    QCOMPARE(cell("repeatsTable", row, 6), QString("paired t test of 2 seeds"));
    QCOMPARE(model->index(row, 4).data(Qt::EditRole).toDouble(),
             QString::number(tested.paired->p, 'g', 9).toDouble());
    choose("secondGroup", 0); // a group is not compared to itself
    QCOMPARE(model->columnCount(), 3);
    compare({m_a, m_b});
    QVERIFY(!find<QComboBox>("firstGroup")->isVisible());
    QCOMPARE(model->headerData(1, Qt::Horizontal).toString(), QString("All runs"));
    compare({m_a, m_c});
    QVERIFY(text("repeatsHeading").startsWith("Repeats. Choose runs that differ only in their seed"));
}

void TestComparisonPanel::drawsEachPartOnPaper() {
    compare({m_a, m_b});
    const QString endings[] = {"png", "svg", "pdf", "csv"};
    for (int part = 0; part < 4; ++part) {
        showPart(part);
        for (const QString& ending : endings) {
            const QString file =
                QString::fromStdString(m_place.path("figure").string()) + QString::number(part) + '.' + ending;
            exportFigure(m_panel->figure(), file, {.width = 127, .height = 100, .points = 8, .dpi = 100});
            QVERIFY2(QFileInfo(file).size() > 100, qPrintable(file));
        }
        const QImage png(QString::fromStdString(m_place.path("figure").string()) + QString::number(part) + ".png");
        QCOMPARE(png.size(), QSize(500, 394)); // 5 inches, and 3.937
        QCOMPARE(png.pixelColor(499, 393), QColor(Qt::white));
    }
}

void TestComparisonPanel::controlsAreNamed() {
    compare({m_a, m_d});
    int controls = 0;
    for (const QWidget* widget : m_panel->findChildren<QWidget*>()) {
        const bool part = widget->objectName().startsWith("qt_");
        if (!(widget->focusPolicy() & Qt::TabFocus) || part || widget->window() != m_panel.get() ||
            qobject_cast<const QTabBar*>(widget))
            continue;
        ++controls;
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 10);
}

TEST_OF_ROOM(TestComparisonPanel);
#include "test_comparison_panel.moc"
