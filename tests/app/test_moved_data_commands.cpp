#include "app/program.h"
#include "data/cifar_fixture.h"
#include "test_of_room.h"
#include "tiny_networks.h"

#include <QJsonArray>
#include <QtTest>

using program::Outcome;

/// Every command, given for a run whose data were moved.
class TestMovedDataCommands : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void doWithoutImages_data();
    void doWithoutImages();
    void askWhereTheImagesAre();
    void areToldTheNewPlace_data();
    void areToldTheNewPlace();
    void otherDataAreRefused();

  private:
    std::filesystem::path path(const char* name) const { return m_place.path(name).toStdString(); }
    void copyRun() const;

    program::Place m_place;
};

/// A run without its data, which are now in "new".
void TestMovedDataCommands::initTestCase() {
    fixture::writeFolder(path("data"), fixture::cifarFiles(true, 10));
    QStringList arguments = {"train", "--data", "data", "--out", "trained"};
    for (const char* assignment :
         {"train_examples=50", "test_examples=10", "batch_size=20", "epochs=1", "threads=2", "device=cpu"})
        arguments << "--set" << assignment;
    arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks());
    const Outcome trained = m_place.run(arguments);
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    std::filesystem::rename(path("data"), path("new"));
    fixture::writeFolder(path("other"), fixture::cifarFiles(true, 11));
    std::filesystem::resize_file(path("other") / "data_batch_1.bin", 10 * 3073); // its second batch begins later
    QFile picture(m_place.path("grey.ppm"));
    QVERIFY(picture.open(QIODevice::WriteOnly) && picture.write("P3 1 1 255 90 90 90\n") > 0);
}

void TestMovedDataCommands::copyRun() const {
    std::filesystem::remove_all(path("run"));
    std::filesystem::copy(path("trained"), path("run"), std::filesystem::copy_options::recursive);
}

void TestMovedDataCommands::doWithoutImages_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("evaluate") << QStringList{"evaluate", "run"};
    QTest::newRow("analyze") << QStringList{"analyze", "run"};
    QTest::newRow("train --resume") << QStringList{"train", "--out", "run", "--resume"};
    for (const char* format : {"safetensors", "torchscript", "csv", "history", "runs", "tensorboard"})
        QTest::newRow(format) << QStringList{"export",   format == QByteArray("runs") ? "." : "run",
                                             "--format", format,
                                             "--out",    QString("taken ") + format};
#ifdef MOELAB_WITH_UI
    QTest::newRow("predict") << QStringList{"predict", "run", "grey.ppm"};
    QTest::newRow("report") << QStringList{"report", "run", "--out", "report.html"};
#endif
}

void TestMovedDataCommands::doWithoutImages() {
    QFETCH(QStringList, arguments);
    copyRun();
    const Outcome outcome = m_place.run(arguments);
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY(!outcome.out.isEmpty());
    QVERIFY2(outcome.err.count("does not exist") <= 1, qPrintable(outcome.err)); // said once, if at all
}

void TestMovedDataCommands::askWhereTheImagesAre() {
    copyRun();
    std::filesystem::remove(path("run") / "outputs.safetensors");
    for (const QStringList& arguments :
         {QStringList{"evaluate", "run"}, QStringList{"train", "--out", "run", "--resume"},
          QStringList{"export", "run", "--format", "csv", "--out", "no.csv"}}) {
        const Outcome outcome = m_place.run(arguments);
        QCOMPARE(outcome.code, 1);
        for (const char* part : {"data does not exist", "the run run lacks its images", "--data"})
            QVERIFY2(outcome.err.contains(part), qPrintable(outcome.err));
    }
}

void TestMovedDataCommands::areToldTheNewPlace_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("evaluate") << QStringList{"evaluate", "run"};
    QTest::newRow("analyze") << QStringList{"analyze", "run", "--images", "training"};
    QTest::newRow("export") << QStringList{"export", "run", "--format", "csv", "--out", "new.csv"};
    QTest::newRow("train") << QStringList{"train", "--out", "run", "--resume"};
}

void TestMovedDataCommands::areToldTheNewPlace() {
    QFETCH(QStringList, arguments);
    copyRun();
    std::filesystem::remove(path("run") / "outputs.safetensors");
    if (arguments.contains("--resume"))
        std::filesystem::remove_all(path("run") / "stages" / "mixture");
    const Outcome outcome = m_place.run(arguments + QStringList{"--data", "new"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    std::filesystem::remove(path("run") / "outputs.safetensors");
    const Outcome again = m_place.run({"evaluate", "run"}); // the place is kept
    QVERIFY2(again.code == 0, qPrintable(again.err));
    QVERIFY(again.out.contains("mixture: loss"));
}

void TestMovedDataCommands::otherDataAreRefused() {
    copyRun();
    for (const QStringList& arguments :
         {QStringList{"evaluate", "run"}, QStringList{"train", "--out", "run", "--resume"}}) {
        const Outcome outcome = m_place.run(arguments + QStringList{"--data", "other"});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("is not the data that the run began with: it has other images or labels"),
                 qPrintable(outcome.err));
    }
    QCOMPARE(m_place.run({"evaluate", "run"}).code, 0); // from what was saved, as before
}

TEST_OF_ROOM(TestMovedDataCommands);
#include "test_moved_data_commands.moc"
