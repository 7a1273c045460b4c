#include "test_of_room.h"
#include "ui/open_window.h"

#include <QLabel>
#include <QToolButton>

using namespace moelab;

/// The disk that a run lies on is pulled out while it trains, and put back.
class TestWaiting : public QObject {
    Q_OBJECT
  private slots:
    void saysThatItWaitsAndGoesOn();
    void goesOnElsewhere();

  private:
    void chooseGate(fixture::OpenWindow& open);
    void trainUntilTheDiskIsGone(fixture::OpenWindow& open, const QString& away);
};

void TestWaiting::chooseGate(fixture::OpenWindow& open) {
    Parameters parameters = fixture::smallParameters();
    parameters.trainExamples = 60;
    parameters.epochs = parameters.patience = 60;
    QVERIFY(open.startDraft(parameters));
    open.session.selection().setStage("gate");
}

void TestWaiting::trainUntilTheDiskIsGone(fixture::OpenWindow& open, const QString& away) {
    open.trigger("trainOne");
    QTRY_VERIFY_WITH_TIMEOUT(open.session.findStage("gate")->epochs.size() > 1, fixture::kLong);
    QVERIFY(QDir().rename(open.session.runFolder(), away));
}

void TestWaiting::saysThatItWaitsAndGoesOn() {
    const QTemporaryDir folder;
    fixture::OpenWindow open(folder);
    chooseGate(open);
    const auto gate = [&] { return *open.session.findStage("gate"); };
    trainUntilTheDiskIsGone(open, folder.filePath("away"));
    const QString run = open.session.runFolder();
    QTRY_VERIFY_WITH_TIMEOUT(!gate().waits.isEmpty(), fixture::kLong);
    QVERIFY2(open.said().startsWith("Gate waits until it can save: " + run), qPrintable(open.said()));
    const auto* const card = open.find<QWidget>("card-gate");
    QVERIFY2(card->accessibleDescription().contains("waits until it can save"),
             qPrintable(card->accessibleDescription()));
    QVERIFY(open.session.training());
    QVERIFY(QDir().rename(folder.filePath("away"), run));
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training(), fixture::kLong);
    QCOMPARE(gate().status, StageStatus::Done);
    QVERIFY(gate().waits.isEmpty());
    QCOMPARE(gate().epochs.size(), std::size_t{60});
}

/// The disk does not come back: a person picks another place.
void TestWaiting::goesOnElsewhere() {
    const QTemporaryDir folder;
    fixture::OpenWindow open(folder);
    chooseGate(open);
    auto* const button = open.find<QToolButton>("elsewhere");
    QVERIFY(!button->isVisible() && !open.find<QAction>("saveElsewhere")->isEnabled());
    const auto gate = [&] { return *open.session.findStage("gate"); };
    trainUntilTheDiskIsGone(open, folder.filePath("away"));
    const QString run = open.session.runFolder();
    QTRY_VERIFY_WITH_TIMEOUT(button->isVisible(), fixture::kLong);
    QTest::mouseClick(button, Qt::LeftButton); // and no folder is chosen
    QVERIFY(QDir().mkdir(folder.filePath("other disk")));
    open.answer = folder.filePath("other disk");
    QTest::mouseClick(button, Qt::LeftButton);
    const QString moved = folder.filePath("other disk/") + QFileInfo(run).fileName();
    QTRY_COMPARE_WITH_TIMEOUT(open.session.runFolder(), moved, fixture::kLong);
    QVERIFY2(open.said().contains(moved), qPrintable(open.said()));
    QCOMPARE(open.settings.recentRuns().front(), moved);
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training(), fixture::kLong);
    QVERIFY(!button->isVisible());
    QCOMPARE(gate().status, StageStatus::Done);
    QCOMPARE(gate().epochs.size(), std::size_t{60});
    open.session.openRun(moved); // what lies there alone is the whole run
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.opening() && open.session.data(), fixture::kLong);
    QCOMPARE(gate().status, StageStatus::Done);
    QCOMPARE(gate().epochs.size(), std::size_t{60});
}

TEST_OF_ROOM(TestWaiting);
#include "test_waiting.moc"
