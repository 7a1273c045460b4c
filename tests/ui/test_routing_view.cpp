#include "analysis/routing.h"
#include "routing/routing_model.h"
#include "samples/sample_model.h"
#include "tables/matrix_view.h"
#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>

using namespace moelab;
using namespace fixture;

/// The view of where each class goes. The numbers themselves are core's, tested there; here it is that cells show
/// them and open the images that they count.
class TestRoutingView : public QObject, fixture::TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void cleanup() { m_open.reset(); }
    void saysWhatToPressWhileUntrained();
    void cellsOpenTheirImages_data();
    void cellsOpenTheirImages();
    void keysMoveAndOpen();
    void modeIsKept();
    void csvHoldsEverything();
    void manyGroupsScroll();

  private:
    MatrixView& view() { return *m_open->find<MatrixView>("routingMatrix"); }
    RoutingModel& model() { return dynamic_cast<RoutingModel&>(*view().model()); }
    QRect cellRect(int cls, int column) { return view().visualRect(model().cellOf(cls, column)); }
    QString words() { return m_open->find<QLabel>("routingWords")->text(); }
    void chooseMode(int mode);
    /// @returns the position, among all images, of every image in the Images view
    std::vector<std::size_t> shown();
    /// @returns the group with the most images of a class
    int busiest(int cls) const;
};

void TestRoutingView::init() {
    openRun();
    m_open->window->showView("routingView");
    QTRY_VERIFY(view().isVisible());
}

void TestRoutingView::chooseMode(int mode) {
    auto* const box = m_open->find<QComboBox>("routingMode");
    box->setFocus();
    while (box->currentIndex() > mode)
        QTest::keyClick(box, Qt::Key_Up);
    while (box->currentIndex() < mode)
        QTest::keyClick(box, Qt::Key_Down);
}

std::vector<std::size_t> TestRoutingView::shown() {
    auto* const grid = m_open->find<QListView>("samplesGrid");
    std::vector<std::size_t> images;
    for (int row = 0; grid->isVisible() && row < grid->model()->rowCount(); ++row)
        images.push_back(grid->model()->index(row, 0).data(SampleModel::ImageRole).toUInt());
    return images;
}

int TestRoutingView::busiest(int cls) const {
    const MemberOutputs& outputs = *m_open->session.outputs();
    const auto counts =
        routesByClass(outputs.labels, routes(outputs.gate(), 2), outputs.classes, 2)[std::size_t(cls)];
    return counts[1] > counts[0] ? 1 : 0;
}

void TestRoutingView::saysWhatToPressWhileUntrained() {
    const QTemporaryDir folder;
    OpenWindow untrained(folder);
    untrained.window->showView("routingView");
    QVERIFY(untrained.find<QLabel>("routingHeading")->text().contains("Train all"));
    QVERIFY(!untrained.find<MatrixView>("routingMatrix")->isVisible());
    QVERIFY(dynamic_cast<RoutingModel&>(*untrained.find<MatrixView>("routingMatrix")->model()).figureIsEmpty());
}

void TestRoutingView::cellsOpenTheirImages_data() {
    QTest::addColumn<RoutingMode>("mode");
    QTest::addColumn<int>("fact"); // -1: the busiest group's cell
    QTest::addColumn<bool>("ofRoute");
    QTest::newRow("shares") << RoutingMode::Shares << -1 << true;
    QTest::newRow("counts") << RoutingMode::Counts << -1 << true;
    QTest::newRow("gate") << RoutingMode::Gate << -1 << false;
    QTest::newRow("baseline's weight") << RoutingMode::BaselineWeight << -1 << false;
    QTest::newRow("expert's weight") << RoutingMode::ExpertWeight << -1 << false;
    QTest::newRow("images") << RoutingMode::Counts << int(RoutingModel::Images) << false;
    QTest::newRow("entropy") << RoutingMode::Counts << int(RoutingModel::Entropy) << false;
    QTest::newRow("margin") << RoutingMode::Gate << int(RoutingModel::Margin) << false;
}

void TestRoutingView::cellsOpenTheirImages() {
    QFETCH(RoutingMode, mode);
    QFETCH(int, fact);
    QFETCH(bool, ofRoute);
    constexpr int kClass = 3;
    m_open->session.selection().setStage("gate"); // whose classes are groups
    chooseMode(int(mode));
    const int group = busiest(kClass);
    const QPoint cell = cellRect(kClass, fact < 0 ? group : 2 + fact).center();
    QTest::mouseMove(view().viewport(), {1, 1}); // outside the cells, so that it moves
    QTest::mouseMove(view().viewport(), cell);
    QTRY_VERIFY(words().contains(m_open->session.data()->className(kClass)));
    QVERIFY2(words().contains("Click to see"), qPrintable(words()));
    QTest::mouseClick(view().viewport(), Qt::LeftButton, {}, cell);
    const MemberOutputs& outputs = *m_open->session.outputs();
    const std::vector<std::int64_t> route = routes(outputs.gate(), 2);
    std::size_t expected = 0;
    for (std::size_t image = 0; image < 60; ++image)
        expected += outputs.labels[image] == kClass && (!ofRoute || route[image] == group);
    const std::vector<std::size_t> images = shown();
    QVERIFY(expected > 0);
    QCOMPARE(images.size(), expected);
    for (const std::size_t image : images) {
        QCOMPARE(outputs.labels[image], kClass);
        QVERIFY(!ofRoute || route[image] == group);
    }
    const std::vector<float> margins = gateMargins(outputs.gate(), 2);
    if (fact == RoutingModel::Entropy || fact == RoutingModel::Margin)
        QVERIFY(std::ranges::is_sorted(images, {}, [&](std::size_t image) { return margins[image]; }));
}

void TestRoutingView::keysMoveAndOpen() {
    chooseMode(int(RoutingMode::Counts));
    view().setFocus();
    QVERIFY(view().hasFocus());
    const std::vector<int> artificial = m_open->session.parameters().groups[0].classes;
    QVERIFY2(words().contains(m_open->session.data()->className(artificial[0])), qPrintable(words()));
    QTest::keyClick(&view(), Qt::Key_Down);
    QVERIFY2(words().contains(m_open->session.data()->className(artificial[1])), qPrintable(words()));
    QTest::keyClick(&view(), Qt::Key_Right);
    QVERIFY2(words().contains("natural"), qPrintable(words()));
    QTest::keyClick(&view(), Qt::Key_Right);
    QTest::keyClick(&view(), Qt::Key_Right); // the hit rate
    QVERIFY2(words().contains("its own group, artificial"), qPrintable(words()));
    QTest::keyClick(&view(), Qt::Key_Return);
    const MemberOutputs& outputs = *m_open->session.outputs();
    const std::vector<std::int64_t> route = routes(outputs.gate(), 2);
    std::size_t expected = 0;
    for (std::size_t image = 0; image < 60; ++image)
        expected += outputs.labels[image] == artificial[1] && route[image] == 0;
    QCOMPARE(shown().size(), expected);
    QCOMPARE(m_open->session.selection().query().label, artificial[1]);
}

void TestRoutingView::modeIsKept() {
    chooseMode(int(RoutingMode::ExpertWeight));
    m_open.reset();
    OpenWindow again(m_folder);
    QCOMPARE(again.find<QComboBox>("routingMode")->currentIndex(), int(RoutingMode::ExpertWeight));
    const auto& model = dynamic_cast<RoutingModel&>(*again.find<MatrixView>("routingMatrix")->model());
    QVERIFY(model.mode() == RoutingMode::ExpertWeight);
}

void TestRoutingView::csvHoldsEverything() {
    const QStringList lines = model().figureCsv().split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 11);
    QCOMPARE(lines[0], QString("class,images,hit_rate,entropy_bits,margin,routed:artificial,routed:natural,"
                               "load:artificial,load:natural,gate:artificial,gate:natural,"
                               "baseline_weight:artificial,baseline_weight:natural,expert_weight:artificial,"
                               "expert_weight:natural"));
    int images = 0;
    for (const QString& line : lines.mid(1)) {
        const QStringList cells = line.split(',');
        QCOMPARE(cells.size(), 15);
        QCOMPARE(cells[5].toInt() + cells[6].toInt(), cells[1].toInt());
        images += cells[1].toInt();
        for (const int pair : {7, 9})
            QVERIFY(std::abs(cells[pair].toDouble() + cells[pair + 1].toDouble() - 1) < 1e-5);
    }
    QCOMPARE(images, 60);
    // The weight of the expert "natural" for its first class, added up from the outputs.
    const int cls = m_open->session.parameters().groups[1].classes[0];
    const MemberOutputs& outputs = *m_open->session.outputs();
    double sum = 0;
    int count = 0;
    for (std::size_t image = 0; image < 60; ++image)
        if (outputs.labels[image] == cls) {
            sum += outputs.subGates()[((60 + image) * 10 + std::size_t(cls)) * 2 + 1];
            ++count;
        }
    const QString name = m_open->session.data()->className(cls);
    const auto line = std::ranges::find_if(lines, [&](const QString& each) { return each.startsWith(name + ','); });
    QVERIFY(std::abs(line->split(',')[14].toDouble() - sum / count) < 1e-6);
}

/// Sixteen groups of a class each, with names that are too long.
void TestRoutingView::manyGroupsScroll() {
    RoutingTable table;
    for (int cls = 0; cls < 16; ++cls) {
        table.classes << QString("a class with a name that is very long, number %1").arg(cls);
        table.groups << QString("a group with a name that is very long, number %1").arg(cls);
        table.order.push_back(cls);
        table.own.push_back(cls);
        table.rows.push_back({1, std::vector<std::int64_t>(16, 0), std::vector<double>(16, 0.5),
                              std::vector<double>(16, 0.25), 4, 0, 1, std::vector<double>(16, 0.5),
                              std::vector<double>(16, 0.5)});
    }
    m_open->window->resize(1000, 800);
    const int width = m_open->window->width();
    model().showTable(table, RoutingMode::Gate);
    QTRY_VERIFY(view().horizontalScrollBar()->maximum() > 0);
    QCOMPARE(m_open->window->width(), width);
    QVERIFY(cellRect(15, 15).width() >= view().fontMetrics().horizontalAdvance("100.0"));
    QVERIFY(cellRect(15, 19).left() > view().viewport()->width());
    QVERIFY(cellRect(0, 0).left() < 200); // names are cut
    QSignalSpy opened(&view(), &MatrixView::cellsOpened);
    view().setFocus();
    for (int press = 0; press < 15; ++press)
        QTest::keyClick(&view(), Qt::Key_Right);
    QVERIFY(view().viewport()->rect().contains(cellRect(0, 15))); // what the keys moved to is in sight
    QVERIFY(view().horizontalScrollBar()->value() > 0);
    QTest::keyClick(&view(), Qt::Key_Return);
    QCOMPARE(opened.size(), 1);
    QCOMPARE(view().chosen(), QModelIndexList{model().cellOf(0, 15)});
    view().scrollTo(model().cellOf(15, 19));
    QVERIFY(view().viewport()->rect().contains(cellRect(15, 19)));
}

TEST_OF_ROOM(TestRoutingView);
#include "test_routing_view.moc"
