#include "test_of_room.h"
#include "ui/figure_export.h"
#include "ui/open_window.h"

#include "comparison/comparison_panel.h"
#include "plotting/figure.h"
#include "runs_window.h"
#include "session/session.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QTabWidget>
#include <QTableView>

using namespace moelab;

/// Two runs are trained in the main window, compared in the window of runs, and looked at again in the first.
class TestManyRuns : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void comparesAndOpensImages();
    void plotsEffectsOfWhatIsShown();
    void exportsWhatIsBelow();
    void nothingToExportFromTheQueue();
    void cleanupTestCase() { m_open.reset(); }

  private:
    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_runs, name);
    }
    void showPanel(const char* name);
    void train(std::int64_t seed);
    void chooseBoth();

    QTemporaryDir m_folder;
    std::unique_ptr<fixture::OpenWindow> m_open;
    RunsWindow* m_runs = nullptr;
    QStringList m_folders; ///< of the two runs, in the order in which they were trained
};

void TestManyRuns::train(std::int64_t seed) {
    Parameters parameters = fixture::smallParameters();
    parameters.seed = seed;
    QVERIFY(m_open->trainAll(parameters));
    m_folders << m_open->session.runFolder();
}

void TestManyRuns::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
    m_open = std::make_unique<fixture::OpenWindow>(m_folder);
    train(1);
    train(2);
    QVERIFY(m_folders[0] != m_folders[1]);
    m_open->trigger("showRuns");
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (auto* const runs = qobject_cast<RunsWindow*>(widget))
            m_runs = runs;
    QVERIFY(m_runs && QTest::qWaitForWindowExposed(m_runs));
    QTRY_COMPARE_WITH_TIMEOUT(find<QTableView>("runsTable")->model()->rowCount(), 2, fixture::kLong);
}

void TestManyRuns::showPanel(const char* name) {
    auto* const panels = find<QTabWidget>("runsPanels");
    panels->setCurrentIndex(fixture::tabOf(*panels, *find<QWidget>(name)));
    QVERIFY(find<QWidget>(name)->isVisible());
}

/// By a click, and one with the shift key.
void TestManyRuns::chooseBoth() {
    auto* const table = find<QTableView>("runsTable");
    for (int row = 0; row < 2; ++row)
        QTest::mouseClick(table->viewport(), Qt::LeftButton, row ? Qt::ShiftModifier : Qt::NoModifier,
                          table->visualRect(table->model()->index(row, 0)).center());
    QCOMPARE(m_runs->chosenRuns().size(), std::size_t{2});
    QTRY_VERIFY(find<QLabel>("comparisonHeading")->text().contains(" compared with "));
    find<ComparisonPanel>("comparisonPanel")->settle();
}

void TestManyRuns::comparesAndOpensImages() {
    showPanel("comparisonPanel");
    chooseBoth();
    find<QTabWidget>("comparisonParts")->setCurrentIndex(2);
    auto* const kind = find<QComboBox>("changedKind");
    auto* const show = find<QAbstractButton>("changedShow");
    for (int i = 0; i < kind->count() && !show->isEnabled(); ++i) // some list has images
        kind->setCurrentIndex(i);
    QVERIFY(show->isEnabled());
    const QString second = QString::fromStdString(m_runs->chosenRuns()[1]->path.string());
    m_open->session.open(m_folders[0] == second ? m_folders[1] : m_folders[0]);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.runFolder() != second && m_open->session.outputs(), fixture::kLong);
    QTest::mouseClick(show, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.runFolder(), second, fixture::kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.selection().query().images.has_value(), fixture::kLong);
    QVERIFY(!m_open->session.selection().query().images->empty());
    QVERIFY(m_open->find<QWidget>("samplesView")->isVisible());
    QTRY_COMPARE(m_open->find<QAbstractItemView>("samplesGrid")->model()->rowCount(),
                 static_cast<int>(m_open->session.selection().query().images->size()));
    QTest::mouseClick(show, Qt::LeftButton); // the run is open by now
    QCOMPARE(m_open->session.runFolder(), second);
}

void TestManyRuns::plotsEffectsOfWhatIsShown() {
    showPanel("effectsPanel");
    find<QTableView>("runsTable")->clearSelection();
    const auto heading = [this] { return find<QLabel>("effectsHeading")->text(); };
    const QString legend = " Circles: runs. Discs: means with 95 % intervals.";
    QTRY_COMPARE(heading(), "All 2 runs in the table; choose two or more to see only those." + legend);
    chooseBoth();
    QTRY_COMPARE(heading(), "The 2 chosen runs." + legend);
    QCOMPARE(find<QComboBox>("effectParameter")->count(), 1); // the seed alone differs
    QCOMPARE(find<QComboBox>("effectParameter")->currentText(), QString("Seed"));
}

void TestManyRuns::exportsWhatIsBelow() {
    showPanel("comparisonPanel");
    chooseBoth();
    find<QTabWidget>("comparisonParts")->setCurrentIndex(0);
    m_runs->findChild<QAction*>("exportPanel")->trigger();
    QFile file(m_folder.filePath("numbers.csv"));
    QVERIFY(fixture::exportTo(*m_runs, file.fileName()));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(find<QLabel>("runsMessage")->text()));
    QVERIFY(file.readAll().contains("Seed"));
}

void TestManyRuns::nothingToExportFromTheQueue() {
    showPanel("queuePanel");
    m_runs->findChild<QAction*>("exportPanel")->trigger();
    QVERIFY(!fixture::figureDialog(*m_runs));
    QCOMPARE(find<QLabel>("runsMessage")->text(), QString("The panel below the table has nothing to export."));
}

TEST_OF_ROOM(TestManyRuns);
#include "test_many_runs.moc"
