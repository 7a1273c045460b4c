#include "session/view.h"
#include "tables/matrix_view.h"
#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <qcustomplot.h>

using namespace moelab;
using namespace fixture;

namespace {

constexpr int kLeastHeight = 220;
constexpr int kLeastLetters = 20; // of a heading, in a line

/// Whether it is no matter how high it is: all of it is seen.
bool showsAll(const QWidget& drawn) {
    const auto* const matrix = qobject_cast<const MatrixView*>(&drawn);
    return matrix && matrix->verticalScrollBar()->maximum() == 0;
}

/// A matrix of a few columns, to whose width something beside it belongs.
bool scrollsBesideOthers(const QWidget& drawn, const View& view) {
    constexpr int kMargins = 40;
    const auto* const matrix = qobject_cast<const MatrixView*>(&drawn);
    return matrix && matrix->horizontalScrollBar()->maximum() > 0 && matrix->model()->columnCount() <= 11 &&
           matrix->width() < view.width() - kMargins;
}

QString describe(const QWidget& widget) {
    return QStringLiteral("%1: %2 x %3").arg(widget.objectName()).arg(widget.width()).arg(widget.height());
}

/// What is drawn on.
QList<QWidget*> drawnIn(const View& view) {
    QList<QWidget*> drawn;
    for (QWidget* child : view.findChildren<QWidget*>())
        if (child->isVisible() && (qobject_cast<QCustomPlot*>(child) || qobject_cast<MatrixView*>(child)))
            drawn << child;
    return drawn;
}

} // namespace

/// In small windows, with large letters, beside the inspector: what is drawn is large enough to be read, and the
/// view scrolls to it.
class TestLeastSizes : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase();
    void cleanup();
    void plotsAndHeadingsCanBeRead_data();
    void plotsAndHeadingsCanBeRead();

  private:
    /// What of the view that is shown is too small, a line each.
    QStringList tooSmallIn(View& view);

    QFont m_font;
};

void TestLeastSizes::initTestCase() {
    m_font = QApplication::font();
    trainOnce();
}

void TestLeastSizes::cleanup() {
    m_open.reset();
    QFile::remove(m_folder.filePath("window.ini"));
    QApplication::setFont(m_font);
}

QStringList TestLeastSizes::tooSmallIn(View& view) {
    QStringList found;
    auto* const area = m_open->find<QScrollArea>(view.objectName() + "Area");
    for (QWidget* drawn : drawnIn(view)) {
        if (drawn->height() < kLeastHeight && !showsAll(*drawn))
            found << "low: " + describe(*drawn);
        if (scrollsBesideOthers(*drawn, view))
            found << "scrolls sideways, but could have more room: " + describe(*drawn);
        area->ensureWidgetVisible(drawn, 0, 0);
        const QRect place(drawn->mapTo(area->viewport(), QPoint()), drawn->size());
        const int seen = place.intersected(area->viewport()->rect()).height();
        if (seen < std::min({kLeastHeight, drawn->height(), area->viewport()->height()}))
            found << "cannot be scrolled to: " + describe(*drawn);
    }
    for (const QLabel* heading : view.findChildren<QLabel*>())
        if (heading->isVisible() && heading->objectName().endsWith("Heading") &&
            heading->width() < kLeastLetters * heading->fontMetrics().averageCharWidth())
            found << "narrow: " + describe(*heading);
    return found;
}

void TestLeastSizes::plotsAndHeadingsCanBeRead_data() {
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("points");
    QTest::addColumn<bool>("inspected");
    for (const QSize size : {QSize(1000, 650), QSize(1366, 768)})
        for (const int points : {9, 14})
            for (const bool inspected : {false, true})
                QTest::addRow("%d x %d, %d pt%s", size.width(), size.height(), points,
                              inspected ? ", beside the inspector" : "")
                    << size << points << inspected;
}

void TestLeastSizes::plotsAndHeadingsCanBeRead() {
    QFETCH(QSize, size);
    QFETCH(int, points);
    QFETCH(bool, inspected);
    QFont font = m_font;
    font.setPointSize(points);
    QApplication::setFont(font);
    openRun();
    if (inspected)
        m_open->session.selection().setImage(3);
    QTRY_COMPARE((m_open->window->resize(size), m_open->window->size()), size);
    int drawn = 0;
    for (View* view : m_open->window->findChildren<View*>())
        for (const char* stage : {"gate", "mixture"}) {
            m_open->session.selection().setStage(stage);
            m_open->window->showView(view->objectName());
            QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
            QTRY_VERIFY(view->canvas()->isVisible()); // what it shows is computed
            QTRY_VERIFY2(tooSmallIn(*view).isEmpty(), qPrintable(tooSmallIn(*view).join(u'\n')));
            drawn += static_cast<int>(drawnIn(*view).size());
        }
    QVERIFY(drawn >= 14); // curves, two matrices, two plots of the mixture, two of calibration, each time
}

TEST_OF_ROOM(TestLeastSizes);
#include "test_least_sizes.moc"
