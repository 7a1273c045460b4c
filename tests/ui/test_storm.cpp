#include "test_of_room.h"
#include "ui/open_window.h"

#include <QDir>

#include <random>

using namespace moelab;

/// A person who clicks anything at any moment, and closes the window in the middle of it, finds runs that open
/// again. With MOELAB_STORMS=n in the environment n orders are tried in place of a few.
class TestStorm : public QObject {
    Q_OBJECT
  private slots:
    void leavesRunsThatOpenAndTrain_data();
    void leavesRunsThatOpenAndTrain();
};

namespace {

constexpr int kActions = 40;

Parameters tiny() {
    Parameters parameters = fixture::smallParameters();
    parameters.trainExamples = 60;
    parameters.testExamples = 40;
    return parameters;
}

/// One thing that a person might do next, whether or not it makes sense now.
void act(fixture::OpenWindow& open, std::mt19937& random) {
    Session& session = open.session;
    const auto stages = session.stages().size();
    const QString stage = session.stages()[random() % stages].name();
    open.trainAgain = static_cast<TrainAgain>(random() % 3);
    switch (random() % 10) {
    case 0:
        open.trigger("trainAll");
        break;
    case 1:
    case 2:
        session.selection().setStage(stage);
        open.trigger("trainOne");
        break;
    case 3:
    case 4:
        open.trigger("pause");
        break;
    case 5:
        open.trigger("stop");
        break;
    case 6:
        session.selection().setStage(stage);
        open.trigger("reset");
        break;
    case 7: {
        Parameters changed = tiny();
        changed.seed = static_cast<std::int64_t>(random() % 3);
        changed.trainExamples = random() % 2 ? 60 : 80;
        session.setParameters(changed);
        break;
    }
    case 8:
        open.trigger("newRun");
        break;
    case 9:
        if (session.hasRun())
            session.open(session.runFolder());
        break;
    }
}

} // namespace

void TestStorm::leavesRunsThatOpenAndTrain_data() {
    QTest::addColumn<unsigned>("seed");
    bool given = false;
    const int orders = qEnvironmentVariableIntValue("MOELAB_STORMS", &given);
    for (unsigned seed = 1; seed <= static_cast<unsigned>(given ? orders : 6); ++seed)
        QTest::addRow("order %u", seed) << seed;
}

void TestStorm::leavesRunsThatOpenAndTrain() {
    QFETCH(unsigned, seed);
    const QTemporaryDir folder;
    std::mt19937 random(seed);
    {
        fixture::OpenWindow open(folder);
        open.session.startDraft("builtin");
        open.session.setParameters(tiny());
        QTRY_VERIFY_WITH_TIMEOUT(open.session.data(), fixture::kLong);
        open.trigger("trainAll");
        for (int action = 0; action < kActions; ++action) {
            QTest::qWait(static_cast<int>(random() % 60)); // so that it meets training at any point
            act(open, random);
        }
    } // closed, whatever it was doing
    const QDir runs(folder.filePath("runs"));
    const QStringList names = runs.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    QVERIFY(!names.isEmpty());
    fixture::OpenWindow open(folder);
    for (const QString& name : names) {
        open.session.open(runs.filePath(name));
        QTRY_COMPARE_WITH_TIMEOUT(open.session.runName(), name, fixture::kLong);
        QTRY_VERIFY_WITH_TIMEOUT(open.session.data(), fixture::kLong);
    }
    open.session.trainer().trainAll();
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.training(), fixture::kLong);
    for (const StageView& view : open.session.stages())
        QVERIFY2(view.status == StageStatus::Done, qPrintable(view.name() + ' ' + view.failure));
}

TEST_OF_ROOM(TestStorm);
#include "test_storm.moc"
