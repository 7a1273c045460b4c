#include "analysis/confusion.h"
#include "analysis/gap_ladder.h"
#include "experiment/mix.h"
#include "mixture/causes_plot.h"
#include "mixture/forced_bar.h"
#include "mixture/ladder_plot.h"
#include "samples/sample_model.h"
#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QRegularExpression>
#include <QSlider>
#include <QToolButton>

using namespace moelab;
using namespace fixture;

/// The view of why the mixture errs, on a small run that errs often. What each image's outcome is, analysis's own
/// tests show; here it is that the window shows the same.
class TestMixturePanel : public QObject, fixture::TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void cleanup() { m_open.reset(); }
    void saysWhatToPressWhileUntrained();
    void barsAddUpToTheErrors();
    void classesWithoutImagesSayIt();
    void aClickShowsThePartsImages();
    void showsWhatTheMixtureSaved();
    void ladderHasSevenRungs();
    void ladderIsThereUnseen();
    void whatIsSaidStandsByItsOwn();
    void keysMoveAlongTheParts();
    void manyGroupsFit();
    void forcesAnotherWay_data();
    void forcesAnotherWay();

  private:
    ClassGroups groups() const { return m_open->session.parameters().groups; }
    Attribution attribution() const { return attribute(*m_open->session.outputs(), groups()); }
};

void TestMixturePanel::init() {
    openRun();
    m_open->window->showView("mixtureView");
}

void TestMixturePanel::saysWhatToPressWhileUntrained() {
    const QTemporaryDir folder;
    OpenWindow untrained(folder);
    untrained.window->showView("mixtureView");
    QVERIFY(untrained.find<QLabel>("mixtureHeading")->text().contains("Train all"));
    QVERIFY(!untrained.find<CausesPlot>("causesPlot")->isVisible());
    QVERIFY(untrained.find<CausesPlot>("causesPlot")->figureIsEmpty());
}

void TestMixturePanel::barsAddUpToTheErrors() {
    auto* const plot = m_open->find<CausesPlot>("causesPlot");
    QVERIFY(plot->isVisible());
    const Attribution expected = attribution();
    QVERIFY(expected.all.errors() > 0); // else there is nothing to see
    QCOMPARE(plot->plottableCount(), 4);
    for (int bar = 0; bar <= int(expected.classes.size()); ++bar) {
        const OutcomeCounts& counts = bar == 0 ? expected.all : expected.classes[std::size_t(bar - 1)];
        double length = 0;
        for (int i = 0; i < 4; ++i) {
            const double value = plot->plottable(i)->interface1D()->dataMainValue(bar);
            QCOMPARE(value, 100.0 * double(counts[kErrorCauses[std::size_t(i)]]) / double(counts.images()));
            length += value;
        }
        QVERIFY(std::abs(length - 100.0 * double(counts.errors()) / double(counts.images())) < 1e-9);
    }
    const QString csv = plot->figureCsv();
    QVERIFY2(csv.contains(QString("\r\nall,60,%1,").arg(expected.all.errors())), qPrintable(csv));
    QCOMPARE(csv.count("\r\n"), 12);
}

/// They have no errors either.
void TestMixturePanel::classesWithoutImagesSayIt() {
    Attribution attribution;
    attribution.classes.resize(2);
    attribution.classes[0][Outcome::Right] = attribution.all[Outcome::Right] = 3;
    CausesPlot plot;
    plot.showCauses(attribution, {"cat", "horse"});
    plot.resize(400, 300);
    plot.replot(QCustomPlot::rpImmediateRefresh);
    QCOMPARE(plot.yAxis->tickVectorLabels(), (QVector<QString>{"all", "cat", "horse: no images"}));
}

void TestMixturePanel::aClickShowsThePartsImages() {
    auto* const plot = m_open->find<CausesPlot>("causesPlot");
    m_open->session.selection().setStage("gate");
    const Attribution expected = attribution();
    int cls = 0;
    while (expected.classes[std::size_t(cls)].errors() == 0)
        ++cls;
    const OutcomeCounts& counts = expected.classes[std::size_t(cls)];
    const Outcome cause = *std::ranges::find_if(kErrorCauses, [&](Outcome each) { return counts[each] > 0; });
    QTRY_VERIFY(plot->partRect(cls, cause).width() > 2);
    QTest::mouseClick(plot, Qt::LeftButton, {}, plot->partRect(cls, cause).center().toPoint());
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->isVisible());
    QCOMPARE(grid->model()->rowCount(), int(counts[cause]));
    const std::vector<std::int64_t>& labels = m_open->session.outputs()->labels;
    for (int row = 0; row < grid->model()->rowCount(); ++row) {
        const auto image = std::size_t(grid->model()->index(row, 0).data(SampleModel::ImageRole).toInt());
        QCOMPARE(labels[image], cls);
        QVERIFY(expected.outcomes[image] == cause);
    }
    const QString words[] = {"gate", "combination", "baseline and expert", "baseline and expert, misrouted"};
    const QString word = words[std::ranges::find(kErrorCauses, cause) - kErrorCauses.begin()];
    QCOMPARE(m_open->find<QLabel>("samplesHeading")->text(),
             QString("%1 wrong test images of Mixture, true class %2, cause: %3")
                 .arg(counts[cause])
                 .arg(m_open->session.data()->className(cls), word));
    auto* const outcome = m_open->find<QToolButton>("chip-outcome");
    QCOMPARE(outcome->text(), "cause: " + word + " ✕");
    QTest::mouseClick(outcome, Qt::LeftButton);
    QCOMPARE(grid->model()->rowCount(), int(counts.errors()));
    m_open->find<QToolButton>("queryClear")->click();
    QCOMPARE(grid->model()->rowCount(), 60);
}

void TestMixturePanel::showsWhatTheMixtureSaved() {
    const std::int64_t saved = attribution().all[Outcome::Saved];
    auto* const button = m_open->find<QToolButton>("mixtureSaved");
    QCOMPARE(button->text(), QString("%1 corrected by the mixture").arg(saved));
    button->click();
    QCOMPARE(m_open->find<QListView>("samplesGrid")->model()->rowCount(), int(saved));
    QCOMPARE(m_open->find<QLabel>("samplesHeading")->text(),
             QString("%1 correct test images of Mixture, corrected by the mixture").arg(saved));
}

void TestMixturePanel::ladderHasSevenRungs() {
    auto* const plot = m_open->find<LadderPlot>("ladderPlot");
    QVERIFY(plot->isVisible());
    QTRY_VERIFY(!plot->figureIsEmpty());
    const GapLadder expected = gapLadder(*m_open->session.outputs(), groups());
    QCOMPARE(plot->graph(0)->dataCount(), 7);
    const QStringList lines = plot->figureCsv().split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 8);
    for (int way = 0; way < 7; ++way) {
        const GapLadder::Rung& rung = expected.rungs[std::size_t(way)];
        QCOMPARE(plot->graph(0)->dataMainValue(way), 100 * rung.accuracy);
        const QStringList cells = lines[way + 1].split(',');
        QVERIFY(std::abs(cells[1].toDouble() - rung.accuracy) < 1e-8);
        QVERIFY(std::abs(cells[3].toDouble() - rung.interval.high) < 1e-8);
    }
    const QString words = m_open->find<QLabel>("ladderWords")->text();
    const McNemar& test = expected.mixtureAgainstBaseline;
    QVERIFY2(words.startsWith(
                 QString("As trained, images that only the mixture classifies correctly: %1; only the baseline: %2")
                     .arg(test.onlyFirst)
                     .arg(test.onlySecond)),
             qPrintable(words));
    QCOMPARE(test.onlyFirst, attribution().all[Outcome::Saved]); // the same images by another way
}

/// It comes from another thread, whichever view is shown, and goes with the outputs it is of.
void TestMixturePanel::ladderIsThereUnseen() {
    m_open.reset(); // one window at a time has a run
    OpenWindow open(m_folder);
    open.window->showView("curvesView");
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    auto* const plot = open.find<LadderPlot>("ladderPlot");
    QTRY_VERIFY(!plot->figureIsEmpty());
    open.session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.outputs(), kLong);
    QVERIFY(plot->figureIsEmpty());
    QTest::qWait(300); // nothing comes after it
    QVERIFY(plot->figureIsEmpty());
    QCOMPARE(plot->graph(0)->dataCount(), 0);
}

/// The test of the mixture as trained belongs to the ladder, not to the forced routing below both plots.
void TestMixturePanel::whatIsSaidStandsByItsOwn() {
    const auto placeOf = [this](const char* name) {
        auto* const widget = m_open->find<QWidget>(name);
        return QRect(widget->mapTo(m_open->window.get(), QPoint()), widget->size());
    };
    QTRY_VERIFY(!m_open->find<QLabel>("ladderWords")->text().isEmpty());
    const QRect ladder = placeOf("ladderPlot");
    const QRect words = placeOf("ladderWords");
    QVERIFY(words.top() >= ladder.bottom() && words.left() >= ladder.left() && words.right() <= ladder.right() + 1);
    QVERIFY(words.left() > placeOf("causesPlot").right());
    QVERIFY(placeOf("forcedResult").top() > words.bottom());
}

void TestMixturePanel::keysMoveAlongTheParts() {
    auto* const plot = m_open->find<CausesPlot>("causesPlot");
    auto* const words = m_open->find<QLabel>("mixtureWords");
    const Attribution expected = attribution();
    std::vector<Outcome> causes;
    for (const Outcome cause : kErrorCauses)
        if (expected.all[cause] > 0)
            causes.push_back(cause);
    const auto allHas = [&](Outcome cause) { return QString("all: %1 of 60 images").arg(expected.all[cause]); };
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_Down); // to the first part: none was chosen before
    QVERIFY2(words->text().startsWith(allHas(causes.front())), qPrintable(words->text()));
    for (std::size_t press = 0; press < kErrorCauses.size(); ++press) // to the last and no further
        QTest::keyClick(plot, Qt::Key_Right);
    QVERIFY2(words->text().startsWith(allHas(causes.back())), qPrintable(words->text()));
    QTest::keyClick(plot, Qt::Key_Return);
    QCOMPARE(m_open->find<QListView>("samplesGrid")->model()->rowCount(), int(expected.all[causes.back()]));
    m_open->window->showView("mixtureView");
    plot->setFocus();
    QTest::keyClick(plot, Qt::Key_Down); // to the first class that errs
    int cls = 0;
    while (expected.classes[std::size_t(cls)].errors() == 0)
        ++cls;
    QVERIFY2(words->text().startsWith(m_open->session.data()->className(cls) + ": "), qPrintable(words->text()));
    QTest::keyClick(plot, Qt::Key_Return);
    QCOMPARE(m_open->session.selection().query().label, cls);
}

/// Sixteen check boxes and their long names go into lines, and do not widen the window.
void TestMixturePanel::manyGroupsFit() {
    auto* const bar = m_open->find<ForcedBar>("forcedBar");
    const int width = m_open->window->width();
    const int height = bar->height();
    QStringList names;
    for (int group = 0; group < 16; ++group)
        names << QString("group number %1").arg(group);
    bar->setGroups(names);
    QTRY_VERIFY(bar->height() > height);
    QCOMPARE(m_open->window->width(), width);
    QVERIFY(m_open->window->minimumSizeHint().width() <= width);
    QRegion taken;
    for (const QString& name : names) {
        auto* const box = m_open->find<QCheckBox>(qPrintable("forcedExpert-" + name));
        QTRY_VERIFY(bar->rect().contains(box->geometry()));
        QVERIFY(!taken.intersects(box->geometry()));
        taken += box->geometry();
    }
}

void TestMixturePanel::forcesAnotherWay_data() {
    using Routing = MixtureRule::Routing;
    QTest::addColumn<QString>("route");
    QTest::addColumn<int>("share"); // -1: the sub-gates'
    QTest::addColumn<QString>("off");
    QTest::addColumn<MixtureRule>("forced");
    QTest::newRow("as trained") << "routing as trained" << -1 << "" << MixtureRule{};
    QTest::newRow("perfect gate") << "perfect gate" << -1 << "" << MixtureRule{.routing = Routing::Own};
    QTest::newRow("natural") << "always natural" << -1 << "" << MixtureRule{.routing = Routing::Fixed, .group = 1};
    QTest::newRow("soft") << "soft gate" << -1 << "" << MixtureRule{.routing = Routing::Soft};
    QTest::newRow("even, expert alone")
        << "uniform routing" << 100 << "" << MixtureRule{.routing = Routing::Even, .expertShare = 1};
    QTest::newRow("without baseline") << "routing as trained" << 30 << "forcedBaseline"
                                      << MixtureRule{.expertShare = 0.3, .baselineOn = false};
    QTest::newRow("without an expert") << "perfect gate" << -1 << "forcedExpert-natural"
                                       << MixtureRule{.routing = Routing::Own, .expertsOn = {true, false}};
}

void TestMixturePanel::forcesAnotherWay() {
    QFETCH(QString, route);
    QFETCH(int, share);
    QFETCH(QString, off);
    QFETCH(MixtureRule, forced);
    auto* const routes = m_open->find<QComboBox>("forcedRoute");
    routes->setCurrentText(route);
    emit routes->activated(routes->currentIndex());
    auto* const slider = m_open->find<QSlider>("forcedShare");
    QVERIFY(!slider->isVisible()); // it would say nothing
    if (share >= 0) {
        m_open->find<QCheckBox>("forcedLearned")->click();
        QTRY_VERIFY(slider->isVisible());
        slider->setValue(share);
    }
    if (!off.isEmpty())
        m_open->find<QCheckBox>(qPrintable(off))->click();
    const MemberOutputs& outputs = *m_open->session.outputs();
    const auto right = [&](std::span<const float> said) {
        const std::vector<std::int64_t> answers = predictions(said, 10);
        int count = 0;
        for (std::size_t image = 0; image < 60; ++image)
            count += answers[image] == outputs.labels[image];
        return count;
    };
    const auto text = [](int images, bool sign) {
        const QString number = QString::number(100.0 * images / 60, 'f', 1);
        return sign && images > 0 ? "+" + number : number;
    };
    const int found = right(mix(outputs, groups(), forced).outputs);
    const QString words = m_open->find<QLabel>("forcedResult")->text();
    const auto given = [&](const char* pattern) { // a number of the sentence
        return QRegularExpression(pattern).match(words).captured(1);
    };
    QCOMPARE(given("^Accuracy ([\\d.]+) % "), text(found, false));
    QCOMPARE(given("%\\): ([-+\\d.]+) points against the mixture as trained"),
             text(found - right(outputs.mixture()), true));
    QCOMPARE(given("([-+\\d.]+) points against the baseline"), text(found - right(outputs.baseline()), true));
    QVERIFY(given("interval ([\\d.]+) to").toDouble() < 100.0 * found / 60);
    QVERIFY(given(" to ([\\d.]+) %\\)").toDouble() > 100.0 * found / 60);
    if (found == right(outputs.mixture()))
        QCOMPARE(given("McNemar's p = ([\\d.]+)\\),"), QString("1"));
}

TEST_OF_ROOM(TestMixturePanel);
#include "test_mixture_panel.moc"
