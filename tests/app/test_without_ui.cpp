#include "app/program.h"
#include "test_of_room.h"

/// What the program says of the parts that were left out of it.
class TestWithoutUi : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void says_data();
    void says();
    void namesThemInItsHelp();
    void needsNoQt();
};

void TestWithoutUi::says_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QString>("what");
    QTest::newRow("window") << QStringList{} << "window is not available: this moelab was built without Qt.";
    QTest::newRow("report") << QStringList{"report", "RUN", "--out", "report.html"}
                            << "report is not available: this moelab was built without Qt.";
    QTest::newRow("report --help") << QStringList{"report", "--help"}
                                   << "report is not available: this moelab was built without Qt.";
    QTest::newRow("predict") << QStringList{"predict", "RUN", "cat.jpg", "--json"}
                             << "predict is not available: this moelab was built without Qt.";
}

void TestWithoutUi::says() {
    QFETCH(QStringList, arguments);
    QFETCH(QString, what);
    const program::Outcome outcome = program::run(arguments);
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.startsWith("moelab: " + what), qPrintable(outcome.err));
    QCOMPARE(outcome.err.count('\n'), 1);
    QCOMPARE(outcome.out, QString());
}

void TestWithoutUi::namesThemInItsHelp() {
    const QString help = program::run(QStringList{"--help"}).out;
    QVERIFY2(help.contains("report") && help.contains("missing here"), qPrintable(help));
    const QString version = program::run(QStringList{"--version"}).out;
    QVERIFY2(version.contains("\nno Qt, so"), qPrintable(version));
}

void TestWithoutUi::needsNoQt() {
    QProcess process;
    process.start("ldd", {MOELAB_PROGRAM});
    QVERIFY(process.waitForFinished());
    const QString libraries = process.readAllStandardOutput();
    QVERIFY(libraries.contains("libmoelab_core.so"));
    QVERIFY2(!libraries.contains("libQt"), qPrintable(libraries));
}

TEST_OF_ROOM(TestWithoutUi);
#include "test_without_ui.moc"
