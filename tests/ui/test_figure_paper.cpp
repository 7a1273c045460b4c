#include "analysis/effect.h"
#include "calibration/coverage_plot.h"
#include "confusion/confusion_model.h"
#include "curves/curves_plot.h"
#include "effects/effect_plot.h"
#include "plotting/text_size.h"
#include "routing/routing_model.h"
#include "tables/matrix_layout.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/ruler_figure.h"
#include "workspace/made_up_run.h"
#include "workspace/runs.h"

#include <QFontDatabase>
#include <QRawFont>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

#include <array>
#include <cmath>

using namespace moelab;
using namespace fixture;

namespace {

constexpr double kMillimetres = 25.4; // in an inch

QByteArray bytesIn(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// What is written over each other in a PDF's compressed parts.
QByteArray streamsOf(const QByteArray& pdf) {
    QByteArray all;
    qsizetype from = 0;
    while ((from = pdf.indexOf("stream\n", from)) >= 0) {
        from += 7;
        const qsizetype end = pdf.indexOf("endstream", from);
        const QByteArray packed = pdf.mid(from, end - from);
        if (packed.startsWith('\x78')) // as zlib begins
            all += qUncompress(QByteArray("\0\x10\0\0", 4) + packed);
        from = end + 9;
    }
    return all;
}

/// Follows the operators that scale (cm, between q and Q) and that choose a font (Tf). @returns points, one a
/// choice
QList<double> pointsOfText(const QByteArray& pdf) {
    QList<double> points;
    QList<double> numbers;
    QList<double> scales = {1};
    for (const QByteArray& word : streamsOf(pdf).simplified().split(' ')) {
        bool isNumber = false;
        const double number = word.toDouble(&isNumber);
        if (isNumber) {
            numbers << number;
            continue;
        }
        if (word == "q")
            scales << scales.last();
        else if (word == "Q" && scales.size() > 1)
            scales.removeLast();
        else if (word == "cm" && numbers.size() >= 6) {
            const double* const m = numbers.constData() + numbers.size() - 6;
            scales.last() *= std::sqrt(std::abs(m[0] * m[3] - m[1] * m[2]));
        } else if (word == "Tf" && !numbers.isEmpty())
            points << numbers.last() * scales.last();
        numbers.clear();
    }
    return points;
}

/// Rows of a picture that are not white.
int inkedRows(const QImage& image) {
    const QImage grey = image.convertToFormat(QImage::Format_Grayscale8);
    int rows = 0;
    for (int y = 0; y < grey.height(); ++y)
        rows += *std::min_element(grey.constScanLine(y), grey.constScanLine(y) + grey.width()) < 128 ? 1 : 0;
    return rows;
}

StageView trained(bool stoppedEarly) {
    StageView view;
    view.stage = referenceOf(stagesOf(defaultGroups()));
    view.status = StageStatus::Done;
    view.epochs = {{1, 2.5, 0.25, 2.25, 0.5, 1, 2, true}, {2, 2, 0.5, 2.5, 0.25, 1, stoppedEarly ? 0 : 1, false}};
    return view;
}

/// Ten classes in two groups; of each, 90 images are right, 10 are taken for the next.
ConfusionTable tenClasses() {
    const RunSummary run = madeup::summary("run");
    ConfusionTable table = tableFor(mixtureOf(stagesOf(defaultGroups())), defaultGroups(), run.config.classNames);
    table.matrix = {10, std::vector<std::int64_t>(100)};
    for (std::size_t cls = 0; cls < 10; ++cls) {
        table.matrix.counts[cls * 10 + cls] = 90;
        table.matrix.counts[cls * 10 + (cls + 1) % 10] = 10;
    }
    return table;
}

RoutingTable tenRoutes() {
    RoutingTable table;
    const RunSummary run = madeup::summary("run");
    for (const std::string& name : run.config.classNames)
        table.classes << QString::fromStdString(name);
    table.groups = {"artificial", "natural"};
    for (int cls = 0; cls < 10; ++cls) {
        table.order.push_back(cls);
        table.own.push_back(cls % 2);
        table.rows.push_back({100, {80, 20}, {0.8, 0.2}, {0.75, 0.25}, 0.5, 0.5, 0.8, {0.1, 0.1}, {0.1, 0.1}});
    }
    table.borders = {5};
    return table;
}

std::unique_ptr<EffectPlot> effectPlot() {
    Runs runs;
    for (const std::int64_t examples : {1000, 2000})
        for (const std::int64_t seed : {1, 2, 3}) {
            Parameters parameters = madeup::withSeed(seed);
            parameters.trainExamples = examples;
            runs.push_back(madeup::scored("run", parameters, 0.5, 0.5 + 0.01 * static_cast<double>(seed)));
        }
    const Measure gain{Measure::Kind::Gain, {}};
    auto plot = std::make_unique<EffectPlot>(QStringLiteral("effect"));
    plot->showEffect(effectOf(runs, "train_examples", gain), gain, "Mixture gain (points)",
                     {{QString(), Qt::blue}});
    return plot;
}

/// By the name of a row.
std::unique_ptr<Figure> figureNamed(const QString& name) {
    if (name == "effect")
        return effectPlot();
    if (name == "curves") {
        auto plot = std::make_unique<CurvesPlot>();
        plot->showStages({trained(true)}, 0);
        return plot;
    }
    if (name == "routing") {
        auto model = std::make_unique<RoutingModel>();
        model->showTable(tenRoutes(), RoutingMode::Shares);
        return model;
    }
    if (name == "coverage") {
        auto plot = std::make_unique<CoveragePlot>();
        std::vector<MemberCalibration> members;
        for (const Stage& stage : stagesOf(defaultGroups())) {
            MemberCalibration& member = members.emplace_back();
            member.stage = stage;
            member.coverage = {{0.5, 0.9, 0.8}, {1, 0.7, 0.2}};
        }
        plot->showMembers(members);
        return plot;
    }
    auto model = std::make_unique<ConfusionModel>();
    ConfusionTable table = tenClasses();
    if (name == "difference")
        for (int i = 0; i < 100; ++i)
            table.difference.push_back(i % 31 - 15);
    model->showTable(table, name == "confusion"    ? ConfusionMode::Counts
                            : name == "difference" ? ConfusionMode::Difference
                                                   : ConfusionMode::ColumnShares);
    return model;
}

QString wordsOf(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    QStringList words;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters && !reader.isWhitespace())
            words << reader.text().toString().trimmed();
    return words.join('|');
}

} // namespace

/// How large figures and their text are where they are printed, read from the files themselves.
class TestFigurePaper : public QObject {
    Q_OBJECT
  private slots:
    void pagesHaveTheirSize_data() { sizes(); }
    void pagesHaveTheirSize();
    void textIsAsHighAsChosen_data() { sizes(); }
    void textIsAsHighAsChosen();
    void realFiguresKeepTheirText_data();
    void realFiguresKeepTheirText();
    void fontsAreInstalledOnes();
    void curvesExplainTheirLines();
    void labelsStayBesideTheirAxes();
    void hiddenCurvesAreLeftOut();
    void matricesAreSquareWithABar_data();
    void matricesAreSquareWithABar();
    void theScreenStaysAsItWas();

  private:
    void sizes();
    QString file(const char* suffix) const { return m_folder.filePath(QStringLiteral("figure.%1").arg(suffix)); }

    QTemporaryDir m_folder;
};

void TestFigurePaper::sizes() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("height");
    QTest::addColumn<int>("points");
    QTest::newRow("one column") << 85 << 60 << 8;
    QTest::newRow("two columns") << 174 << 100 << 6;
    QTest::newRow("large letters") << 85 << 85 << 23;
}

void TestFigurePaper::pagesHaveTheirSize() {
    QFETCH(const int, width);
    QFETCH(const int, height);
    QFETCH(const int, points);
    RulerFigure figure;
    for (const char* suffix : {"png", "svg", "pdf"})
        exportFigure(figure, file(suffix), {width, height, points, 200});
    const QImage png(file("png"));
    QVERIFY(std::abs(png.width() - width / kMillimetres * 200) <= 1);
    QVERIFY(std::abs(png.height() - height / kMillimetres * 200) <= 1);
    QVERIFY(std::abs(1000.0 * png.width() / png.dotsPerMeterX() - width) < 0.1);
    const QByteArray svg = bytesIn(file("svg"));
    QVERIFY2(svg.contains(QString("<svg width=\"%1mm\" height=\"%2mm\"").arg(width).arg(height).toUtf8()),
             svg.left(300));
    static const QRegularExpression kBox("/MediaBox \\[\\s*0 0 ([0-9.]+) ([0-9.]+)");
    const QRegularExpressionMatch box = kBox.match(QString::fromLatin1(bytesIn(file("pdf"))));
    QVERIFY(box.hasMatch());
    // In points; Qt takes whole ones.
    QVERIFY2(std::abs(box.captured(1).toDouble() - width / kMillimetres * 72) <= 0.5, qPrintable(box.captured()));
    QVERIFY2(std::abs(box.captured(2).toDouble() - height / kMillimetres * 72) <= 0.5, qPrintable(box.captured()));
}

/// Of one capital letter, whose height the font itself tells.
void TestFigurePaper::textIsAsHighAsChosen() {
    QFETCH(const int, width);
    QFETCH(const int, height);
    QFETCH(const int, points);
    RulerFigure figure;
    for (const char* suffix : {"png", "svg", "pdf"})
        exportFigure(figure, file(suffix), {width, height, points, 600});
    QFont large(paperFont(points));
    large.setPixelSize(1000);
    const double capital = QRawFont::fromFont(large).capHeight() / 1000; // of the font's size
    const double dots = inkedRows(QImage(file("png")));
    QVERIFY2(std::abs(dots - capital * points / 72 * 600) <= 2, qPrintable(QString::number(dots)));

    QXmlStreamReader svg(bytesIn(file("svg")));
    double unit = 0; // points
    double size = 0;
    while (!svg.atEnd())
        if (svg.readNext() == QXmlStreamReader::StartElement) {
            if (svg.name() == QLatin1String("svg"))
                unit = width / kMillimetres * 72 /
                       svg.attributes().value("viewBox").toString().split(' ')[2].toDouble();
            if (svg.name() == QLatin1String("text"))
                size = svg.attributes().value("font-size").toDouble();
        }
    QVERIFY2(std::abs(size * unit - points) < 0.02, qPrintable(QString("%1 of %2").arg(size).arg(unit)));

    const QList<double> inPdf = pointsOfText(bytesIn(file("pdf")));
    QCOMPARE(inPdf.size(), 1);
    QVERIFY2(std::abs(inPdf[0] - points) < 0.05, qPrintable(QString::number(inPdf[0])));
    QVERIFY(std::abs(smallestText(figure, {width, height, points, 600}) - points) < 0.01);
}

void TestFigurePaper::realFiguresKeepTheirText_data() {
    QTest::addColumn<QString>("figure");
    QTest::addColumn<int>("width");
    QTest::addColumn<double>("smallest"); // of 8 points; numbers in cells may be smaller than names
    const auto row = [](const char* figure, int width, double smallest) {
        QTest::addRow("%s, %d", figure, width) << QString(figure) << width << smallest;
    };
    row("curves", 85, 8);
    row("effect", 85, 8);
    row("coverage", 85, 8);
    row("confusion", 85, 6);
    row("confusion", 174, 8);
    row("column shares", 85, 4.5);
    row("difference", 85, 5);
    row("routing", 85, 8);
    row("routing", 174, 8);
}

void TestFigurePaper::realFiguresKeepTheirText() {
    QFETCH(const QString, figure);
    QFETCH(const int, width);
    QFETCH(const double, smallest);
    const std::unique_ptr<Figure> drawn = figureNamed(figure);
    const int height = millimetresFor(drawn->figureHeight(layoutPixels(width), paperFont(8)));
    QVERIFY2(height > width / 4, qPrintable(QString::number(height)));
    const FigureFormat format{width, height, 8, 300};
    for (const char* suffix : {"png", "svg", "pdf"})
        exportFigure(*drawn, file(suffix), format);
    const double found = smallestText(*drawn, format);
    QVERIFY2(found >= smallest - 0.01 && found <= 8.01, qPrintable(QString::number(found)));
    const QList<double> inPdf = pointsOfText(bytesIn(file("pdf")));
    QVERIFY(inPdf.size() > 5);
    QVERIFY2(std::abs(*std::ranges::min_element(inPdf) - found) < 0.05,
             qPrintable(QString::number(*std::ranges::min_element(inPdf))));
    QVERIFY2(std::abs(*std::ranges::max_element(inPdf) - 8) < 0.05,
             qPrintable(QString::number(*std::ranges::max_element(inPdf))));
    const QString keep = qEnvironmentVariable("MOELAB_KEEP_FIGURES");
    if (!keep.isEmpty())
        for (const char* suffix : {"png", "svg", "pdf"})
            QFile::copy(file(suffix),
                        QStringLiteral("%1/%2.%3")
                            .arg(keep, QLatin1String(QTest::currentDataTag()), QLatin1String(suffix)));
}

void TestFigurePaper::fontsAreInstalledOnes() {
    const std::unique_ptr<Figure> figure = figureNamed("curves");
    exportFigure(*figure, file("svg"), {85, 60, 8, 300});
    const QString svg = QString::fromUtf8(bytesIn(file("svg")));
    static const QRegularExpression kFamily("font-family=\"([^\"]*)\"");
    const QStringList installed = QFontDatabase::families();
    int families = 0;
    for (QRegularExpressionMatchIterator found = kFamily.globalMatch(svg); found.hasNext(); ++families) {
        const QStringList names = found.next().captured(1).split(", ");
        QVERIFY2(names[0].startsWith('\'') && names[0].endsWith('\''), qPrintable(names[0]));
        QVERIFY2(installed.contains(names[0].mid(1, names[0].size() - 2)), qPrintable(names[0]));
        QCOMPARE(names.last(), QString("sans-serif"));
    }
    QVERIFY(families > 5);
    QVERIFY(svg.count("<text") > 10);                              // not drawn as outlines
    const QString words = wordsOf(svg.toUtf8()).replace('|', ' '); // a label may have two lines
    QVERIFY2(words.contains("Baseline") && words.contains("accuracy (%)"), qPrintable(words));
}

void TestFigurePaper::curvesExplainTheirLines() {
    for (const bool stopped : {true, false}) {
        CurvesPlot plot;
        plot.showStages({trained(stopped)}, 0);
        const QString words = '|' + wordsOf(svgOf(plot, {482, 340}, paperFont(8), "85mm", "60mm")) + '|';
        for (const char* kind : {"|validation|", "|training|", "|best epoch|"})
            QVERIFY2(words.contains(kind), qPrintable(words));
        QCOMPARE(words.contains("|early stopping|"), stopped); // only where there is such a mark
        QVERIFY(!words.contains("|batches|"));
    }
}

/// Not over the legend, however low the figure is.
void TestFigurePaper::labelsStayBesideTheirAxes() {
    const std::unique_ptr<Figure> figure = figureNamed("coverage");
    std::vector<DrawnText> texts = drawnTexts(svgOf(*figure, {482, 306}, paperFont(8), "85mm", "54mm"));
    int labels = 0;
    for (const DrawnText& label : texts) {
        labels += label.upright ? 1 : 0;
        for (const DrawnText& other : texts)
            QVERIFY2(!label.upright || other.upright || !label.place.intersects(other.place),
                     qPrintable(label.text + " over " + other.text));
    }
    QCOMPARE(labels, 2); // in two lines
}

void TestFigurePaper::hiddenCurvesAreLeftOut() {
    CurvesPlot plot;
    StageView gate = trained(false);
    gate.stage = findStage(stagesOf(defaultGroups()), "gate");
    plot.showStages({trained(false), gate}, 0);
    plot.setShown("gate", false);
    const auto words = [&] { return wordsOf(svgOf(plot, {482, 340}, paperFont(8), "85mm", "60mm")); };
    QVERIFY(words().contains("Baseline") && !words().contains("Gate"));
    plot.setShown("gate", true);
    QVERIFY(words().contains("Gate"));
}

void TestFigurePaper::matricesAreSquareWithABar_data() {
    QTest::addColumn<QString>("title");
    QTest::newRow("confusion") << "share of the row (%)";
    QTest::newRow("column shares") << "share of the column (%)";
    QTest::newRow("routing") << "share of the class (%)";
}

void TestFigurePaper::matricesAreSquareWithABar() {
    QFETCH(const QString, title);
    const std::unique_ptr<Figure> figure = figureNamed(QTest::currentDataTag());
    const auto& model = dynamic_cast<const MatrixModel&>(*figure);
    const QFontMetrics metrics(paperFont(8));
    const int width = layoutPixels(174);
    const int height = figure->figureHeight(width, paperFont(8));
    const MatrixLayout layout(model, {width - colourBarWidth(*model.colourScale(), metrics), height}, metrics,
                              {MatrixZoom::Fit::Square});
    if (model.shadedRows() == model.shadedColumns())
        QCOMPARE(layout.cell(0, 0).width(), layout.cell(0, 0).height());
    QVERIFY(layout.cell(0, 0).height() > metrics.height());
    const QSize paper(width, height);
    QVERIFY(layout.whole().height() <= height);
    QVERIFY(layout.whole().height() > height - 2 * layout.cell(0, 0).height()); // and no lower
    const QByteArray svg = svgOf(*figure, paper, paperFont(8), "174mm", "100mm");
    const QString words = '|' + wordsOf(svg) + '|';
    QVERIFY2(words.contains('|' + title + '|'), qPrintable(words));
    QVERIFY2(words.contains("|0|") && words.contains("|50|") && words.contains("|100|"), qPrintable(words));
    // The bar is dark at its top and pale at its bottom, in shades that cells have.
    const FigureFormat format{174, millimetresFor(height), 8, 144};
    const QImage image = pictureOf(*figure, format, layoutOf(format));
    const QRect cells = layout.shaded();
    const int used = layout.whole().width() + colourBarWidth(*model.colourScale(), metrics);
    const int bar = (width - used) / 2 + layout.whole().width() + 10 + metrics.height() / 3;
    const QColor top = image.pixelColor(bar, cells.top() + 4);
    const QColor bottom = image.pixelColor(bar, cells.bottom() - 4);
    QVERIFY2(top.lightness() < 90 && bottom.lightness() > 180,
             qPrintable(QString("%1 %2").arg(top.name(), bottom.name())));
}

void TestFigurePaper::theScreenStaysAsItWas() {
    CurvesPlot plot;
    plot.resize(500, 300);
    plot.showStages({trained(true)}, 0);
    plot.setShown("baseline", false);
    plot.setShown("baseline", true);
    plot.replot();
    const QImage before = plot.grab().toImage();
    exportFigure(plot, file("pdf"), {85, 60, 20, 300});
    plot.replot();
    QCOMPARE(plot.axisRect(0)->axis(QCPAxis::atLeft)->tickLabelFont(), plot.font());
    QCOMPARE(plot.grab().toImage(), before);
}

TEST_OF_ROOM(TestFigurePaper);
#include "test_figure_paper.moc"
