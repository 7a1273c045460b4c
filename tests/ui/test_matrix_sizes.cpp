#include "confusion/confusion_model.h"
#include "plotting/figure.h"
#include "tables/matrix_view.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QWheelEvent>
#include <QtTest>

using namespace moelab;
using namespace fixture;

namespace {

/// As many cells as there may be classes; counts which of them are asked for.
class LargeModel : public MatrixModel {
  public:
    mutable int asked = 0;
    QString namedAs = QStringLiteral("class %1");

    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 1000; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 1001; }
    Cell cell(int row, int column, const QPalette&) const override {
        ++asked;
        return {QString::number(row), column == 1000 ? QColor() : QColor(Qt::red)};
    }
    QString words(int row, int column) const override { return QStringLiteral("%1 of %2").arg(column).arg(row); }
    QString name(int section, Qt::Orientation) const override { return namedAs.arg(section); }
    QString title(Qt::Orientation) const override { return QStringLiteral("class"); }
    int facts(Qt::Orientation orientation) const override { return orientation == Qt::Horizontal ? 1 : 0; }
    std::vector<int> borders(Qt::Orientation) const override { return {500}; }
    int leastCell(const QFontMetrics&) const override { return 20; }
    QString figureName() const override { return QStringLiteral("large"); }
    QString figureCsv() const override { return {}; }
};

/// With a short and a long name behind its rows.
class FactsModel : public LargeModel {
  public:
    int rowCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 3; }
    int columnCount(const QModelIndex& parent = {}) const override { return parent.isValid() ? 0 : 5; }
    Cell cell(int row, int column, const QPalette&) const override {
        return {QString::number(row), column >= 3 ? QColor() : QColor(Qt::red)};
    }
    QString name(int section, Qt::Orientation) const override {
        return section == 3 ? QStringLiteral("n") : QStringLiteral("of their own group (%)");
    }
    int facts(Qt::Orientation orientation) const override { return orientation == Qt::Horizontal ? 2 : 0; }
    std::vector<int> borders(Qt::Orientation) const override { return {}; }
};

/// Turns the wheel by one notch, away from the person.
void turnOver(QWidget& widget, const QPoint& place, Qt::KeyboardModifiers keys) {
    QWheelEvent event(place, widget.mapToGlobal(place), {}, {0, 120}, Qt::NoButton, keys, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&widget, &event);
}

/// A matrix of as many classes as the test says, in groups of five, of which each is taken for the next one once in
/// ten images.
ConfusionTable tableOf(int classes) {
    ConfusionTable table;
    for (int cls = 0; cls < classes; ++cls) {
        table.names << QStringLiteral("class %1").arg(cls);
        table.order.push_back(cls);
        if (cls > 0 && cls % 5 == 0)
            table.borders.push_back(cls);
    }
    table.matrix = {classes, std::vector<std::int64_t>(std::size_t(classes * classes))};
    for (int cls = 0; cls < classes; ++cls) {
        table.matrix.counts[std::size_t(cls * classes + cls)] = 9;
        table.matrix.counts[std::size_t(cls * classes + (cls + 1) % classes)] = 1;
    }
    return table;
}

} // namespace

/// What is seen of matrices of few and of many classes, and how large.
class TestMatrixSizes : public QObject {
    Q_OBJECT
  private slots:
    void onlyWhatIsSeenIsDrawn();
    void namesStayInSightWhereThePageScrolls();
    void keysChangeTheSizeOfCells();
    void theWheelKeepsTheCellUnderThePointer();
    void aThousandClassesAreSeenAtOnce();
    void factsAreAsWideAsTheirNames();
    void cellsAreReadable_data();
    void cellsAreReadable();
    void namesDoNotOverlap_data();
    void namesDoNotOverlap();
};

void TestMatrixSizes::onlyWhatIsSeenIsDrawn() {
    LargeModel large;
    MatrixView matrix(large);
    matrix.resize(640, 480);
    matrix.show();
    QVERIFY(QTest::qWaitForWindowExposed(&matrix));
    large.asked = 0;
    const QImage begin = matrix.grab().toImage();
    QVERIFY2(large.asked > 100 && large.asked < 3000, qPrintable(QString::number(large.asked)));
    matrix.scrollTo(large.index(999, 1000));
    large.asked = 0;
    QVERIFY(matrix.grab().toImage() != begin);
    QVERIFY2(large.asked > 100 && large.asked < 3000, qPrintable(QString::number(large.asked)));
    QVERIFY(matrix.viewport()->rect().contains(matrix.visualRect(large.index(999, 1000))));
    QCOMPARE(matrix.indexAt(matrix.visualRect(large.index(999, 1000)).center()), large.index(999, 1000));
    QCOMPARE(matrix.indexAt({1, 1}), QModelIndex());
}

/// As high as all of its rows, in a page that is lower.
void TestMatrixSizes::namesStayInSightWhereThePageScrolls() {
    ConfusionModel model;
    model.showTable(tableOf(10), ConfusionMode::Counts);
    QScrollArea page;
    auto* const view = new MatrixView(model);
    view->setFixedSize(500, 500);
    page.setFrameShape(QFrame::NoFrame);
    page.setWidget(view);
    page.resize(540, 250);
    page.show();
    QVERIFY(QTest::qWaitForWindowExposed(&page));
    const auto seen = [&] { return page.viewport()->grab().toImage(); };
    const QRect first = view->visualRect(model.index(0, 0));
    const QRect names(first.left(), 3, 490 - first.left(), first.top() - 6); // within the frame of the focus
    const QImage before = seen();
    QVERIFY(view->indexAt(first.center()).isValid());
    page.verticalScrollBar()->setValue(first.height() + 5);
    QCOMPARE(seen().copy(names), before.copy(names));
    QVERIFY(!view->indexAt(first.center()).isValid()); // the names lie over it
    QCOMPARE(view->indexAt(view->visualRect(model.index(3, 2)).center()), model.index(3, 2));
    view->setFocus();
    view->setCurrentIndex(model.index(4, 0));
    for (int row = 3; row >= 0; --row) { // up to under the names
        QTest::keyClick(view, Qt::Key_Up);
        const QRect cell = view->visualRect(view->currentIndex());
        QCOMPARE(view->currentIndex().row(), row);
        QCOMPARE(view->indexAt(cell.center()), view->currentIndex());
        QVERIFY(view->viewport()->mapTo(page.viewport(), cell.topLeft()).y() >= names.bottom());
    }
    page.verticalScrollBar()->setValue(page.verticalScrollBar()->maximum());
    QCOMPARE(seen().copy(names), before.copy(names));
}

void TestMatrixSizes::keysChangeTheSizeOfCells() {
    LargeModel large;
    MatrixView matrix(large);
    matrix.resize(640, 480);
    matrix.show();
    QVERIFY(QTest::qWaitForWindowExposed(&matrix));
    const QSizeF first = matrix.cellSize();
    QVERIFY(first.height() >= matrix.fontMetrics().height()); // a number can be read
    matrix.setCurrentIndex(large.index(700, 700));
    const auto current = [&] { return matrix.visualRect(large.index(700, 700)); };
    matrix.scrollTo(large.index(705, 705));
    QTest::keyClick(&matrix, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(matrix.cellSize().width() > first.width() && matrix.cellSize().height() > first.height());
    QVERIFY(matrix.viewport()->rect().contains(current())); // it grew about the current cell
    QTest::keyClick(&matrix, Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(matrix.cellSize(), first);
    for (int press = 0; press < 30; ++press)
        QTest::keyClick(&matrix, Qt::Key_Minus, Qt::ControlModifier);
    QVERIFY(matrix.cellSize().width() < 1);
    const QSizeF least = matrix.cellSize();
    QTest::keyClick(&matrix, Qt::Key_Equal, Qt::ControlModifier | Qt::ShiftModifier); // + on most keyboards
    QVERIFY(matrix.cellSize().width() > least.width()); // the presses that did nothing do not count
    for (int press = 0; press < 60; ++press)
        QTest::keyClick(&matrix, Qt::Key_Plus, Qt::ControlModifier);
    QVERIFY(matrix.cellSize().height() < matrix.viewport()->height()); // never larger than the view
    QVERIFY(matrix.viewport()->rect().intersects(current()));
}

void TestMatrixSizes::theWheelKeepsTheCellUnderThePointer() {
    LargeModel large;
    MatrixView matrix(large);
    matrix.resize(640, 480);
    matrix.show();
    QVERIFY(QTest::qWaitForWindowExposed(&matrix));
    matrix.scrollTo(large.index(500, 500));
    const QPoint pointer(400, 300);
    const QModelIndex before = matrix.indexAt(pointer);
    const QSizeF first = matrix.cellSize();
    for (int notch = 0; notch < 3; ++notch)
        turnOver(*matrix.viewport(), pointer, Qt::ControlModifier);
    QVERIFY(matrix.cellSize().width() > 1.5 * first.width());
    QCOMPARE(matrix.indexAt(pointer), before);
    const QSizeF larger = matrix.cellSize();
    const int value = matrix.verticalScrollBar()->value();
    turnOver(*matrix.viewport(), pointer, {});
    QCOMPARE(matrix.cellSize(), larger); // without the key it scrolls
    QVERIFY(matrix.verticalScrollBar()->value() < value);
}

void TestMatrixSizes::aThousandClassesAreSeenAtOnce() {
    ConfusionModel thousand;
    thousand.showTable(tableOf(1000), ConfusionMode::Counts);
    MatrixView matrix(thousand);
    matrix.resize(900, 700);
    matrix.show();
    QVERIFY(QTest::qWaitForWindowExposed(&matrix));
    QVERIFY(matrix.verticalScrollBar()->maximum() > 10'000);
    matrix.showWhole();
    QCOMPARE(matrix.verticalScrollBar()->maximum(), 0);
    QCOMPARE(matrix.horizontalScrollBar()->maximum(), 0);
    const QImage picture = matrix.grab().toImage();
    const auto colourAt = [&](int row, int column) {
        const QPoint place = matrix.visualRect(thousand.index(row, column)).center();
        return picture.pixelColor(place + matrix.viewport()->pos());
    };
    const QColor base = matrix.palette().color(QPalette::Base);
    for (const int cls : {100, 500, 900}) { // the diagonal is there, though a cell is smaller than a pixel
        QVERIFY(colourAt(cls, cls) != base);
        QCOMPARE(colourAt(cls, (cls + 300) % 1000), base);
    }
    QVERIFY(thousand.words(500, 501).startsWith("True class class 500, predicted class 501: 1 of 10 images"));
}

/// And stand apart, so that their names can be told apart.
void TestMatrixSizes::factsAreAsWideAsTheirNames() {
    const FactsModel model;
    const QFontMetrics metrics(QApplication::font());
    const MatrixLayout layout(model, {800, 300}, metrics);
    const int longer = metrics.horizontalAdvance("of their own group (%)");
    QVERIFY(layout.cell(0, 3).width() < longer / 2);
    QVERIFY(layout.cell(0, 4).width() >= longer + 2 * MatrixLayout::kSpace);
    QCOMPARE(layout.cell(0, 4).left(), layout.cell(0, 3).right() + 1);
    for (const int column : {3, 4})
        QCOMPARE(layout.columnAt(layout.cell(0, column).center().x()), column);
    QCOMPARE(layout.columnAt(layout.cell(0, 4).right() + 1), 5); // past the last
    QVERIFY(layout.whole().width() > layout.cell(0, 4).right());
}

void TestMatrixSizes::cellsAreReadable_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<bool>("scrolls");
    QTest::newRow("2") << 2 << false;
    QTest::newRow("10") << 10 << false;
    QTest::newRow("100") << 100 << true;
    QTest::newRow("1000") << 1000 << true;
}

void TestMatrixSizes::cellsAreReadable() {
    QFETCH(int, classes);
    QFETCH(bool, scrolls);
    ConfusionModel matrix;
    MatrixView shown(matrix);
    shown.resize(700, 500);
    shown.show();
    QVERIFY(QTest::qWaitForWindowExposed(&shown));
    matrix.showTable(tableOf(classes), ConfusionMode::RowShares);
    QVERIFY(shown.cellSize().height() >= shown.fontMetrics().height());
    QVERIFY(shown.cellSize().width() >= shown.fontMetrics().horizontalAdvance("100.0"));
    QCOMPARE(shown.verticalScrollBar()->maximum() > 0, scrolls);
    shown.scrollTo(matrix.index(classes, classes)); // the sum of all
    QVERIFY(shown.viewport()->rect().contains(shown.visualRect(matrix.index(classes, classes))));
}

void TestMatrixSizes::namesDoNotOverlap_data() {
    QTest::addColumn<int>("classes");
    QTest::addColumn<QSize>("paper");
    QTest::newRow("10") << 10 << QSize(440, 420);
    QTest::newRow("40") << 40 << QSize(440, 420);
    QTest::newRow("100") << 100 << QSize(680, 640);
    QTest::newRow("1000") << 1000 << QSize(680, 640);
}

void TestMatrixSizes::namesDoNotOverlap() {
    QFETCH(int, classes);
    QFETCH(QSize, paper);
    ConfusionModel matrix;
    matrix.showTable(tableOf(classes), ConfusionMode::Counts);
    int names = 0;
    std::vector<QRectF> places;
    for (const DrawnText& drawn : drawnTexts(svgOf(matrix, paper, paperFont(6), "1", "1"))) {
        if (!drawn.text.startsWith("class "))
            continue;
        ++names;
        QVERIFY2(QRectF(QPointF(), paper).contains(drawn.place), qPrintable(drawn.text));
        for (const QRectF& other : places)
            QVERIFY2(!other.intersects(drawn.place), qPrintable(drawn.text));
        places.push_back(drawn.place);
    }
    QVERIFY2(names >= 20 && names <= 2 * classes, qPrintable(QString::number(names)));
}

TEST_OF_ROOM(TestMatrixSizes);
#include "test_matrix_sizes.moc"
