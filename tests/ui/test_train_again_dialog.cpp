#include "test_of_room.h"
#include "train_again.h"

#include <QApplication>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>

using namespace moelab;

/// The question before what is trained is trained again.
class TestTrainAgainDialog : public QObject {
    Q_OBJECT
  private slots:
    void beginsWithANewRun_data();
    void beginsWithANewRun();
};

void TestTrainAgainDialog::beginsWithANewRun_data() {
    QTest::addColumn<QString>("button"); // empty: that of a key
    QTest::addColumn<int>("key");
    QTest::addColumn<TrainAgain>("answer");
    QTest::newRow("Return") << "" << int(Qt::Key_Return) << TrainAgain::AsNewRun;
    QTest::newRow("Escape") << "" << int(Qt::Key_Escape) << TrainAgain::Not;
    QTest::newRow("new run") << "asNewRun" << 0 << TrainAgain::AsNewRun;
    QTest::newRow("here") << "trainHere" << 0 << TrainAgain::Here;
}

void TestTrainAgainDialog::beginsWithANewRun() {
    QFETCH(QString, button);
    QFETCH(int, key);
    QFETCH(TrainAgain, answer);
    QString asked;
    QTimer poll;
    connect(&poll, &QTimer::timeout, this, [&] {
        auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        if (!box)
            return;
        poll.stop();
        asked = box->text();
        if (button.isEmpty())
            QTest::keyClick(box, static_cast<Qt::Key>(key));
        else
            QTest::mouseClick(box->findChild<QPushButton*>(button), Qt::LeftButton);
    });
    poll.start(20);
    QVERIFY(askTrainAgain(nullptr, "<b>Both?</b>") == answer);
    QCOMPARE(asked, QString("<b>Both?</b>"));
}

TEST_OF_ROOM(TestTrainAgainDialog);
#include "test_train_again_dialog.moc"
