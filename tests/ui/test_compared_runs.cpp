#include "comparison/comparison_panel.h"
#include "test_of_room.h"
#include "ui/find_widget.h"
#include "workspace/made_up_run.h"

#include <QAbstractItemModel>
#include <QComboBox>
#include <QLabel>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QtTest>

using namespace moelab;

/// The comparison of runs whose numbers are made up, to be what a test needs.
class TestComparedRuns : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void curvesStandAtTheirEpochs();
    void longNamesKeepTheirEnds();
    void saysWhichTestToTrust_data();
    void saysWhichTestToTrust();

  private:
    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_panel, name);
    }
    QString text(const char* label) { return find<QLabel>(label)->text(); }
    void showPart(int part);
    void compare(const Runs& runs);

    std::unique_ptr<ComparisonPanel> m_panel;
};

void TestComparedRuns::init() {
    m_panel = std::make_unique<ComparisonPanel>();
    m_panel->resize(1000, 500);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
}

/// By a click on its tab.
void TestComparedRuns::showPart(int part) {
    QTabBar* const bar = find<QTabWidget>("comparisonParts")->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(part).center());
    QCOMPARE(bar->currentIndex(), part);
}

void TestComparedRuns::compare(const Runs& runs) {
    m_panel->setRuns(runs);
    m_panel->settle();
}

/// A run of two epochs beside one of six: neither is stretched.
void TestComparedRuns::curvesStandAtTheirEpochs() {
    const auto epochs = [](std::int64_t count) {
        std::vector<EpochMetrics> all;
        for (std::int64_t epoch = 1; epoch <= count; ++epoch)
            all.push_back({epoch, 2.0, 0.5, 1.0, 0.25 + 0.1 * static_cast<double>(epoch), 1, 0, true});
        return all;
    };
    RunsCurves plot;
    plot.resize(600, 300);
    plot.showCurves("Mixture", {{"short", epochs(2)}, {"long", epochs(6)}});
    QCOMPARE(plot.graphCount(), 8); // two runs, two axes, training and validation
    for (int i = 0; i < plot.graphCount(); ++i) {
        const auto& points = *plot.graph(i)->data();
        QCOMPARE(points.size(), i < 4 ? 2 : 6);
        for (int k = 0; k < points.size(); ++k)
            QCOMPARE(points.at(k)->key, k + 1.0);
    }
    for (const QCPAxisRect* rect : plot.axisRects())
        QVERIFY(rect->axis(QCPAxis::atBottom)->range().contains(1) &&
                rect->axis(QCPAxis::atBottom)->range().contains(6));
}

void TestComparedRuns::longNamesKeepTheirEnds() {
    const std::string study = "2026-11-29 three groups with a larger gate and small experts, seed=";
    Runs runs;
    for (const std::int64_t seed : {1, 2})
        runs.push_back(madeup::scored(study + std::to_string(seed), madeup::withSeed(seed), 0.5, 0.6));
    compare(runs);
    const auto* const model = find<QTableView>("runsStagesTable")->model();
    for (const int run : {1, 2}) {
        const QString shown = model->headerData(run, Qt::Horizontal).toString();
        QVERIFY2(shown.size() < 45 && shown.endsWith(QString("seed=%1").arg(run)), qPrintable(shown));
        QVERIFY(shown.startsWith("2026-11-29"));
        const QString whole = QString::fromStdString(study) + QString::number(run);
        QCOMPARE(model->headerData(run, Qt::Horizontal, Qt::ToolTipRole).toString(), whole);
        QVERIFY(find<QLabel>("comparisonHeading")->toolTip().contains(whole));
        QVERIFY(m_panel->figure().figureCsv().contains(whole));
    }
    RunsCurves plot;
    const std::vector<EpochMetrics> epochs = {{1, 2.0, 0.5, 1.0, 0.25, 1, 0, true}};
    plot.showCurves("Mixture",
                    {{QString::fromStdString(study) + "1", epochs}, {QString::fromStdString(study) + "2", epochs}});
    QVERIFY(plot.graph(1)->name().endsWith("seed=1") && plot.graph(5)->name().endsWith("seed=2"));
}

/// What the mixture of the second group is better by, in points, seed by seed.
void TestComparedRuns::saysWhichTestToTrust_data() {
    QTest::addColumn<std::vector<double>>("better");
    QTest::addColumn<QStringList>("says");
    QTest::newRow("agree") << std::vector{1.0, 1.1, 0.9, 1.0, 1.1, 0.9} << QStringList{};
    QTest::newRow("four pairs") << std::vector{2.0, 2.1, 1.9, 2.0}
                                << QStringList{"Mixture: accuracy (%); Mixture gain (points): the tests disagree.",
                                               "Of 4 pairs, sign flips cannot come below p = 0.125",
                                               "Trust the t test, as far as"};
    QTest::newRow("five, skewed") << std::vector{1.0, 1.0, 1.0, 1.0, 2.0}
                                  << QStringList{"below p = 0.0625", "these are skewed: trust neither"};
    QTest::newRow("one far off") << std::vector{1.0, 1.0, 1.0, 1.0, 1.0, 20.0}
                                 << QStringList{"Trust the sign flips: they suppose only", "these are skewed."};
}

void TestComparedRuns::saysWhichTestToTrust() {
    QFETCH(const std::vector<double>, better);
    QFETCH(const QStringList, says);
    Runs runs;
    for (const std::int64_t examples : {1000, 2000})
        for (std::size_t i = 0; i < better.size(); ++i) {
            Parameters parameters = madeup::withSeed(static_cast<std::int64_t>(i) + 1);
            parameters.trainExamples = examples;
            runs.push_back(madeup::scored("run", parameters, 0.5, examples == 1000 ? 0.6 : 0.6 + better[i] / 100));
        }
    compare(runs);
    showPart(3);
    QCOMPARE(find<QLabel>("testAdvice")->isVisible(), !says.isEmpty());
    for (const QString& part : says)
        QVERIFY2(text("testAdvice").contains(part), qPrintable(text("testAdvice")));
    auto* const second = find<QComboBox>("secondGroup");
    second->setFocus();
    QTest::keyClick(second, Qt::Key_Home); // which is the first: nothing is tested
    QVERIFY(!find<QLabel>("testAdvice")->isVisible());
}

TEST_OF_ROOM(TestComparedRuns);
#include "test_compared_runs.moc"
