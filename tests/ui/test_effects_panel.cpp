#include "analysis/effect.h"
#include "effects/effect_plot.h"
#include "effects/effects_panel.h"
#include "effects/parallel_plot.h"
#include "plotting/palette.h"
#include "test_of_room.h"
#include "ui/find_widget.h"
#include "workspace/made_up_run.h"
#include "workspace/runs.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QTabBar>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <cmath>

using namespace moelab;

/// Effect plots through real clicks, keys and drags, on a made-up sweep: four numbers of training images, large
/// experts or small, two seeds. A mixture's accuracy is 0.3 + 0.1 a position of its number, 0.05 less with small
/// experts, 0.01 more for seed 2; the baseline's is 0.25.
class TestEffectsPanel : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void saysWhatItNeeds();
    void offersOnlyWhatVaries();
    void pointsMeansAndIntervals();
    void coloursTellASecondParameter();
    void wideIntervalsLeaveRunsInSight();
    void saysWhatElseVaries();
    void keysAndPointerSayNumbers();
    void categoriesStandBesideOneAnother();
    void learningCurvesOfEveryStage();
    void draggingKeepsRuns();
    void runsWithoutAMeasureEndBefore();
    void keepsChoicesForOtherRuns();
    void beginsWithTheMixture();
    void takesFiguresAway();
    void followsTheTheme();
    void controlsAreNamed();

  private:
    template <class Widget>
    Widget* find(const char* name) {
        return fixture::findIn<Widget>(*m_panel, name);
    }
    QString words() { return find<QLabel>("effectsWords")->text(); }
    QStringList entries(const char* combo);
    void choose(const char* combo, const QString& entry);
    void showPart(int part);
    EffectPlot& effect() { return *find<EffectPlot>("effectPlot"); }
    ParallelPlot& parallel() { return *find<ParallelPlot>("parallelPlot"); }

    std::unique_ptr<EffectsPanel> m_panel;
};

static Runs sweep() {
    Runs runs;
    const std::int64_t examples[] = {1000, 2000, 5000, 10000};
    for (int position = 0; position < 4; ++position)
        for (const bool large : {true, false})
            for (const std::int64_t seed : {1, 2}) {
                Parameters parameters = madeup::withSeed(seed);
                parameters.trainExamples = examples[position];
                parameters.useLargeExperts = large;
                runs.push_back(madeup::scored("run " + std::to_string(runs.size()), parameters, 0.25,
                                              0.3 + 0.1 * position - (large ? 0 : 0.05) + (seed == 2 ? 0.01 : 0)));
            }
    return runs;
}

void TestEffectsPanel::init() {
    m_panel = std::make_unique<EffectsPanel>();
    m_panel->resize(900, 450);
    m_panel->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_panel.get()));
    m_panel->setRuns(sweep(), false);
}

QStringList TestEffectsPanel::entries(const char* combo) {
    QStringList all;
    for (int i = 0; i < find<QComboBox>(combo)->count(); ++i)
        all << find<QComboBox>(combo)->itemText(i);
    return all;
}

void TestEffectsPanel::choose(const char* combo, const QString& entry) {
    auto* const box = find<QComboBox>(combo);
    QVERIFY(box->isVisible() && box->isEnabled());
    const int wanted = box->findText(entry);
    QVERIFY2(wanted >= 0, qPrintable(entry));
    box->setFocus();
    while (box->currentIndex() != wanted) {
        const int before = box->currentIndex();
        QTest::keyClick(box, before < wanted ? Qt::Key_Down : Qt::Key_Up);
        QVERIFY(box->currentIndex() != before);
    }
}

void TestEffectsPanel::showPart(int part) {
    QTabBar* const bar = find<QTabWidget>("effectsParts")->tabBar();
    QTest::mouseClick(bar, Qt::LeftButton, {}, bar->tabRect(part).center());
    QCOMPARE(bar->currentIndex(), part);
}

void TestEffectsPanel::saysWhatItNeeds() {
    auto* const heading = find<QLabel>("effectsHeading");
    m_panel->setRuns({}, false);
    QCOMPARE(heading->text(),
             QString("Effects. Train two or more runs to see what a parameter does to the result."));
    QVERIFY(!effect().isVisible());
    QVERIFY(m_panel->figure().figureIsEmpty());
    const auto untrained = std::make_shared<const RunSummary>(madeup::summary("a"));
    m_panel->setRuns({untrained, untrained}, true);
    QCOMPARE(heading->text(),
             QString("Effects. Train a stage in the 2 runs to see what a parameter does to the result."));
    const auto one = madeup::scored("a", {}, 0.5, 0.5);
    m_panel->setRuns({one, one}, true);
    QCOMPARE(
        heading->text(),
        QString(
            "Effects. Choose runs that differ in a parameter to see what it does; the 2 chosen differ in none."));
    m_panel->setRuns({one, one}, false);
    QCOMPARE(heading->text(),
             QString("Effects. Train runs that differ in a parameter to see what it does; the 2 in "
                     "the table differ in none."));
    m_panel->setRuns(sweep(), false);
    QVERIFY(heading->text().startsWith("All 16 runs in the table; choose two or more to see only those. "));
    m_panel->setRuns(sweep(), true);
    QVERIFY(heading->text().startsWith("The 16 chosen runs. "));
    QVERIFY(effect().isVisible());
}

void TestEffectsPanel::offersOnlyWhatVaries() {
    QCOMPARE(entries("effectParameter"), (QStringList{"Train examples", "Large experts", "Seed"}));
    QCOMPARE(entries("effectColour"), (QStringList{"nothing", "Train examples", "Large experts", "Seed"}));
    QCOMPARE(entries("effectMeasure"), (QStringList{"Mixture: accuracy (%)", "Mixture gain (points)",
                                                    "Baseline: accuracy (%)", "Baseline: loss", "Mixture: loss"}));
}

void TestEffectsPanel::pointsMeansAndIntervals() {
    choose("effectMeasure", "Mixture gain (points)");
    choose("effectColour", "Large experts");
    QCOMPARE(effect().graphCount(), 4); // runs and means, of two series
    QCOMPARE(effect().plottableCount(), 6);
    QCOMPARE(effect().xAxis->scaleType(), QCPAxis::stLogarithmic);
    const QCPGraph* const runs = effect().graph(2); // true comes after false
    const QCPGraph* const means = effect().graph(3);
    QCOMPARE(runs->dataCount(), 8);
    QCOMPARE(means->dataCount(), 4);
    // 0.3 + 0.3 = 0.6 and 0.61, less 0.25
    QVERIFY(std::abs(means->data()->at(3)->value - 35.5) < 1e-9);
    for (int level = 0; level < 4; ++level) { // runs and means stand at the very number
        const double examples[] = {1000, 2000, 5000, 10000};
        QCOMPARE(means->data()->at(level)->key, examples[level]);
        QCOMPARE(runs->data()->at(2 * level)->key, examples[level]);
        QCOMPARE(effect().graph(1)->data()->at(level)->key, examples[level]);
    }
    const auto* const intervals = qobject_cast<QCPErrorBars*>(effect().plottable(5));
    QVERIFY(intervals);
    // two values 1 point apart: t(0.95, 1) * 0.5
    QVERIFY(std::abs(intervals->data()->at(3).errorPlus - 12.706204736174705 * 0.5) < 1e-9);
    QVERIFY(!words().contains("may be the cause"));
}

void TestEffectsPanel::coloursTellASecondParameter() {
    choose("effectColour", "Large experts");
    QCOMPARE(effect().graph(1)->name(), QString("Large experts false"));
    QCOMPARE(effect().graph(3)->name(), QString("Large experts true"));
    QVERIFY(effect().graph(1)->pen().color() != effect().graph(3)->pen().color());
    QVERIFY(effect().graph(1)->data()->at(0)->value < effect().graph(3)->data()->at(0)->value);
}

void TestEffectsPanel::wideIntervalsLeaveRunsInSight() {
    choose("effectMeasure", "Mixture gain (points)");
    choose("effectColour", "Large experts");
    const QCPRange range = effect().yAxis->range();
    QVERIFY(range.contains(0.0) && range.contains(36.0)); // the least gain is 0, the largest 36
    QVERIFY(range.size() < 3.2 * 36);
    // Half the plot is not taken by an empty legend, where nothing is named.
    choose("effectColour", "nothing");
    effect().replot();
    QVERIFY(effect().axisRect()->width() > effect().width() / 2);
}

void TestEffectsPanel::saysWhatElseVaries() {
    QCOMPARE(words(), QString("These also differ between the runs and may be the cause: Large experts."));
    choose("effectColour", "Large experts");
    QVERIFY(words().isEmpty());
    Runs far = {sweep()[0], madeup::scored("far", madeup::withSeed(2, sweep()[0]->config.parameters), 0.25, 0.32),
                sweep()[4]};
    m_panel->setRuns(far, true); // 30 and 32 %: their interval is 12.7 points either way
    QCOMPARE(words(), QString("Arrows: intervals that reach beyond the axes; with few runs they are wide."));
}

void TestEffectsPanel::keysAndPointerSayNumbers() {
    choose("effectColour", "Large experts");
    choose("effectMeasure", "Mixture: accuracy (%)");
    effect().setFocus();
    QTest::keyClick(&effect(), Qt::Key_Right);
    QCOMPARE(words(), QString("Train examples 1000: Large experts false 25.5 ± 6.4 (n = 2); "
                              "Large experts true 30.5 ± 6.4 (n = 2)"));
    QTest::keyClick(&effect(), Qt::Key_Left);
    QVERIFY(words().startsWith("Train examples 1000:"));
    for (int i = 0; i < 5; ++i)
        QTest::keyClick(&effect(), Qt::Key_Right);
    QVERIFY(words().startsWith("Train examples 10000:"));
    const QPoint second(int(effect().xAxis->coordToPixel(2000)), effect().axisRect()->center().y());
    QTest::mouseMove(&effect(), second);
    QTRY_VERIFY2(words().startsWith("Train examples 2000:"), qPrintable(words()));
}

void TestEffectsPanel::categoriesStandBesideOneAnother() {
    choose("effectParameter", "Large experts");
    choose("effectColour", "Train examples");
    QCOMPARE(effect().graphCount(), 8);
    QCOMPARE(effect().xAxis->scaleType(), QCPAxis::stLinear);
    const double first = effect().graph(1)->data()->at(0)->key;
    const double last = effect().graph(7)->data()->at(0)->key;
    QVERIFY(first < last && std::abs(first + last) < 1e-9); // around category 0
    QVERIFY(effect().graph(1)->lineStyle() == QCPGraph::lsNone);
}

void TestEffectsPanel::learningCurvesOfEveryStage() {
    showPart(1);
    auto* const plot = find<EffectPlot>("learningPlot");
    QVERIFY(plot->isVisible());
    QVERIFY(!find<QComboBox>("effectMeasure")->isEnabled());
    QCOMPARE(words(),
             QString("An expert is scored on the images of its own group, the gate on groups. These also differ "
                     "between the runs and may be the cause: Large experts."));
    QCOMPARE(plot->graphCount(), 4);
    QCOMPARE(plot->graph(1)->name(), QString("Mixture"));
    QCOMPARE(plot->graph(3)->name(), QString("Baseline"));
    QCOMPARE(plot->graph(1)->pen().color(), memberColour(sweep().front()->stages.back().stage));
    // 0.3, 0.31, 0.25, 0.26
    QVERIFY(std::abs(plot->graph(1)->data()->at(0)->value - 28) < 1e-9);
    for (const int curve : {1, 3}) // all at the true numbers, none beside another
        for (int level = 0; level < 4; ++level)
            QCOMPARE(plot->graph(curve)->data()->at(level)->key,
                     (std::array{1000.0, 2000.0, 5000.0, 10000.0}[level]));
    QVERIFY(m_panel->figure().figureCsv().contains("\r\n1000,Baseline,run 0,1,0.25,4,0.25,0.25,0.25\r\n"));
}

void TestEffectsPanel::draggingKeepsRuns() {
    choose("effectMeasure", "Mixture: accuracy (%)");
    showPart(2);
    QVERIFY(find<QComboBox>("effectMeasure")->isEnabled());
    // axes: train_examples, use_large_experts, seed, baseline, gain, mixture
    const auto drag = [&](std::size_t axis, double from, double to) {
        QTest::mousePress(&parallel(), Qt::LeftButton, {}, parallel().pointOf(axis, from).toPoint());
        QTest::mouseMove(&parallel(), parallel().pointOf(axis, (from + to) / 2).toPoint());
        QTest::mouseRelease(&parallel(), Qt::LeftButton, {}, parallel().pointOf(axis, to).toPoint());
    };
    const auto kept = [&] {
        int count = 0;
        for (std::size_t run = 0; run < 16; ++run)
            count += parallel().isKept(run) ? 1 : 0;
        return count;
    };
    QCOMPARE(kept(), 16);
    drag(0, 0.9, 1);
    QCOMPARE(kept(), 4); // those of 10000
    QVERIFY(parallel().isKept(12) && !parallel().isKept(11));
    drag(1, 0.8, 1);
    QCOMPARE(kept(), 2); // of these, large experts
    drag(0, 0.5, 0.5);   // a click
    QCOMPARE(kept(), 8);
    parallel().setFocus();
    QTest::keyClick(&parallel(), Qt::Key_Escape);
    QCOMPARE(kept(), 16);
    QTest::keyClick(&parallel(), Qt::Key_Down);
    QCOMPARE(words(), QString("run 0: Train examples 1000, Large experts true, Seed 1, Baseline: accuracy (%) "
                              "25.0, Mixture gain (points) +5.0, Mixture: accuracy (%) 30.0"));
}

void TestEffectsPanel::runsWithoutAMeasureEndBefore() {
    Runs runs = sweep();
    Parameters parameters;
    parameters.trainExamples = 3000;
    runs.push_back(std::make_shared<const RunSummary>(madeup::summary("untrained", parameters)));
    const auto axes = axesOf(runs, {{Measure::Kind::Gain, {}}});
    QCOMPARE(axes.size(), 4u);
    QCOMPARE(axes[3].places.back(), std::optional<double>());
    QCOMPARE(axes[3].texts.back(), QString("–"));
    QVERIFY(std::abs(*axes[0].places.back() - std::log10(3.0)) < 1e-12); // 1000 is at 0, 10000 at 1
    QCOMPARE(axes[1].marks.size(), 2u);
    QCOMPARE(axes[1].marks[0].second, QString("false"));
    m_panel->setRuns(runs, false);
    showPart(2);
    QVERIFY(m_panel->figure().figureCsv().contains("\r\nuntrained,3000,true,1,–,–,–\r\n"));
}

/// Also where it is trained later than the runs were chosen, unless another measure was asked for.
void TestEffectsPanel::beginsWithTheMixture() {
    Runs begun;
    for (const auto& run : sweep()) {
        RunSummary baselines = *run;
        for (StageSummary& stage : baselines.stages)
            if (stage.stage.name == "mixture")
                stage = {stage.stage, StageState::Ready, {}};
        begun.push_back(std::make_shared<const RunSummary>(baselines));
    }
    m_panel->setRuns(begun, true);
    auto* const measure = find<QComboBox>("effectMeasure");
    QCOMPARE(measure->currentText(), QString("Baseline: accuracy (%)"));
    m_panel->setRuns(sweep(), true);
    QCOMPARE(measure->currentText(), QString("Mixture: accuracy (%)"));
    choose("effectMeasure", "Baseline: accuracy (%)");
    m_panel->setRuns(begun, true);
    m_panel->setRuns(sweep(), true);
    QCOMPARE(measure->currentText(), QString("Baseline: accuracy (%)"));
}

void TestEffectsPanel::keepsChoicesForOtherRuns() {
    choose("effectParameter", "Large experts");
    choose("effectMeasure", "Baseline: accuracy (%)");
    Runs fewer = sweep();
    fewer.resize(8);
    m_panel->setRuns(fewer, true);
    QCOMPARE(find<QComboBox>("effectParameter")->currentText(), QString("Large experts"));
    QCOMPARE(find<QComboBox>("effectMeasure")->currentText(), QString("Baseline: accuracy (%)"));
    fewer.resize(2); // only the seed differs
    m_panel->setRuns(fewer, true);
    QCOMPARE(find<QComboBox>("effectParameter")->currentText(), QString("Seed"));
}

void TestEffectsPanel::takesFiguresAway() {
    const QTemporaryDir folder;
    for (int part = 0; part < 3; ++part) {
        showPart(part);
        const QString base = folder.filePath(m_panel->figure().figureName());
        for (const char* ending : {".png", ".svg", ".pdf", ".csv"}) {
            exportFigure(m_panel->figure(), base + ending, {.width = 102, .height = 76, .points = 8, .dpi = 100});
            QVERIFY2(QFileInfo(base + ending).size() > 100, qPrintable(base + ending));
        }
        const QImage png(base + ".png");
        QCOMPARE(png.pixelColor(1, 297), QColor(Qt::white));
        bool coloured = false;
        for (int y = 0; y < png.height() && !coloured; ++y)
            for (int x = 0; x < png.width() && !coloured; ++x)
                coloured = png.pixelColor(x, y).hsvSaturation() > 100;
        QVERIFY(coloured);
    }
    QCOMPARE(QDir(folder.path()).entryList(QDir::Files).size(), 12);
}

void TestEffectsPanel::followsTheTheme() {
    const QPalette before = QApplication::palette();
    applyTheme(*qApp, Theme::Dark);
    for (int part = 0; part < 3; ++part) {
        showPart(part);
        QTest::qWait(20);
        QWidget* const plot = find<QTabWidget>("effectsParts")->currentWidget();
        const QImage shot = plot->grab().toImage();
        QCOMPARE(shot.pixelColor(shot.width() - 2, shot.height() - 2),
                 QApplication::palette().color(QPalette::Base));
    }
    QApplication::setPalette(before);
}

void TestEffectsPanel::controlsAreNamed() {
    int controls = 0;
    for (const QWidget* widget : m_panel->findChildren<QWidget*>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || widget->objectName().startsWith("qt_") ||
            widget->window() != m_panel.get() || qobject_cast<const QTabBar*>(widget))
            continue;
        ++controls;
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 7);
}

TEST_OF_ROOM(TestEffectsPanel);
#include "test_effects_panel.moc"
