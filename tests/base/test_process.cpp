#include "base/process.h"
#include "error_text.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

using namespace moelab;

/// Children, with the shell as the one that is always there.
class TestProcess : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void saysHowItEnded_data();
    void saysHowItEnded();
    void appendsToItsOutput();
    void doesNotWait();
    void namesWhatCannotBeStarted();
    void inheritsNoOtherFile();
    void endsWithItsParent();
    void commandSaysItsWords();
    void commandGetsWhatPassesOfTheEnvironment();
    void commandThatHangsIsKilled();
    void commandThatSaysTooMuch();

  private:
    std::filesystem::path path(const char* name) const {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    QByteArray content(const char* name) const {
        QFile file(m_folder.filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
};

void TestProcess::saysHowItEnded_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("signal");
    QTest::newRow("well") << "true" << 0 << 0;
    QTest::newRow("badly") << "exit 3" << 3 << 0;
    QTest::newRow("killed") << "kill -9 $$" << 137 << 9; // as a shell has it: 128 + 9
}

void TestProcess::saysHowItEnded() {
    QFETCH(QString, script);
    Process process({"sh", "-c", script.toStdString()}, path("out"));
    const ExitStatus status = process.wait();
    QTEST(status.code, "code");
    QTEST(status.signal, "signal");
    QCOMPARE(process.ended()->code, status.code); // asked again
    process.send(SIGTERM);                        // reaches nobody
}

void TestProcess::appendsToItsOutput() {
    Process({"sh", "-c", "echo one; echo two >&2"}, path("words")).wait();
    Process({"sh", "-c", "echo three"}, path("words")).wait();
    QCOMPARE(content("words"), QByteArray("one\ntwo\nthree\n"));
}

void TestProcess::doesNotWait() {
    Process process({"sh", "-c", "trap 'exit 7' TERM; echo ready; while :; do sleep 0.05; done"}, path("waits"));
    QTRY_COMPARE(content("waits"), QByteArray("ready\n"));
    QVERIFY(!process.ended());
    process.send(SIGTERM);
    QCOMPARE(process.wait().code, 7);
}

void TestProcess::namesWhatCannotBeStarted() {
    const QString missing = errorText([&] { Process({"/no/such/program"}, path("out")); });
    QVERIFY2(missing.contains("/no/such/program") && missing.contains("No such file"), qPrintable(missing));
    const QString output = errorText([&] { Process({"true"}, path("no/folder")); });
    QVERIFY2(output.contains("no/folder"), qPrintable(output));
}

void TestProcess::inheritsNoOtherFile() {
    const std::ofstream open(path("open")); // by a library that does not say O_CLOEXEC
    Process({"sh", "-c", "ls -l /proc/self/fd"}, path("files")).wait();
    QVERIFY(content("files").contains("/dev/null")); // its input
    QVERIFY(!content("files").contains(path("open").c_str()));
}

void TestProcess::endsWithItsParent() {
    const pid_t parent = ::fork();
    if (parent == 0) {
        const Process child({"sh", "-c", "trap 'echo ended; exit' TERM; echo began; while :; do sleep 0.05; done"},
                            path("orphan"));
        ::pause();
    }
    QTRY_COMPARE(content("orphan"), QByteArray("began\n"));
    ::kill(parent, SIGKILL);
    ::waitpid(parent, nullptr, 0);
    QTRY_COMPARE(content("orphan"), QByteArray("began\nended\n"));
}

void TestProcess::commandSaysItsWords() {
    const CommandOutput output = runCommand({"sh", "-c", "echo one; echo two >&2; exit 4"}, 30, 1000);
    QCOMPARE(output.status.code, 4);
    QCOMPARE(QString::fromStdString(output.text), QString("one\ntwo\n"));
}

void TestProcess::commandGetsWhatPassesOfTheEnvironment() {
    qputenv("MOELAB_TEST_SEEN", "1");
    qputenv("MOELAB_TEST_HIDDEN", "2");
    const std::vector<std::string> command = {"sh", "-c", "echo $MOELAB_TEST_SEEN$MOELAB_TEST_HIDDEN"};
    const auto all = runCommand(command, 30, 1000);
    const auto some =
        runCommand(command, 30, 1000, [](std::string_view name) { return name != "MOELAB_TEST_HIDDEN"; });
    qunsetenv("MOELAB_TEST_SEEN");
    qunsetenv("MOELAB_TEST_HIDDEN");
    QCOMPARE(QString::fromStdString(all.text), QString("12\n"));
    QCOMPARE(QString::fromStdString(some.text), QString("1\n"));
}

void TestProcess::commandThatHangsIsKilled() {
    const QString text = errorText([] { runCommand({"sleep", "1000"}, 0.2, 1000); });
    QVERIFY2(text.contains("sleep") && text.contains("did not respond"), qPrintable(text));
}

void TestProcess::commandThatSaysTooMuch() {
    const QString text = errorText([] { runCommand({"sh", "-c", "yes"}, 30, 1000); });
    QVERIFY2(text.contains("more than 1000 bytes"), qPrintable(text));
}

TEST_OF_ROOM(TestProcess);
#include "test_process.moc"
