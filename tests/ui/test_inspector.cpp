#include "inspector/leading_classes.h"
#include "inspector/prediction_bars.h"
#include "inspector/verdict_words.h"
#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QDockWidget>
#include <QLabel>
#include <QToolButton>

#include <numeric>

using namespace moelab;
using namespace fixture;

namespace {

const QStringList kNames = {"cat", "dog", "<b>car</b>"};
const ClassGroups kTwo = {{"natural", {0, 1}}, {"artificial", {2}}};

/// Shares in which a class is the largest; none for -1: not trained.
std::vector<float> saying(int cls) {
    std::vector<float> shares;
    for (int i = 0; i < 3 && cls >= 0; ++i)
        shares.push_back(i == cls ? 0.8F : 0.1F);
    return shares;
}

/// @param route the group, or -1; what is said by -1 is not trained. @param truth -1 for a picture of one's own
ImageWay wayFor(int truth, int baseline, int route, int expert, int other, int mixture) {
    ImageWay way;
    if (truth >= 0)
        way.label = truth;
    way.baseline = saying(baseline);
    way.ways.resize(2);
    if (route < 0)
        return way;
    way.route = route;
    way.gate = {route == 0 ? 0.9F : 0.1F, route == 1 ? 0.9F : 0.1F};
    way.ways[std::size_t(route)].expert = saying(expert);
    way.ways[std::size_t(route)].result = saying(mixture);
    way.ways[std::size_t(1 - route)].expert = saying(other);
    return way;
}

} // namespace

class TestInspector : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void saysWhatHappened_data();
    void saysWhatHappened();
    void leadingClassesAreOrdered();
    void theTrueClassIsAmongThem();
    void barsAreAsLongAsTheShares();
    void namesGiveWayNotTheVerdict_data();
    void namesGiveWayNotTheVerdict();
    void barsHaveRoomInANarrowPanel();
    void classesAreNamedWholeWhereBarsHaveRoom();
    void mixtureIsNormalised();
    void emptyInspectorSaysWhatWillBeHere();
    void sentenceComesFirst();
    void arithmeticUnfolds();
};

void TestInspector::saysWhatHappened_data() {
    QTest::addColumn<int>("truth");
    QTest::addColumn<int>("baseline");
    QTest::addColumn<int>("route");
    QTest::addColumn<int>("expert");
    QTest::addColumn<int>("other"); // the other group's expert
    QTest::addColumn<int>("mixture");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, int truth, int baseline, int route, int expert, int other, int mixture,
                        const char* words) {
        QTest::newRow(name) << truth << baseline << route << expert << other << mixture << words;
    };
    row("all right", 0, 0, 0, 0, 2, 0,
        "Predicted cat, the true class. Routed correctly; baseline and expert both correct.");
    row("all wrong", 0, 1, 0, 1, 2, 1,
        "Predicted dog, true class cat. Routed correctly; baseline and expert both wrong.");
    row("the baseline alone is right", 0, 0, 0, 1, 2, 1,
        "Predicted dog, true class cat. Routed correctly; baseline correct, expert wrong.");
    row("the expert alone is right", 0, 1, 0, 0, 2, 0,
        "Predicted cat, the true class. Routed correctly; baseline wrong, expert correct.");
    row("misrouted, the own expert is right", 0, 1, 1, 2, 0, 2,
        "Predicted <b>car</b>, true class cat. Routed wrongly, to artificial instead of natural; baseline and "
        "expert both wrong. The expert of its own group is correct.");
    row("misrouted, the own expert is wrong", 0, 0, 1, 2, 1, 0,
        "Predicted cat, the true class. Routed wrongly, to artificial instead of natural; baseline correct, expert "
        "wrong. The expert of its own group is wrong, too.");
    row("no mixture yet", 0, 1, 0, 0, 2, -1,
        "The baseline predicts dog, true class cat. Routed correctly; baseline wrong, expert correct.");
    row("no experts yet", 0, 0, 0, -1, -1, -1,
        "The baseline predicts cat, the true class. Routed correctly; baseline correct, expert not trained.");
    row("baseline alone", 0, 1, -1, -1, -1, -1,
        "The baseline predicts dog, true class cat. The gate is not trained.");
    row("gate alone", 0, -1, 1, -1, -1, -1,
        "True class cat. No member that predicts classes is trained. Routed wrongly, to artificial instead of "
        "natural.");
    row("no baseline", 0, -1, 0, 0, -1, -1,
        "The expert predicts cat, the true class. Routed correctly; expert correct, baseline not trained.");
    row("own picture", -1, 0, 0, 1, 2, 1,
        "Predicted dog. Routed to natural; the baseline predicts cat, the expert dog.");
    row("own picture, they agree", -1, 1, 0, 1, 2, 1,
        "Predicted dog. Routed to natural; baseline and expert both predict dog.");
    row("own picture, no mixture yet", -1, 0, 0, 1, 2, -1,
        "The baseline predicts cat. Routed to natural; the expert predicts dog.");
    row("own picture, no mixture yet, they agree", -1, 1, 0, 1, 2, -1,
        "The baseline predicts dog. Routed to natural; the expert predicts it, too.");
    row("own picture, baseline alone", -1, 1, -1, -1, -1, -1,
        "The baseline predicts dog. The gate is not trained.");
    row("own picture, gate alone", -1, -1, 0, -1, -1, -1,
        "No member that predicts classes is trained. Routed to natural.");
}

void TestInspector::saysWhatHappened() {
    QFETCH(int, truth);
    QFETCH(int, baseline);
    QFETCH(int, route);
    QFETCH(int, expert);
    QFETCH(int, other);
    QFETCH(int, mixture);
    QTEST(whatHappened(wayFor(truth, baseline, route, expert, other, mixture), kTwo, kNames), "words");
}

void TestInspector::leadingClassesAreOrdered() {
    ImageWay way;
    way.baseline = {0.1F, 0.3F, 0, 0.6F};
    using Classes = std::vector<std::size_t>;
    QCOMPARE(leadingClasses(way, 4, 10), (Classes{3, 1, 0, 2}));
    way.route = 0;
    way.ways.resize(1);
    way.ways[0].expert = {0.7F, 0.1F, 0.2F, 0};
    QCOMPARE(leadingClasses(way, 4, 2), (Classes{0, 3}));
    way.ways[0].result = {1, 1, 6, 0}; // 0.75 of it is class 2
    QCOMPARE(leadingClasses(way, 4, 2), (Classes{2, 0}));
    QCOMPARE(leadingClasses(way, 4, 4), (Classes{2, 0, 1, 3})); // as the mixture's, which stand beside them
}

void TestInspector::theTrueClassIsAmongThem() {
    ImageWay way;
    way.baseline.resize(1000);
    std::iota(way.baseline.begin(), way.baseline.end(), 1.0F);
    for (float& share : way.baseline)
        share /= 500500; // their sum
    way.label = 17;
    const std::vector<std::size_t> rows = leadingClasses(way, 1000, 10);
    QCOMPARE(rows.size(), std::size_t(10));
    QCOMPARE(rows.front(), std::size_t(999));
    QCOMPARE(rows[8], std::size_t(991));
    QCOMPARE(rows.back(), std::size_t(17));
    way.label = 995;
    QCOMPARE(leadingClasses(way, 1000, 10).back(), std::size_t(990));
}

void TestInspector::barsAreAsLongAsTheShares() {
    PredictionBars bars;
    bars.resize(300, 200);
    bars.showMembers(
        {{"Baseline", "", "cat", Qt::red, {0.75F, 0.25F, 0}}, {"Mixture", "", "cat", Qt::green, {0.5F, 0.5F, 0}}},
        kNames, {1, 0}, 1);
    const QRectF dog = bars.barRect(0, 0);
    const QRectF cat = bars.barRect(1, 0);
    QVERIFY(dog.width() > 10);
    QVERIFY(std::abs(cat.width() - 3 * dog.width()) < 1e-6);
    QVERIFY(std::abs(bars.barRect(1, 1).width() - 2 * dog.width()) < 1e-6);
    QVERIFY(bars.barRect(1, 1).top() >= cat.bottom()); // below one another
    QVERIFY(cat.top() > bars.barRect(0, 1).bottom());
    const QImage picture = bars.grab().toImage();
    QCOMPARE(picture.pixelColor(cat.center().toPoint()), QColor(Qt::red));
    QCOMPARE(picture.pixelColor(bars.barRect(1, 1).center().toPoint()), QColor(Qt::green));
    QCOMPARE(
        bars.accessibleDescription(),
        QString("Baseline: cat (75.0 %). Mixture: cat (50.0 %). dog (true class): Baseline 25.0 %, Mixture 50.0 "
                "%. cat: Baseline 75.0 %, Mixture 50.0 %"));
}

void TestInspector::namesGiveWayNotTheVerdict_data() {
    QTest::addColumn<QString>("member");
    QTest::addColumn<QString>("prediction");
    QTest::addColumn<bool>("keepsPrediction");
    QTest::newRow("long member") << "Expert four legs and a long tail behind them"
                                 << "horse" << true;
    QTest::newRow("long class") << "Mixture"
                                << "a horse with four legs and a long tail behind them" << false;
    QTest::newRow("both long") << "Expert four legs and a long tail behind them"
                               << "a horse with four legs and a long tail behind them" << false;
}

void TestInspector::namesGiveWayNotTheVerdict() {
    QFETCH(const QString, member);
    QFETCH(const QString, prediction);
    QFETCH(const bool, keepsPrediction);
    PredictionBars bars;
    bars.showMembers({{member, "✗ ", prediction, Qt::red, {0.314F, 0.25F, 0}}}, kNames, {0}, 1);
    const QString whole = member + ": ✗ " + prediction + " (31.4 %)";
    QCOMPARE(bars.accessibleDescription().section(". ", 0, 0), whole);
    const QFontMetrics metrics = bars.fontMetrics();
    const int most = metrics.horizontalAdvance(whole);
    bars.resize(2 * most, 200);
    QCOMPARE(bars.lineOf(0), whole);
    for (const int letters : {40, 30}) {
        bars.resize(letters * metrics.averageCharWidth(), 200);
        const QString line = bars.lineOf(0);
        QVERIFY2(line.contains(":\n✗ ") && line.endsWith(" (31.4 %)"), qPrintable(line));
        for (const QString& each : line.split('\n'))
            QVERIFY2(metrics.horizontalAdvance(each) <= bars.width(), qPrintable(line));
        QVERIFY2(line.contains(prediction) == keepsPrediction, qPrintable(line));
        QVERIFY2(!line.contains("…:") || metrics.horizontalAdvance(member) > bars.width() / 2, qPrintable(line));
    }
}

/// The bars stand below the names of their classes, so that they can be told apart.
void TestInspector::barsHaveRoomInANarrowPanel() {
    PredictionBars bars;
    const QStringList names = {"automobile", "dog", "airplane"};
    std::vector<PredictionBars::Member> members;
    for (const char* member : {"Baseline", "Expert artificial", "Mixture"})
        members.push_back({member, "✓ ", "automobile", Qt::red, {0.75F, 0.25F, 0}});
    bars.showMembers(members, names, {0, 1, 2}, 0);
    const int letter = bars.fontMetrics().averageCharWidth();
    for (const int letters : {20, 24, 30, 60}) {
        const int width = letters * letter;
        bars.resize(width, bars.heightForWidth(width));
        QVERIFY2(bars.barRect(0, 2).width() >= 8 * letter, qPrintable(QString::number(letters)));
        QVERIFY(bars.barRect(2, 2).bottom() <= bars.height());
        for (int row = 0; row < 3; ++row)
            for (int member = 0; member < 2; ++member)
                QVERIFY(bars.barRect(row, member + 1).top() >= bars.barRect(row, member).bottom());
    }
    QVERIFY(bars.heightForWidth(20 * letter) > bars.heightForWidth(60 * letter));
    QVERIFY(!bars.lineOf(2).contains('\n'));
    bars.resize(20 * letter, 400);
    QCOMPARE(bars.lineOf(2).section('\n', 0, 0), QString("Mixture:"));
}

/// Bars of twelve letters can be told apart; a class's name has the rest.
void TestInspector::classesAreNamedWholeWhereBarsHaveRoom() {
    PredictionBars bars;
    const QString name = "automobiles and lorries";
    bars.showMembers({{"Mixture", "✓ ", name, Qt::red, {0.75F, 0.25F}}}, {name, "dog"}, {0, 1}, 0);
    QFont bold = bars.font();
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    const int needed = metrics.horizontalAdvance("▸ " + name);
    const int width =
        needed + metrics.horizontalAdvance("100.0 %") + 14 * bars.fontMetrics().averageCharWidth(); // with gaps
    QVERIFY(2 * width / 5 < needed);
    bars.resize(width, bars.heightForWidth(width));
    QVERIFY2(bars.barRect(0, 0).left() >= needed, qPrintable(QString::number(bars.barRect(0, 0).left())));
    QVERIFY(bars.barRect(0, 0).width() >= 0.75 * 12 * bars.fontMetrics().averageCharWidth());
}

void TestInspector::mixtureIsNormalised() {
    ImageWay way = wayFor(0, 0, 0, 0, 2, 0);
    way.ways[0].result = {0.2F, 0.1F, 0.1F};
    QCOMPARE(mixtureShares(way), (std::vector<float>{0.5F, 0.25F, 0.25F}));
    way.route.reset();
    QVERIFY(mixtureShares(way).empty());
}

void TestInspector::emptyInspectorSaysWhatWillBeHere() {
    openRun();
    m_open->find<QDockWidget>("inspectorDock")->show();
    const QString words = m_open->find<QLabel>("inspectorTitle")->text();
    QVERIFY2(words.contains("Choose an image under Images to see what was predicted"), qPrintable(words));
    for (const char* part : {"inspectorVerdict", "inspectorBars", "inspectorArithmetic", "inspectorAllClasses"})
        QVERIFY2(!m_open->find<QWidget>(part)->isVisible(), part);
}

void TestInspector::sentenceComesFirst() {
    openRun();
    m_open->find<QDockWidget>("inspectorDock")->show();
    m_open->session.selection().setImage(3);
    auto* const verdict = m_open->find<QLabel>("inspectorVerdict");
    auto* const bars = m_open->find<PredictionBars>("inspectorBars");
    QTRY_VERIFY(verdict->isVisible() && bars->isVisible());
    const auto outputs = m_open->session.outputs();
    const auto row = outputs->row(outputs->mixture(), 3, 10);
    const auto answer = std::ranges::max_element(row) - row.begin();
    QVERIFY2(verdict->text().startsWith("Predicted " + m_open->session.data()->className(answer)),
             qPrintable(verdict->text()));
    const auto top = [&](QWidget* widget) { return widget->mapToGlobal(QPoint()).y(); };
    QTRY_VERIFY(top(bars) > top(verdict));
    QVERIFY(top(m_open->find<QWidget>("inspectorArithmetic")) > top(bars));
    QVERIFY(top(verdict) < top(m_open->find<QWidget>("inspectorPicture")));
    QVERIFY(!m_open->find<QWidget>("inspectorAllClasses")->isVisible()); // all ten are there
    QVERIFY(bars->accessibleDescription().contains("Mixture: "));
    QTRY_VERIFY(bars->barRect(9, 2).bottom() <= bars->height());
}

void TestInspector::arithmeticUnfolds() {
    openRun();
    m_open->find<QDockWidget>("inspectorDock")->show();
    m_open->session.selection().setImage(3);
    auto* const gate = m_open->find<QLabel>("inspectorGate");
    QVERIFY(!gate->isVisible());
    auto* const fold = m_open->find<QToolButton>("inspectorArithmetic");
    fold->setFocus();
    QTest::keyClick(fold, Qt::Key_Space);
    QVERIFY(gate->isVisible());
    QVERIFY2(gate->text().startsWith("Gate: ") && gate->text().contains(" → "), qPrintable(gate->text()));
    const auto routes = [this] { // those that go are deleted later
        int visible = 0;
        for (const QWidget* widget : m_open->window->findChildren<QWidget*>())
            visible += widget->objectName().startsWith("way-") && widget->isVisible();
        return visible;
    };
    QTRY_COMPARE(routes(), 1);
    m_open->session.selection().setImage(4); // it stays unfolded
    QTRY_COMPARE(routes(), 1);
    auto* const others = m_open->find<QToolButton>("inspectorOtherRoutes");
    others->setFocus();
    QTest::keyClick(others, Qt::Key_Space);
    QTRY_COMPARE(routes(), 2);
    fold->setFocus();
    QTest::keyClick(fold, Qt::Key_Space);
    QTRY_COMPARE(routes(), 0);
    QVERIFY(!gate->isVisible());
}

TEST_OF_ROOM(TestInspector);
#include "test_inspector.moc"
