#include "calibration/coverage_plot.h"
#include "calibration/reliability_plot.h"
#include "samples/sample_model.h"
#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QLabel>
#include <QListView>

using namespace moelab;
using namespace fixture;

/// The view of how far members can be taken at their word. The numbers themselves are core's, tested there.
class TestCalibrationPanel : public QObject, fixture::TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void cleanup() { m_open.reset(); }
    void saysWhatToPressWhileUntrained();
    void barsAreTheChosenMembers();
    void imagesAreCountedInWholeNumbers();
    void aBinOpensItsImages();
    void keysMoveAlongTheBins();
    void aCurveOpensTheSurest();
    void keysMoveAlongTheCurve();
    void temperatureIsOfHeldOutImages();

  private:
    ClassGroups groups() const { return m_open->session.parameters().groups; }
    MemberCalibration expected(const char* stage) const {
        return *calibrate(*m_open->session.outputs(), m_open->session.findStage(stage)->stage, groups());
    }
    ReliabilityPlot& reliability() { return *m_open->find<ReliabilityPlot>("reliabilityPlot"); }
    CoveragePlot& coverage() { return *m_open->find<CoveragePlot>("coveragePlot"); }
    QString words() { return m_open->find<QLabel>("calibrationWords")->text(); }
    QString heading() { return m_open->find<QLabel>("calibrationHeading")->text(); }
    /// @returns the confidence of every image in the Images view, of the baseline
    std::vector<float> shown();
};

void TestCalibrationPanel::init() {
    openRun();
    m_open->session.selection().setStage("baseline");
    m_open->window->showView("calibrationView");
    QTRY_VERIFY(reliability().isVisible() && reliability().width() > 100);
    // Shown a second time when the temperatures are known.
    QTRY_VERIFY_WITH_TIMEOUT(heading().contains("temperature "), kLong);
    QTest::qWait(0);
}

std::vector<float> TestCalibrationPanel::shown() {
    auto* const grid = m_open->find<QListView>("samplesGrid");
    std::vector<float> confidences;
    for (int row = 0; grid->isVisible() && row < grid->model()->rowCount(); ++row) {
        const auto image = grid->model()->index(row, 0).data(SampleModel::ImageRole).toInt();
        const std::span<const float> said =
            m_open->session.outputs()->row(m_open->session.outputs()->baseline(), image, 10);
        confidences.push_back(*std::ranges::max_element(said));
    }
    return confidences;
}

void TestCalibrationPanel::saysWhatToPressWhileUntrained() {
    const QTemporaryDir folder;
    OpenWindow untrained(folder);
    untrained.window->showView("calibrationView");
    QVERIFY(untrained.find<QLabel>("calibrationHeading")->text().contains("Train"));
    QVERIFY(!untrained.find<QWidget>("reliabilityPlot")->isVisible());
    QVERIFY(untrained.find<ReliabilityPlot>("reliabilityPlot")->figureIsEmpty());
    QVERIFY(untrained.find<CoveragePlot>("coveragePlot")->figureIsEmpty());
}

void TestCalibrationPanel::barsAreTheChosenMembers() {
    for (const char* stage : {"gate", "expert-natural", "mixture", "baseline"}) {
        m_open->session.selection().setStage(stage);
        const MemberCalibration member = expected(stage);
        QVERIFY(heading().contains(
            QString("accuracy %1 % on %2 test images").arg(100 * member.accuracy, 0, 'f', 1).arg(member.images)));
        QVERIFY(heading().contains(QString("error %1 %").arg(100 * member.reliability.expectedError, 0, 'f', 1)));
        const QStringList lines = reliability().figureCsv().split("\r\n", Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 16);
        int images = 0;
        for (int bin = 0; bin < 15; ++bin)
            images += lines[bin + 1].split(',')[2].toInt();
        QCOMPARE(images, int(member.images));
    }
    QCOMPARE(coverage().graphCount(), 5);
    QVERIFY(coverage().graph(0)->pen().widthF() > coverage().graph(1)->pen().widthF()); // the chosen one
}

void TestCalibrationPanel::imagesAreCountedInWholeNumbers() {
    ReliabilityPlot plot;
    plot.resize(400, 300);
    MemberCalibration member;
    member.stage = findStage(stagesOf(defaultGroups()), "baseline");
    for (const int images : {1, 2, 7, 10, 23}) {
        member.reliability.bins = {{0.5, 0.6, images, 0.55, 0.5}};
        plot.showMember(member);
        plot.replot(QCustomPlot::rpImmediateRefresh);
        const QVector<double> ticks = plot.axisRect(1)->axis(QCPAxis::atLeft)->tickVector();
        QVERIFY(ticks.size() >= 2);
        for (const double tick : ticks)
            QCOMPARE(tick, std::round(tick));
    }
}

void TestCalibrationPanel::aBinOpensItsImages() {
    const MemberCalibration member = expected("baseline");
    const auto bin = std::ranges::max_element(member.reliability.bins, {}, &ReliabilityBin::images);
    const QPoint middle = reliability().binRect(int(bin - member.reliability.bins.begin())).center().toPoint();
    QTest::mouseMove(&reliability(), {1, 1});
    QTest::mouseMove(&reliability(), middle);
    QTRY_VERIFY2(words().startsWith(QString("%1 images with a confidence above").arg(bin->images)),
                 qPrintable(words()));
    QTest::mouseClick(&reliability(), Qt::LeftButton, {}, middle);
    const std::vector<float> found = shown();
    QCOMPARE(std::int64_t(found.size()), bin->images);
    for (const float confidence : found)
        QVERIFY(confidence > bin->low - 1e-6 && confidence <= bin->high + 1e-6);
}

void TestCalibrationPanel::keysMoveAlongTheBins() {
    m_open->session.selection().setStage("mixture"); // whose confidence differs from image to image
    const MemberCalibration member = expected("mixture");
    std::vector<std::int64_t> filled;
    for (const ReliabilityBin& bin : member.reliability.bins)
        if (bin.images > 0)
            filled.push_back(bin.images);
    QVERIFY(filled.size() >= 2);
    reliability().setFocus();
    QTest::keyClick(&reliability(), Qt::Key_Right);
    QVERIFY(words().startsWith(QString("%1 images").arg(filled[0])));
    QTest::keyClick(&reliability(), Qt::Key_Right);
    QVERIFY(words().startsWith(QString("%1 images").arg(filled[1])));
    QTest::keyClick(&reliability(), Qt::Key_Left);
    QTest::keyClick(&reliability(), Qt::Key_Left); // is at the first already
    QTest::keyClick(&reliability(), Qt::Key_Return);
    QCOMPARE(std::int64_t(shown().size()), filled[0]);
}

void TestCalibrationPanel::aCurveOpensTheSurest() {
    m_open->session.selection().setStage("gate");
    const QPointF place = coverage().pointOf("baseline", 0.5);
    // Where another curve is nearer, that one is chosen: ask for one that is alone there.
    QTest::mouseClick(&coverage(), Qt::LeftButton, {}, place.toPoint());
    const QString stage = m_open->session.selection().stage();
    const MemberCalibration member = expected(qPrintable(stage));
    const ImageQuery& query = m_open->session.selection().query();
    QVERIFY(query.confidence && query.order == ImageQuery::Order::Confidence && query.descending);
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->isVisible());
    const auto point = std::ranges::find_if(
        member.coverage, [&](const CoveragePoint& each) { return each.confidence <= query.confidence->over; });
    const double covered = point == member.coverage.begin() ? 0 : std::prev(point)->coverage;
    QCOMPARE(grid->model()->rowCount(), qRound(covered * double(member.images)));
    QVERIFY(std::abs(covered - 0.5) < 0.2);
}

void TestCalibrationPanel::keysMoveAlongTheCurve() {
    coverage().setFocus();
    QTest::keyClick(&coverage(), Qt::Key_Left); // from the middle, a twentieth less
    QVERIFY2(words().startsWith("Baseline: on the "), qPrintable(words()));
    QTest::keyClick(&coverage(), Qt::Key_Return);
    const std::vector<float> found = shown();
    const auto member = expected("baseline");
    const auto point =
        std::ranges::find_if(member.coverage, [](const CoveragePoint& each) { return each.coverage >= 0.45; });
    QCOMPARE(int(found.size()), qRound(point->coverage * 60));
    QVERIFY(std::ranges::is_sorted(found, std::greater()));
}

void TestCalibrationPanel::temperatureIsOfHeldOutImages() {
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.predictions().heldOut(), kLong);
    const auto heldOut = m_open->session.predictions().heldOut();
    QVERIFY(heldOut->images > 100); // the built-in images that follow the 120 that were learned from
    for (const char* stage : {"baseline", "gate", "mixture"}) {
        m_open->session.selection().setStage(stage);
        const auto found = heldOutTemperature(*heldOut, *m_open->session.outputs(),
                                              m_open->session.findStage(stage)->stage, groups());
        const QString fitted = QString("With temperature %1, fitted on %L2 held-out images, it is %3 %.")
                                   .arg(found->fit.temperature, 0, 'f', 2)
                                   .arg(found->images)
                                   .arg(100 * found->expectedError, 0, 'f', 1);
        QTRY_VERIFY2_WITH_TIMEOUT(heading().endsWith(fitted), qPrintable(heading()), kLong); // it takes its time
    }
}

TEST_OF_ROOM(TestCalibrationPanel);
#include "test_calibration_panel.moc"
