#include "app/program.h"
#include "base/files.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QtTest>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

using namespace moelab;
using program::kPatience;

/// Standard output that does not take what is printed: every command says so, and none reports success.
class TestOutput : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void fullDisk_data();
    void fullDisk();
    void closed_data();
    void closed();
    void closedOutputIsNoFileOfTheRun();
    void brokenPipe();
    void brokenPipeThatIsIgnored();

  private:
    QString path(const char* name) const { return QString::fromStdString(m_place.path(name).string()); }

    tiny::Place m_place;
};

namespace {

constexpr int kFailed = 1;

/// @param prepare runs in the child, before the program
void start(QProcess& process, const QStringList& arguments, const std::function<void()>& prepare,
           const QString& command = MOELAB_PROGRAM) {
    process.setProcessEnvironment(program::environment());
    process.setChildProcessModifier(prepare);
    process.start(command, arguments);
    QVERIFY(process.waitForFinished(kPatience));
}

void giveOutput(int descriptor) { ::dup2(descriptor, STDOUT_FILENO); }

void giveBrokenPipe() {
    int ends[2];
    if (::pipe(ends) != 0)
        return;
    ::close(ends[0]);
    giveOutput(ends[1]);
}

/// The program ends by itself, with the cause as its last words.
void failsBecause(const QProcess& process, const QByteArray& err, const char* cause) {
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QVERIFY2(err.contains(QByteArray("moelab: standard output cannot be written (") + cause + ")"), err);
    QCOMPARE(process.exitCode(), kFailed);
}

} // namespace

void TestOutput::initTestCase() {
    Experiment experiment = Experiment::create(m_place.path("run"), tiny::parameters(), "builtin");
    tiny::train(experiment);
    experiment.outputs(StopToken());
    writeFileAtomically(m_place.path("grey.ppm"), "P6\n32 32\n255\n" + std::string(3072, 'g'));
    writeFileAtomically(m_place.path("sweep.json"), R"({"name": "s", "data": "builtin"})");
}

void TestOutput::fullDisk_data() {
    QTest::addColumn<QStringList>("arguments");
    const QString run = path("run");
    const auto add = [](const QStringList& arguments) {
        QTest::newRow(qPrintable(arguments.join(u' ').section(u'/', -1).prepend(arguments[0] + u' '))) << arguments;
    };
    for (const char* command : {"evaluate", "analyze"}) {
        add({command, run});
        add({command, run, "--json"});
    }
    add({"show"});
    add({"show", "--parameters"});
    add({"data", "show", "builtin"});
    add({"data", "show", "builtin", "--json"});
    add({"train", "--out", run, "--resume"});
    add({"train", "--out", run, "--resume", "--json"});
    add({"sweep", path("sweep.json"), "--dry-run"});
    add({"sweep", path("sweep.json"), "--dry-run", "--json"});
    for (const char* format : {"safetensors", "torchscript", "csv", "history", "runs", "tensorboard"})
        add({"export", run, "--format", format, "--out", path("full-") + format});
    if (program::hasUi()) {
        add({"predict", run, path("grey.ppm")});
        add({"predict", run, path("grey.ppm"), "--json"});
        add({"report", run, "--out", path("full.html")});
    }
    add({"--version"});
    add({"--help"});
    add({"train", "--help"});
}

void TestOutput::fullDisk() {
    QFETCH(const QStringList, arguments);
    QProcess process;
    start(process, arguments, [] { giveOutput(::open("/dev/full", O_WRONLY)); });
    failsBecause(process, process.readAllStandardError(), "No space left on device");
}

void TestOutput::closed_data() {
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("little") << QStringList{"export", path("run"), "--format", "history", "--out", path("closed")};
    QTest::newRow("much") << QStringList{"analyze", path("run"), "--json"};
}

void TestOutput::closed() {
    QFETCH(const QStringList, arguments);
    QProcess process;
    start(process, arguments, [] { ::close(STDOUT_FILENO); });
    failsBecause(process, process.readAllStandardError(), "Bad file descriptor");
}

/// The next file that is opened gets the lowest number that is free.
void TestOutput::closedOutputIsNoFileOfTheRun() {
    const auto files = [&] {
        QMap<QString, QByteArray> contents;
        for (const char* name : {"run/run.log", "run/lock", "run/config.json", "run/history.jsonl"}) {
            QFile file(path(name));
            if (file.open(QIODevice::ReadOnly))
                contents[name] = file.readAll();
        }
        return contents;
    };
    QProcess process;
    start(process, {"train", "--out", path("run"), "--resume"}, [] {
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
            ::close(stream);
    });
    QCOMPARE(process.exitCode(), kFailed);
    const auto after = files();
    QCOMPARE(after.size(), 4);
    for (const QByteArray& content : after) {
        QVERIFY2(!content.contains("test loss   accuracy"), content);
        QVERIFY2(!content.contains("training and 40 test images"), content);
    }
}

/// As other programs of a pipeline, it ends without a word.
void TestOutput::brokenPipe() {
    QProcess process;
    start(process, {"analyze", path("run"), "--json"}, giveBrokenPipe);
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(process.exitCode(), SIGPIPE);
    QCOMPARE(process.readAllStandardError(), QByteArray());
}

/// By a shell, since Qt 6.8 sets the signal back after all that may run in the child.
void TestOutput::brokenPipeThatIsIgnored() {
    QProcess process;
    start(process, {"-c", "trap '' PIPE; exec \"$0\" \"$@\"", MOELAB_PROGRAM, "analyze", path("run"), "--json"},
          giveBrokenPipe, "/bin/sh");
    failsBecause(process, process.readAllStandardError(), "Broken pipe");
}

TEST_OF_ROOM(TestOutput);
#include "test_output.moc"
