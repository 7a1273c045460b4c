#include "experiment/run_files.h"
#include "test_of_room.h"
#include "ui/copied_run.h"

#include <QProcess>
#include <QRegularExpression>

using namespace moelab;
using namespace fixture;

/// An accuracy reads alike wherever it stands.
class TestPercents : public QObject, private CopiedRun {
    Q_OBJECT
  private slots:
    void initTestCase() { trainOnce(); }
    void windowAndTerminalAgree_data();
    void windowAndTerminalAgree();
};

/// Where the second digit is a 5, a half goes up.
void TestPercents::windowAndTerminalAgree_data() {
    QTest::addColumn<double>("accuracy");
    QTest::newRow("1.3 %") << 1.0 / 80;
    QTest::newRow("6.3 %") << 5.0 / 80;
    QTest::newRow("11.3 %") << 9.0 / 80;
    QTest::newRow("10.5 %") << 0.1045;
}

void TestPercents::windowAndTerminalAgree() {
    QFETCH(const double, accuracy);
    const QString text = QString(QTest::currentDataTag());
    openCopy();
    m_open.reset();
    StageResult result = readStageResult(m_copy.toStdString(), "baseline").value();
    result.accuracy = accuracy;
    result.balancedAccuracy = accuracy;
    writeStageResult(m_copy.toStdString(), "baseline", result);
    open(m_copy);
    QCOMPARE(m_open->find<QLabel>("accuracy-baseline")->text().remove(QStringLiteral("⚠ ")), text);
    m_open.reset(); // the terminal needs the run for itself
    QProcess program;
    program.start(QStringLiteral(MOELAB_PROGRAM), {"train", "--out", m_copy, "--resume"});
    QVERIFY(program.waitForFinished(kLong));
    const QString said = program.readAllStandardOutput();
    const QStringList line = said.split('\n').filter(QRegularExpression("^baseline +[0-9]"));
    QVERIFY2(line.size() == 1, qPrintable(said + program.readAllStandardError()));
    QCOMPARE(line[0].count(' ' + text), 2); // accuracy and balanced accuracy
}

TEST_OF_ROOM(TestPercents);
#include "test_percents.moc"
