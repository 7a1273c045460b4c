#include "plotting/figure.h"
#include "samples/samples_panel.h"
#include "test_of_room.h"
#include "ui/copied_run.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>

using namespace moelab;
using namespace fixture;

/// A filter ends with its run: no list of another run, or of a later day, lacks images because of it.
class TestFilters : public QObject, CopiedRun {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void init() { openCopy(); }
    void cleanup() { m_open.reset(); }
    void anotherRunIsShownWhole();
    void anotherRunIsShownAsTrained();
    void theSameRunIsShownWholeAnotherDay();
    void orderAndMemberStay();

  private:
    int listed() { return m_open->find<QListView>("samplesGrid")->model()->rowCount(); }
    /// Lines of the list that is taken away, without its heading.
    int exported() {
        return int(m_open->find<SamplesPanel>("samplesView")->figure().figureCsv().count("\r\n")) - 1;
    }
    void search(const QString& text);
};

void TestFilters::search(const QString& text) {
    m_open->window->showView("samplesView");
    auto* const line = m_open->find<QLineEdit>("samplesSearch");
    line->setFocus();
    QTest::keyClicks(line, text);
    QTest::keyClick(line, Qt::Key_Return);
}

void TestFilters::anotherRunIsShownWhole() {
    search("5-26");
    QCOMPARE(listed(), 22);
    QCOMPARE(exported(), 22);
    m_open->session.selection().setImage(7);
    m_open->session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.runFolder() == m_run && m_open->session.outputs(), kLong);
    QVERIFY(m_open->session.selection().query() == ImageQuery());
    QCOMPARE(m_open->session.selection().image(), -1);
    QCOMPARE(m_open->find<QLineEdit>("samplesSearch")->text(), QString());
    QCOMPARE(listed(), 60);
    QCOMPARE(exported(), 60);
    m_open->session.open(m_copy); // and back
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.runFolder() == m_copy && m_open->session.outputs(), kLong);
    QCOMPARE(listed(), 60);
}

/// What was asked of one run is not asked of the next.
void TestFilters::anotherRunIsShownAsTrained() {
    m_open->window->showView("mixtureView");
    auto* const route = m_open->find<QComboBox>("forcedRoute");
    auto* const baseline = m_open->find<QCheckBox>("forcedBaseline");
    const QString asTrained = m_open->find<QLabel>("forcedResult")->text();
    QTest::mouseClick(baseline, Qt::LeftButton);
    route->setFocus();
    QTest::keyClick(route, Qt::Key_End);
    QVERIFY(route->currentIndex() > 0);
    QVERIFY(!baseline->isChecked());
    m_open->session.open(m_run); // a copy of the same
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.runFolder() == m_run && m_open->session.outputs(), kLong);
    QCOMPARE(route->currentIndex(), 0);
    QVERIFY(baseline->isChecked());
    QCOMPARE(m_open->find<QLabel>("forcedResult")->text(), asTrained);
}

void TestFilters::theSameRunIsShownWholeAnotherDay() {
    ImageQuery query;
    query.images = {3, 17, 41};
    query.verdict = ImageQuery::Verdict::Wrong;
    m_open->session.selection().choose("baseline", query);
    QVERIFY(listed() <= 3);
    open(m_copy);
    QVERIFY(m_open->session.selection().query() == ImageQuery());
    QCOMPARE(listed(), 60);
    QCOMPARE(exported(), 60);
}

void TestFilters::orderAndMemberStay() {
    ImageQuery query;
    query.label = 3;
    query.order = ImageQuery::Order::Loss;
    query.descending = true;
    m_open->session.selection().choose("gate", query);
    m_open->session.selection().setImage(8);
    open(m_copy);
    const Selection& selection = m_open->session.selection();
    QCOMPARE(selection.stage(), QString("gate"));
    QCOMPARE(selection.image(), 8);
    QVERIFY(selection.query().order == ImageQuery::Order::Loss && selection.query().descending);
    QCOMPARE(selection.query().label, -1);
    QCOMPARE(listed(), 60);
}

TEST_OF_ROOM(TestFilters);
#include "test_filters.moc"
