#include "calibration/coverage_plot.h"
#include "confusion/class_scores_model.h"
#include "confusion/confusion_model.h"
#include "confusion/member_confusion.h"
#include "curves/curves_plot.h"
#include "mixture/causes_plot.h"
#include "mixture/forced_bar.h"
#include "plotting/more_names.h"
#include "plotting/palette.h"
#include "routing/routing_model.h"
#include "tables/matrix_view.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/find_widget.h"
#include "ui/many_classes.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>

using namespace moelab;
using namespace fixture;

/// A hundred classes in many groups, in views that are made for ten in two.
class TestManyClasses : public QObject {
    Q_OBJECT
  private slots:
    void legendsNameTheFirst_data();
    void legendsNameTheFirst();
    void everyCurveIsInAMenu();
    void curvesSideBySideKeepTheirHeight();
    void theChosenMemberIsNamed();
    void sixtyFourGroupsAreRouted();
    void factsLeaveTheCellsTheirRoom();
    void barsOfManyClassesScroll();
    void theWorstClassesComeFirst();
    void allBarsAreOnPaper();
    void fewBarsHaveTheirNamesOnPaper();
    void anExpertShowsItsOwnClasses();
    void ofFewClassesAnExpertShowsItsOwn();
    void groupsAreSearched();
    void expertsTakeAFewLines();
};

namespace {

QCPLegend* legendOf(const QCustomPlot& plot) { return plot.findChild<QCPLegend*>(); }

/// The texts of a figure on paper.
QStringList textsOf(Figure& figure, const QSize& size) {
    QStringList texts;
    for (const DrawnText& drawn : drawnTexts(svgOf(figure, size, paperFont(6), "1", "1")))
        texts << drawn.text;
    return texts;
}

} // namespace

void TestManyClasses::legendsNameTheFirst_data() {
    QTest::addColumn<int>("groups");
    QTest::addColumn<int>("named");
    QTest::addColumn<QString>("more");
    QTest::newRow("2") << 2 << 5 << "";
    QTest::newRow("9") << 9 << 12 << "";
    QTest::newRow("10") << 10 << 11 << "+ 2 more";
    QTest::newRow("64") << 64 << 11 << "+ 56 more";
}

void TestManyClasses::legendsNameTheFirst() {
    QFETCH(int, groups);
    QFETCH(int, named);
    QFETCH(QString, more);
    CurvesPlot plot;
    plot.resize(700, 400);
    plot.showStages(manyStages(128, groups), 0);
    const QSize paper(680, 430);
    const QStringList texts = textsOf(plot, paper);
    for (const char* member : {"Baseline", "Gate", "Mixture"}) // beside the first experts
        QCOMPARE(texts.count(member), 1);
    QCOMPARE(texts.filter(QRegularExpression("^Expert group-\\d+$")).size(), named - 3);
    QCOMPARE(texts.filter(QRegularExpression("^\\+ \\d+ more$")),
             more.isEmpty() ? QStringList() : QStringList(more));
    plot.grab();
    const QRect legend = legendOf(plot)->outerRect();
    for (const QCPAxisRect* rect : plot.axisRects()) {
        QVERIFY(!rect->outerRect().intersects(legend));
        QVERIFY2(rect->height() > 70, qPrintable(QString::number(rect->height()))); // curves can be seen
    }
}

void TestManyClasses::everyCurveIsInAMenu() {
    CurvesPlot plot;
    plot.resize(700, 400);
    plot.showStages(manyStages(128, 64), 0);
    plot.setVisible(true);
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.grab(); // lays it out
    QCPLegend* const legend = legendOf(plot);
    const MoreNames* more = nullptr;
    for (int i = 0; i < legend->itemCount(); ++i)
        if (const auto* const item = dynamic_cast<const MoreNames*>(legend->item(i)))
            more = item;
    QVERIFY(more);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, more->rect().center());
    auto* const menu = findIn<QMenu>(plot, "curvesNames");
    QCOMPARE(menu->actions().size(), 67);
    QAction* const last = menu->actions()[65]; // before the mixture
    QCOMPARE(last->text(), QString("Expert group-63"));
    QVERIFY(last->isChecked() && plot.isShown("expert-group-63"));
    last->trigger();
    QVERIFY(!plot.isShown("expert-group-63"));
    menu->close();
    QTest::mouseClick(&plot, Qt::LeftButton, {}, legend->item(0)->rect().center());
    QVERIFY(!plot.isShown("baseline")); // a name that is there hides its curves, as ever
}

void TestManyClasses::curvesSideBySideKeepTheirHeight() {
    QScrollArea area;
    auto* const plot = new CurvesPlot;
    area.setWidgetResizable(true);
    area.setWidget(plot);
    area.resize(700, 600);
    area.show();
    plot->setOptions({.sideBySide = true});
    plot->showStages(manyStages(128, 64), 0);
    QTRY_VERIFY(area.verticalScrollBar()->maximum() > 0);
    plot->replot(QCustomPlot::rpImmediateRefresh); // lays it out
    QCOMPARE(plot->axisRectCount(), 2 * 67);
    for (const QCPAxisRect* rect : plot->axisRects())
        QVERIFY2(rect->height() > 30, qPrintable(QString::number(rect->height())));
    plot->showStages(manyStages(10, 2), 0);
    QTRY_COMPARE(area.verticalScrollBar()->maximum(), 0);
}

void TestManyClasses::theChosenMemberIsNamed() {
    CoveragePlot plot;
    plot.resize(400, 300);
    const RunFindings findings = manyFindings(40, 20);
    plot.showMembers(findings.calibration);
    plot.setChosen("expert-group-17");
    const auto names = [&] { return textsOf(plot, {400, 300}).filter(QRegularExpression("^(Expert|\\+) ")); };
    QVERIFY2(names().contains("Expert group-17"), qPrintable(names().join('/')));
    QVERIFY(names().contains("+ 18 more")); // of 23: five are named
    QVERIFY(!names().contains("Expert group-6"));
    plot.setChosen("baseline");
    QVERIFY(!names().contains("Expert group-17"));
}

void TestManyClasses::sixtyFourGroupsAreRouted() {
    const ClassGroups groups = evenGroups(128, 64);
    RoutingModel model;
    model.showTable(routingOf(manyOutputs(128, 64), groups, classNames(128)), RoutingMode::Shares);
    MatrixView view(model);
    view.resize(800, 500);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    QVERIFY(view.cellSize().width() >= view.fontMetrics().horizontalAdvance("100.0"));
    QVERIFY(view.horizontalScrollBar()->maximum() > 0 && view.verticalScrollBar()->maximum() > 0);
    QCOMPARE(model.index(0, 0).data().toString(), QString("75.0")); // three of four images of class 0
    QCOMPARE(model.index(0, 1).data().toString(), QString("25.0"));
    view.showWhole();
    QCOMPARE(view.horizontalScrollBar()->maximum(), 0);
    QCOMPARE(view.verticalScrollBar()->maximum(), 0);
    const QImage picture = view.grab().toImage();
    const QColor own = picture.pixelColor(view.visualRect(model.index(60, 30)).center());
    QCOMPARE(own, model.ground(60, 30, view.palette()));
    QVERIFY(own != view.palette().color(QPalette::Base));
}

void TestManyClasses::factsLeaveTheCellsTheirRoom() {
    const auto textsFor = [](int classes, int groups, const QSize& size) {
        RoutingModel model;
        model.showTable(routingOf(manyOutputs(classes, groups), evenGroups(classes, groups), classNames(classes)),
                        RoutingMode::Shares);
        QStringList texts;
        for (const DrawnText& drawn : drawnTexts(svgOf(model, size, paperFont(6), "1", "1")))
            texts << drawn.text;
        return texts;
    };
    const QStringList texts = textsFor(10, 2, {440, 330});
    QCOMPARE(texts.filter(QRegularExpression("^(75|25)\\.0$")).size(),
             20 + 10); // cells, and the own group beside them
    QVERIFY2(texts.contains("own group (%)"), qPrintable(texts.join('/')));
    const QStringList many = textsFor(100, 20, {680, 660}); // whose rows are lower than the facts' letters
    QVERIFY(many.contains("group-0") && !many.contains("own group (%)"));
}

void TestManyClasses::barsOfManyClassesScroll() {
    const RunFindings findings = manyFindings(100, 20);
    QStringList names;
    for (const std::string& name : classNames(100))
        names << QString::fromStdString(name);
    CausesPlot plot;
    plot.resize(500, 400);
    plot.show();
    QVERIFY(QTest::qWaitForWindowExposed(&plot));
    plot.showCauses(*findings.attribution, names);
    auto* const bar = findIn<QScrollBar>(plot, "causesScroll");
    QTRY_VERIFY(bar->isVisible());
    const Outcome cause = *std::ranges::find_if(
        kErrorCauses, [&](Outcome each) { return findings.attribution->classes[0][each] > 0; });
    const auto shown = [&](int label) {
        return plot.axisRect()->rect().contains(plot.partRect(label, cause).center().toPoint());
    };
    plot.grab();
    QVERIFY(shown(0) && !shown(99));
    QVERIFY(plot.partRect(0, cause).height() > 0.7 * plot.fontMetrics().height()); // as a name beside it
    plot.setFocus();
    QTest::keyClick(&plot, Qt::Key_Down);
    for (int press = 0; press < 100; ++press)
        QTest::keyClick(&plot, Qt::Key_Down);
    QTRY_VERIFY(shown(99) && !shown(0)); // the keys bring a bar into sight
    QSignalSpy chosen(&plot, &CausesPlot::partChosen);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, plot.partRect(98, cause).center().toPoint());
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen[0][0].toInt(), 98);
    QTest::mouseClick(&plot, Qt::LeftButton, {}, {250, 5}); // over the axes, where bars are that scrolled away
    QCOMPARE(chosen.size(), 1);
    plot.showCauses(*manyFindings(10, 2).attribution, names);
    QTRY_VERIFY(!bar->isVisible());
}

void TestManyClasses::theWorstClassesComeFirst() {
    Attribution attribution;
    QStringList names;
    for (int cls = 0; cls < 50; ++cls) {
        OutcomeCounts counts;
        counts[Outcome::Right] = 100;
        counts[Outcome::Gate] = cls;
        attribution.classes.push_back(counts);
        attribution.all[Outcome::Right] += 100;
        attribution.all[Outcome::Gate] += cls;
        names << QString("class %1").arg(cls);
    }
    CausesPlot plot;
    plot.showCauses(attribution, names, 3);
    const QStringList lines = plot.figureCsv().split("\r\n", Qt::SkipEmptyParts);
    QCOMPARE(lines.size(), 5);
    QVERIFY(lines[1].startsWith("all,"));
    QVERIFY(lines[2].startsWith("class 49,") && lines[4].startsWith("class 47,"));
}

void TestManyClasses::allBarsAreOnPaper() {
    const RunFindings findings = manyFindings(100, 20);
    QStringList names;
    for (const std::string& name : classNames(100))
        names << QString::fromStdString(name);
    CausesPlot plot;
    plot.resize(500, 300);
    plot.showCauses(*findings.attribution, names);
    std::vector<QRectF> places;
    for (const DrawnText& drawn : drawnTexts(svgOf(plot, {680, 400}, paperFont(6), "1", "1")))
        if (drawn.text.startsWith("class ")) {
            for (const QRectF& other : places)
                QVERIFY2(!other.intersects(drawn.place), qPrintable(drawn.text));
            places.push_back(drawn.place);
        }
    QVERIFY2(places.size() >= 10 && places.size() < 60, qPrintable(QString::number(places.size())));
    QVERIFY(places.back().top() > 250 || places.front().top() > 250); // down to the axis
}

/// However large the letters on screen are.
void TestManyClasses::fewBarsHaveTheirNamesOnPaper() {
    const RunFindings findings = manyFindings(10, 2);
    QStringList names;
    for (const std::string& name : classNames(10))
        names << QString::fromStdString(name);
    CausesPlot plot;
    QFont large = plot.font();
    large.setPointSize(20);
    plot.setFont(large);
    plot.showCauses(*findings.attribution, names);
    const QSize paper(layoutPixels(85), plot.figureHeight(layoutPixels(85), paperFont(8)));
    QStringList found;
    for (const DrawnText& drawn : drawnTexts(svgOf(plot, paper, paperFont(8), "1", "1")))
        found << drawn.text;
    for (const QString& name : names)
        QVERIFY2(found.contains(name), qPrintable(name + " of " + found.join(", ")));
}

void TestManyClasses::anExpertShowsItsOwnClasses() {
    const ClassGroups groups = evenGroups(40, 20);
    const Stage stage = findStage(stagesOf(groups), "expert-group-3");
    MemberOutputs outputs = manyOutputs(40, 20);
    QCOMPARE(confusionOf(outputs, stage, groups, classNames(40)).order, std::vector<int>({6, 7}));
    outputs.arrays[outputs::expert(3)][24 * 40 + 30] = 9;
    ConfusionTable table = confusionOf(outputs, stage, groups, classNames(40));
    QCOMPARE(table.order, std::vector<int>({6, 7, 30}));
    QCOMPARE(table.borders, std::vector<int>{2});
    ConfusionModel model;
    model.showTable(table, ConfusionMode::Counts);
    const QStringList cells[] = {
        {"3", "0", "1", "4"}, {"0", "4", "0", "4"}, {"0", "0", "0", "0"}, {"3", "4", "1", "8"}};
    QCOMPARE(model.rowCount(), 4);
    for (int row = 0; row < 4; ++row)
        for (int column = 0; column < 4; ++column)
            QCOMPARE(model.index(row, column).data().toString(), cells[row][column]);
    QVERIFY(!model.cellOf(0, 6).isValid()); // a class that is not shown
    ClassScoresModel scores;
    scores.showTable(table);
    QCOMPARE(scores.rowCount(), 4); // with the mean
    for (const ClassOrder order : {ClassOrder::Data, ClassOrder::Confusion}) {
        arrange(table, order, table.matrix);
        std::vector<int> sorted = table.order;
        std::ranges::sort(sorted);
        QCOMPARE(sorted, std::vector<int>({6, 7, 30}));
        QVERIFY(table.borders.empty());
    }
}

/// The rows of all others would be empty.
void TestManyClasses::ofFewClassesAnExpertShowsItsOwn() {
    const ClassGroups groups = evenGroups(16, 2);
    const ConfusionTable table =
        confusionOf(manyOutputs(16, 2), findStage(stagesOf(groups), "expert-group-1"), groups, classNames(16));
    QCOMPARE(table.order, groups[1].classes);
    QVERIFY(table.borders.empty());
}

void TestManyClasses::groupsAreSearched() {
    ForcedBar bar;
    bar.resize(700, 200);
    QStringList names;
    for (int group = 0; group < 64; ++group)
        names << QString("group %1").arg(group);
    bar.setGroups(names);
    bar.show();
    QVERIFY(QTest::qWaitForWindowExposed(&bar));
    auto* const routes = findIn<QComboBox>(bar, "forcedRoute");
    QSignalSpy edited(&bar, &ForcedBar::edited);
    QTest::mouseClick(routes, Qt::LeftButton);
    auto* const search = findIn<QLineEdit>(bar, "choiceSearch");
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, "UP 57");
    QCOMPARE(findIn<QListView>(bar, "choiceList")->model()->rowCount(), 1); // found in the middle, in any case
    QTest::keyClick(search, Qt::Key_Return);
    QVERIFY(!search->isVisible());
    QCOMPARE(routes->currentText(), QString("always group 57"));
    QCOMPARE(bar.forced().group, 57);
    QCOMPARE(edited.size(), 1);
    routes->setFocus();
    QTest::keyClick(routes, Qt::Key_F4);
    QTRY_VERIFY(search->hasFocus());
    QTest::keyClicks(search, "nothing like that");
    QTest::keyClick(search, Qt::Key_Return);
    QTest::keyClick(search, Qt::Key_Escape);
    QTRY_VERIFY(!search->isVisible());
    QCOMPARE(routes->currentText(), QString("always group 57")); // as it was
    QCOMPARE(edited.size(), 1);
    bar.setGroups({"one", "two"});
    QTest::mouseClick(routes, Qt::LeftButton);
    QTRY_VERIFY(routes->view()->isVisible()); // all are seen at once
    QVERIFY(!search->isVisible());
    routes->hidePopup();
}

void TestManyClasses::expertsTakeAFewLines() {
    QWidget window;
    auto* const layout = new QVBoxLayout(&window);
    auto* const bar = new ForcedBar;
    layout->addStretch();
    layout->addWidget(bar);
    QStringList names;
    for (int group = 0; group < 64; ++group)
        names << QString("group number %1").arg(group);
    bar->setGroups(names);
    window.resize(700, 600);
    window.show();
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    auto* const last = findIn<QCheckBox>(*bar, "forcedExpert-group number 63");
    QTRY_VERIFY(last->y() > 200); // in one of many lines
    QVERIFY2(bar->height() < 250, qPrintable(QString::number(bar->height())));
    QScrollArea* area = nullptr;
    for (QWidget* parent = last; parent && !area; parent = parent->parentWidget())
        area = qobject_cast<QScrollArea*>(parent);
    QVERIFY(area && area->verticalScrollBar()->maximum() > 0);
    last->setFocus(Qt::TabFocusReason);
    area->ensureWidgetVisible(last);
    QVERIFY(area->viewport()->rect().contains(last->mapTo(area->viewport(), last->rect().center())));
}

TEST_OF_ROOM(TestManyClasses);
#include "test_many_classes.moc"
