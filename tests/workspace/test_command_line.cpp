#include "base/printable.h"
#include "base/shell_word.h"
#include "config/parameter_table.h"
#include "hostile_names.h"
#include "test_of_room.h"
#include "workspace/command_line.h"

#include <QProcess>
#include <QtTest>

using namespace moelab;

class TestCommandLine : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void words_data();
    void words();
    void anyNameIsOneLine();
    void namesWhatIsNotTheDefault();
    void namesWhatOtherDataWouldDecide();
    void givesTheParametersBack();
};

/// What a shell makes of it: the words, a line each, ended by NUL.
static QByteArrayList wordsOf(const std::string& line) {
    QProcess shell;
    shell.start("sh", {"-c", "printf '%s\\0' " + QString::fromStdString(line)});
    if (!shell.waitForFinished())
        return {};
    QByteArrayList words = shell.readAllStandardOutput().split('\0');
    words.removeLast();
    return words;
}

void TestCommandLine::words_data() {
    QTest::addColumn<QString>("word");
    for (const char* word : {"plain",          "",          "two words", "it's", "'",         "$HOME", "`id`",
                             "a\\b",           "\"q\"",     "a;b",       "*",    "new\nline", "~",     "tab\tbed",
                             "ü – ∞",          "a&b|c>d<e", "#x",        "!!",   "{a,b}",     "a=b",   "ends\n\n",
                             "\x1b[2J 100 %d", "-n\t",      "\t1'2\\3",  "\n"})
        QTest::newRow(word) << QString::fromUtf8(word);
    for (const std::string& name : hostileNames())
        QTest::newRow(name.substr(0, 20).c_str()) << QString::fromStdString(name);
}

/// On a terminal the command only shows.
void TestCommandLine::anyNameIsOneLine() {
    std::vector<std::string> names = hostileNames();
    names.insert(names.end(), {"\x1b[2J", "caf\xe9",
                               "\xc2\x9b"
                               "2J"});
    for (const std::string& name : names) {
        RunSummary run;
        run.path = std::filesystem::path("/runs") / name;
        run.config.data.origin = "/data/" + name;
        run.config.data.name = "CIFAR-10";
        const std::string line = commandLine(run);
        QCOMPARE(QByteArray::fromStdString(onOneLine(line)), QByteArray::fromStdString(line));
        const QByteArrayList words = wordsOf(line);
        QCOMPARE(words.size(), 6);
        QCOMPARE(words[3].toStdString(), run.config.data.origin);
        QCOMPARE(words[5].toStdString(), run.path.filename().string());
    }
}

void TestCommandLine::words() {
    QFETCH(const QString, word);
    const QByteArrayList got = wordsOf(shellWord(word.toStdString()) + " end");
    QCOMPARE(got.size(), 2);
    QCOMPARE(QString::fromUtf8(got[0]), word);
}

void TestCommandLine::namesWhatIsNotTheDefault() {
    RunSummary run;
    run.path = "/runs/it's mine";
    run.config.data.origin = "builtin";
    run.config.data.drawn = true;
    QCOMPARE(commandLine(run), std::string(R"(moelab train --data builtin --out 'it'\''s mine')"));
    run.config.parameters.epochs = 3;
    run.config.parameters.validation = Validation::Holdout;
    QCOMPARE(commandLine(run), std::string(R"(moelab train --data builtin --out 'it'\''s mine' )"
                                           "--set epochs=3 --set validation=holdout"));
}

/// Without them the data would decide.
void TestCommandLine::namesWhatOtherDataWouldDecide() {
    RunSummary run;
    run.path = "/runs/one";
    run.config.data.origin = "/pictures";
    run.config.data.name = "pictures";
    QCOMPARE(commandLine(run), std::string("moelab train --data /pictures --out one --set validation=test --set "
                                           R"('groups={"artificial":[0,1,8,9],"natural":[2,3,4,5,6,7]}')"));
}

void TestCommandLine::givesTheParametersBack() {
    RunSummary run;
    run.path = "/runs/odd $(name)";
    run.config.data.origin = "/data/with 'quotes' and \"these\"";
    Parameters& wanted = run.config.parameters;
    wanted.learningRate = 1.0 / 3;
    wanted.threads = 7;
    wanted.frozenDropout = false;
    wanted.device = Device::Cpu;
    wanted.groups = {{"made", {0, 1, 8, 9}}, {"grown-2", {2, 3, 4, 5, 6, 7}}};
    const QByteArrayList words = wordsOf(commandLine(run));
    QCOMPARE(words.mid(0, 3), QByteArrayList({"moelab", "train", "--data"}));
    QCOMPARE(words[3].toStdString(), run.config.data.origin);
    QCOMPARE(words[5], QByteArray("odd $(name)"));
    Parameters parsed;
    for (qsizetype i = 6; i + 1 < words.size(); i += 2) {
        QCOMPARE(words[i], QByteArray("--set"));
        setParameter(parsed, words[i + 1].toStdString());
    }
    QVERIFY(parsed == wanted);
}

TEST_OF_ROOM(TestCommandLine);
#include "test_command_line.moc"
