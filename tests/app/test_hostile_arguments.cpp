#include "app/hostile.h"
#include "app/program.h"
#include "base/files.h"
#include "csv_reader.h"
#include "data/cifar_fixture.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

using namespace moelab;
using program::Outcome;
namespace fs = std::filesystem;

/// Hostile names in what commands are given and refuse, or go on without: each message names them on one line.
class TestHostileArguments : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void dataHaveThem();
    void refusalsAreOneLine_data();
    void refusalsAreOneLine();
    void warningsAreOneLine();
#ifdef MOELAB_WITH_UI
    void severalAtOnce();
#endif

  private:
    Outcome run(const QStringList& arguments) const { return m_place.run(arguments); }
    fs::path file(const QString& name) const {
        return fs::path(m_place.path("").toStdString()) / name.toStdString();
    }

    program::Place m_place;
};

void TestHostileArguments::initTestCase() {
    Experiment experiment = Experiment::create(file("the first"), tiny::parameters(), "builtin");
    tiny::train(experiment, {"gate"});
}

/// Of data, class names come with the files; names that are no text of one line are refused with the file's.
void TestHostileArguments::dataHaveThem() {
    for (const std::string& name : hostileNames()) {
        if (name.size() > 200)
            continue;
        const QString folder = "data " + QString::fromStdString(name);
        fixture::Files files = fixture::cifarFiles(true, 2);
        std::string names;
        for (int cls = 0; cls < 9; ++cls)
            names += fixture::kNames[static_cast<std::size_t>(cls)] + "\n";
        files.back().second = names + (name.find_first_of("\t\n") == std::string::npos ? name : "truck") + "\n";
        fixture::writeFolder(file(folder), files);
        const Outcome json = run({"data", "show", "--json", folder});
        QVERIFY2(json.code == 0, qPrintable(json.err));
        QVERIFY2(json.json()["origin"].toString().endsWith(folder), qPrintable(json.out));
        QCOMPARE(json.json()["classes"].toObject().size(), 10);
        const Outcome text = run({"data", "show", folder});
        QVERIFY2(text.code == 0, qPrintable(text.err));
        QVERIFY_READABLE(text.out);
        const QStringList lines = text.out.split(u'\n', Qt::SkipEmptyParts);
        QCOMPARE(lines.size(), 5 + 11 + 3); // what it is, its classes, its groups
        files.back().second = names + "bad\x1b[31m\n";
        fixture::writeFolder(file(folder), files);
        const Outcome refused = run({"data", "show", folder});
        QCOMPARE(refused.code, 1);
        QVERIFY_READABLE(refused.err);
        QCOMPARE(refused.err.count(u'\n'), 1);
    }
}

void TestHostileArguments::refusalsAreOneLine_data() {
    QTest::addColumn<QStringList>("arguments");
    std::vector<std::string> names = hostileNames();
    names.insert(names.end(), {"[a,b]", "{}", "++", "\x1b[31mred"});
    names.insert(names.begin(), hostile::kAll);
    const QStringList train = {"train", "--data", "builtin", "--out", "never"};
    for (const std::string& each : names) {
        const QString name = QString::fromStdString(each);
        const auto add = [&](const char* what, const QStringList& arguments) {
            QTest::newRow((QByteArray(what) + ": " + hostile::tagOf(each)).constData()) << arguments;
        };
        add("parameter", train + QStringList{"--set=" + name});
        add("run", {"evaluate", "no " + name});
        if (each != hostile::kAll)
            continue; // the other messages are made in the same ways
        const QString group =
            QString::fromStdString(Json{{each, {0, 1, 8, 9}}, {"rest", {2, 3, 4, 5, 6, 7}}}.dump());
        add("group", train + QStringList{"--set=groups=" + group});
        add("value", train + QStringList{"--set=epochs=" + name});
        add("choice", train + QStringList{"--set=device=" + name});
        add("stage", train + QStringList{"--stages=" + name});
        add("file of parameters", train + QStringList{"--config=no " + name});
        add("data", {"train", "--out", "never", "--data=no " + name});
        add("sweep", {"sweep", "no " + name});
        add("option", {"evaluate", "--no " + name});
    }
}

void TestHostileArguments::refusalsAreOneLine() {
    QFETCH(const QStringList, arguments);
    const Outcome outcome = run(arguments);
    QVERIFY(outcome.code == 1 || outcome.code == 2);
    QCOMPARE(outcome.out, QString());
    QVERIFY_READABLE(outcome.err);
    QVERIFY2(outcome.err.count(u'\n') == outcome.code,
             qPrintable(outcome.err)); // misuse has a second line, on --help
    QVERIFY(!isThere(file("never")));
}

void TestHostileArguments::warningsAreOneLine() {
    for (const std::string& name : hostile::runs()) {
        const fs::path run = file("damaged") / name;
        fs::create_directories(run);
        writeFileAtomically(run / "config.json", "{");
    }
    fs::copy(file("the first"), file("damaged") / "whole", fs::copy_options::recursive);
    const Outcome outcome = run({"export", "damaged", "--format", "runs", "--out", "damaged.csv"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY_READABLE(outcome.err);
    QCOMPARE(outcome.err.count(u'\n'), qsizetype(hostile::runs().size()) - 1); // one is that of a hidden folder
    for (const QString& line : outcome.err.split(u'\n', Qt::SkipEmptyParts))
        QVERIFY2(line.startsWith("warning: "), qPrintable(line));
    QCOMPARE(fixture::readCsv(readFile(file("damaged.csv"), 1 << 20)).size(), std::size_t{2});
}

#ifdef MOELAB_WITH_UI
/// Where several can stand, each is one.
void TestHostileArguments::severalAtOnce() {
    QStringList arguments = {"predict", "--json", "--", "the first"};
    for (const std::string& name : hostile::runs())
        arguments << "no picture " + QString::fromStdString(name) << QString::fromStdString(name) + ".not";
    arguments << QStringList{"[x]", "{}", "[a,b]", "++", "--", "[]"};
    const Outcome outcome = run(arguments);
    QCOMPARE(outcome.code, 1);
    QStringList named;
    for (const QJsonValue failed : outcome.json()["failed"].toArray())
        named << failed.toObject()["file"].toString();
    QCOMPARE(named, arguments.mid(4));
    QVERIFY_READABLE(outcome.err);
    QCOMPARE(outcome.err.count(u'\n'), named.size() + 1);
}
#endif

TEST_OF_ROOM(TestHostileArguments);
#include "test_hostile_arguments.moc"
