#include "plotting/text_size.h"
#include "test_of_room.h"
#include "ui/made_up_figures.h"
#include "ui/ruler_figure.h"

#include <QLabel>
#include <QRawFont>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

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

} // namespace

/// How large figures and their text are where they are printed, read from the files themselves.
class TestFigurePaper : public QObject {
    Q_OBJECT
  private slots:
    void pagesHaveTheirSize_data() { sizes(); }
    void pagesHaveTheirSize();
    void textIsAsHighAsChosen_data() { sizes(); }
    void textIsAsHighAsChosen();
    void widgetsTellHowSmallTheyBecome();
    void realFiguresKeepTheirText_data();
    void realFiguresKeepTheirText();
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

/// A widget that needs twice the paper's width is drawn at half its size, and so is its text.
void TestFigurePaper::widgetsTellHowSmallTheyBecome() {
    class Words : public RulerFigure {
      public:
        void drawFigure(QCPPainter& painter, const QSize& size) override {
            QWidget words;
            QLabel label(QStringLiteral("H"), &words);
            words.setMinimumWidth(2 * size.width());
            label.setGeometry(0, 0, 2 * size.width(), size.height());
            drawWidgetOnPaper(words, painter, size);
        }
    };
    Words figure;
    const FigureFormat format{85, 60, 8, 300};
    exportFigure(figure, file("pdf"), format);
    const QList<double> inPdf = pointsOfText(bytesIn(file("pdf")));
    QCOMPARE(inPdf.size(), 1);
    QVERIFY2(std::abs(inPdf[0] - 4) < 0.05, qPrintable(QString::number(inPdf[0])));
    const double found = smallestText(figure, format);
    QVERIFY2(std::abs(found - 4) < 0.05, qPrintable(QString::number(found)));
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
