#include "analysis/effect.h"
#include "effects/effect_plot.h"
#include "effects/effects_panel.h"
#include "test_of_room.h"
#include "ui/find_widget.h"
#include "workspace/made_up_run.h"
#include "workspace/runs.h"

#include <QComboBox>
#include <QtTest>

#include <cmath>

using namespace moelab;

/// What the axes of an effect hold.
class TestEffectAxes : public QObject {
    Q_OBJECT
  private slots:
    void everyRunIsInSight_data();
    void everyRunIsInSight();
    void narrowIntervalsLeaveRunsInSight();
    void accuraciesEndAtNothing();
    void seedsAreNoQuantity();
};

/// The gains of runs with 1000 and 2000 training images, in points.
void TestEffectAxes::everyRunIsInSight_data() {
    QTest::addColumn<std::vector<double>>("first");
    QTest::addColumn<std::vector<double>>("second");
    QTest::newRow("one lost") << std::vector{-2.5} << std::vector{7.0, 8.0, 7.5};
    QTest::newRow("all lost") << std::vector{-2.5} << std::vector{-1.0};
    QTest::newRow("lost among many") << std::vector{-2.5, 3.0, 3.1, 2.9, 3.0, 3.2, 2.8, 3.0, 9.0}
                                     << std::vector{3.0};
    QTest::newRow("no difference") << std::vector{-2.5} << std::vector{-2.5};
}

void TestEffectAxes::everyRunIsInSight() {
    QFETCH(const std::vector<double>, first);
    QFETCH(const std::vector<double>, second);
    Runs runs;
    for (const auto& [examples, gains] : {std::pair(1000, first), std::pair(2000, second)})
        for (std::size_t i = 0; i < gains.size(); ++i) {
            Parameters parameters = madeup::withSeed(static_cast<std::int64_t>(i) + 1);
            parameters.trainExamples = examples;
            runs.push_back(madeup::scored("run", parameters, 0.5, 0.5 + gains[i] / 100));
        }
    EffectsPanel panel;
    panel.resize(900, 450);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    panel.setRuns(runs, true);
    auto* const measure = fixture::findIn<QComboBox>(panel, "effectMeasure");
    measure->setFocus();
    while (measure->currentText() != "Mixture gain (points)" && measure->currentIndex() + 1 < measure->count())
        QTest::keyClick(measure, Qt::Key_Down);
    QCOMPARE(measure->currentText(), QString("Mixture gain (points)"));
    auto& effect = *fixture::findIn<EffectPlot>(panel, "effectPlot");
    const QCPRange ys = effect.yAxis->range();
    const QCPRange xs = effect.xAxis->range();
    // With a margin that keeps the whole circle within the axes.
    const double y = 0.02 * ys.size();
    for (const double gain : first)
        QVERIFY2(ys.contains(gain - y) && ys.contains(gain + y), qPrintable(QString::number(gain)));
    for (const double gain : second)
        QVERIFY2(ys.contains(gain - y) && ys.contains(gain + y), qPrintable(QString::number(gain)));
    QVERIFY(ys.size() >= 1); // a tenth of a point does not fill the plot
    QVERIFY(xs.lower < 1000 && xs.upper > 2000);
    // Intervals end within the axes, or go on as an arrow that does.
    effect.replot();
    for (int i = 0; i < effect.plottableCount(); ++i)
        if (const auto* const intervals = qobject_cast<QCPErrorBars*>(effect.plottable(i)))
            for (int k = 0; k < intervals->data()->size(); ++k) {
                const double mean = effect.graph(1)->data()->at(k)->value;
                const QCPErrorBarsData& reach = intervals->data()->at(k);
                QVERIFY(std::isnan(reach.errorMinus) || ys.contains(mean - reach.errorMinus));
                QVERIFY(std::isnan(reach.errorPlus) || ys.contains(mean + reach.errorPlus));
            }
    for (int i = 0; i < effect.itemCount(); ++i)
        if (const auto* const arrow = qobject_cast<QCPItemLine*>(effect.item(i)))
            QVERIFY(ys.contains(arrow->end->value()));
}

/// Of one value of the epochs.
static Effect effectOf(const EffectLevel& level) {
    Effect effect;
    effect.parameter = "epochs";
    effect.numeric = true;
    effect.values = {1};
    effect.series = {{"", {level}}};
    return effect;
}

/// Of many runs the interval is narrower than what they differ by.
void TestEffectAxes::narrowIntervalsLeaveRunsInSight() {
    const std::vector<double> gains = {-2.5, 3, 3.1, 2.9, 3, 3.2, 2.8, 3, 9};
    EffectLevel level{1, 1, {}, estimateMean(gains)};
    for (const double gain : gains)
        level.points.push_back({gain, 0, nullptr});
    QVERIFY(level.mean.interval->low > -2.5 && level.mean.interval->high < 9);
    const Effect effect = effectOf(level);
    EffectPlot plot("effect");
    plot.showEffect(effect, {Measure::Kind::Loss, "gate"}, "loss", {{QString(), Qt::black}});
    QVERIFY(plot.yAxis->range().contains(plot.graph(0)->data()->at(0)->value));
    QVERIFY(plot.yAxis->range().contains(plot.graph(0)->data()->at(8)->value));
}

/// Of 2 %, 3 % and 10 %, whose interval reaches from -5.8 % to 15.8 % (mean 5 %, t of 2 degrees of freedom 4.303,
/// standard error 2.517).
void TestEffectAxes::accuraciesEndAtNothing() {
    EffectLevel level{1, 1, {{0.02, 0, nullptr}, {0.03, 0, nullptr}, {0.1, 0, nullptr}}, {}};
    level.mean = estimateMean(std::vector{0.02, 0.03, 0.1});
    QVERIFY(std::abs(level.mean.interval->low + 0.0583) < 0.001);
    const Effect effect = effectOf(level);
    EffectPlot plot("effect");
    const auto range = [&](Measure::Kind kind) {
        plot.showEffect(effect, {kind, "gate"}, "measure", {{QString(), Qt::black}});
        return plot.yAxis->range();
    };
    const QCPRange accuracy = range(Measure::Kind::Accuracy);
    QVERIFY2(accuracy.lower > -1 && accuracy.lower < 2, qPrintable(QString::number(accuracy.lower)));
    QVERIFY(accuracy.upper > 10);
    QVERIFY(plot.isCut());                            // which an arrow says
    QVERIFY(range(Measure::Kind::Gain).lower < -5.8); // may be lost
}

/// Between two of them is nothing: no line joins them, and they stand as far apart as each other.
void TestEffectAxes::seedsAreNoQuantity() {
    Runs runs;
    for (const std::int64_t seed : {1, 2, 40})
        runs.push_back(madeup::scored("run", madeup::withSeed(seed), 0.5, 0.6));
    const Measure measure{Measure::Kind::Accuracy, "mixture"};
    const Effect effect = effectOf(runs, "seed", measure);
    EffectPlot plot("effect");
    plot.showEffect(effect, measure, "accuracy", {{QString(), Qt::black}});
    QCOMPARE(plot.graph(1)->lineStyle(), QCPGraph::lsNone);
    const auto means = plot.graph(1)->data();
    QCOMPARE(means->size(), 3);
    QCOMPARE(means->at(1)->key - means->at(0)->key, means->at(2)->key - means->at(1)->key);
    plot.resize(600, 300);
    plot.replot(QCustomPlot::rpImmediateRefresh);
    QCOMPARE(plot.xAxis->tickVectorLabels(), (QVector<QString>{"1", "2", "40"}));
}

TEST_OF_ROOM(TestEffectAxes);
#include "test_effect_axes.moc"
