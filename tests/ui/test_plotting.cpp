#include "base/error.h"
#include "comparison/runs_curves.h"
#include "confusion/confusion_model.h"
#include "curves/curves_plot.h"
#include "hostile_names.h"
#include "plotting/csv.h"
#include "plotting/flow_layout.h"
#include "plotting/palette.h"
#include "plotting/smoothing.h"
#include "test_of_room.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <set>

using namespace moelab;

namespace {

StageView twoEpochs() {
    StageView view;
    view.stage = referenceOf(stagesOf(defaultGroups()));
    view.status = StageStatus::Done;
    view.epochs = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true}, {2, 2, 0.5, 2.5, 0.25, 1, 0, false}};
    return view;
}

QByteArray contentOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

} // namespace

class TestPlotting : public QObject {
    Q_OBJECT
  private slots:
    void smoothingIsNotPulledToZero();
    void csvIsQuoted();
    void textIsReadable();
    void hintsOfDisabledFieldsAreAsPale_data();
    void hintsOfDisabledFieldsAreAsPale();
    void whatIsOutOfSightIsDrawnOnceSeen();
    void figuresAreWritten_data();
    void figuresAreWritten();
    void curvesGiveTheirNumbers();
    void curvesKeepTheirZoom();
    void curvesStandSideBySide();
    void otherRunsAreDrawnAnew();
    void unknownSuffixIsRefused();
    void whatCannotBeDrawnIsSaid();
    void svgIsXmlWhateverItShows();
    void linesGiveWhatTheyHaveLeft();
};

void TestPlotting::smoothingIsNotPulledToZero() {
    Smoother smoother(0.9);
    QCOMPARE(smoother.take(3), 3.0);
    QCOMPARE(smoother.take(3), 3.0);
    Smoother none(0);
    none.take(3);
    QCOMPARE(none.take(5), 5.0);
}

void TestPlotting::csvIsQuoted() {
    QCOMPARE(csvLine({"a", "b,c", "d\"e"}), QString("a,\"b,c\",\"d\"\"e\"\r\n"));
    QCOMPARE(csvLine({QString::fromUtf8("caf\xC3\xA9"), "", "e\nf", "g\rh"}),
             QString::fromUtf8("caf\xC3\xA9,,\"e\nf\",\"g\rh\"\r\n"));
    QCOMPARE(nineDigits(0.25), QString("0.25"));
    QCOMPARE(nineDigits(1.0 / 3), QString("0.333333333"));
    QCOMPARE(nineDigits(0.7 - 0.6), QString("0.1"));
}

void TestPlotting::textIsReadable() {
    QCOMPARE(textOn(Qt::white), QColor(Qt::black));
    QCOMPARE(textOn(Qt::black), QColor(Qt::white));
}

void TestPlotting::hintsOfDisabledFieldsAreAsPale_data() {
    QTest::addColumn<int>("theme");
    QTest::newRow("the desktop's colours") << int(Theme::System);
    QTest::newRow("light") << int(Theme::Light);
    QTest::newRow("dark") << int(Theme::Dark);
}

/// As the text of disabled fields, by the pixels that stand out most.
void TestPlotting::hintsOfDisabledFieldsAreAsPale() {
    QFETCH(const int, theme);
    const QPalette before = QApplication::palette();
    applyTheme(*qApp, static_cast<Theme>(theme));
    const auto mostContrast = [](QLineEdit& field) {
        field.setEnabled(false);
        field.resize(120, 30);
        const QImage image = field.grab({20, 5, 80, 20}).toImage(); // without its frame
        const int ground = qGray(image.pixel(79, 1));
        int most = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                most = std::max(most, std::abs(qGray(image.pixel(x, y)) - ground));
        return most;
    };
    QLineEdit hint;
    hint.setPlaceholderText("HHHHHH");
    QLineEdit text("HHHHHH");
    const int ofText = mostContrast(text);
    QVERIFY2(ofText > 20, qPrintable(QString::number(ofText)));
    QVERIFY2(std::abs(mostContrast(hint) - ofText) <= 3,
             qPrintable(QString("%1 %2").arg(mostContrast(hint)).arg(ofText)));
    QApplication::setPalette(before);
}

/// A plot on a tab that is not shown costs nothing while a stage trains.
void TestPlotting::whatIsOutOfSightIsDrawnOnceSeen() {
    QTabWidget tabs;
    auto* const plot = new CurvesPlot;
    tabs.addTab(new QLabel("first"), "first");
    tabs.addTab(plot, "second");
    tabs.resize(500, 400);
    tabs.setCurrentIndex(1);
    tabs.show();
    QVERIFY(QTest::qWaitForWindowExposed(&tabs));
    plot->showStages({twoEpochs()}, 0);
    QSignalSpy drawn(plot, &QCustomPlot::afterReplot);
    QTRY_VERIFY(!drawn.isEmpty());
    tabs.setCurrentIndex(0);
    QCoreApplication::sendPostedEvents();
    QTest::qWait(1);
    drawn.clear();
    StageView longer = twoEpochs();
    longer.epochs.push_back({3, 1.5, 0.5, 2, 0.75, 1, 2, true});
    plot->showStages({longer}, 0);
    QTest::qWait(1); // what is queued is drawn
    QCOMPARE(drawn.size(), 0);
    const QString csv = plot->figureCsv();
    QVERIFY2(csv.contains(",3,"), qPrintable(csv)); // it is known, to be exported
    tabs.setCurrentIndex(1);
    QVERIFY(!drawn.isEmpty());
    QVERIFY(plot->axisRect(0)->axis(QCPAxis::atBottom)->range().contains(3));
}

void TestPlotting::figuresAreWritten_data() {
    QTest::addColumn<QString>("suffix");
    QTest::addColumn<QByteArray>("start");
    QTest::newRow("png") << "png" << QByteArray("\x89PNG");
    QTest::newRow("svg") << "svg" << QByteArray("<?xml");
    QTest::newRow("pdf") << "pdf" << QByteArray("%PDF");
    QTest::newRow("csv") << "csv" << QByteArray("stage,epoch");
}

void TestPlotting::figuresAreWritten() {
    QFETCH(QString, suffix);
    QFETCH(QByteArray, start);
    const QTemporaryDir folder;
    const QString file = folder.filePath("curves." + suffix);
    CurvesPlot plot;
    plot.showStages({twoEpochs()}, 0);
    exportFigure(plot, file, {.width = 85, .height = 51, .dpi = 200});
    QVERIFY(contentOf(file).startsWith(start));
    if (suffix != "png")
        return;
    const QImage image(file);
    QCOMPARE(image.size(), QSize(669, 402)); // 85 / 25.4 * 200 = 669.3, 51 / 25.4 * 200 = 401.6
    QCOMPARE(image.dotsPerMeterX(), 7874);
    QVERIFY(image.pixelColor(0, 0) == QColor(Qt::white));
}

void TestPlotting::curvesGiveTheirNumbers() {
    CurvesPlot plot;
    plot.showStages({twoEpochs()}, 0);
    QCOMPARE(plot.figureCsv(), QString("stage,epoch,loss,accuracy,val_loss,val_accuracy,best\r\n"
                                       "baseline,1,2.5,0.25,2.25,0.5,1\r\nbaseline,2,2,0.5,2.5,0.25,0\r\n"));
}

void TestPlotting::curvesKeepTheirZoom() {
    CurvesPlot plot;
    plot.resize(600, 400);
    plot.showStages({twoEpochs()}, 0);
    QTest::keyClick(&plot, Qt::Key_Plus);
    const QCPRange zoomed = plot.axisRect(0)->axis(QCPAxis::atBottom)->range();
    StageView longer = twoEpochs();
    longer.epochs.push_back({3, 1, 0.5, 9, 0.5, 1, 0, false});
    plot.showStages({longer}, 50);
    CurveOptions options = plot.options();
    options.smoothing = 0.5;
    options.sideBySide = true;
    plot.setOptions(options);
    plot.showStages({longer}, 50);
    QCOMPARE(plot.axisRect(0)->axis(QCPAxis::atBottom)->range(), zoomed);
    plot.resetView();
    QVERIFY(plot.axisRect(0)->axis(QCPAxis::atBottom)->range().upper >= 50);
}

void TestPlotting::curvesStandSideBySide() {
    CurvesPlot plot;
    plot.resize(900, 400);
    StageView gate = twoEpochs();
    gate.stage = findStage(stagesOf(defaultGroups()), "gate");
    gate.epochs[0].loss = 8;
    plot.showStages({twoEpochs(), gate}, 0);
    QCOMPARE(plot.axisRectCount(), 2);
    CurveOptions options = plot.options();
    options.sideBySide = true;
    plot.setOptions(options);
    plot.showStages({twoEpochs(), gate}, 0);
    QCOMPARE(plot.axisRectCount(), 4);
    std::set<std::pair<double, double>> lossRanges;
    for (const QCPAxisRect* rect : plot.axisRects()) {
        QCOMPARE(rect->axis(QCPAxis::atBottom)->range(), plot.axisRect(0)->axis(QCPAxis::atBottom)->range());
        const QCPRange range = rect->axis(QCPAxis::atLeft)->range();
        lossRanges.emplace(range.lower, range.upper);
    }
    QCOMPARE(lossRanges.size(), std::size_t(2)); // one of all losses, one of all accuracies
    QVERIFY(lossRanges.begin()->second > 8);
    options.sideBySide = false;
    plot.setOptions(options);
    plot.showStages({twoEpochs(), gate}, 0);
    QCOMPARE(plot.axisRectCount(), 2);
}

void TestPlotting::otherRunsAreDrawnAnew() {
    CurvesPlot plot;
    plot.showStages({twoEpochs()}, 0);
    StageView other = twoEpochs();
    other.epochs[0].loss = 7;
    plot.showStages({other}, 0);
    QVERIFY(plot.figureCsv().contains("baseline,1,7,"));
    const auto training = [&] { return plot.graph(2)->data(); }; // behind the two of the batches
    QCOMPARE(training()->size(), 2);
    QCOMPARE(training()->at(0)->value, 7.0);
    other.epochs.push_back({3, 1, 0.5, 9, 0.5, 1, 0, false}); // one more of the same
    plot.showStages({other}, 0);
    QCOMPARE(training()->size(), 3);
}

void TestPlotting::unknownSuffixIsRefused() {
    ConfusionModel view;
    try {
        exportFigure(view, "figure.bmp", {});
        QFAIL("not refused");
    } catch (const Error& problem) {
        QCOMPARE(problem.subject(), std::string("figure.bmp"));
    }
}

void TestPlotting::whatCannotBeDrawnIsSaid() {
    const QTemporaryDir folder;
    const QString file = folder.filePath("huge.png");
    CurvesPlot plot;
    plot.showStages({twoEpochs()}, 0);
    try {
        exportFigure(plot, file, {.width = 100'000, .height = 100'000, .dpi = 1200});
        QFAIL("not refused");
    } catch (const Error& problem) {
        QCOMPARE(problem.subject(), file.toStdString());
    }
    QVERIFY(!QFile::exists(file));
}

void TestPlotting::svgIsXmlWhateverItShows() {
    std::vector<std::string> names = hostileNames();
    names.push_back("\x01\x1b[31m]]>");
    for (const std::string& name : names) {
        RunsCurves plot;
        plot.showCurves("gate", {{QString::fromStdString(name), twoEpochs().epochs}});
        QXmlStreamReader reader(svgOf(plot, {600, 400}, paperFont(8), "85mm", "57mm"));
        QString text;
        while (!reader.atEnd())
            if (reader.readNext() == QXmlStreamReader::Characters)
                text += reader.text();
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        if (name.find_first_of("<&%=") != std::string::npos && name.find('\x01') == std::string::npos)
            QVERIFY2(text.contains(QString::fromStdString(name).left(5)), qPrintable(text)); // long ones are cut
    }
}

namespace {

struct WantsWidth : QWidget {
    WantsWidth(int width, QWidget* parent)
        : QWidget(parent)
        , m_width(width) {}
    QSize sizeHint() const override { return {m_width, 20}; }

  private:
    int m_width;
};

} // namespace

void TestPlotting::linesGiveWhatTheyHaveLeft() {
    QWidget page;
    auto* const flow = new FlowLayout(&page);
    flow->setContentsMargins(0, 0, 0, 0);
    flow->setSpacing(10);
    flow->setWidest(200);
    std::vector<QWidget*> words;
    for (const int width : {300, 400, 100}) {
        words.push_back(new WantsWidth(width, &page));
        flow->addWidget(words.back());
    }
    page.show();
    const auto places = [&](int width) {
        flow->setGeometry({0, 0, width, 100});
        std::vector<QRect> rects;
        for (const QWidget* each : words)
            rects.push_back(each->geometry());
        return rects;
    };
    // Of 600 pixels 80 are left; the first two lack 100 and 200.
    QCOMPARE(places(600), (std::vector<QRect>{{0, 0, 226, 20}, {236, 0, 254, 20}, {500, 0, 100, 20}}));
    QCOMPARE(places(900), (std::vector<QRect>{{0, 0, 300, 20}, {310, 0, 400, 20}, {720, 0, 100, 20}}));
    QCOMPARE(places(430), (std::vector<QRect>{{0, 0, 206, 20}, {216, 0, 214, 20}, {0, 30, 100, 20}}));
    // Two lines either way, so that nothing need be cut.
    QCOMPARE(places(515), (std::vector<QRect>{{0, 0, 300, 20}, {0, 30, 400, 20}, {410, 30, 100, 20}}));
    QCOMPARE(places(150), (std::vector<QRect>{{0, 0, 150, 20}, {0, 30, 150, 20}, {0, 60, 100, 20}}));
    QCOMPARE(flow->heightForWidth(150), 80);
}

TEST_OF_ROOM(TestPlotting);
#include "test_plotting.moc"
