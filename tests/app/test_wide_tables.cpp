#include "app/program.h"
#include "data/picture_files.h"
#include "test_of_room.h"
#include "tiny_networks.h"

#include <QRegularExpression>
#include <QtTest>

using program::Outcome;

/// Tables of a terminal for more classes and groups, and longer names, than its lines have room for: 27 classes in
/// 9 groups, of pictures of 27 sizes.
class TestWideTables : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void stagesStandInColumns();
    void confusedPairsStandForAMatrix();
    void ownGroupsStandForAllGroups();
    void frequentSizesStandForAll();

  private:
    program::Place m_place;
    QString m_trained; ///< what training printed
};

namespace {

const QString kLongest = "expert-group-of-classes-number-0";

/// The lines from one that begins with a word, up to one that is empty.
QStringList tableIn(const QString& output, const QString& first) {
    QStringList lines = output.split('\n');
    while (!lines.isEmpty() && !lines.front().startsWith(first))
        lines.removeFirst();
    return lines.mid(0, lines.indexOf(QString()));
}

} // namespace

void TestWideTables::initTestCase() {
    for (int cls = 0; cls < 27; ++cls)
        for (int i = 0; i < 5; ++i) {
            const std::string file = "group-of-classes-number-" + std::to_string(cls / 3) + "/class-" +
                                     std::to_string(cls) + "/" + std::to_string(i) + ".ppm";
            fixture::write(std::filesystem::path(m_place.path("many").toStdString()) / file,
                           fixture::plainPicture(8 + cls, 8, 9 * cls, 40 * i, 7 * i));
        }
    QStringList arguments = {"train", "--data", "many", "--out", "run"};
    for (const char* each : {"image_size=8", "batch_size=20", "epochs=1", "threads=1", "device=cpu"})
        arguments << "--set" << each;
    const Outcome trained =
        m_place.run(arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks()));
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
    m_trained = trained.out;
}

void TestWideTables::stagesStandInColumns() {
    const QStringList lines = tableIn(m_trained, "stage ").mid(0, 1 + 12); // and notes after it
    QVERIFY2(lines[3].startsWith(kLongest + ' '), qPrintable(m_trained));
    for (const QString& line : lines)
        QVERIFY2(line.size() == lines[0].size(), qPrintable(line));
    const QString analyzed = m_place.run({"analyze", "run"}).out;
    const qsizetype table = analyzed.indexOf("Accuracy and calibration");
    QVERIFY2(analyzed.indexOf(kLongest + ' ', table) > table, qPrintable(analyzed)); // and not cut
}

void TestWideTables::confusedPairsStandForAMatrix() {
    const Outcome outcome = m_place.run({"evaluate", "run"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QStringList pairs = tableIn(outcome.out, "true class");
    QVERIFY2(pairs.size() > 1 && pairs.size() <= 11, qPrintable(outcome.out));
    const QRegularExpression pair("^class-\\d+ +class-\\d+ +\\d+ +\\d+\\.\\d$");
    for (const QString& line : pairs.mid(1))
        QVERIFY2(pair.match(line).hasMatch(), qPrintable(line));
    for (const QString& line : outcome.out.split('\n'))
        QVERIFY2(line.size() < 150 || line.contains("members at chance"), qPrintable(line));
    QVERIFY(outcome.out.contains("true \\ pred.")); // of the nine groups there is a matrix
}

void TestWideTables::ownGroupsStandForAllGroups() {
    const QStringList lines = tableIn(m_place.run({"analyze", "run"}).out, "Routing by class");
    QCOMPARE(lines.size(), 2 + 27);
    const QRegularExpression row(
        "^class-\\d+ +\\d+\\.\\d \\d\\.\\d{3} \\d\\.\\d{3}  group-of-classes-number-\\d \\d+\\.\\d$");
    for (const QString& line : lines.mid(2))
        QVERIFY2(row.match(line).hasMatch(), qPrintable(line));
}

void TestWideTables::frequentSizesStandForAll() {
    const QStringList lines = tableIn(m_place.run({"data", "show", "many"}).out, "sizes found");
    QCOMPARE(lines.size(), 1 + 10 + 1);
    QCOMPARE(lines[1], QString("  8 x 8: 5 images"));
    QCOMPARE(lines[11], QString("  and 17 more, between 8 x 8 and 34 x 8"));
}

TEST_OF_ROOM(TestWideTables);
#include "test_wide_tables.moc"
