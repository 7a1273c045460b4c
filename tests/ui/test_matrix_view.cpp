#include "samples/sample_model.h"
#include "test_of_room.h"
#include "ui/confusion_cells.h"
#include "ui/trained_window.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>
#include <QToolButton>

using namespace moelab;
using namespace fixture;

/// What a person does with a matrix, on the confusion matrix of a trained run.
class TestMatrixView : public QObject, fixture::TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void cleanup() { m_open.reset(); }
    void cellsAreATable();
    void severalCellsShowAllTheirImages();
    void aMarkedCellOpensAgain();
    void sumsShowTheirImages();
    void keysReachEveryCell();
    void thePageFollowsTheKeys();
    void enterLeadsToTheImages();
    void chosenCellsAreCopied();
    void aDragChoosesARectangle();
    void screenReadersReadIt();
    void buttonsChangeTheSizeOfCells();
    void classesStandInThreeOrders();
    void theMostConfusedPairsAreListed();
    void saysNothingOfWhatWasShownBefore();

  private:
    MatrixView& view() { return *m_open->find<MatrixView>("confusionMatrix"); }
    ConfusionModel& model() { return confusionModel(view()); }
    int shownImages() { return m_open->find<QListView>("samplesGrid")->model()->rowCount(); }
    int count(int truth, int answer) {
        return model()
            .index(model().cellOf(truth, answer).row(), model().cellOf(truth, answer).column())
            .data()
            .toInt();
    }
    /// @returns a cell off the diagonal that has images, other than `but`
    std::pair<int, int> confused(std::pair<int, int> but = {-1, -1});
};

void TestMatrixView::init() {
    openRun();
    m_open->session.selection().setStage("baseline");
    m_open->window->showView("confusionView");
    QTRY_VERIFY(view().isVisible());
}

std::pair<int, int> TestMatrixView::confused(std::pair<int, int> but) {
    for (int truth = 0; truth < 10; ++truth)
        for (int answer = 0; answer < 10; ++answer)
            if (truth != answer && count(truth, answer) > 0 && std::pair(truth, answer) != but)
                return {truth, answer};
    return {-1, -1};
}

void TestMatrixView::cellsAreATable() {
    const QAbstractItemModelTester tester(view().model(), QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_open->session.selection().setStage("gate"); // of two classes
    QCOMPARE(model().rowCount(), 3);
    QCOMPARE(model().title(Qt::Vertical), QString("true group"));
    QVERIFY2(model().words(0, 1).startsWith("True group artificial, predicted natural: "),
             qPrintable(model().words(0, 1)));
    QCOMPARE(model().headerData(2, Qt::Vertical, Qt::DisplayRole).toString(), QString("sum"));
    m_open->session.selection().setStage("baseline");
    QCOMPARE(model().rowCount(), 11);
    QCOMPARE(model().title(Qt::Vertical), QString("true class"));
    int sum = 0;
    for (int truth = 0; truth < 10; ++truth) {
        int row = 0;
        for (int answer = 0; answer < 10; ++answer)
            row += count(truth, answer);
        QCOMPARE(count(truth, -1), row);
        sum += row;
    }
    QCOMPARE(count(-1, -1), sum);
    QCOMPARE(sum, 60);
}

void TestMatrixView::severalCellsShowAllTheirImages() {
    const auto first = confused();
    const auto second = confused(first);
    QVERIFY(second.first >= 0);
    clickConfusionCell(view(), first.first, first.second);
    QVERIFY(m_open->find<QListView>("samplesGrid")->isVisible()); // a single cell is opened
    QCOMPARE(shownImages(), count(first.first, first.second));
    m_open->window->showView("confusionView");
    clickConfusionCell(view(), second.first, second.second, Qt::ControlModifier);
    QVERIFY(view().isVisible()); // there may be a third
    QCOMPARE(view().chosen().size(), 2);
    QTest::keyClick(&view(), Qt::Key_Return);
    QVERIFY(m_open->find<QListView>("samplesGrid")->isVisible());
    const int both = count(first.first, first.second) + count(second.first, second.second);
    QCOMPARE(shownImages(), both);
    QVERIFY2(m_open->find<QLabel>("samplesHeading")->text().contains(QString("among %1 chosen images").arg(both)),
             qPrintable(m_open->find<QLabel>("samplesHeading")->text()));
    m_open->session.selection().goBack();
    QCOMPARE(view().chosen(), QModelIndexList{model().cellOf(first.first, first.second)});
}

/// As marked, whatever was asked for among its images meanwhile.
void TestMatrixView::aMarkedCellOpensAgain() {
    const auto [truth, answer] = confused();
    clickConfusionCell(view(), truth, answer);
    ImageQuery none = m_open->session.selection().query();
    none.verdict = ImageQuery::Verdict::Right;
    m_open->session.selection().setQuery(none);
    QCOMPARE(shownImages(), 0);
    m_open->window->showView("confusionView");
    clickConfusionCell(view(), truth, answer);
    QCOMPARE(shownImages(), count(truth, answer));
}

void TestMatrixView::sumsShowTheirImages() {
    const auto [truth, answer] = confused();
    const auto opened = [this] { return m_open->find<QListView>("samplesGrid")->isVisible(); };
    clickConfusionCell(view(), truth, -1);
    QVERIFY(opened());
    QCOMPARE(shownImages(), count(truth, -1));
    QCOMPARE(m_open->session.selection().query().label, truth);
    m_open->window->showView("confusionView");
    clickConfusionCell(view(), -1, answer);
    QVERIFY(opened());
    QCOMPARE(shownImages(), count(-1, answer));
    m_open->window->showView("confusionView");
    clickConfusionCell(view(), -1, -1);
    QVERIFY(opened());
    QCOMPARE(shownImages(), 60);
}

void TestMatrixView::keysReachEveryCell() {
    view().setFocus();
    const auto at = [this](int row, int column) { return view().currentIndex() == model().index(row, column); };
    const auto words = [this] { return m_open->find<QLabel>("confusionWords")->text(); };
    QTest::keyClick(&view(), Qt::Key_Home, Qt::ControlModifier);
    QVERIFY(at(0, 0));
    QTest::keyClick(&view(), Qt::Key_Left);
    QVERIFY(at(0, 0));
    QTest::keyClick(&view(), Qt::Key_Right);
    QTest::keyClick(&view(), Qt::Key_Down);
    QVERIFY(at(1, 1));
    QCOMPARE(words(), model().words(1, 1));
    QCOMPARE(m_open->session.selection().query().label, model().classAt(1)); // Images follow
    QCOMPARE(m_open->session.selection().query().answer, model().classAt(1));
    QTest::keyClick(&view(), Qt::Key_End);
    QVERIFY(at(1, 10));
    QTest::keyClick(&view(), Qt::Key_End, Qt::ControlModifier);
    QVERIFY(at(10, 10));
    QTest::keyClick(&view(), Qt::Key_PageUp);
    QVERIFY(view().currentIndex().row() < 10);
    QTest::keyClick(&view(), Qt::Key_Tab);
    QVERIFY(!view().hasFocus()); // the keyboard does not end here
}

/// Where the window leaves the view less than it needs.
void TestMatrixView::thePageFollowsTheKeys() {
    m_open->window->resize(1000, 500);
    auto* const page = m_open->find<QScrollArea>("confusionViewArea");
    QTRY_VERIFY(page->verticalScrollBar()->maximum() > 4 * view().cellSize().height());
    view().setFocus();
    const auto isSeen = [&] {
        const QRect cell = view().visualRect(view().currentIndex());
        const QRect seen(view().viewport()->mapTo(page->viewport(), cell.topLeft()), cell.size());
        return page->viewport()->rect().contains(seen);
    };
    QTest::keyClick(&view(), Qt::Key_Home, Qt::ControlModifier);
    page->verticalScrollBar()->setValue(0);
    for (int row = 1; row < model().rowCount(); ++row) {
        QTest::keyClick(&view(), Qt::Key_Down);
        QCOMPARE(view().currentIndex().row(), row);
        QVERIFY2(isSeen(), qPrintable(QString::number(row)));
    }
    QVERIFY(page->verticalScrollBar()->value() > 0);
    page->verticalScrollBar()->setValue(page->verticalScrollBar()->maximum());
    QTest::keyClick(&view(), Qt::Key_Home, Qt::ControlModifier);
    QVERIFY(isSeen());
}

/// And the way back leads over what was opened, not over the cells that were passed.
void TestMatrixView::enterLeadsToTheImages() {
    QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
    const auto press = [](Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(QApplication::focusWidget(), key, modifiers);
    };
    const auto [truth, answer] = confused();
    const QModelIndex wanted = model().cellOf(truth, answer);
    view().setFocus();
    press(Qt::Key_Home, Qt::ControlModifier);
    for (int row = 0; row < wanted.row(); ++row)
        press(Qt::Key_Down);
    for (int column = 0; column < wanted.column(); ++column)
        press(Qt::Key_Right);
    QCOMPARE(view().currentIndex(), wanted);
    press(Qt::Key_Return);
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->hasFocus());
    QCOMPARE(shownImages(), count(truth, answer));
    QCOMPARE(m_open->session.selection().image(), -1); // none is chosen before a person does
    const QImage focused = grid->viewport()->grab().toImage();
    QCOMPARE(focused.pixelColor(focused.width() / 2, 0), grid->palette().color(QPalette::Highlight)); // it is seen
    press(Qt::Key_Down);
    QCOMPARE(m_open->session.selection().image(), grid->model()->index(0, 0).data(SampleModel::ImageRole).toInt());
    press(Qt::Key_Left, Qt::AltModifier);
    QVERIFY(m_open->session.selection().query() == ImageQuery());
    QCOMPARE(shownImages(), 60);
    QVERIFY(!m_open->session.selection().previous() || m_open->session.selection().previous()->query.label < 0);
}

void TestMatrixView::chosenCellsAreCopied() {
    view().setFocus();
    QTest::keyClick(&view(), Qt::Key_Home, Qt::ControlModifier);
    QTest::keyClick(&view(), Qt::Key_Right, Qt::ShiftModifier);
    QTest::keyClick(&view(), Qt::Key_Down, Qt::ShiftModifier);
    QCOMPARE(view().chosen().size(), 4);
    QTest::keyClick(&view(), Qt::Key_C, Qt::ControlModifier);
    const auto text = [this](int row, int column) { return model().index(row, column).data().toString(); };
    QCOMPARE(QApplication::clipboard()->text(),
             QString("%1\t%2\n%3\t%4").arg(text(0, 0), text(0, 1), text(1, 0), text(1, 1)));
}

void TestMatrixView::aDragChoosesARectangle() {
    const auto centre = [this](int row, int column) {
        return view().visualRect(model().index(row, column)).center();
    };
    QSignalSpy chosen(&view(), &MatrixView::cellsChosen);
    QTest::mousePress(view().viewport(), Qt::LeftButton, {}, centre(1, 1));
    for (const auto& [row, column] : {std::pair(2, 1), std::pair(2, 2), std::pair(3, 2)}) {
        QMouseEvent move(QEvent::MouseMove, centre(row, column),
                         view().viewport()->mapToGlobal(centre(row, column)), Qt::NoButton, Qt::LeftButton,
                         Qt::NoModifier);
        QApplication::sendEvent(view().viewport(), &move);
    }
    QTest::mouseRelease(view().viewport(), Qt::LeftButton, {}, centre(3, 2));
    QCOMPARE(view().chosen().size(), 6);
    QCOMPARE(chosen.size(), 2); // at its begin and at its end, not at every cell
    QVERIFY(view().isVisible());
    int images = 0;
    for (const QModelIndex& cell : view().chosen())
        images += cell.data().toInt();
    QCOMPARE(shownImages(), images);
}

void TestMatrixView::screenReadersReadIt() {
    QAccessibleInterface* const matrix = QAccessible::queryAccessibleInterface(&view());
    QVERIFY(matrix);
    QCOMPARE(matrix->role(), QAccessible::Table);
    QCOMPARE(matrix->text(QAccessible::Name), QString("Confusion matrix"));
    QAccessibleTableInterface* const table = matrix->tableInterface();
    QVERIFY(table);
    QCOMPARE(table->rowCount(), 11);
    QCOMPARE(table->columnDescription(2), model().name(2, Qt::Horizontal));
    QCOMPARE(table->rowDescription(3), model().name(3, Qt::Vertical));
    QAccessibleInterface* const cell = table->cellAt(3, 2);
    QVERIFY(cell);
    QCOMPARE(cell->text(QAccessible::Name), model().words(3, 2));
    QCOMPARE(cell->rect().center(),
             view().viewport()->mapToGlobal(view().visualRect(model().index(3, 2)).center()));
}

void TestMatrixView::buttonsChangeTheSizeOfCells() {
    const auto press = [this](const char* name) {
        QTest::mouseClick(m_open->find<QToolButton>(name), Qt::LeftButton);
        return view().cellSize().height();
    };
    const double first = view().cellSize().height();
    QVERIFY(press("confusionMatrixZoomIn") > first);
    QCOMPARE(press("confusionMatrixZoomReadable"), first);
    for (int time = 0; time < 5; ++time)
        press("confusionMatrixZoomIn");
    QVERIFY(view().verticalScrollBar()->maximum() > 0);
    press("confusionMatrixZoomWhole");
    QCOMPARE(view().verticalScrollBar()->maximum(), 0);
    QCOMPARE(view().horizontalScrollBar()->maximum(), 0);
    const double whole = view().cellSize().height();
    QCOMPARE(press("confusionMatrixZoomOut"), whole); // there would be nothing more to see
}

void TestMatrixView::classesStandInThreeOrders() {
    auto* const box = m_open->find<QComboBox>("confusionOrder");
    const auto choose = [&](int order) {
        box->setCurrentIndex(order);
        emit box->activated(order);
        std::vector<int> classes;
        for (int row = 0; row < 10; ++row)
            classes.push_back(model().classAt(row));
        return classes;
    };
    // The lab's groups: airplane, automobile, ship, truck; then the animals.
    QCOMPARE(choose(0), (std::vector{0, 1, 8, 9, 2, 3, 4, 5, 6, 7}));
    QCOMPARE(model().borders(Qt::Vertical), std::vector{4});
    clickConfusionCell(view(), confused().first, confused().second);
    const ImageQuery query = m_open->session.selection().query();
    m_open->window->showView("confusionView");
    QCOMPARE(choose(1), (std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    QVERIFY(model().borders(Qt::Vertical).empty());
    QCOMPARE(view().chosen(), QModelIndexList{model().cellOf(query.label, query.answer)}); // as it was
    const std::vector<int> byConfusion = choose(2);
    QVERIFY(std::ranges::is_permutation(byConfusion, std::vector{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}));
    m_open.reset();
    openRun(); // it is kept, as the unit of the cells is
    QCOMPARE(m_open->find<QComboBox>("confusionOrder")->currentIndex(), 2);
}

void TestMatrixView::theMostConfusedPairsAreListed() {
    auto* const pairs = m_open->find<QTableView>("confusedPairs");
    QVERIFY(pairs->isVisible());
    std::pair<int, int> most = {0, 1};
    int cells = 0;
    for (int truth = 0; truth < 10; ++truth)
        for (int answer = 0; answer < 10; ++answer) {
            cells += truth != answer && count(truth, answer) > 0;
            if (truth != answer && count(truth, answer) > count(most.first, most.second))
                most = {truth, answer};
        }
    QCOMPARE(pairs->model()->rowCount(), std::min(10, cells));
    const auto text = [&](int column) { return pairs->model()->index(0, column).data().toString(); };
    QCOMPARE(text(0), m_open->session.data()->className(most.first));
    QCOMPARE(text(1), m_open->session.data()->className(most.second));
    QCOMPARE(text(2).toInt(), count(most.first, most.second));
    QTest::mouseClick(pairs->viewport(), Qt::LeftButton, {},
                      pairs->visualRect(pairs->model()->index(0, 1)).center());
    QCOMPARE(view().chosen(), QModelIndexList{model().cellOf(most.first, most.second)});
    QCOMPARE(m_open->session.selection().query().label, most.first);
    QCOMPARE(m_open->session.selection().query().answer, most.second);
    QVERIFY(m_open->find<QListView>("samplesGrid")->isVisible()); // as by a click on the cell
    QCOMPARE(shownImages(), count(most.first, most.second));
    m_open->window->showView("confusionView");
    QTest::keyClick(pairs, Qt::Key_Down);
    QVERIFY(view().isVisible()); // the matrix stays, where the cell is marked
    QCOMPARE(shownImages(), pairs->model()->index(1, 2).data().toInt());
    QTest::keyClick(pairs, Qt::Key_Return);
    QVERIFY(m_open->find<QListView>("samplesGrid")->isVisible());
    QCOMPARE(shownImages(), pairs->model()->index(1, 2).data().toInt());
}

/// Of a pair that was chosen in another model's matrix.
void TestMatrixView::saysNothingOfWhatWasShownBefore() {
    m_open->session.selection().setStage("baseline");
    auto* const pairs = m_open->find<QTableView>("confusedPairs");
    auto* const words = m_open->find<QLabel>("confusionWords");
    pairs->setFocus();
    pairs->setCurrentIndex(pairs->model()->index(0, 0));
    QTest::keyClick(pairs, Qt::Key_Down);
    const QString said = words->text();
    QVERIFY2(said.contains(pairs->model()->index(1, 2).data().toString()), qPrintable(said));
    m_open->session.selection().setStage("mixture"); // of as many cells
    QVERIFY2(words->text() != said, qPrintable(said));
}

TEST_OF_ROOM(TestMatrixView);
#include "test_matrix_view.moc"
