#include "test_of_room.h"
#include "ui/trained_window.h"

#include <QComboBox>
#include <QLabel>
#include <QStyleOptionComboBox>
#include <QTabWidget>

using namespace moelab;
using namespace fixture;

/// Which member the views show: the choice beside the tabs, the cards of the board and the views say the same.
class TestModelChoice : public QObject, TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void cleanup() { m_open.reset(); }
    void followsTheCards();
    void choosesByKeys();
    void standsBesideTheTabs();
    void hidesNoTabs();
    void heatMapsFollow();
    void offersTheStagesOfTheGroups();

  private:
    QComboBox* choice() { return m_open->find<QComboBox>("modelChoice"); }
    QString heading() { return m_open->find<QLabel>("confusionHeading")->text(); }
};

/// The person watched another stage; once all is trained, the mixture is what is shown.
void TestModelChoice::initTestCase() {
    OpenWindow open(m_folder);
    QVERIFY(open.startDraft(smallParameters()));
    QTRY_VERIFY_WITH_TIMEOUT(open.session.activity().isEmpty(), kLong);
    QTest::mouseClick(open.find<QWidget>("card-baseline"), Qt::LeftButton);
    QCOMPARE(open.find<QComboBox>("modelChoice")->currentText(), QString("Baseline"));
    open.trigger("trainOne");
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs() && !open.session.training(), kLong);
    QCOMPARE(open.session.selection().stage(), QString("baseline")); // not all is trained
    open.trigger("trainAll");
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training() && open.session.activity().isEmpty(), kLong);
    QCOMPARE(open.session.selection().stage(), QString("mixture"));
    QCOMPARE(open.find<QComboBox>("modelChoice")->currentText(), QString("Mixture"));
    QVERIFY(open.find<QLabel>("confusionHeading")->text().startsWith("Mixture: "));
    m_run = open.session.runFolder();
}

void TestModelChoice::init() {
    openRun();
    m_open->session.selection().setStage("mixture");
}

void TestModelChoice::followsTheCards() {
    for (const auto& [card, name] : {std::pair("gate", "Gate"), std::pair("expert-natural", "Expert natural"),
                                     std::pair("mixture", "Mixture")}) {
        QTest::mouseClick(m_open->find<QWidget>(QString("card-") + card), Qt::LeftButton);
        QCOMPARE(choice()->currentText(), QString(name));
        QVERIFY2(heading().startsWith(QString(name) + ": "), qPrintable(heading()));
    }
}

void TestModelChoice::choosesByKeys() {
    choice()->setFocus();
    QTest::keyClick(choice(), Qt::Key_Home);
    QCOMPARE(m_open->session.selection().stage(), QString("baseline"));
    QVERIFY2(heading().startsWith("Baseline: "), qPrintable(heading()));
    QTRY_VERIFY(m_open->find<QLabel>("calibrationHeading")->text().startsWith("Baseline: "));
    QTest::keyClick(choice(), Qt::Key_Down);
    QCOMPARE(m_open->session.selection().stage(), QString("gate"));
    m_open->trigger("back");
    QCOMPARE(choice()->currentText(), QString("Baseline"));
}

void TestModelChoice::standsBesideTheTabs() {
    QVERIFY(choice()->isVisible());
    QVERIFY(!choice()->accessibleName().isEmpty());
    auto* const tabs = m_open->find<QTabWidget>("views");
    const QRect place(choice()->mapTo(tabs, QPoint()), choice()->size());
    QVERIFY(tabs->rect().contains(place));
    QVERIFY(place.bottom() <= tabs->currentWidget()->mapTo(tabs, QPoint()).y() + 2);
    QStyleOptionComboBox box;
    box.initFrom(choice());
    const QRect words =
        choice()->style()->subControlRect(QStyle::CC_ComboBox, &box, QStyle::SC_ComboBoxEditField, choice());
    const int room = words.width() - choice()->iconSize().width() - 6; // with what Qt leaves around them
    for (int stage = 0; stage < choice()->count(); ++stage)
        QVERIFY2(choice()->fontMetrics().horizontalAdvance(choice()->itemText(stage)) <= room,
                 qPrintable(choice()->itemText(stage)));
    for (int tab = 0; tab < tabs->count(); ++tab) { // it is there whatever view is shown
        tabs->setCurrentIndex(tab);
        QVERIFY(choice()->isVisible());
    }
}

/// Where they need its room it goes over them, and comes back.
void TestModelChoice::hidesNoTabs() {
    const auto isBeside = [this] {
        auto* const tabs = m_open->find<QTabWidget>("views");
        return tabs->isAncestorOf(choice());
    };
    QVERIFY(isBeside());
    m_open->session.selection().setImage(3); // beside the inspector
    m_open->window->resize(1000, 650);
    QTRY_VERIFY(!isBeside());
    QVERIFY(choice()->isVisible());
    QTest::keyClick(choice(), Qt::Key_Home);
    QTRY_COMPARE(choice()->currentData().toString(), m_open->session.selection().stage());
    m_open->session.selection().setImage(-1);
    m_open->window->resize(1600, 800);
    QTRY_VERIFY(isBeside());
    QVERIFY(choice()->isVisible());
}

void TestModelChoice::heatMapsFollow() {
    m_open->session.selection().setImage(3);
    auto* const member = m_open->find<QComboBox>("lookMember");
    m_open->find<QComboBox>("lookKind")->setCurrentIndex(2); // Grad-CAM
    QCOMPARE(member->currentData().toString(), QString("mixture"));
    QVERIFY(m_open->find<QLabel>("lookWords")->text().contains("no last convolution of its own"));
    QTest::mouseClick(m_open->find<QWidget>("card-gate"), Qt::LeftButton);
    QCOMPARE(member->currentData().toString(), QString("gate"));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->find<QLabel>("lookWords")->text().startsWith("Grad-CAM, Gate, "), kLong);
}

void TestModelChoice::offersTheStagesOfTheGroups() {
    QCOMPARE(choice()->count(), 5);
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun() && m_open->session.activity().isEmpty(), kLong);
    Parameters parameters = m_open->session.parameters();
    setParameter(parameters, R"(groups={"craft": [0, 8], "wheels": [1, 9], "natural": [2, 3, 4, 5, 6, 7]})");
    m_open->session.setParameters(parameters);
    QCOMPARE(choice()->count(), 6);
    QVERIFY(choice()->findText("Expert wheels") >= 0);
}

TEST_OF_ROOM(TestModelChoice);
#include "test_model_choice.moc"
