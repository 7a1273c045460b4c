#include "base/sha256.h"
#include "test_of_room.h"
#include "tiny_networks.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QtTest>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <map>

struct Fault {
    QString kind; ///< KILL, ENOSPC, ...; as faulty_calls.cpp has it, and so are the others
    int call = 0;
    bool lasts = false;
};

/// The real program, killed or refused by the disk at one change of its run's folder after another (see
/// faulty_calls.cpp). Whatever happens, the run opens, resumes, and ends as one that nothing ever happened to.
/// A few calls are tried each time; with MOELAB_EVERY_FAULT=n in the environment every n-th of them (1: all), which
/// takes an hour.
class TestFaults : public QObject {
    Q_OBJECT
  public:
    static void initMain();

  private Q_SLOTS:
    void initTestCase();
    void killedAgainAndAgain();
    void anyCall_data();
    void anyCall();
    void withoutAService_data();
    void withoutAService();
    void filesMayNotGrow();
    void outOfMemory_data();
    void outOfMemory();

  private:
    struct Outcome {
        bool killed = false;
        int code = -1;
        QString err;
    };

    QString path(const QString& name) const { return m_folder.filePath(name); }
    Outcome train(const QString& run, const QStringList& stages, const Fault& fault = {},
                  const QString& service = {}) const;
    QJsonObject stateOf(const QString& run) const;
    QString problemAfter(const Fault& fault) const;
    QString problemWith(const Outcome& outcome, const Fault& fault, const QString& run) const;

    QTemporaryDir m_folder;
    QJsonObject m_whole;     ///< all stages
    QJsonObject m_wholeGate; ///< the gate alone
    QStringList m_calls;     ///< that training the gate makes, in order
};

static constexpr int kPatience = 300'000; // ms until a program that hangs counts as hanging
static const QStringList kAll = {};
static const QStringList kGate = {"--stages", "gate"};
static const int kEvery = qEnvironmentVariableIntValue("MOELAB_EVERY_FAULT"); // 0: only a few

void TestFaults::initMain() {
    if (kEvery) // Qt Test ends a function after five minutes
        qputenv("QTEST_FUNCTION_TIMEOUT", "1000000000");
}

/// @param service that the file system lacks, "variable of faulty_calls.cpp=error"
TestFaults::Outcome TestFaults::train(const QString& run, const QStringList& stages, const Fault& fault,
                                      const QString& service) const {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("LD_PRELOAD", MOELAB_FAULTY_CALLS);
    environment.insert("MOELAB_FAULT_FOLDER", path(run));
    environment.insert("MOELAB_FAULT", fault.kind);
    environment.insert("MOELAB_FAULT_CALL", QString::number(fault.call));
    environment.insert("MOELAB_FAULT_LOG", path(run + ".calls"));
    if (fault.lasts)
        environment.insert("MOELAB_FAULT_LASTS", "1");
    if (!service.isEmpty())
        environment.insert(service.section('=', 0, 0), service.section('=', 1));
    QStringList arguments = {"train", "--data", "builtin", "--out", path(run), "--resume"};
    for (const char* assignment : {"train_examples=40", "test_examples=20", "batch_size=20", "epochs=2",
                                   "threads=1", "device=cpu", "patience=100"})
        arguments << "--set" << assignment;
    arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks());
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setReadChannel(QProcess::StandardError);
    process.start(MOELAB_PROGRAM, arguments + stages);
    QString err;
    bool waits = false;
    while (process.state() != QProcess::NotRunning) {
        if (!process.waitForReadyRead(kPatience) && process.state() != QProcess::NotRunning)
            return {};
        err += process.readAllStandardError();
        if (fault.lasts && !waits && err.contains("waits until it can save: ")) {
            waits = true;
            process.terminate(); // or it would wait for room that never comes
        }
    }
    process.waitForFinished(kPatience);
    err += process.readAllStandardError();
    if (process.exitStatus() == QProcess::CrashExit)
        return {true, process.exitCode(), err};
    return {false, process.exitCode(), err};
}

static QByteArray contentOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

static QJsonObject without(QJsonObject object, const QStringList& keys) {
    for (const QString& key : keys)
        object.remove(key);
    return object;
}

/// All that a run holds but the times.
QJsonObject TestFaults::stateOf(const QString& run) const {
    const QDir folder(path(run));
    QStringList files;
    QJsonObject results;
    for (QDirIterator entry(folder.path(), QDir::Files, QDirIterator::Subdirectories); entry.hasNext();) {
        const QString file = folder.relativeFilePath(entry.next());
        files << file;
        if (file.endsWith("result.json"))
            results[file] = without(QJsonDocument::fromJson(contentOf(folder.filePath(file))).object(),
                                    {"seconds", "images_per_second"});
    }
    files.sort();
    QJsonArray history;
    for (const QByteArray& line : contentOf(folder.filePath("history.jsonl")).split('\n'))
        history << without(QJsonDocument::fromJson(line).object(), {"seconds"});
    const QJsonObject config = QJsonDocument::fromJson(contentOf(folder.filePath("config.json"))).object();
    const QByteArray outputs = contentOf(folder.filePath("outputs.safetensors"));
    moelab::Sha256 hash;
    hash.update(std::string_view(outputs.data(), static_cast<std::size_t>(outputs.size())));
    return {{"files", QJsonArray::fromStringList(files)},
            {"config", without(config, {"started_utc"})},
            {"history", history},
            {"results", results},
            {"outputs", QString::fromStdString(hash.hex())}};
}

/// @returns what differs, empty if nothing does
static QString difference(const QJsonObject& state, const QJsonObject& whole) {
    QString text;
    for (const QString& key : whole.keys())
        if (state[key] != whole[key])
            text += key + " is " + QJsonDocument(QJsonArray{state[key]}).toJson(QJsonDocument::Compact) + "; ";
    return text;
}

void TestFaults::initTestCase() {
    const Outcome whole = train("whole", kAll);
    QVERIFY2(whole.code == 0, qPrintable(whole.err));
    m_whole = stateOf("whole");
    QCOMPARE(m_whole["results"].toObject().size(), 5);
    QCOMPARE(m_whole["history"].toArray().size(), 11); // two epochs of five stages, and the end of the last line
    const Outcome gate = train("gate", kGate);
    QVERIFY2(gate.code == 0, qPrintable(gate.err));
    m_wholeGate = stateOf("gate");
    m_calls = QString::fromUtf8(contentOf(path("gate.calls"))).split('\n', Qt::SkipEmptyParts);
    QVERIFY(m_calls.size() > 100);
}

void TestFaults::killedAgainAndAgain() {
    const int step = kEvery ? kEvery : 40;
    int kills = 0;
    for (int call = 1;; call += step) {
        const Outcome outcome = train("often", kAll, {"KILL", call});
        if (!outcome.killed) {
            QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
            break;
        }
        ++kills;
    }
    qInfo("survived %d kills in one run", kills);
    QVERIFY(kills > 3);
    QCOMPARE(difference(stateOf("often"), m_whole), QString());
}

/// What the system calls an error.
static QString causeOf(const QString& error) {
    static const std::map<QString, int> numbers = {{"ENOSPC", ENOSPC},       {"EIO", EIO},
                                                   {"ENOTCONN", ENOTCONN},   {"ESTALE", ESTALE},
                                                   {"ETIMEDOUT", ETIMEDOUT}, {"EHOSTDOWN", EHOSTDOWN}};
    return std::strerror(numbers.at(error));
}

/// What is wrong with how the program bore a fault.
QString TestFaults::problemWith(const Outcome& outcome, const Fault& fault, const QString& run) const {
    if (fault.kind == "KILL")
        return outcome.killed ? "" : "it was not killed: " + outcome.err;
    if (outcome.killed)
        return "it crashed";
    if (outcome.code == 0) // the fault was where it does no harm
        return difference(without(stateOf(run), {"files"}), without(m_wholeGate, {"files"}));
    const QString cause = causeOf(fault.kind);
    if (outcome.code == 130) // it waited for room, and was asked to stop
        return outcome.err.contains("waits until it can save: " + path(run)) &&
                       outcome.err.contains("(" + cause + ")")
                   ? ""
                   : "it said: " + outcome.err;
    const QString said = outcome.err.mid(outcome.err.lastIndexOf("moelab: "));
    // The path, the cause and, in a sentence of its own, what to do next.
    const QRegularExpression complaint("^moelab: " + QRegularExpression::escape(path(run)) + "[^:]*: .*\\(" +
                                       cause + "\\)\\. [A-Z].*\\.\n$");
    return outcome.code == 1 && complaint.match(said).hasMatch() ? "" : "it said: " + outcome.err;
}

QString TestFaults::problemAfter(const Fault& fault) const {
    const QString run = "faulty";
    QDir(path(run)).removeRecursively();
    const Outcome outcome = train(run, kGate, fault);
    if (const QString problem = problemWith(outcome, fault, run); !problem.isEmpty())
        return problem;
    const Outcome resumed = train(run, kGate);
    if (resumed.code != 0)
        return "it does not resume: " + resumed.err;
    return difference(stateOf(run), m_wholeGate);
}

void TestFaults::anyCall_data() {
    QTest::addColumn<QString>("kind");
    QTest::addColumn<bool>("lasts");
    QTest::addColumn<QString>("call"); // where to try it, unless everywhere
    QTest::newRow("killed") << "KILL" << false << "rename .*config.json";
    QTest::newRow("disk full") << "ENOSPC" << true << "write .*resume.safetensors.*";
    QTest::newRow("disk full for a moment") << "ENOSPC" << false << "rename .*best.safetensors";
    QTest::newRow("disk broken") << "EIO" << true << "fsync .*/stages/gate";
    QTest::newRow("disk fails once") << "EIO" << false << "close .*resume.safetensors.*";
    QTest::newRow("connection lost") << "ENOTCONN" << true << "write .*best.safetensors.*";
    QTest::newRow("server silent") << "ETIMEDOUT" << true << "open .*history.jsonl.*";
    QTest::newRow("server down for a moment") << "EHOSTDOWN" << false << "write .*epochs.safetensors.*";
    QTest::newRow("folder exchanged for a moment") << "ESTALE" << false << "rename .*resume.safetensors.*";
}

void TestFaults::anyCall() {
    QFETCH(QString, kind);
    QFETCH(bool, lasts);
    QFETCH(QString, call);
    std::map<QString, int> tried;
    int problems = 0;
    const qsizetype first = kEvery ? 0 : m_calls.indexOf(QRegularExpression(call));
    QVERIFY(first >= 0);
    const qsizetype last = kEvery ? m_calls.size() - 1 : first;
    for (qsizetype at = first; at <= last; at += std::max(kEvery, 1)) {
        const QString problem = problemAfter({kind, static_cast<int>(at) + 1, lasts});
        ++tried[m_calls[at].section(' ', 0, 0)];
        if (problem.isEmpty())
            continue;
        ++problems;
        qWarning("call %d (%s): %s", static_cast<int>(at) + 1, qPrintable(m_calls[at]), qPrintable(problem));
    }
    for (const auto& [operation, count] : tried)
        qInfo("%s: tried at %d calls of %s", QTest::currentDataTag(), count, qPrintable(operation));
    QCOMPARE(problems, 0);
}

void TestFaults::withoutAService_data() {
    QTest::addColumn<QString>("service");
    QTest::addColumn<QString>("said");
    for (const char* error : {"ENOSYS", "ENOLCK", "EOPNOTSUPP"})
        QTest::addRow("locks: %s", error)
            << QString("MOELAB_FLOCK=") + error << "its disk does not support locks (";
    for (const char* error : {"ENOSYS", "EOPNOTSUPP", "ENOTTY", "EINVAL"})
        QTest::addRow("fsync: %s", error)
            << QString("MOELAB_FSYNC_FOLDER=") + error << "its disk cannot confirm what is written (";
}

/// What a file system cannot do is done without, with a word.
void TestFaults::withoutAService() {
    QFETCH(const QString, service);
    QFETCH(const QString, said);
    QDir(path("lacking")).removeRecursively();
    const Outcome outcome = train("lacking", kGate, {}, service);
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(outcome.err.count(said), 1);
    QCOMPARE(difference(stateOf("lacking"), m_wholeGate), QString());
}

/// The system would end the program by a signal.
void TestFaults::filesMayNotGrow() {
    QProcess shell;
    shell.start("sh", QStringList{"-c", R"(ulimit -f 100; exec "$0" "$@")", MOELAB_PROGRAM, "train", "--data",
                                  "builtin", "--out", path("short"), "--stages", "baseline", "--set",
                                  "train_examples=40", "--set", "test_examples=20", "--set", "epochs=1"});
    QVERIFY(shell.waitForFinished(kPatience));
    const QString err = shell.readAllStandardError();
    QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
    QCOMPARE(shell.exitCode(), 1);
    QVERIFY2(err.contains("best.safetensors cannot be written (File too large). Raise the limit on the size of "
                          "files (ulimit -f)"),
             qPrintable(err));
}

void TestFaults::outOfMemory_data() {
    QTest::addColumn<QString>("convolution");
    QTest::addColumn<int>("addresses"); // kB, more than the program alone needs
    // A batch of 5000 images has 0.66 GB after the first layer. LibTorch keeps more than ten such outputs.
    QTest::newRow("libtorch") << "libtorch" << 2500000;
    QTest::newRow("the fastest") << "auto" << 700000;
}

/// Runs the program with so many kB of addresses.
static void startWithin(QProcess& shell, int addresses, const QStringList& arguments) {
    shell.start("sh", QStringList{"-c", QString(R"(ulimit -v %1; exec "$0" "$@")").arg(addresses), MOELAB_PROGRAM} +
                          arguments);
}

/// kB of addresses that the program takes with LibTorch loaded: 1.5 GB on the processor, several times that with
/// CUDA.
static int addressesOfProgram() {
    for (int addresses = 1'500'000; addresses < 100'000'000; addresses += addresses / 10) {
        QProcess shell;
        startWithin(shell, addresses, {"--version"});
        if (shell.waitForFinished(kPatience) && shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0)
            return addresses;
    }
    return -1;
}

void TestFaults::outOfMemory() {
    QFETCH(const QString, convolution);
    QFETCH(const int, addresses);
    static const int program = addressesOfProgram();
    QVERIFY(program > 0);
    QProcess shell;
    startWithin(shell, program + addresses,
                QStringList{"train", "--data", "builtin", "--out", path("greedy-" + convolution)} +
                    QStringList{"--stages", "baseline", "--set", "convolution=" + convolution} +
                    QStringList{"--set", "batch_size=5000", "--set", "train_examples=5000"} +
                    QStringList{"--set", "threads=1"});
    QVERIFY(shell.waitForFinished(kPatience));
    const QString err = shell.readAllStandardError();
    QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
    QCOMPARE(shell.exitCode(), 1);
    QVERIFY2(err.contains("moelab: stage baseline failed ("), qPrintable(err));
    QVERIFY2(err.contains("If memory ran out, try a smaller batch_size"), qPrintable(err));
    QVERIFY2(!err.contains("frame #"), qPrintable(err)); // a stack trace says nothing to a person
}

TEST_OF_ROOM(TestFaults);
#include "test_faults.moc"
