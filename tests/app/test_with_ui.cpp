#include "app/program.h"
#include "test_of_room.h"

#include <QSettings>

#include <csignal>
#include <unistd.h>

using program::kPatience;
using program::Outcome;

/// The start and end of the window, and what the program says of the parts that need Qt. Their counterpart, for a
/// program that was built without, is test_without_ui.
class TestWithUi : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void versionNamesQt();
    void predictHelps();
    void windowWithoutADisplay();
    void windowOnAWrongDisplay_data();
    void windowOnAWrongDisplay();
    void windowWithoutAHome();
    void windowEndsOnASignal_data();
    void windowEndsOnASignal();

  private:
    program::Place m_place;
};

void TestWithUi::initTestCase() {
    const Outcome trained = m_place.run({"train", "--data", "builtin", "--out", "run", "--stages", "gate", "--set",
                                         "train_examples=60", "--set", "test_examples=40", "--set", "epochs=1"});
    QVERIFY2(trained.code == 0, qPrintable(trained.err));
}

void TestWithUi::versionNamesQt() {
    const Outcome outcome = m_place.run({"--version"});
    QVERIFY2(outcome.out.contains(QRegularExpression("\nQt 6\\.\\d+")), qPrintable(outcome.out));
}

void TestWithUi::predictHelps() {
    const Outcome outcome = m_place.run({"predict", "--help"});
    QCOMPARE(outcome.code, 0);
    for (const char* part : {"run", "files", "--json"})
        QVERIFY2(outcome.out.contains(part), part);
}

void TestWithUi::windowWithoutADisplay() {
    const Outcome outcome = m_place.run(QStringList{});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(
                 "moelab: display is not set, so that no window can be opened. Set DISPLAY, or give a command"),
             qPrintable(outcome.err));
}

void TestWithUi::windowOnAWrongDisplay_data() {
    QTest::addColumn<QString>("variable");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("cause");
    QTest::newRow("nobody there") << "DISPLAY"
                                  << ":77"
                                  << "could not connect to display :77";
    QTest::newRow("no such host") << "DISPLAY"
                                  << "host.invalid:0"
                                  << "could not connect to display host.invalid:0";
    QTest::newRow("no display's name") << "DISPLAY"
                                       << "nonsense"
                                       << "could not connect to display nonsense";
    QTest::newRow("no such platform") << "QT_QPA_PLATFORM"
                                      << "nonsense"
                                      << "platform plugin \"nonsense\"";
    QTest::newRow("no Wayland") << "WAYLAND_DISPLAY"
                                << "wayland-9"
                                << "";
}

/// Qt would end the program with a core dump.
void TestWithUi::windowOnAWrongDisplay() {
    QFETCH(const QString, variable);
    QFETCH(const QString, value);
    QFETCH(const QString, cause);
    QProcess process;
    m_place.prepare(process);
    QProcessEnvironment environment = process.processEnvironment();
    environment.insert("XDG_STATE_HOME", m_place.path("no display"));
    environment.insert(variable, value);
    process.setProcessEnvironment(environment);
    const Outcome outcome = program::run(process, {});
    QCOMPARE(outcome.code, 1);
    const QRegularExpression sentence("^moelab: the display cannot be used \\(.*" +
                                      QRegularExpression::escape(cause) + ".*\\)\\. Set DISPLAY .*\\.\n$");
    QVERIFY2(sentence.match(outcome.err).hasMatch(), qPrintable(outcome.err));
    QVERIFY(!QFile::exists(m_place.path("no display")));
}

/// A user whom the system does not know, as a container may have.
void TestWithUi::windowWithoutAHome() {
    if (::geteuid() != 0)
        QSKIP("takes root to become somebody else");
    QProcess process;
    m_place.prepare(process);
    QProcessEnvironment environment = process.processEnvironment();
    for (const char* variable : {"HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"})
        environment.remove(variable);
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory("/");
    process.setChildProcessModifier([] {
        if (::setgid(54321) != 0 || ::setuid(54321) != 0)
            ::_exit(99);
    });
    const Outcome outcome = program::run(process, {});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(
        outcome.err.contains("moelab: HOME is not set, and the system knows no home folder of this user. Set it"),
        qPrintable(outcome.err));
}

void TestWithUi::windowEndsOnASignal_data() {
    QTest::addColumn<int>("signal");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestWithUi::windowEndsOnASignal() {
    QFETCH(int, signal);
    const QString state = m_place.path(QString("state of ") + QTest::currentDataTag());
    QProcess window;
    m_place.prepare(window);
    QProcessEnvironment environment = window.processEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    environment.insert("XDG_STATE_HOME", state);
    environment.insert("XDG_DATA_HOME", state);
    window.setProcessEnvironment(environment);
    window.start(MOELAB_PROGRAM, {"run"});
    const QString log = state + "/moelab/moelab.log"; // it is begun once signals are heard
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(log) || window.state() == QProcess::NotRunning, kPatience);
    QCOMPARE(kill(static_cast<pid_t>(window.processId()), signal), 0);
    QVERIFY(window.waitForFinished(kPatience));
    QCOMPARE(window.exitStatus(), QProcess::NormalExit);
    QCOMPARE(window.exitCode(), 0);
    QVERIFY(QSettings(state + "/moelab/window.ini", QSettings::IniFormat).contains("window/geometry"));
}

TEST_OF_ROOM(TestWithUi);
#include "test_with_ui.moc"
