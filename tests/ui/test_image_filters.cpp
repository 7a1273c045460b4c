#include "samples/empty_result.h"
#include "samples/sample_delegate.h"
#include "samples/sample_model.h"
#include "session/view.h"
#include "tables/choice_popup.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/filter_menu.h"
#include "ui/trained_window.h"

#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QPushButton>

#include <numeric>

using namespace moelab;
using namespace fixture;

/// Filters, search and order of the images, as a person sets them.
class TestImageFilters : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init();
    void menuAddsAndAChipTakesOff();
    void classesAreFoundByTyping();
    void chipsByKeys();
    void clearAllKeepsTheOrder();
    void aSearchJoinsTheFilters();
    void confidenceStartsFromTheTop();
    void confidenceRange();
    void tilesNameBothClasses_data();
    void tilesNameBothClasses();
    void emptyResultNamesItsFilter();
    void emptyCauses_data();
    void emptyCauses();
    void aThousandChoices();
    void whatIsClickedIsMarked();
    void tilesSayWholeNames_data();
    void tilesSayWholeNames();
    void aLongNameLeavesTheNumber();

  private:
    QListView* grid() { return m_open->find<QListView>("samplesGrid"); }
    int shown() { return grid()->isVisible() ? grid()->model()->rowCount() : 0; }
    QToolButton* chip(const char* name) { return m_open->window->findChild<QToolButton*>(QString("chip-") + name); }
    int imagesOf(int cls) const {
        return int(std::ranges::count(m_open->session.outputs()->labels, std::int64_t(cls)));
    }
};

void TestImageFilters::init() {
    openRun();
    m_open->session.selection().setStage("mixture");
    m_open->window->showView("samplesView");
    m_open->session.selection().setQuery({});
    QTRY_COMPARE(shown(), 60);
    QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
}

void TestImageFilters::menuAddsAndAChipTakesOff() {
    QVERIFY(!m_open->find<QWidget>("filterChips")->isVisible());
    addFilter(*m_open, "verdict", "wrong");
    const int wrong = shown();
    const auto& outputs = *m_open->session.outputs();
    int expected = 0;
    for (std::int64_t image = 0; image < 60; ++image) {
        const auto row = outputs.row(outputs.mixture(), image, 10);
        expected += (std::ranges::max_element(row) - row.begin()) != outputs.labels[std::size_t(image)];
    }
    QCOMPARE(wrong, expected);
    QVERIFY(wrong > 0 && wrong < 60);
    QCOMPARE(chip("verdict")->text(), QString("wrong ✕"));
    addFilter(*m_open, "verdict", "correct"); // takes the place of the other
    QCOMPARE(shown(), 60 - wrong);
    addFilter(*m_open, "routeVerdict", "wrong route");
    QVERIFY(shown() < 60 - wrong);
    QTest::mouseClick(chip("routeVerdict"), Qt::LeftButton);
    QCOMPARE(shown(), 60 - wrong);
    QTest::mouseClick(chip("verdict"), Qt::LeftButton);
    QCOMPARE(shown(), 60);
    QVERIFY(!m_open->find<QWidget>("filterChips")->isVisible());
}

void TestImageFilters::classesAreFoundByTyping() {
    addFilter(*m_open, "label", "fro"); // frog is the only class that holds it
    QCOMPARE(m_open->session.selection().query().label, 6);
    QCOMPARE(shown(), imagesOf(6));
    QCOMPARE(chip("label")->text(), QString("true class frog ✕"));
    QCOMPARE(chip("label")->accessibleName(), QString("Take off the filter: true class frog"));
    chooseFilter(*m_open, "answer");
    QLineEdit* const search = searchOfFilters(*m_open);
    QTRY_VERIFY(search->isVisible());
    QTest::keyClicks(search, "zebra");
    QTest::keyClick(search, Qt::Key_Return); // there is none
    QVERIFY(search->isVisible());
    QTest::keyClick(search, Qt::Key_Escape);
    QVERIFY(!search->isVisible());
    QCOMPARE(m_open->session.selection().query().answer, -1);
}

void TestImageFilters::chipsByKeys() {
    ImageQuery query;
    query.verdict = ImageQuery::Verdict::Wrong;
    query.route = 1;
    query.positions = PositionRange{0, 50};
    m_open->session.selection().setQuery(query);
    chip("route")->setFocus(Qt::TabFocusReason);
    QTest::keyClick(chip("route"), Qt::Key_Delete);
    query.route = -1;
    QVERIFY(m_open->session.selection().query() == query);
    QVERIFY(chip("numbers")->hasFocus()); // the next one took its place
    QTest::keyClick(chip("numbers"), Qt::Key_Backspace);
    QVERIFY(chip("verdict")->hasFocus());
    QTest::keyClick(chip("verdict"), Qt::Key_Space);
    QVERIFY(m_open->session.selection().query() == ImageQuery());
    QVERIFY(m_open->find<QLineEdit>("samplesSearch")->hasFocus());
}

void TestImageFilters::clearAllKeepsTheOrder() {
    ImageQuery query;
    query.order = ImageQuery::Order::Loss;
    query.descending = true;
    ImageQuery filtered = query;
    filtered.label = 3;
    filtered.compare = ImageQuery::Compare::BothWrong;
    m_open->session.selection().setQuery(filtered);
    QTest::mouseClick(m_open->find<QToolButton>("queryClear"), Qt::LeftButton);
    QVERIFY(m_open->session.selection().query() == query);
    QCOMPARE(shown(), 60);
}

void TestImageFilters::aSearchJoinsTheFilters() {
    addFilter(*m_open, "label", "cat");
    auto* const search = m_open->find<QLineEdit>("samplesSearch");
    search->setFocus();
    QTest::keyClicks(search, "0-29 @natural");
    QTest::keyClick(search, Qt::Key_Return);
    const ImageQuery& query = m_open->session.selection().query();
    QCOMPARE(query.label, 3);
    QCOMPARE(query.route, 1);
    QVERIFY(query.positions == (PositionRange{0, 29}));
    QCOMPARE(search->text(), QString()); // it is in the chips now
    QCOMPARE(chip("numbers")->text(), QString("numbers 0 to 29 ✕"));
    QTest::keyClicks(search, "dog");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(query.label, 5);
    QTest::keyClicks(search, "unicorn");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(search->text(), QString("unicorn")); // to be corrected
    QCOMPARE(query.label, 5);
}

void TestImageFilters::confidenceStartsFromTheTop() {
    auto* const order = m_open->find<QComboBox>("queryOrder");
    order->setFocus();
    QTest::keyClick(order, Qt::Key_Down);
    QVERIFY(m_open->session.selection().query().order == ImageQuery::Order::Confidence);
    const auto& outputs = *m_open->session.outputs();
    float before = 2;
    for (int row = 0; row < 60; ++row) {
        const auto image = grid()->model()->index(row, 0).data(SampleModel::ImageRole).toInt();
        const float largest = std::ranges::max(outputs.row(outputs.mixture(), image, 10));
        QVERIFY(largest <= before);
        before = largest;
    }
    QTest::mouseClick(m_open->find<QToolButton>("queryDescending"), Qt::LeftButton);
    QVERIFY(!m_open->session.selection().query().descending);
    QTest::keyClick(order, Qt::Key_Up); // the order of the data set has no top
    QVERIFY(m_open->session.selection().query() == ImageQuery());
}

void TestImageFilters::confidenceRange() {
    chooseFilter(*m_open, "confidence");
    auto* const over = m_open->find<QWidget>("confidenceOver");
    QTRY_VERIFY(over->isVisible());
    auto* const apply = m_open->find<QPushButton>("confidenceApply");
    QTest::keyClicks(over, "80");
    auto* const upTo = m_open->find<QWidget>("confidenceUpTo");
    upTo->setFocus();
    auto* const line = upTo->findChild<QLineEdit*>();
    line->selectAll();
    QTest::keyClicks(line, "40");
    QVERIFY(!apply->isEnabled()); // nothing is above 80 and up to 40 percent
    line->selectAll();
    QTest::keyClicks(line, "95");
    QTest::mouseClick(apply, Qt::LeftButton);
    QVERIFY(!over->isVisible());
    const auto& range = m_open->session.selection().query().confidence;
    QVERIFY(range.has_value());
    QCOMPARE(range->over, 0.8);
    QCOMPARE(range->upTo, 0.95);
    QCOMPARE(chip("confidence")->text(), QString("confidence 80 to 95 % ✕"));
}

void TestImageFilters::tilesNameBothClasses_data() {
    QTest::addColumn<int>("answer");
    QTest::addColumn<float>("confidence");
    QTest::addColumn<QString>("text");
    QTest::newRow("wrong") << 1 << 0.31F << QString("cat → <b>frog</b> 31 %");
    QTest::newRow("correct") << 0 << 0.874F << "cat 87 %";
    QTest::newRow("of an epoch") << 1 << std::numeric_limits<float>::quiet_NaN() << "cat → <b>frog</b>";
}

void TestImageFilters::tilesNameBothClasses() {
    QFETCH(int, answer);
    QFETCH(float, confidence);
    QFETCH(QString, text);
    SampleModel model;
    auto data = std::make_shared<DataView>();
    data->images.pixels.resize(data->images.imageBytes(), 200);
    data->images.labels = {0};
    model.showContent({data, {2, {0}, {0}, {answer}, {confidence}, {0.5F}}, {0}, {"cat", "<b>frog</b>"}});
    QCOMPARE(model.index(0).data().toString(), text);
}

void TestImageFilters::emptyResultNamesItsFilter() {
    const int label = int(m_open->session.outputs()->labels[0]);
    const int other = (label + 1) % 10;
    ImageQuery query;
    query.label = other;
    query.positions = PositionRange{0, 0};
    m_open->session.selection().setQuery(query);
    auto* const words = m_open->find<QLabel>("emptyWords");
    QVERIFY(words->isVisible() && !grid()->isVisible());
    QCOMPARE(words->text(), QString("None of the test images of Mixture fits all filters together. Images without "
                                    "\"number 0\": %1.")
                                .arg(imagesOf(other)));
    QTest::mouseClick(m_open->find<QPushButton>("emptyTakeOff"), Qt::LeftButton);
    QCOMPARE(shown(), imagesOf(other));
    QVERIFY(!words->isVisible());
    query.positions = PositionRange{700, 800}; // there are 60
    m_open->session.selection().setQuery(query);
    QCOMPARE(
        words->text(),
        QString("None of the test images of Mixture fits the filter \"numbers 700 to 800\". Images without it: "
                "%1.")
            .arg(imagesOf(other)));
    QTest::mouseClick(m_open->find<QPushButton>("emptyClear"), Qt::LeftButton);
    QCOMPARE(shown(), 60);
}

/// Counts as one would find them on these four images: classes 0 0 1 1, predicted 0 1 1 1.
void TestImageFilters::emptyCauses_data() {
    QTest::addColumn<int>("label");
    QTest::addColumn<int>("answer");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("last");
    QTest::addColumn<int>("filter"); // -1: none helps
    QTest::addColumn<bool>("alone");
    QTest::addColumn<int>("without");
    QTest::newRow("a class without images") << 2 << 1 << 0 << 3 << int(QueryFilter::Label) << true << 3;
    QTest::newRow("two together") << 1 << 0 << 0 << 3 << int(QueryFilter::Answer) << false << 2;
    QTest::newRow("two of three") << 0 << 1 << 2 << 3 << int(QueryFilter::Label) << false << 2;
    QTest::newRow("each with each") << 1 << 0 << 1 << 1 << -1 << false << 0;
    QTest::newRow("any two") << 1 << 0 << 1 << 3 << int(QueryFilter::Answer) << false << 2;
}

void TestImageFilters::emptyCauses() {
    QFETCH(int, label);
    QFETCH(int, answer);
    QFETCH(int, first);
    QFETCH(int, last);
    const int labels[] = {0, 0, 1, 1};
    const int answers[] = {0, 1, 1, 1};
    const auto count = [&](const ImageQuery& query) {
        std::size_t found = 0;
        for (int i = 0; i < 4; ++i)
            found += (query.label < 0 || query.label == labels[i]) &&
                     (query.answer < 0 || query.answer == answers[i]) &&
                     (!query.positions || (query.positions->first <= i && i <= query.positions->last));
        return found;
    };
    ImageQuery query;
    query.label = label;
    query.answer = answer;
    if (first > 0)
        query.positions = PositionRange{first, last};
    QCOMPARE(count(query), std::size_t(0));
    const auto cause = emptyCause(query, count);
    QTEST(cause ? int(cause->filter) : -1, "filter");
    QTEST(cause && cause->alone, "alone");
    QTEST(cause ? int(cause->without) : 0, "without");
}

void TestImageFilters::aThousandChoices() {
    QWidget anchor;
    anchor.show();
    ChoicePopup popup(&anchor);
    QStringList names;
    for (int i = 0; i < 1000; ++i)
        names << QString("class %1").arg(i);
    int chosen = -1;
    connect(&popup, &ChoicePopup::chosen, this, [&](int index) { chosen = index; });
    popup.open(anchor, "True class", names);
    auto* const search = findIn<QLineEdit>(popup, "choiceSearch");
    auto* const list = findIn<QListView>(popup, "choiceList");
    QTest::keyClicks(search, "97");
    QCOMPARE(list->model()->rowCount(), 20); // 97, 197 ... 997, and 970 to 979
    QTest::keyClick(search, Qt::Key_Down);
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(chosen, 197); // after 97
    popup.open(anchor, "True class", names);
    QCOMPARE(search->text(), QString());
    QCOMPARE(list->model()->rowCount(), 1000);
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualRect(list->model()->index(3, 0)).center());
    QCOMPARE(chosen, 3);
    QVERIFY(!popup.isVisible());
}

/// The press opens the inspector, which moves the tiles before the button is released.
void TestImageFilters::whatIsClickedIsMarked() {
    QListView& images = *grid();
    m_open->session.selection().setImage(-1);
    QTRY_VERIFY(!m_open->find<QWidget>("inspectorDock")->isVisible());
    const int columns = images.viewport()->width() / images.gridSize().width();
    const QModelIndex last = images.model()->index(columns - 1, 0); // of the first line
    const QPoint place = images.visualRect(last).center();
    QTest::mousePress(images.viewport(), Qt::LeftButton, {}, place);
    QTRY_VERIFY(images.indexAt(place) != last);
    QTest::mouseRelease(images.viewport(), Qt::LeftButton, {}, place);
    QTRY_COMPARE(images.currentIndex(), last);
    const QImage shown = images.viewport()->grab().toImage();
    const QRgb mark = images.palette().color(QPalette::Highlight).rgb();
    const auto isMarked = [&](int row) {
        const QPoint corner = images.visualRect(images.model()->index(row, 0)).topLeft() + QPoint(1, 1);
        return shown.pixel(corner * shown.devicePixelRatio()) == mark;
    };
    for (int row = 0; row < columns; ++row)
        QCOMPARE(isMarked(row), row == columns - 1);
}

void TestImageFilters::tilesSayWholeNames_data() {
    QTest::addColumn<int>("points");
    for (const int points : {6, 9, 14})
        QTest::addRow("%d pt", points) << points;
}

/// At the smallest size of the images, where one line has no room for both names and the confidence.
void TestImageFilters::tilesSayWholeNames() {
    QFETCH(int, points);
    addFilter(*m_open, "verdict", "wrong");
    QString said;
    for (const DrawnText& drawn :
         drawnTexts(svgOf(m_open->find<View>("samplesView")->figure(), {1200, 800}, paperFont(points), "1", "1")))
        said += drawn.text + ' ';
    QVERIFY2(!said.contains(u'…'), qPrintable(said));
    const auto& outputs = *m_open->session.outputs();
    const auto& names = m_open->session.data()->classNames;
    int drawn = 0;
    for (int image = 0; image < 60 && drawn < 6; ++image) {
        const auto row = outputs.row(outputs.mixture(), image, 10);
        const auto largest = std::ranges::max_element(row);
        const auto label = std::size_t(outputs.labels[std::size_t(image)]);
        const auto answer = std::size_t(largest - row.begin());
        if (label == answer)
            continue;
        const float share = *largest / std::accumulate(row.begin(), row.end(), 0.0F);
        const QString words = QString("%1 → %2 %3 %")
                                  .arg(QString::fromStdString(names[label]), QString::fromStdString(names[answer]),
                                       QString::number(100 * share, 'f', 0));
        QVERIFY2(said.contains(words), qPrintable(words + " in " + said));
        ++drawn;
    }
    QCOMPARE(drawn, 6);
}

/// What is drawn of two long names differs where only the number does: it is not cut off.
void TestImageFilters::aLongNameLeavesTheNumber() {
    const auto drawn = [](float confidence) {
        SampleModel model;
        auto data = std::make_shared<DataView>();
        data->images.pixels.resize(data->images.imageBytes(), 200);
        data->images.labels = {0};
        const QString name(60, u'w');
        model.showContent({data, {2, {0}, {0}, {1}, {confidence}, {0.5F}}, {0}, {name, name + "x"}});
        SampleDelegate delegate;
        delegate.setNames({name, name + "x"});
        QStyleOptionViewItem option;
        option.rect = QRect(QPoint(), delegate.cellSize(option.fontMetrics));
        QImage image(option.rect.size(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        delegate.paint(&painter, option, model.index(0));
        return image;
    };
    QVERIFY(drawn(0.31F) != drawn(0.87F));
    QVERIFY(drawn(0.31F) == drawn(0.31F));
}

TEST_OF_ROOM(TestImageFilters);
#include "test_image_filters.moc"
