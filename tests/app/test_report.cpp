#include "app/program.h"
#include "base/files.h"
#include "experiment/tiny_run.h"
#include "test_of_room.h"
#include "workspace/run_note.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QXmlStreamReader>
#include <QtTest>

using namespace moelab;
using program::Outcome;
using program::run;

/// `moelab report` on runs that are trained here, without a display.
class TestReport : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void htmlIsWellFormed();
    void htmlNeedsNoOtherFile();
    void htmlHasTheAnalysis();
    void htmlShowsPictures();
    void hostileNames();
    void pdf();
    void partlyTrained();
    void untrained();
    void dataThatAreGone();
    void twoRuns();
    void twoRunsOneOfThemDamaged();
    void twoRunsOfOtherImages();
    void manyRuns();
    void workspace();
    void neverOverwrites();
    void refusals();
    void withoutFonts();

  private:
    QString path(const char* name) const { return QString::fromStdString(m_place.path(name).string()); }
    QString reportOf(const char* name);

    tiny::Place m_place;
    QString m_html;
};

namespace {

QByteArray contentOf(const QString& file) {
    QFile opened(file);
    return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
}

/// What a reader sees, without tags.
QString textOf(const QString& html) {
    QXmlStreamReader reader(html);
    QStringList parts;
    while (!reader.atEnd())
        if (reader.readNext() == QXmlStreamReader::Characters)
            parts << reader.text().toString();
    return parts.join(u' ');
}

QString problemOf(const QString& html) {
    QXmlStreamReader reader(html);
    while (!reader.atEnd())
        reader.readNext();
    return reader.hasError() ? QStringLiteral("line %1: %2").arg(reader.lineNumber()).arg(reader.errorString())
                             : QString();
}

QString percent(const QJsonValue& share) { return QString::number(100 * share.toDouble(), 'f', 1); }

} // namespace

QString TestReport::reportOf(const char* name) {
    const QString file = path(name) + ".html";
    const Outcome outcome = run({"report", path(name), "--out", file, "--force"});
    if (outcome.code != 0)
        qWarning().noquote() << outcome.err;
    return QString::fromUtf8(contentOf(file));
}

void TestReport::initTestCase() {
    {
        Experiment experiment = Experiment::create(m_place.path("run"), tiny::parameters(), "builtin");
        tiny::train(experiment);
    } // lets go of the run's lock
    m_html = reportOf("run");
    QVERIFY(m_html.size() > 10'000);
}

void TestReport::htmlIsWellFormed() {
    QVERIFY(m_html.startsWith("<!DOCTYPE html>"));
    const QString problem = problemOf(m_html);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    // No two elements have the same name, though figures are drawn independently.
    static const QRegularExpression kId(" id=\"([^\"]*)\"");
    QStringList ids;
    for (auto match = kId.globalMatch(m_html); match.hasNext();)
        ids << match.next().captured(1);
    QCOMPARE(ids.removeDuplicates(), 0);
}

void TestReport::htmlNeedsNoOtherFile() {
    static const QRegularExpression kReference("(?:src|href)\\s*=\\s*\"(?!data:|#)([^\"]*)|@import|<script|<link");
    const auto found = kReference.match(m_html);
    QVERIFY2(!found.hasMatch(), qPrintable(found.captured(0)));
    QVERIFY(m_html.contains("@media print"));
    QCOMPARE(m_html.count("<svg "), 9); // curves, 2 matrices, 2 of the gate, causes, ladder, 2 of reliability
}

void TestReport::htmlHasTheAnalysis() {
    const Outcome outcome = run({"analyze", path("run"), "--json"});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QJsonObject analysis = outcome.json();
    const QString text = textOf(m_html);
    const QJsonObject ladder = analysis["ladder"].toObject();
    for (const QJsonValue value : ladder["rungs"].toArray()) {
        const QJsonObject rung = value.toObject();
        const QJsonArray interval = rung["interval"].toArray();
        // As the ladder's table has them, next to each other.
        const QString cells =
            percent(rung["accuracy"]) + "  " + percent(interval[0]) + " to " + percent(interval[1]);
        QVERIFY2(m_html.contains(">" + percent(rung["accuracy"]) + "</td><td class=\"number\">" +
                                 percent(interval[0]) + " to " + percent(interval[1]) + "</td>"),
                 qPrintable(cells));
    }
    const QJsonObject mcnemar = ladder["mcnemar"].toObject();
    QVERIFY(text.contains(
        QString("As trained, images that only the mixture classifies correctly: %1; only the baseline: %2")
            .arg(mcnemar["only_mixture_right"].toInt())
            .arg(mcnemar["only_baseline_right"].toInt())));
    const QJsonObject classes = analysis["outcomes"].toObject()["by_class"].toObject();
    for (const QString& name : classes.keys()) {
        const QJsonObject counts = classes[name].toObject();
        QString row = QString("<td>%1</td>").arg(name);
        for (const char* what : {"images", "errors", "gate", "blend", "members", "members-misrouted", "saved"})
            row += QString("<td class=\"number\">%1</td>").arg(counts[QLatin1String(what)].toInt());
        QVERIFY2(m_html.contains(row), qPrintable(row));
    }
    const QJsonObject calibration = analysis["calibration"].toObject();
    QCOMPARE(calibration.size(), 5);
    for (const QJsonValue value : calibration) {
        const QJsonObject member = value.toObject();
        const QString row = QString("<td class=\"number\">%1</td>").arg(member["images"].toInt()) +
                            "<td class=\"number\">" + percent(member["confidence"]) + "</td><td class=\"number\">" +
                            percent(member["accuracy"]) + "</td><td class=\"number\">" +
                            percent(member["expected_calibration_error"]) + "</td>";
        QVERIFY2(m_html.contains(row), qPrintable(row));
    }
}

void TestReport::htmlShowsPictures() {
    static const QRegularExpression kPicture("src=\"data:image/png;base64,([^\"]*)\"");
    int pictures = 0;
    for (auto match = kPicture.globalMatch(m_html); match.hasNext(); ++pictures)
        QVERIFY(QByteArray::fromBase64(match.next().captured(1).toLatin1()).startsWith("\x89PNG"));
    QVERIFY(pictures > 0 && pictures <= 12);
    const QString text = textOf(m_html);
    QVERIFY(text.contains("drawn by moelab, not photographs"));
    QVERIFY(text.contains("moelab train --data builtin --out run --set batch_size=20 --set epochs=2 "
                          "--set train_examples=60 --set test_examples=40 "));
}

void TestReport::hostileNames() {
    m_place.copy(m_place.path("run"), "hostile");
    const RunNote note = {"<script>alert(\"1\")</script> & 'q' %1 \xf0\x9f\xa6\x8a \x01",
                          "</p><img src=\"http://example.org/x\"/>\nsecond line",
                          {"<b>", "a\"b"}};
    writeRunNote(m_place.path("hostile"), note);
    const QString html = reportOf("hostile");
    const QString problem = problemOf(html);
    QVERIFY2(problem.isEmpty(), qPrintable(problem));
    QVERIFY(!html.contains("<script"));
    QVERIFY(!html.contains("<img src=\"http"));
    const QString text = textOf(html);
    QVERIFY(
        text.contains(QString::fromUtf8("<script>alert(\"1\")</script> & 'q' %1 \xf0\x9f\xa6\x8a \xef\xbf\xbd")));
    QVERIFY(text.contains("</p><img src=\"http://example.org/x\"/>\nsecond line"));
    QVERIFY(text.contains("Tags: <b>, a\"b"));
    QCOMPARE(run({"report", path("hostile"), "--out", path("hostile.pdf")}).code, 0);
}

void TestReport::pdf() {
    const QString file = path("run.pdf");
    const Outcome outcome = run({"report", path("run"), "--out", file});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QCOMPARE(outcome.out, file + "\n");
    const QByteArray content = contentOf(file);
    QVERIFY(content.startsWith("%PDF-"));
    QVERIFY(content.size() > 20'000);
    QVERIFY2(content.size() < 1'000'000, qPrintable(QString::number(content.size()))); // as pictures they were more
    const QString pdfinfo = QStandardPaths::findExecutable("pdfinfo");
    if (pdfinfo.isEmpty()) {
        qInfo("There is no pdfinfo here: the pages are not counted.");
        return;
    }
    QProcess process;
    process.start(pdfinfo, {file});
    QVERIFY(process.waitForFinished());
    static const QRegularExpression kPages("Pages:\\s+(\\d+)");
    const int pages = kPages.match(process.readAllStandardOutput()).captured(1).toInt();
    QVERIFY2(pages >= 3 && pages <= 8, qPrintable(QString::number(pages)));
}

void TestReport::partlyTrained() {
    {
        Experiment experiment = Experiment::create(m_place.path("part"), tiny::parameters(), "builtin");
        tiny::train(experiment, {"baseline"});
    }
    const QString html = reportOf("part");
    QVERIFY(problemOf(html).isEmpty());
    const QString text = textOf(html);
    QVERIFY(text.contains("The mixture is not trained yet. The baseline has an accuracy of"));
    QVERIFY(text.contains("Of the baseline: predicted class"));
    QVERIFY(!text.contains("From random routing"));
    QVERIFY(!text.contains("nan"));
    QCOMPARE(run({"report", path("part"), "--out", path("part.pdf")}).code, 0);
}

void TestReport::untrained() {
    Experiment::create(m_place.path("new"), tiny::parameters(), "builtin");
    const QString html = reportOf("new");
    QVERIFY(problemOf(html).isEmpty());
    QVERIFY(textOf(html).contains("Neither the mixture nor the baseline is trained yet."));
    QCOMPARE(html.count("<svg "), 0);
    QCOMPARE(run({"report", path("new"), "--out", path("new.pdf")}).code, 0);
}

void TestReport::dataThatAreGone() {
    m_place.copy(m_place.path("run"), "gone");
    RunConfig config = readRunConfig(m_place.path("gone"));
    config.data.origin = "/no/such/data";
    writeRunConfig(m_place.path("gone"), config);
    const QString html = reportOf("gone");
    const QString text = textOf(html);
    QVERIFY2(text.contains("The images are not available: /no/such/data"), qPrintable(text.right(2000)));
    QVERIFY(text.contains("From random routing")); // what the members said is in the run
    QCOMPARE(html.count("<img "), 0);
}

void TestReport::twoRuns() {
    {
        Parameters parameters = tiny::parameters();
        parameters.seed = 2;
        Experiment experiment = Experiment::create(m_place.path("second"), parameters, "builtin");
        tiny::train(experiment);
    }
    const QString file = path("two.html");
    const Outcome outcome = run({"report", path("run"), path("second"), "--out", file});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QString html = QString::fromUtf8(contentOf(file));
    QVERIFY2(problemOf(html).isEmpty(), qPrintable(problemOf(html)));
    QVERIFY(html.contains("<td>Seed</td><td>1</td><td>2</td>"));
    const auto rightOf = [](const std::filesystem::path& folder) {
        Experiment experiment = Experiment::open(folder, Access::Read);
        const MemberOutputs outputs = experiment.outputs(StopToken());
        std::vector<bool> right;
        for (std::int64_t image = 0; image < outputs.images; ++image) {
            const auto row = outputs.row(outputs.mixture(), image, outputs.classes);
            right.push_back(std::ranges::max_element(row) - row.begin() ==
                            outputs.labels[static_cast<std::size_t>(image)]);
        }
        return right;
    };
    const std::vector<bool> first = rightOf(m_place.path("run"));
    const std::vector<bool> second = rightOf(m_place.path("second"));
    int fixed = 0;
    int broken = 0;
    for (std::size_t image = 0; image < first.size(); ++image) {
        fixed += second[image] && !first[image];
        broken += first[image] && !second[image];
    }
    const QString sentence =
        QString("Mixture, on 40 test images: the second run corrects %1 errors of the first and makes %2 new ones")
            .arg(fixed)
            .arg(broken);
    QVERIFY2(textOf(html).contains(sentence), qPrintable(sentence));
    QCOMPARE(html.count("<img "), std::min(fixed, 12) + std::min(broken, 12));
    QCOMPARE(html.count("moelab train "), 2);
    QCOMPARE(run({"report", path("run"), path("second"), "--out", path("two.pdf")}).code, 0);
}

void TestReport::twoRunsOneOfThemDamaged() {
    m_place.copy(m_place.path("run"), "damaged");
    writeFileAtomically(m_place.path("damaged") / "config.json", "{");
    const Outcome outcome = run({"report", path("damaged"), path("run"), "--out", path("left.html")});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    QVERIFY2(outcome.err.contains("left out: " + path("damaged")), qPrintable(outcome.err));
    const QString html = QString::fromUtf8(contentOf(path("left.html")));
    QVERIFY(html.contains("<h1>run</h1>"));
    QVERIFY(html.contains("<h2>Calibration</h2>")); // of one run in depth
}

void TestReport::twoRunsOfOtherImages() {
    m_place.copy(m_place.path("run"), "elsewhere");
    RunConfig config = readRunConfig(m_place.path("elsewhere"));
    config.data.origin = "/no/such/data";
    config.dataFingerprint = "of other images";
    writeRunConfig(m_place.path("elsewhere"), config);
    const QString file = path("elsewhere.html");
    const Outcome outcome = run({"report", path("run"), path("elsewhere"), "--out", file});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QString text = textOf(QString::fromUtf8(contentOf(file)));
    QVERIFY(text.contains("The runs are compared by their results only, not image by image"));
    QVERIFY(text.contains("Mixture: accuracy (%)"));
}

void TestReport::manyRuns() {
    const QString file = path("many.html");
    m_place.copy(m_place.path("run"), "again"); // the same seed: no further repeat
    const Outcome outcome = run({"report", path("run"), path("second"), path("again"), "--out", file});
    QVERIFY2(outcome.code == 0, qPrintable(outcome.err));
    const QString html = QString::fromUtf8(contentOf(file));
    QVERIFY2(problemOf(html).isEmpty(), qPrintable(problemOf(html)));
    const auto accuracy = [&](const char* name) {
        return 100 * readStageResult(m_place.path(name), "mixture")->accuracy;
    };
    const double mean = (accuracy("run") + accuracy("second")) / 2;
    static const QRegularExpression kGroup("<td>All runs</td>.*?</tr>",
                                           QRegularExpression::DotMatchesEverythingOption);
    const QString group = kGroup.match(html).captured(0);
    static const QRegularExpression kMean(
        "^<td>All runs</td><td[^>]*>([0-9.]+) ± [0-9.]+\\s+\\(n = 2\\)"); // the mixture's, the first
    const QString found = kMean.match(group).captured(1);
    QVERIFY2(!found.isEmpty() && std::abs(found.toDouble() - mean) < 0.0501, qPrintable(group));
    QVERIFY(textOf(html).contains("3 runs, 3 of them fully trained."));
    QVERIFY(html.contains("<td>second</td><td>2</td>"));
    QCOMPARE(html.count("moelab train "), 3);
}

void TestReport::workspace() {
    QVERIFY(QDir().mkpath(path("workspace/sweep")));
    std::filesystem::copy(m_place.path("run"), m_place.path("workspace") / "one",
                          std::filesystem::copy_options::recursive);
    std::filesystem::copy(m_place.path("new"), m_place.path("workspace") / "sweep" / "two",
                          std::filesystem::copy_options::recursive);
    const QString file = path("workspace.pdf");
    QCOMPARE(run({"report", path("workspace"), "--out", file}).code, 0);
    QVERIFY(contentOf(file).startsWith("%PDF-"));
    QVERIFY(reportOf("workspace").contains("2 runs, 1 of them fully trained."));
    QVERIFY(QDir().mkpath(path("empty")));
    const Outcome none = run({"report", path("empty"), "--out", path("empty.html")});
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.contains("is not a run and contains none"), qPrintable(none.err));
}

void TestReport::neverOverwrites() {
    const QString file = path("mine.html");
    QFile mine(file);
    QVERIFY(mine.open(QIODevice::WriteOnly));
    mine.write("mine");
    mine.close();
    const Outcome outcome = run({"report", path("run"), "--out", file});
    QCOMPARE(outcome.code, 1);
    QVERIFY2(outcome.err.contains(file + " exists already"), qPrintable(outcome.err));
    QCOMPARE(contentOf(file), QByteArray("mine"));
    QCOMPARE(run({"report", path("run"), "--out", file, "--force"}).code, 0);
    QVERIFY(contentOf(file).startsWith("<!DOCTYPE"));
}

void TestReport::refusals() {
    const Outcome suffix = run({"report", path("run"), "--out", path("report.docx")});
    QCOMPARE(suffix.code, 1);
    QVERIFY(suffix.err.contains("Let its name end in .html or .pdf"));
    const Outcome none = run({"report", path("nothing"), "--out", path("nothing.html")});
    QCOMPARE(none.code, 1);
    QVERIFY2(none.err.contains(path("nothing")), qPrintable(none.err));
    QCOMPARE(run({"report", "--out", path("x.html")}).code, 2);
    QCOMPARE(run({"report", path("run")}).code, 2);
}

/// Boxes in the place of letters are no report.
void TestReport::withoutFonts() {
    QFile none(path("fonts.conf"));
    QVERIFY(none.open(QIODevice::WriteOnly) && none.write("<fontconfig/>") > 0);
    none.close();
    for (const char* suffix : {".html", ".pdf"}) {
        QProcess process;
        QProcessEnvironment environment = program::environment();
        environment.insert("FONTCONFIG_FILE", path("fonts.conf"));
        process.setProcessEnvironment(environment);
        const QString file = path("no-fonts") + suffix;
        const Outcome outcome = run(process, {"report", path("run"), "--out", file});
        QCOMPARE(outcome.code, 1);
        QVERIFY2(outcome.err.contains("moelab: fonts are missing"), qPrintable(outcome.err));
        QVERIFY2(outcome.err.contains("apt install fonts-"), qPrintable(outcome.err));
        QVERIFY(!QFile::exists(file));
    }
}

TEST_OF_ROOM(TestReport);
#include "test_report.moc"
