#include "plotting/figure.h"
#include "report/html_report.h"
#include "report/pdf_report.h"
#include "report/run_report.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/many_classes.h"

#include <qcustomplot.h>

#include <set>

using namespace moelab;
using namespace fixture;

/// Reports of a hundred classes in twenty groups: everything stays on its page.
class TestLargeReport : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { m_report = runReport(manyFindings(100, 20)); }
    void figuresStayOnThePage_data();
    void figuresStayOnThePage();
    void matricesHaveAPagesWidth();
    void confusedPairsAreListed();
    void groupsAreATable();
    void htmlIsWellFormed();
    void pdfHasAllPages();
    void aRowMayBeLongerThanAPage();
    void groupsOfOtherClassesAreNotNamed();
    void picturesKeepTheirShape();

  private:
    const ReportSection& section(const QString& title) const;

    ReportContent m_report;
};

namespace {

constexpr int kPageWidth = 688;  ///< of A4 between its margins, at 96 dots per inch
constexpr int kPageHeight = 994; ///< the same, without the foot

int pagesOf(const QByteArray& pdf) {
    static const QRegularExpression kPage(QStringLiteral("/Type\\s*/Page\\b(?!s)"));
    return int(QString::fromLatin1(pdf).count(kPage));
}

template <class Block>
std::vector<Block> blocksOf(const ReportSection& section) {
    std::vector<Block> blocks;
    for (const ReportBlock& block : section.blocks)
        if (const auto* const found = std::get_if<Block>(&block))
            blocks.push_back(*found);
    return blocks;
}

} // namespace

const ReportSection& TestLargeReport::section(const QString& title) const {
    const auto found = std::ranges::find(m_report.sections, title, &ReportSection::title);
    if (found == m_report.sections.end())
        qFatal("there is no section %s", qPrintable(title));
    return *found;
}

void TestLargeReport::figuresStayOnThePage_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<int>("groups");
    QTest::newRow("the lab's") << 10 << 2;
    QTest::newRow("many groups of few classes") << 16 << 16;
    QTest::newRow("many classes") << 100 << 20;
    QTest::newRow("very many") << 300 << 30;
}

void TestLargeReport::figuresStayOnThePage() {
    QFETCH(int, classes);
    QFETCH(int, groups);
    int figures = 0;
    for (const ReportSection& each : runReport(manyFindings(classes, groups)).sections)
        for (const ReportFigures& row : blocksOf<ReportFigures>(each))
            for (const ReportFigure& figure : row.row) {
                ++figures;
                QVERIFY(figure.size.width() <= kPageWidth && figure.size.height() <= kPageHeight);
                const QRectF paper(QPointF(-1, -1), figure.size + QSize(2, 2));
                for (const DrawnText& drawn :
                     drawnTexts(svgOf(*figure.figure, figure.size, paperFont(6), "1", "1")))
                    QVERIFY2(paper.contains(drawn.place), qPrintable(QString("%1: %2 at %3, %4, %5 x %6")
                                                                         .arg(figure.caption, drawn.text)
                                                                         .arg(drawn.place.x())
                                                                         .arg(drawn.place.y())
                                                                         .arg(drawn.place.width())
                                                                         .arg(drawn.place.height())));
            }
    QCOMPARE(figures, 9);
}

void TestLargeReport::matricesHaveAPagesWidth() {
    for (const char* title : {"Confusion matrices", "Routing by class"})
        for (const ReportFigures& row : blocksOf<ReportFigures>(section(title)))
            QCOMPARE(row.row.size(), std::size_t(1)); // none beside it
    const ReportFigures first = blocksOf<ReportFigures>(section("Confusion matrices")).front();
    QVERIFY(first.row.front().size.width() > 600);
    QCPPainter painter;
    QImage image(first.row.front().size, QImage::Format_RGB32);
    image.fill(Qt::white);
    painter.begin(&image);
    first.row.front().figure->drawFigure(painter, image.size());
    painter.end();
    std::set<QRgb> colours;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            colours.insert(image.pixel(x, y));
    QVERIFY(colours.size() > 5); // the shades of the diagonal and of what lies beside it
}

void TestLargeReport::confusedPairsAreListed() {
    const std::vector<ReportTable> tables = blocksOf<ReportTable>(section("Confusion matrices"));
    QCOMPARE(tables.size(), std::size_t(1));
    QCOMPARE(tables[0].rows.size(), std::size_t(10));
    // Each class is taken for the next once in four images: of equals those with the lowest numbers.
    QCOMPARE(tables[0].rows[0], (QStringList{"class 0", "class 1", "1", "25.0"}));
    QCOMPARE(tables[0].rows[9], (QStringList{"class 9", "class 10", "1", "25.0"}));
}

void TestLargeReport::groupsAreATable() {
    const ReportTable groups = blocksOf<ReportTable>(section("Data"))[1];
    QCOMPARE(groups.rows.size(), std::size_t(20));
    QCOMPARE(groups.rows[3], (QStringList{"group-3", "class 15, class 16, class 17, class 18, class 19"}));
    const ReportTable parameters = blocksOf<ReportTable>(section("Parameters"))[0];
    for (const QStringList& row : parameters.rows)
        if (row[0] == "groups")
            QCOMPARE(row, (QStringList{"groups", "20 groups, see Data", ""}));
}

void TestLargeReport::htmlIsWellFormed() {
    const QByteArray html = htmlOf(m_report);
    QXmlStreamReader reader(html);
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    QVERIFY2(html.size() < 4'000'000, qPrintable(QString::number(html.size()))); // matrices are pictures in it
    QVERIFY(html.contains("<td>class 99</td>"));
}

void TestLargeReport::pdfHasAllPages() {
    const QByteArray pdf = pdfOf(m_report);
    const int pages = pagesOf(pdf);
    QVERIFY2(pages >= 8 && pages <= 20, qPrintable(QString::number(pages)));
    QVERIFY2(pdf.size() < 3'000'000, qPrintable(QString::number(pdf.size())));
}

void TestLargeReport::aRowMayBeLongerThanAPage() {
    const auto pages = [](int words) {
        ReportTable table{{"class group", "classes"}, {{"natural", QString("antelope, ").repeated(words)}}, 2, {}};
        return pagesOf(pdfOf({"long", {}, {{"Data", {table}}}}));
    };
    QCOMPARE(pages(10), 1);
    // About eleven of these fit in a line, and seventy lines on a page.
    QVERIFY2(pages(4000) >= 4 && pages(4000) <= 12, qPrintable(QString::number(pages(4000))));
}

/// The default groups are of ten classes; others have no names for them.
void TestLargeReport::groupsOfOtherClassesAreNotNamed() {
    RunFindings findings = manyFindings(4, 2);
    for (const ReportSection& each : runReport(findings).sections)
        for (const ReportTable& table : blocksOf<ReportTable>(each))
            for (const QStringList& row : table.rows)
                if (row[0] == "groups")
                    QCOMPARE(row,
                             (QStringList{"groups", "group-0: class 0, class 1; group-1: class 2, class 3", ""}));
}

void TestLargeReport::picturesKeepTheirShape() {
    QImage small(28, 28, QImage::Format_RGB32);
    small.fill(Qt::red);
    QImage large(224, 112, QImage::Format_RGB32);
    large.fill(Qt::red);
    const ReportContent report{"pictures", {}, {{"Errors", {ReportPictures{{{small, {"a"}}, {large, {"b"}}}}}}}};
    const QString html = QString::fromUtf8(htmlOf(report));
    QVERIFY(html.contains("<img class=\"small\" alt=\"a\"")); // its pixels are shown as they are
    QVERIFY(html.contains("<img alt=\"b\""));
    QVERIFY(html.contains("object-fit: contain"));
    QCOMPARE(pagesOf(pdfOf(report)), 1);
}

TEST_OF_ROOM(TestLargeReport);
#include "test_large_report.moc"
