#include "app/hostile.h"
#include "app/program.h"
#include "base/files.h"
#include "csv_reader.h"
#include "data/cifar_fixture.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QXmlStreamReader>
#include <QtTest>

#include <csignal>

using namespace moelab;
using program::kPatience;
using program::Outcome;
namespace fs = std::filesystem;

/// Names that some way of writing takes for something else than text, given to runs, classes, pictures, data and
/// files, and dragged through every command. Whatever comes out is read back by who knows nothing of moelab: a
/// shell, a reader of CSV, of JSON, of XML.
class TestHostileNames : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void evaluates_data() { addRows(hostile::runs()); }
    void evaluates();
    void analyzes_data() { addRows({hostile::kAll, " polar bear "}); }
    void analyzes();
    void exportsTables_data() { addRows(hostile::folders()); }
    void exportsTables();
    void exportsOthers_data() { addRows({"<i>cat</i> &amp;", "two\nlines", "--help"}); }
    void exportsOthers();
#ifdef MOELAB_WITH_UI
    void predicts_data() { addRows(hostile::folders()); }
    void predicts();
    void reports_data() { addRows(hostile::folders()); }
    void reports();
#endif
    void continues_data() { addRows({hostile::kAll, " polar bear ", "--help"}); }
    void continues();
    void tablesAlign();

  private:
    static void addRows(const std::vector<std::string>& names);
    Outcome run(const QStringList& arguments) const { return m_place.run(arguments); }
    fs::path file(const QString& name) const {
        return fs::path(m_place.path("").toStdString()) / name.toStdString();
    }
    QByteArray content(const QString& name) const {
        return QByteArray::fromStdString(readFile(file(name), 1 << 26));
    }

    program::Place m_place;
    std::vector<std::string> m_classes = hostileNames();
};

namespace {

/// The name as a person gives it to a command.
QStringList named(const QString& name) {
    return name.startsWith(u'-') ? QStringList{"--", name} : QStringList{name};
}

/// What a shell makes of a command line.
QStringList wordsOf(const QString& line) {
    QProcess shell;
    shell.start("sh", {"-c", "printf '%s\\0' " + line});
    if (!shell.waitForFinished())
        return {};
    QStringList words = QString::fromUtf8(shell.readAllStandardOutput()).split(QChar(u'\0'));
    words.removeLast();
    return words;
}

/// Columns of a terminal, for the characters of this test.
int columnsOf(const QString& text) {
    int columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += c == 0x301 ? 0 : (c >= 0x1100 && c < 0xd800) || c >= 0x1f300 ? 2 : 1;
    return columns;
}

} // namespace

void TestHostileNames::initTestCase() {
    const fs::path first = file("the first");
    {
        Experiment experiment = Experiment::create(first, tiny::parameters(), "builtin");
        tiny::train(experiment);
        experiment.outputs(StopToken());
    }
    RunConfig config = readRunConfig(first);
    config.classNames = m_classes; // as a run's folder may hold them that somebody hands in
    writeRunConfig(first, config);
    for (const std::string& name : hostile::runs()) {
        const fs::path place = file(QString::fromStdString(name));
        fs::create_directories(place.parent_path());
        fs::copy(first, place, fs::copy_options::recursive);
    }
}

void TestHostileNames::addRows(const std::vector<std::string>& names) {
    QTest::addColumn<QString>("name");
    for (const std::string& name : names)
        QTest::newRow(hostile::tagOf(name)) << QString::fromStdString(name);
}

void TestHostileNames::evaluates() {
    QFETCH(const QString, name);
    const Outcome json = run(QStringList{"evaluate", "--json"} + named(name));
    QVERIFY2(json.code == 0, qPrintable(json.err));
    QCOMPARE(json.json()["run"].toString(), name);
    const QJsonArray labels = json.json()["stages"].toObject()["mixture"].toObject()["labels"].toArray();
    QCOMPARE(labels.size(), qsizetype(m_classes.size()));
    for (qsizetype cls = 0; cls < labels.size(); ++cls)
        QCOMPARE(labels[cls].toString(), QString::fromStdString(m_classes[static_cast<std::size_t>(cls)]));
    if (name.toStdString() != hostile::kAll)
        return;
    const Outcome text = run(QStringList{"evaluate"} + named(name));
    QVERIFY2(text.code == 0, qPrintable(text.err));
    QVERIFY_READABLE(text.out);
    const QStringList ofChance = text.out.split(u'\n').filter(QStringLiteral("at chance")); // as tiny stages are
    QCOMPARE(text.out.count(u'\n') - ofChance.size(), 4 * 13 + 5); // 4 stages of ten classes, one of two groups
}

void TestHostileNames::analyzes() {
    QFETCH(const QString, name);
    const Outcome json = run(QStringList{"analyze", "--json"} + named(name));
    QVERIFY2(json.code == 0, qPrintable(json.err));
    QCOMPARE(json.json()["run"].toString(), name);
    const QJsonObject classes = json.json()["class_routing"].toObject()["by_class"].toObject();
    for (const std::string& cls : m_classes)
        QVERIFY2(classes.contains(QString::fromStdString(cls)), cls.c_str());
    const Outcome text = run(QStringList{"analyze"} + named(name));
    QVERIFY2(text.code == 0, qPrintable(text.err));
    QVERIFY_READABLE(text.out);
    QVERIFY2(text.out.section(u'\n', 0, 0).endsWith(": 40 test images"), qPrintable(text.out.left(500)));
}

void TestHostileNames::exportsTables() {
    QFETCH(const QString, name);
    const QString out = name + ".csv"; // hostile too
    const auto table = [&](const char* format) {
        fs::remove(file(out));
        const Outcome outcome = run(QStringList{"export", "--format", format, "--out=" + out} + named(name));
        if (outcome.code != 0 || outcome.out != out + "\n") // for a program, the very name
            qWarning() << outcome.err << outcome.out;
        return fixture::readCsv(content(out).toStdString());
    };
    const fixture::CsvRows images = table("csv");
    QCOMPARE(images.size(), std::size_t{41});
    for (const std::string& cls : m_classes)
        QVERIFY(std::ranges::find(images[0], "mixture." + cls) != images[0].end());
    for (std::size_t row = 1; row < images.size(); ++row) {
        QCOMPARE(images[row].size(), images[0].size());
        for (const std::size_t column : {std::size_t{1}, std::size_t{3}}) { // class and the mixture's prediction
            const std::string cls = fixture::textOfCell(images[row][column]);
            QVERIFY2(std::ranges::find(m_classes, cls) != m_classes.end(), cls.c_str());
            QVERIFY(!images[row][column].starts_with('='));
        }
        for (std::size_t column = 7; column < images[row].size(); ++column) {
            bool isNumber = false;
            QString::fromStdString(images[row][column]).toDouble(&isNumber);
            QVERIFY(isNumber);
        }
    }
    QCOMPARE(table("history").size(), std::size_t{1 + 5 * 2});
    const fixture::CsvRows runs = table("runs"); // of one run
    QCOMPARE(runs.size(), std::size_t{2});
    const std::string last = fs::path(name.toStdString()).filename().string();
    QCOMPARE(fixture::textOfCell(runs[1][0]), last); // its path in the folder that it lies in
    QCOMPARE(fixture::textOfCell(runs[1][1]), last);
}

void TestHostileNames::exportsOthers() {
    QFETCH(const QString, name);
    for (const char* format : {"safetensors", "torchscript", "tensorboard"}) {
        const QString out = name + "." + format;
        const Outcome outcome = run(QStringList{"export", "--format", format, "--out=" + out} + named(name));
        QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
        QVERIFY(outcome.out.startsWith(out));
        QVERIFY(isThere(file(out)));
    }
    QVERIFY(isThere(file(name + ".tensorboard") / fs::path(name.toStdString()).filename() / "gate"));
}

#ifdef MOELAB_WITH_UI
void TestHostileNames::predicts() {
    QFETCH(const QString, name);
    const QString picture = name + ".ppm";
    writeFileAtomically(file(picture), "P6\n32 32\n255\n" + std::string(3072, 'g'));
    const Outcome json = run(QStringList{"predict", "--json"} + named(name) + QStringList{picture});
    QVERIFY2(json.code == 0, qPrintable(json.err));
    QCOMPARE(json.json()["run"].toString(), name);
    const QJsonObject only = json.json()["pictures"].toArray()[0].toObject();
    QCOMPARE(only["file"].toString(), picture);
    const std::string answer = only["mixture"].toObject()["answer"].toString().toStdString();
    QVERIFY2(std::ranges::find(m_classes, answer) != m_classes.end(), answer.c_str());
    if (name.toStdString() != hostile::kAll)
        return;
    const Outcome text = run(QStringList{"predict"} + named(name) + QStringList{picture});
    QVERIFY2(text.code == 0, qPrintable(text.err));
    QVERIFY_READABLE(text.out);
    QCOMPARE(text.out.count(u'\n'), 6);
}

/// Such a mark would turn round what stands behind the name.
static QString withoutDirectionMarks(QString text) { return text.remove(QChar(0x202e)); }

void TestHostileNames::reports() {
    QFETCH(const QString, name);
    const QString html = name + ".html";
    const Outcome outcome = run(QStringList{"report", "--out=" + html} + named(name));
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QXmlStreamReader reader(content(html));
    QString title;
    QStringList texts;
    QStringList code;
    for (QString element; !reader.atEnd();) {
        reader.readNext();
        if (reader.isStartElement())
            element = reader.name().toString();
        else if (reader.isCharacters() && element == QLatin1String("h1"))
            title += reader.text();
        else if (reader.isCharacters() && element == QLatin1String("code"))
            code << reader.text().toString();
        else if (reader.isCharacters())
            texts << reader.text().toString();
        if (reader.isEndElement())
            element.clear();
    }
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
    const QString last = QString::fromStdString(fs::path(name.toStdString()).filename().string());
    QCOMPARE(title, withoutDirectionMarks(last).replace(QChar(0x1b), QChar::ReplacementCharacter));
    const QString all = texts.join(u'\n');
    for (const std::string& cls : m_classes)
        QVERIFY2(all.contains(withoutDirectionMarks(QString::fromStdString(cls))), cls.c_str());
    QCOMPARE(code.size(), 1);
    const QStringList words = wordsOf(code[0]);
    QCOMPARE(words.value(words.indexOf("--out") + 1), last);
    if (name.toStdString() != hostile::kAll)
        return;
    const Outcome pdf = run(QStringList{"report", "--out=" + name + ".pdf"} + named(name));
    QVERIFY2(pdf.code == 0, qPrintable(pdf.err));
    QVERIFY(content(name + ".pdf").startsWith("%PDF-"));
}

#endif

/// The command that the program prints when it is stopped does what it says.
void TestHostileNames::continues() {
    QFETCH(const QString, name);
    const QString out = name + " in training";
    QProcess process;
    m_place.prepare(process);
    process.start(MOELAB_PROGRAM,
                  {"train", "--data", "builtin", "--out=" + out, "--set", "train_examples=40", "--set",
                   "test_examples=20", "--set", "epochs=1000", "--set", "patience=1000", "--set", "batch_size=20",
                   "--stages", "gate", "--set", "use_large_gating_mlp=false"});
    process.setReadChannel(QProcess::StandardError);
    QByteArray heard;
    while (!heard.contains(" epoch 1 ") && process.waitForReadyRead(kPatience))
        heard += process.readAllStandardError();
    QVERIFY2(heard.contains(" epoch 1 "), heard);
    QCOMPARE(::kill(static_cast<pid_t>(process.processId()), SIGINT), 0);
    QVERIFY(process.waitForFinished(kPatience));
    heard += process.readAllStandardError();
    const QString err = QString::fromUtf8(heard);
    QVERIFY_READABLE(err);
    const QString command = err.section("Continue with:\n", 1).section(u'\n', 0, 0).trimmed();
    const QStringList words = wordsOf(command);
    QCOMPARE(words.mid(0, 5), QStringList({"moelab", "train", "--out", out, "--resume"}));
    static const QRegularExpression kLine("^\\d{4}-\\d\\d-\\d\\dT\\S+ (info|warning|error) .*$");
    for (const QString& line : QString::fromUtf8(content(out + "/run.log")).split(u'\n', Qt::SkipEmptyParts))
        QVERIFY2(kLine.match(line).hasMatch(), qPrintable(line));
}

/// Wide characters, and those that stand over others.
void TestHostileNames::tablesAlign() {
    fs::copy(file("the first"), file("wide"), fs::copy_options::recursive);
    RunConfig config = readRunConfig(file("wide"));
    config.classNames = {"\u732b\u732b\u732b\u732b\u732b\u732b\u732b\u732b",
                         "\U0001F431\U0001F431\U0001F431",
                         "cafe\u0301 au lait, s'il vous plai\u0302t",
                         "\u732bcat\u732bcat\u732bcat",
                         "\u05d7\u05ea\u05d5\u05dc",
                         "plain",
                         "\ud55c\uad6d\uc5b4",
                         "a\u0301\u0301\u0301",
                         "x",
                         "y"};
    writeRunConfig(file("wide"), config);
    const Outcome outcome = run({"evaluate", "wide"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY_READABLE(outcome.out);
    int tables = 0;
    const QStringList blocks = outcome.out.split("\n\n", Qt::SkipEmptyParts);
    for (const QString& block : blocks) {
        QStringList lines = block.split(u'\n', Qt::SkipEmptyParts);
        erase_if(lines, [](const QString& line) { return line.contains(QStringLiteral("at chance")); });
        lines = lines.mid(1);
        for (const QString& line : lines)
            QVERIFY2(columnsOf(line) == 12 + 7 * (lines.size() - 1), qPrintable(line));
        tables += lines.size() == 11;
    }
    QCOMPARE(tables, 4);
}

TEST_OF_ROOM(TestHostileNames);
#include "test_hostile_names.moc"
