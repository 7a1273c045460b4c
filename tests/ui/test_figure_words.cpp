#include "tables/matrix_layout.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/made_up_figures.h"

#include <QFontDatabase>
#include <QRegularExpression>
#include <QXmlStreamReader>
#include <QtTest>

using namespace moelab;
using namespace fixture;

namespace {

QString wordsOf(const QByteArray& svg) {
    QXmlStreamReader reader(svg);
    QStringList words;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters && !reader.isWhitespace())
            words << reader.text().toString().trimmed();
    return words.join('|');
}

} // namespace

/// What figures say on paper, and where it stands.
class TestFigureWords : public QObject {
    Q_OBJECT
  private slots:
    void fontsAreInstalledOnes();
    void curvesExplainTheirLines();
    void labelsStayBesideTheirAxes();
    void hiddenCurvesAreLeftOut();
    void matricesAreSquareWithABar_data();
    void matricesAreSquareWithABar();
};

void TestFigureWords::fontsAreInstalledOnes() {
    const std::unique_ptr<Figure> figure = figureNamed("curves");
    const QString svg = QString::fromUtf8(svgOf(*figure, {482, 340}, paperFont(8), "85mm", "60mm"));
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

void TestFigureWords::curvesExplainTheirLines() {
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

void TestFigureWords::labelsStayBesideTheirAxes() {
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

void TestFigureWords::hiddenCurvesAreLeftOut() {
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

void TestFigureWords::matricesAreSquareWithABar_data() {
    QTest::addColumn<QString>("title");
    QTest::newRow("confusion") << "share of the row (%)";
    QTest::newRow("column shares") << "share of the column (%)";
    QTest::newRow("routing") << "share of the class (%)";
}

void TestFigureWords::matricesAreSquareWithABar() {
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

TEST_OF_ROOM(TestFigureWords);
#include "test_figure_words.moc"
