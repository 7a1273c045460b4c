#include "test_of_room.h"
#include "tiny_networks.h"

#include <QtTest>

#include <csignal>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

/// Training on real terminals: narrow ones, one that knows no escape sequences, and a disk that is full.
class TestTerminal : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void whyItWaits_data();
    void whyItWaits();
    void dumbTerminalsGetNoEscapes();
    void linesFit_data();
    void linesFit();

  private:
    QStringList training(const QString& run) const;
    QByteArray firstSaving(const QString& run);

    QTemporaryDir m_folder;
};

namespace {

struct Screen {
    int columns = 80;
    const char* kind = "xterm";
    std::map<QByteArray, QByteArray> environment = {};
    QByteArray stopAt = {}; ///< what has to stand there for the program to be asked to stop
};

/// All that the program writes to a terminal; empty if it cannot be started.
QByteArray on(const Screen& screen, const QStringList& arguments) {
    std::vector<QByteArray> words = {MOELAB_PROGRAM};
    for (const QString& argument : arguments)
        words.push_back(argument.toUtf8());
    std::vector<char*> pointers;
    for (QByteArray& word : words)
        pointers.push_back(word.data());
    pointers.push_back(nullptr);
    winsize size{};
    size.ws_row = 24;
    size.ws_col = static_cast<unsigned short>(screen.columns);
    int terminal = -1;
    const pid_t child = ::forkpty(&terminal, nullptr, nullptr, &size);
    if (child == 0) {
        ::setenv("TERM", screen.kind, 1);
        for (const auto& [name, value] : screen.environment)
            ::setenv(name.constData(), value.constData(), 1);
        ::execv(pointers[0], pointers.data());
        ::_exit(127);
    }
    if (child < 0)
        return {};
    QByteArray written;
    bool asked = false;
    char bytes[4096];
    for (ssize_t count = 0; (count = ::read(terminal, bytes, sizeof bytes)) > 0;) { // EIO where it ends
        written.append(bytes, count);
        if (!asked && !screen.stopAt.isEmpty() && written.contains(screen.stopAt)) {
            ::kill(child, SIGTERM);
            asked = true;
        }
    }
    ::waitpid(child, nullptr, 0);
    ::close(terminal);
    return written;
}

/// Without what moves the cursor and clears.
QString textOf(const QByteArray& written) {
    static const QRegularExpression kEscape("\x1b\\[\\d*[A-Za-z]|\r");
    return QString::fromUtf8(written).remove(kEscape);
}

} // namespace

QStringList TestTerminal::training(const QString& run) const {
    QStringList arguments = {"train", "--data", "builtin", "--out", m_folder.filePath(run), "--stages", "gate"};
    for (const char* assignment :
         {"train_examples=40", "test_examples=20", "batch_size=20", "epochs=2", "threads=1", "device=cpu"})
        arguments << "--set" << assignment;
    arguments << "--set" << QString::fromStdString("networks=" + fixture::tinyNetworks());
    return arguments;
}

/// @returns the number of the first change of a run's folder that saves weights
QByteArray TestTerminal::firstSaving(const QString& run) {
    const QString log = m_folder.filePath(run + ".calls");
    on({80,
        "dumb",
        {{"LD_PRELOAD", MOELAB_FAULTY_CALLS},
         {"MOELAB_FAULT_FOLDER", m_folder.filePath(run).toUtf8()},
         {"MOELAB_FAULT_CALL", "0"},
         {"MOELAB_FAULT_LOG", log.toUtf8()}}},
       training(run));
    QFile calls(log);
    if (!calls.open(QIODevice::ReadOnly))
        return {};
    for (int number = 1; !calls.atEnd(); ++number)
        if (calls.readLine().contains("best.safetensors"))
            return QByteArray::number(number);
    return {};
}

void TestTerminal::whyItWaits_data() {
    QTest::addColumn<int>("columns");
    QTest::addColumn<QByteArray>("kind");
    for (const int columns : {20, 80, 200})
        for (const char* kind : {"xterm", "dumb"})
            QTest::addRow("%d columns, %s", columns, kind) << columns << QByteArray(kind);
}

void TestTerminal::whyItWaits() {
    QFETCH(const int, columns);
    QFETCH(const QByteArray, kind);
    static const QByteArray firstWeights = firstSaving("whole");
    QVERIFY(firstWeights.toInt() > 0);
    const QString run = QString("run on %1 %2").arg(columns).arg(QString(kind));
    const QByteArray written = on({columns,
                                   kind.constData(),
                                   {{"LD_PRELOAD", MOELAB_FAULTY_CALLS},
                                    {"MOELAB_FAULT", "ENOSPC"},
                                    {"MOELAB_FAULT_LASTS", "1"},
                                    {"MOELAB_FAULT_FOLDER", m_folder.filePath(run).toUtf8()},
                                    {"MOELAB_FAULT_CALL", firstWeights}},
                                   "waits until it can save"},
                                  training(run));
    const QString text = textOf(written);
    static const QRegularExpression kWhole("gate +waits until it can save: \\S[^\n]*best\\.safetensors cannot be "
                                           "written \\(No space left on device\\)"
                                           "\\. [^\n]+\\.\n");
    QVERIFY2(text.contains(kWhole), qPrintable(text));
    QVERIFY2(text.contains("--resume"), qPrintable(text));
}

void TestTerminal::dumbTerminalsGetNoEscapes() {
    for (const char* kind : {"dumb", ""}) {
        const QByteArray written = on({80, kind}, training(QString("escapes ") + kind));
        QVERIFY2(written.contains("gate               epoch 2  loss "), written);
        QVERIFY2(!written.contains('\x1b'), written);
        QCOMPARE(written.count('\r'), written.count("\r\n"));
    }
}

void TestTerminal::linesFit_data() {
    QTest::addColumn<int>("columns");
    for (const int columns : {20, 40, 80})
        QTest::addRow("%d", columns) << columns;
}

/// A line that is drawn again takes one row, or the count of rows is wrong.
void TestTerminal::linesFit() {
    QFETCH(const int, columns);
    const QByteArray written = on({columns}, training(QString("fits %1").arg(columns)));
    static const QRegularExpression kDrawn("\r\x1b\\[2K([^\r\n\x1b]*)");
    int lines = 0;
    for (auto match = kDrawn.globalMatch(QString::fromUtf8(written)); match.hasNext(); ++lines) {
        const QString line = match.next().captured(1);
        QVERIFY2(line.size() < columns, qPrintable(line));
        QVERIFY(line.startsWith("gate "));
    }
    QVERIFY(lines > 2);
    QVERIFY(textOf(written).contains("gate " + QString(columns < 60 ? "" : "              ") + "epoch 2"));
}

TEST_OF_ROOM(TestTerminal);
#include "test_terminal.moc"
