#include "error_text.h"
#include "samples/sample_model.h"
#include "samples/search_text.h"
#include "test_of_room.h"
#include "ui/open_window.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QToolButton>

using namespace moelab;
using namespace fixture;

/// What is looked at: the way back, the search, and the choice between test, training and held-out images.
class TestSelection : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void goesBackAndForward();
    void sortingIsNoStep();
    void passingIsNoStep();
    void imagesAreRefreshedOnce();
    void readsASearch_data();
    void readsASearch();
    void refusesASearch_data();
    void refusesASearch();
    void searchesAndGoesBackInTheWindow();
    void allViewsFollowThePart();
    void showsChosenImages();
    void partsAreOfTheResults(); // the last: it changes the run

  private:
    QTemporaryDir m_folder;
    QString m_run;
};

static const QStringList kNames = {"airplane", "automobile", "cat", "dog"};
static const QStringList kGroups = {"artificial", "natural"};

void TestSelection::initTestCase() {
    OpenWindow open(m_folder);
    QVERIFY(open.trainAll());
    m_run = open.session.runFolder();
}

void TestSelection::goesBackAndForward() {
    Selection selection;
    selection.setStage("baseline");
    QVERIFY(!selection.previous()); // nothing was looked at before
    ImageQuery cats;
    cats.label = 2;
    selection.setQuery(cats);
    selection.setStage("gate"); // drops the class
    QCOMPARE(selection.query().label, -1);
    ImageQuery wrong;
    wrong.verdict = ImageQuery::Verdict::Wrong;
    selection.choose("mixture", wrong); // one step, though it changes both
    selection.setPart(ImagePart::Training);
    selection.goBack();
    QVERIFY(selection.part() == ImagePart::Test);
    QCOMPARE(selection.stage(), QString("mixture"));
    selection.goBack();
    QCOMPARE(selection.stage(), QString("gate"));
    selection.goBack();
    QVERIFY(selection.place() == (Selection::Place{ImagePart::Test, "baseline", cats}));
    selection.goForward();
    QCOMPARE(selection.stage(), QString("gate"));
    selection.goBack();
    selection.setStage("mixture"); // another way on: what lay ahead is gone
    QVERIFY(!selection.next());
    QCOMPARE(selection.previous()->stage, QString("baseline"));
    selection.forgetHistory();
    QVERIFY(!selection.previous());
}

void TestSelection::sortingIsNoStep() {
    Selection selection;
    selection.setStage("baseline");
    ImageQuery sorted;
    sorted.order = ImageQuery::Order::Loss;
    sorted.descending = true;
    selection.setQuery(sorted);
    QVERIFY(!selection.previous());
    QVERIFY(selection.query() == sorted);
}

void TestSelection::passingIsNoStep() {
    Selection selection;
    selection.setStage("baseline");
    const auto label = [](int cls) {
        ImageQuery query;
        query.label = cls;
        return query;
    };
    selection.chooseInPassing("baseline", label(1));
    selection.chooseInPassing("baseline", label(2));
    selection.choose("baseline", label(2)); // opened
    QVERIFY(selection.previous()->query == ImageQuery());
    selection.chooseInPassing("baseline", label(3));
    selection.chooseInPassing("baseline", label(2)); // away and back again
    QVERIFY(selection.previous()->query == ImageQuery());
    selection.chooseInPassing("baseline", label(3));
    selection.chooseInPassing("baseline", label(4));
    QCOMPARE(selection.previous()->query.label, 2);
    selection.goBack();
    QVERIFY(selection.query() == label(2));
    selection.chooseInPassing("baseline", label(5)); // from where it went back to
    QCOMPARE(selection.previous()->query.label, 2);
    selection.setStage("gate"); // which is a step
    QCOMPARE(selection.previous()->query.label, 5);
}

/// Finding and drawing the images of a member is what takes time.
void TestSelection::imagesAreRefreshedOnce() {
    const QTemporaryDir folder; // what is chosen here is kept for nobody
    OpenWindow open(folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.activity().isEmpty(), kLong);
    const QSignalSpy refreshed(open.find<QListView>("samplesGrid")->model(), &QAbstractItemModel::modelReset);
    ImageQuery query;
    query.label = 3;
    open.session.selection().choose("baseline", query); // another member and other images
    QCOMPARE(refreshed.count(), 1);
    open.session.selection().setStage("gate"); // drops the class
    QCOMPARE(refreshed.count(), 2);
    open.session.selection().goBack();
    QCOMPARE(refreshed.count(), 3);
}

void TestSelection::readsASearch_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected"); // verdict, label, answer, route, first, last
    QTest::newRow("nothing") << " , " << QList<int>{0, -1, -1, -1, -1, -1};
    QTest::newRow("a number") << "17" << QList<int>{0, -1, -1, -1, 17, 17};
    QTest::newRow("numbers") << "40-10" << QList<int>{0, -1, -1, -1, 10, 40};
    QTest::newRow("all of it") << "wrong, Cat >dog @nat 3-4" << QList<int>{2, 2, 3, 1, 3, 4};
    QTest::newRow("quoted") << "\"dog\" >\"cat\"" << QList<int>{0, 3, 2, -1, -1, -1};
    QTest::newRow("beginning of a name") << "right air" << QList<int>{1, 0, -1, -1, -1, -1};
}

void TestSelection::readsASearch() {
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    const ImageQuery query = searchFor(text, kNames, kGroups);
    const PositionRange positions = query.positions.value_or(PositionRange{-1, -1});
    QCOMPARE((QList<int>{int(query.verdict), query.label, query.answer, query.route, int(positions.first),
                         int(positions.last)}),
             expected);
}

void TestSelection::refusesASearch_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("named");
    QTest::newRow("no name") << "cat zebra"
                             << "search: \"zebra\" is none of the names here (airplane, automobile";
    QTest::newRow("two names") << "a"
                               << "search: \"a\" can be airplane or automobile";
    QTest::newRow("no answer") << ">"
                               << "search: \">\" is none";
    QTest::newRow("no group") << "@cat"
                              << "search: \"@cat\" is none of the names here (artificial, natural)";
    QTest::newRow("two numbers") << "1,000"
                                 << "search: \"000\" is a second number or range";
    QTest::newRow("too long a number") << "1234567890123"
                                       << "search: \"1234567890123\" is none";
}

void TestSelection::refusesASearch() {
    QFETCH(QString, text);
    QFETCH(QString, named);
    const QString message = errorText([&] { searchFor(text, kNames, kGroups); });
    QVERIFY2(message.startsWith(named), qPrintable(message));
}

void TestSelection::searchesAndGoesBackInTheWindow() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.window->showView("samplesView");
    auto* const grid = open.find<QListView>("samplesGrid");
    auto* const search = open.find<QLineEdit>("samplesSearch");
    auto* const back = open.find<QToolButton>("backButton");
    QVERIFY(!back->isEnabled());
    const int all = grid->model()->rowCount();
    search->setFocus();
    QTest::keyClicks(search, "5-9");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(grid->model()->rowCount(), 5);
    QCOMPARE(grid->model()->index(0, 0).data(SampleModel::ImageRole).toInt(), 5);
    QVERIFY(open.find<QLabel>("samplesHeading")->text().startsWith("5 test images of Mixture, numbers 5 to 9"));
    search->clear();
    QTest::keyClicks(search, "unicorn");
    QTest::keyClick(search, Qt::Key_Return);
    auto* const unread = open.find<QLabel>("samplesSearchProblem");
    QVERIFY(unread->isVisible() && unread->text().contains("unicorn"));
    QCOMPARE(search->text(), QString("unicorn"));
    QTest::keyClick(search, Qt::Key_Backspace);
    QVERIFY(!unread->isVisible());
    QCOMPARE(grid->model()->rowCount(), 5);
    QVERIFY(back->toolTip().startsWith("Back to: test images of Mixture"));
    QTest::mouseClick(back, Qt::LeftButton);
    QCOMPARE(grid->model()->rowCount(), all);
    QVERIFY(!back->isEnabled());
    QTest::mouseClick(open.find<QToolButton>("forwardButton"), Qt::LeftButton);
    QCOMPARE(grid->model()->rowCount(), 5);
}

void TestSelection::allViewsFollowThePart() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.session.selection().setImage(7);
    auto* const part = open.find<QComboBox>("imagePart");
    QVERIFY(part->isEnabled());
    part->setFocus();
    QTest::keyClick(part, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(open.session.outputs() ? open.session.outputs()->images : 0, 120, kLong);
    QVERIFY(open.session.data()->part == ImagePart::Training);
    QCOMPARE(open.session.selection().image(), -1); // the seventh of them is another one
    QVERIFY(open.find<QLabel>("confusionHeading")->text().contains("on 120 training images"));
    QVERIFY(open.find<QLabel>("mixtureHeading")->text().contains("of 120 training images are misclassified"));
    open.session.selection().setImage(0);
    QVERIFY(open.find<QLabel>("inspectorTitle")->text().startsWith("Training image 0"));
    QTest::keyClick(part, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(open.session.outputs() ? open.session.outputs()->images : 0, 1000, kLong);
    open.trigger("back");
    open.trigger("back");
    QTRY_COMPARE_WITH_TIMEOUT(open.session.outputs() ? open.session.outputs()->images : 0, 60, kLong);
    QVERIFY(open.session.data()->part == ImagePart::Test);
}

void TestSelection::showsChosenImages() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    ImageQuery query;
    query.images = {3, 17, 41};
    open.session.selection().choose("baseline", query);
    open.window->showView("samplesView");
    QCOMPARE(open.find<QListView>("samplesGrid")->model()->rowCount(), 3);
    QCOMPARE(open.find<QLabel>("samplesHeading")->text(),
             QString("3 test images of Baseline, among 3 chosen images"));
    QTest::mouseClick(open.find<QToolButton>("queryClear"), Qt::LeftButton);
    QCOMPARE(open.find<QListView>("samplesGrid")->model()->rowCount(), 60);
}

/// Not of what the parameters would have them be, by which nothing is trained yet.
void TestSelection::partsAreOfTheResults() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    Parameters parameters = open.session.parameters();
    parameters.validation = Validation::Holdout;
    parameters.trainExamples = 100;
    open.session.setParameters(parameters);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.activity().isEmpty(), kLong);
    auto* const part = open.find<QComboBox>("imagePart");
    QVERIFY(part->isEnabled());
    part->setFocus();
    QTest::keyClick(part, Qt::Key_Down);
    QTRY_COMPARE_WITH_TIMEOUT(open.session.outputs() ? open.session.outputs()->images : 0, 120, kLong);
    QVERIFY(open.find<QLabel>("confusionHeading")->text().contains("on 120 training images"));
}

TEST_OF_ROOM(TestSelection);
#include "test_selection.moc"
