#include "app/program.h"
#include "app/short_training.h"
#include "test_of_room.h"

#include <QtTest>

#include <csignal>
#include <filesystem>

using program::kPatience;
using program::Outcome;
using program::training;

/// Training where a run is, or comes to be, already.
class TestTrainedAgain : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase() { QCOMPARE(m_place.run(training(m_run)).code, 0); }
    void severalProcessesMakeOneRun();
    void trainsLonger();
    void staleStagesAreNamed();
    void restartLosesNothing();

  private:
    program::Place m_place;
    QString m_run = "run"; ///< trained, all five stages
};

/// All ask for the run before any has made it: one does, and the others find it, in use or done.
void TestTrainedAgain::severalProcessesMakeOneRun() {
    const QStringList arguments = training("contested", {"--resume", "--json", "--stages", "baseline"});
    std::array<QProcess, 4> processes;
    for (QProcess& process : processes) {
        m_place.prepare(process);
        process.start(MOELAB_PROGRAM, arguments);
    }
    int trained = 0;
    for (QProcess& process : processes) {
        QVERIFY(process.waitForFinished(kPatience));
        const QString said = process.readAllStandardError();
        if (process.exitCode() == 0) {
            ++trained;
            continue;
        }
        QCOMPARE(process.exitCode(), 1);
        QVERIFY2(
            said.contains(QRegularExpression("contested is in use by another moelab( \\(process \\d+\\))?\\. ")),
            qPrintable(said));
    }
    QVERIFY(trained >= 1);
    const QJsonObject stages = m_place.run(arguments).json()["stages"].toObject();
    QCOMPARE(stages["baseline"].toObject()["epochs"].toInt(), 2);
}

/// More epochs continue from where the run is; until they are done, it is what it was.
void TestTrainedAgain::trainsLonger() {
    const auto weights = [](const Outcome& outcome) {
        QStringList all;
        for (const QJsonValue stage : outcome.json()["stages"].toObject())
            all << stage.toObject()["weights_sha256"].toString();
        return all;
    };
    const QString run = "longer";
    QVERIFY(m_place.run(training(run)).code == 0);
    const Outcome before = m_place.run({"evaluate", run, "--json"});
    QProcess process;
    m_place.prepare(process);
    process.start(MOELAB_PROGRAM, {"train", "--out", run, "--resume", "--set", "epochs=1000"});
    process.setReadChannel(QProcess::StandardError);
    QByteArray heard;
    while (!heard.contains(" epoch 3 ") && process.waitForReadyRead(kPatience))
        heard += process.readAllStandardError();
    QVERIFY2(heard.contains("continues after epoch 2"), heard);
    QCOMPARE(kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(kPatience));
    QCOMPARE(process.exitCode(), 130);
    const Outcome after = m_place.run({"evaluate", run, "--json"});
    QCOMPARE(after.code, 0);
    const auto placeOfOutputs = [](QJsonObject& of) {
        QJsonObject stages = of["stages"].toObject();
        QJsonObject mixture = stages["mixture"].toObject();
        const QString place = mixture.take("outputs").toString();
        stages["mixture"] = mixture;
        of["stages"] = stages;
        return place;
    };
    QJsonObject shown = after.json();
    QJsonObject trained = before.json();
    QCOMPARE(placeOfOutputs(shown), run + "/former/outputs.safetensors");
    QCOMPARE(placeOfOutputs(trained), run + "/outputs.safetensors");
    QCOMPARE(shown, trained);
    QVERIFY2(after.err.contains("longer is shown as it was trained"), qPrintable(after.err));

    const QStringList epochs = {"--set", "epochs=4", "--json"};
    QVERIFY(m_place.run(training("longer 2")).code == 0);
    const Outcome longer = m_place.run(QStringList{"train", "--out", "longer 2", "--resume"} + epochs);
    QVERIFY2(longer.code == 0, qPrintable(longer.err));
    QCOMPARE(weights(longer).size(), 5);
    QCOMPARE(weights(longer), weights(m_place.run(training("at once", epochs))));
}

/// A stage that was trained with other settings than its run has now is not left out without a word.
void TestTrainedAgain::staleStagesAreNamed() {
    QVERIFY(m_place.run(training("one anew")).code == 0);
    const Outcome again = m_place.run(
        {"train", "--out", "one anew", "--resume", "--retrain", "--stages", "baseline", "--set", "batch_size=30"});
    QVERIFY2(again.code == 0, qPrintable(again.err));
    for (const char* command : {"evaluate", "analyze"}) {
        const Outcome shown = m_place.run({command, "one anew"});
        QVERIFY2(
            shown.err.contains("left out: gate, expert-artificial, expert-natural and mixture, which were trained "
                               "with other parameters or members than the run has now. Train again with: moelab "
                               "train --out 'one anew' --resume --retrain"),
            qPrintable(shown.err));
    }
}

/// What keeps a restart from its beginning keeps the old run, too.
void TestTrainedAgain::restartLosesNothing() {
    std::filesystem::copy(m_place.path(m_run).toStdString(), m_place.path("kept").toStdString(),
                          std::filesystem::copy_options::recursive);
    const auto refused = [](const Outcome& outcome, const char* why) {
        return outcome.code == 1 && outcome.err.contains(why);
    };
    const Outcome incomplete = m_place.run(training("kept", {"--restart", "--stages", "mixture"}));
    QVERIFY2(refused(incomplete, "stage mixture needs stage baseline"), qPrintable(incomplete.err));
    const Outcome nowhere = m_place.run(training("kept", {"--restart", "--reuse", "nowhere"}));
    QVERIFY2(refused(nowhere, "nowhere does not exist"), qPrintable(nowhere.err));
    QProcess shell;
    m_place.prepare(shell);
    shell.start("sh", QStringList{"-c", R"(ulimit -f 0; exec "$0" "$@")", MOELAB_PROGRAM} +
                          training("kept", {"--restart", "--set", "seed=2"}));
    QVERIFY(shell.waitForFinished(kPatience));
    const QByteArray said = shell.readAllStandardError();
    QVERIFY2(shell.exitCode() == 1 && said.contains("kept/config.json cannot be written"), said);
    const QJsonObject kept = m_place.run({"evaluate", "kept", "--json"}).json()["stages"].toObject();
    QCOMPARE(kept.size(), 5);
}

TEST_OF_ROOM(TestTrainedAgain);
#include "test_trained_again.moc"
