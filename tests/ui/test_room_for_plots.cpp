#include "curves/curves_plot.h"
#include "test_of_room.h"
#include "text/elided_label.h"
#include "ui/trained_window.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QToolButton>

using namespace moelab;
using namespace fixture;

/// The curves and the board share a small window: plots can be read, also while there is much left to train.
class TestRoomForPlots : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase();
    void cleanup();
    void lowPlotsStandBesideOneAnother();
    void paperHasAccuracyBelowLoss();
    void axesHoldEveryBatch();
    void plotsAreHighEnough_data();
    void plotsAreHighEnough();
    void theBoardLeavesTheViewsTheirRoom();
    void aDraftShowsThePicture();
    void aDraftFits_data();
    void aDraftFits();

  private:
    QFont m_font;
};

namespace {

StageView oneEpoch() {
    StageView view;
    view.stage = findStage(stagesOf(defaultGroups()), "baseline");
    view.epochs = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true}};
    return view;
}

/// Whose expert is not trained.
Parameters withThirdGroup(Parameters parameters) {
    std::vector<int>& classes = parameters.groups[0].classes;
    ClassGroup third{"third", {classes.back(), classes.front()}};
    classes = {classes.begin() + 1, classes.end() - 1};
    parameters.groups.push_back(third);
    return parameters;
}

/// Of loss and accuracy, with what stands around them.
QRect placeOf(const CurvesPlot& plot, int rect) { return plot.axisRect(rect)->outerRect(); }

} // namespace

void TestRoomForPlots::initTestCase() {
    m_font = QApplication::font();
    trainOnce();
}

void TestRoomForPlots::cleanup() {
    m_open.reset();
    QFile::remove(m_folder.filePath("window.ini"));
    QApplication::setFont(m_font);
}

void TestRoomForPlots::lowPlotsStandBesideOneAnother() {
    CurvesPlot plot;
    plot.showStages({oneEpoch()}, 0);
    const auto resizeTo = [&plot](int width, int height) {
        plot.resize(width, height);
        plot.replot(QCustomPlot::rpImmediateRefresh); // lays it out
    };
    plot.setVisible(true);
    resizeTo(900, 320);
    QVERIFY(placeOf(plot, 0).right() < placeOf(plot, 1).left());
    QCOMPARE(placeOf(plot, 0).top(), placeOf(plot, 1).top());
    QVERIFY(placeOf(plot, 0).height() >= 220);
    resizeTo(900, 700);
    QVERIFY(placeOf(plot, 0).bottom() < placeOf(plot, 1).top());
    QCOMPARE(placeOf(plot, 0).left(), placeOf(plot, 1).left());
    resizeTo(400, 320); // too narrow for two
    QVERIFY(placeOf(plot, 0).bottom() < placeOf(plot, 1).top());
    resizeTo(400, plot.heightForWidth(400));
    QVERIFY(placeOf(plot, 0).height() >= 200 &&
            placeOf(plot, 1).height() >= 200); // they share what is between them
}

/// However it stands in the window.
void TestRoomForPlots::paperHasAccuracyBelowLoss() {
    CurvesPlot plot;
    plot.showStages({oneEpoch()}, 0);
    plot.resize(900, 320);
    plot.setVisible(true);
    plot.replot(QCustomPlot::rpImmediateRefresh);
    QVERIFY(placeOf(plot, 0).right() < placeOf(plot, 1).left());
    QImage paper(600, 400, QImage::Format_RGB32);
    QCPPainter painter(&paper);
    QRect loss;
    QRect accuracy;
    const auto look = connect(&plot, &QCustomPlot::afterLayout, &plot, [&] {
        loss = placeOf(plot, 0);
        accuracy = placeOf(plot, 1);
    });
    plot.drawFigure(painter, paper.size());
    disconnect(look);
    QVERIFY(loss.bottom() < accuracy.top());
    plot.replot(QCustomPlot::rpImmediateRefresh);
    QVERIFY(placeOf(plot, 0).right() < placeOf(plot, 1).left());
}

void TestRoomForPlots::axesHoldEveryBatch() {
    CurvesPlot plot;
    StageView view = oneEpoch();
    for (std::int64_t batch = 1; batch <= 50; ++batch) {
        BatchProgress progress;
        progress.epoch = 1;
        progress.batch = batch;
        progress.batches = 50;
        progress.batchLoss = batch == 20 ? 9 : 1; // one is far above what is smoothed
        view.batches.add(progress);
    }
    plot.showStages({view}, 0);
    QVERIFY(plot.axisRect(0)->axis(QCPAxis::atLeft)->range().contains(9));
}

void TestRoomForPlots::plotsAreHighEnough_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("points");
    for (const QSize size : {QSize(1000, 650), QSize(1366, 768), QSize(1920, 1080)})
        for (const int points : {9, 14})
            QTest::addRow("%d x %d, %d pt", size.width(), size.height(), points) << size << points;
}

/// Whole, a stage reset, parameters changed, and beside the inspector.
void TestRoomForPlots::plotsAreHighEnough() {
    QFETCH(QSize, size);
    QFETCH(int, points);
    QFont font = m_font;
    font.setPointSize(points);
    QApplication::setFont(font);
    openRun();
    auto* const plot = m_open->find<CurvesPlot>("curvesPlot");
    const auto isHighEnough = [&] {
        m_open->window->resize(size);
        plot->replot(QCustomPlot::rpImmediateRefresh);
        for (int i = 0; i < plot->axisRectCount(); ++i)
            if (placeOf(*plot, i).height() < 210 || plot->axisRect(i)->height() < 90)
                return false;
        // It takes most of what is seen of its view.
        const int seen = m_open->find<QScrollArea>("curvesViewArea")->viewport()->height();
        return m_open->window->size() == size && seen >= std::min(220, size.height() / 3);
    };
    QTRY_VERIFY(isHighEnough());
    m_open->session.selection().setImage(3);
    QTRY_VERIFY(isHighEnough());
    m_open->session.selection().setImage(-1);
    const Parameters before = m_open->session.parameters();
    m_open->session.setParameters(withThirdGroup(before));
    QTRY_VERIFY(m_open->find<QWidget>("outdatedBar")->isVisible());
    QTRY_VERIFY(isHighEnough());
    m_open->session.setParameters(before); // the run is the next test's, too
    QTRY_VERIFY(!m_open->find<QWidget>("outdatedBar")->isVisible());
}

/// It stands as a picture where there is room for it, until a person folds or unfolds it.
void TestRoomForPlots::theBoardLeavesTheViewsTheirRoom() {
    openRun();
    MainWindow& window = *m_open->window;
    const Parameters before = m_open->session.parameters();
    m_open->session.setParameters(withThirdGroup(before));
    const auto isWhole = [this] { return m_open->find<QWidget>("state-gate")->isVisible(); };
    window.resize(1920, 1080);
    QTRY_VERIFY(isWhole());
    window.resize(1000, 650);
    QTRY_VERIFY(!isWhole());
    QVERIFY(m_open->find<QWidget>("train-expert-third")->isVisible()); // as a line it can be trained, too
    QTest::mouseClick(m_open->find<QToolButton>("foldBoard"), Qt::LeftButton);
    QTRY_VERIFY(isWhole());
    window.resize(1000, 700);
    QVERIFY(isWhole());
    m_open->session.setParameters(before); // the run is the next test's, too
    m_open.reset();
    openRun();
    m_open->window->resize(1000, 650);
    m_open->session.setParameters(withThirdGroup(before));
    QTRY_VERIFY(isWhole()); // as it was chosen
    m_open->session.setParameters(before);
}

void TestRoomForPlots::aDraftShowsThePicture() {
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->window->resize(1000, 650);
    QVERIFY(m_open->startDraft(smallParameters()));
    QTRY_VERIFY(m_open->find<QWidget>("state-gate")->isVisible());
}

void TestRoomForPlots::aDraftFits_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<bool>("picture");
    QTest::newRow("two groups") << 2 << true;
    QTest::newRow("three groups") << 3 << true;
    QTest::newRow("five groups") << 5 << false;
}

/// In large letters on a laptop: a smaller picture where that has room, else a line a stage. Nothing is cut, and a
/// picture does not scroll.
void TestRoomForPlots::aDraftFits() {
    QFETCH(int, groups);
    QFETCH(bool, picture);
    QFont letters = m_font;
    letters.setPointSize(14);
    QApplication::setFont(letters);
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->window->resize(1366, 746);
    Parameters parameters = smallParameters();
    if (groups == 3)
        parameters = withThirdGroup(parameters);
    if (groups == 5)
        setParameter(parameters, R"(groups={"a": [0, 1], "b": [2, 3], "c": [4, 5], "d": [6, 7], "e": [8, 9]})");
    QVERIFY(m_open->startDraft(parameters));
    QCOMPARE(int(m_open->session.stages().size()), groups + 3);
    for (const StageView& view : m_open->session.stages())
        if (!view.stage.isMixture)
            QTRY_VERIFY2(m_open->find<QWidget>("train-" + view.name())->isVisible(), qPrintable(view.name()));
    QTRY_COMPARE(m_open->find<QWidget>("state-gate")->isVisible(), picture);
    auto* const area = m_open->find<QScrollArea>("stageBoardArea");
    QTRY_COMPARE(area->horizontalScrollBar()->maximum(), 0);
    if (picture)
        QTRY_COMPARE(area->verticalScrollBar()->maximum(), 0);
    for (const StageView& view : m_open->session.stages())
        for (const ElidedLabel* words : m_open->find<QWidget>("card-" + view.name())->findChildren<ElidedLabel*>())
            QVERIFY2(!words->isVisible() || !words->isElided(), qPrintable(words->text()));
}

TEST_OF_ROOM(TestRoomForPlots);
#include "test_room_for_plots.moc"
