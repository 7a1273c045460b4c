#include "exporting/folder_export.h"
#include "session/view.h"
#include "test_of_room.h"
#include "ui/drawn_texts.h"
#include "ui/figure_export.h"
#include "workspace/run_note.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSlider>
#include <QThreadPool>

using namespace moelab;
using namespace fixture;

/// What a person takes away of a run, and what the window remembers of it.
class TestTakingAway : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void everythingGoesIntoAFolder();
    void aMatrixOfAnotherKindComesToo();
    void filesAreCalledWhatPeopleCalledThem();
    void figuresHaveTheChosenPaper_data();
    void figuresHaveTheChosenPaper();
    void everythingOrNothing_data();
    void everythingOrNothing();
    void whatFailsIsSaid();
    void reportsTheRun();
    void picturesWithoutRoomAreCounted_data();
    void picturesWithoutRoomAreCounted();
    void contextMenusOfferExports_data();
    void contextMenusOfferExports();
    void choicesComeBackWithTheRun();

  private:
    QTemporaryDir m_folder;
    QString m_run;
};

/// Of a table's columns.
static QStringList headingsOf(const QString& file) {
    QFile table(file);
    return table.open(QIODevice::ReadOnly) ? QString::fromUtf8(table.readLine()).trimmed().split(',')
                                           : QStringList();
}

void TestTakingAway::initTestCase() {
    OpenWindow open(m_folder);
    QVERIFY(open.trainAll());
    m_run = open.session.runFolder();
}

void TestTakingAway::everythingGoesIntoAFolder() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    QThreadPool::globalInstance()->waitForDone(); // the ladder is computed now, but not yet shown
    open.session.selection().setImage(3);
    open.answer = m_folder.path();
    const QString name = open.session.runName() + "-export";
    for (const QString& folder : {name, name + "-2"}) { // the second time beside the first
        exportEverything(open);
        QVERIFY(!open.find<QAction>("exportAll")->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
        const QString message = open.said();
        QVERIFY2(message.contains(folder + ". For want of room"), qPrintable(message)); // and no problem between
        const QDir written(m_folder.filePath(folder));
        QStringList figures = {"stages",  "image-3", "curves", "images",
                               "causes",  "ladder",  "layers", "confusion-mixture-difference",
                               "coverage"};
        for (const char* stage : {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"})
            figures << QString("confusion-%1-counts").arg(stage) << QString("confusion-%1-shares").arg(stage)
                    << QString("reliability-%1").arg(stage);
        QStringList files = {"parameters.json", "all-images.csv", "weights.safetensors", "mixture.pt",
                             "routing.csv"};
        for (const char* mode : {"counts", "gate", "baseline-weight", "expert-weight"})
            for (const char* suffix : {".png", ".svg", ".pdf"})
                files << QString("routing-") + mode + suffix;
        for (const QString& figure : figures)
            for (const char* suffix : {".png", ".svg", ".pdf", ".csv"})
                files << figure + suffix;
        files.sort();
        QStringList found = written.entryList(QDir::Files);
        found.sort();
        QCOMPARE(found, files);
        QSet<QByteArray> tables; // each of them once
        for (const QString& file : found) {
            QFile opened(written.filePath(file));
            QVERIFY(opened.open(QIODevice::ReadOnly));
            const QByteArray content = opened.readAll();
            QVERIFY2(content.size() > 50, qPrintable(file));
            QVERIFY2(!file.endsWith(".csv") || !tables.contains(content), qPrintable(file));
            tables << content;
        }
        // The two tables of images call alike what both have.
        const QStringList all = headingsOf(written.filePath("all-images.csv"));
        QStringList shown = headingsOf(written.filePath("images.csv"));
        QCOMPARE(shown.size(), 6);
        for (const char* own : {".correct", ".confidence", ".loss"})
            QCOMPARE(shown.removeIf([&](const QString& each) { return each.endsWith(QLatin1String(own)); }), 1);
        for (const QString& column : shown)
            QVERIFY2(all.contains(column), qPrintable(column));
    }
}

/// What is shown and is no other figure under another name.
void TestTakingAway::aMatrixOfAnotherKindComesToo() {
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    const QTemporaryDir place;
    open.answer = place.path();
    open.window->showView("confusionView");
    auto* const mode = open.find<QComboBox>("confusionMode");
    mode->setFocus();
    QTest::keyClick(mode, Qt::Key_Down);
    QTest::keyClick(mode, Qt::Key_Down);
    QVERIFY(mode->currentText().contains("(columns)"));
    exportEverything(open);
    QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
    const QDir written(place.filePath(open.session.runName() + "-export"));
    for (const char* suffix : {".png", ".svg", ".pdf", ".csv"})
        QVERIFY2(written.exists(QString("confusion") + suffix), suffix);
    QVERIFY(!written.exists("reliability.csv") && written.exists("reliability-mixture.csv"));
}

/// A run that was renamed, with groups of free names: the gate and the first expert are enough.
void TestTakingAway::filesAreCalledWhatPeopleCalledThem() {
    OpenWindow open(m_folder);
    Parameters parameters = smallParameters();
    parameters.epochs = 1;
    parameters.groups[0].name = "Road vehicles";
    QVERIFY(open.startDraft(parameters));
    const QString expert = open.session.stages()[2].name();
    QCOMPARE(expert, QString("expert-_52oad__vehicles")); // in the run, as before
    open.session.selection().setStage(expert);
    open.trigger("trainOne");
    QTRY_VERIFY_WITH_TIMEOUT(open.session.hasRun() && !open.session.training() && open.session.outputs(), kLong);
    const QString run = open.session.runFolder();
    writeRunNote(run.toStdString(), {"Large gate / 2nd try", "", {}});
    const QTemporaryDir place;
    open.answer = place.path();
    exportEverything(open);
    QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
    const QDir written(place.filePath("Large-gate-2nd-try-export"));
    QVERIFY2(written.exists("confusion-expert-Road-vehicles-counts.png"), qPrintable(open.said()));
    QVERIFY2(written.entryList({"*_52oad*"}).isEmpty(), qPrintable(written.entryList({"*_52oad*"}).join(' ')));
    QVERIFY(QFileInfo::exists(run + "/stages/" + expert));
}

void TestTakingAway::figuresHaveTheChosenPaper_data() {
    QTest::addColumn<int>("width");
    QTest::addColumn<int>("points");
    QTest::addColumn<int>("image");
    QTest::newRow("one column") << 85 << 8 << 3;
    QTest::newRow("two columns") << 174 << 9 << 3;
    QTest::newRow("no chosen image") << 174 << 8 << -1;
    QTest::newRow("no chosen image, one column") << 85 << 8 << -1;
}

/// The one that was chosen last for a single figure; on it nothing is cut off or lies on something else.
void TestTakingAway::figuresHaveTheChosenPaper() {
    QFETCH(const int, width);
    QFETCH(const int, points);
    QFETCH(const int, image);
    const QTemporaryDir place;
    OpenWindow open(m_folder);
    open.settings.setValue("figures/width", width);
    open.settings.setValue("figures/points", points);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    QThreadPool::globalInstance()->waitForDone();
    open.session.selection().setImage(image);
    open.answer = place.path();
    exportEverything(open);
    QTRY_VERIFY_WITH_TIMEOUT(open.find<QAction>("exportAll")->isEnabled(), kLong);
    const QDir folder(place.filePath(open.session.runName() + "-export"));
    const QStringList figures = folder.entryList({"*.svg"}, QDir::Files);
    QVERIFY2(figures.size() > 20, qPrintable(open.said()));
    for (const QString& name : figures) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray svg = file.readAll();
        QVERIFY2(svg.contains(QStringLiteral("width=\"%1mm\"").arg(width).toLatin1()), qPrintable(name));
        QVERIFY2(!svg.contains(QStringLiteral("font-size=\"%1\"").arg(2 * points + 1).toLatin1()),
                 qPrintable(name));
        static const QRegularExpression kBox("viewBox=\"0 0 ([0-9]+) ([0-9]+)\"");
        const QRegularExpressionMatch box = kBox.match(QString::fromUtf8(svg));
        const QRectF paper(0, 0, box.captured(1).toDouble(), box.captured(2).toDouble());
        const std::vector<DrawnText> texts = drawnTexts(svg);
        for (std::size_t i = 0; i < texts.size(); ++i) {
            const DrawnText& text = texts[i];
            const QString what = name + ": " + text.text;
            QVERIFY2(paper.adjusted(-1, -1, 1, 1).contains(text.place), qPrintable(what));
            QVERIFY2(text.upright || text.begins >= -1, qPrintable(what));  // cut off where its widget ends
            QVERIFY2(!text.text.contains(QChar(0x2026)), qPrintable(what)); // cut short
            for (std::size_t j = 0; j < i; ++j)
                QVERIFY2(!text.place.adjusted(1, 1, -1, -1).intersects(texts[j].place),
                         qPrintable(what + " on " + texts[j].text));
        }
    }
}

void TestTakingAway::everythingOrNothing_data() {
    QTest::addColumn<int>("files"); // when it ends
    QTest::addColumn<bool>("closes");
    for (const int files : {0, 1, 50}) {
        QTest::addRow("stopped after %d", files) << files << false;
        QTest::addRow("closed after %d", files) << files << true;
    }
    QTest::addRow("stopped in the last") << -1 << false;
    QTest::addRow("closed in the last") << -1 << true;
}

/// What is left out without a word looks as if it were all.
void TestTakingAway::everythingOrNothing() {
    QFETCH(const int, files);
    QFETCH(const bool, closes);
    const QTemporaryDir place;
    const auto left = [&] {
        return QDir(place.path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    };
    {
        OpenWindow open(m_folder);
        open.session.open(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
        open.answer = place.path();
        auto* const exporting = open.window->findChild<FolderExport*>();
        QEventLoop loop;
        connect(exporting, &FolderExport::progress, &loop, [&](int done, int total) {
            if (done == (files < 0 ? total - 1 : files))
                QTimer::singleShot(0, &loop, &QEventLoop::quit);
        });
        exportEverything(open);
        loop.exec();
        QVERIFY(exporting->running());
        QCOMPARE(left().size(), 1);
        QVERIFY2(left().front().endsWith(".moelab-tmp"), qPrintable(left().front()));
        if (!closes) {
            open.trigger("stop");
            QTRY_VERIFY_WITH_TIMEOUT(!exporting->running(), kLong);
            QCOMPARE(open.said(), QString("Nothing was exported: it was stopped."));
            QCOMPARE(left(), QStringList());
        }
    }
    for (const QString& name : left()) // what the session's thread was writing may be left, and never has the name
        QVERIFY2(name.endsWith(".moelab-tmp"), qPrintable(name));
}

/// A folder in which a file is missing says so by its name.
void TestTakingAway::whatFailsIsSaid() {
    const QTemporaryDir place;
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.answer = place.path();
    auto* const exporting = open.window->findChild<FolderExport*>();
    connect(exporting, &FolderExport::progress, this, [&](int, int, const QString& file) {
        if (file == "curves.svg") // its name is taken by what it cannot replace
            QVERIFY(QDir(place.path())
                        .mkpath(QDir(place.path()).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0) +
                                "/curves.svg/in the way"));
    });
    exportEverything(open);
    QTRY_VERIFY_WITH_TIMEOUT(!exporting->running(), kLong);
    const QString name = open.session.runName() + "-export-incomplete";
    QCOMPARE(QDir(place.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList{name});
    const QString message = open.said();
    QVERIFY2(message.contains("/" + name + ". curves.svg cannot be written ("), qPrintable(message));
}

void TestTakingAway::reportsTheRun() {
    OpenWindow open(m_folder);
    open.answer = m_folder.filePath("report.html");
    open.trigger("exportReport");
    QCOMPARE(open.said(), QString("There is nothing to report yet. Train a stage first."));
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    const auto written = [&](const QString& file) {
        QFile opened(file);
        return opened.open(QIODevice::ReadOnly) ? opened.readAll() : QByteArray();
    };
    for (const auto& [suffix, start] : {std::pair(".html", "<!DOCTYPE html>"), std::pair(".pdf", "%PDF-")}) {
        open.answer = m_folder.filePath("report") + suffix;
        QFile before(open.answer); // the dialog has asked whether to replace it
        QVERIFY(before.open(QIODevice::WriteOnly));
        before.write("before");
        before.close();
        open.trigger("exportReport");
        QTRY_VERIFY_WITH_TIMEOUT(written(open.answer).startsWith(start), kLong);
        QCOMPARE(open.said(), "Wrote " + open.answer + ".");
    }
    QVERIFY(written(m_folder.filePath("report.html")).contains("Reproduction"));
    open.answer = m_folder.filePath("report.txt");
    open.trigger("exportReport");
    QVERIFY(open.said().contains("Let its name end in .html or .pdf"));
    QVERIFY(!QFile::exists(open.answer));
}

void TestTakingAway::picturesWithoutRoomAreCounted_data() {
    QTest::addColumn<QSize>("paper");
    QTest::addColumn<bool>("all");
    QTest::newRow("little room") << QSize(482, 300) << false;
    QTest::newRow("room for all 60") << QSize(1200, 4000) << true;
}

/// A figure that shows a few of them does not claim to show all.
void TestTakingAway::picturesWithoutRoomAreCounted() {
    QFETCH(const QSize, paper);
    QFETCH(const bool, all);
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    open.session.selection().setStage("mixture");
    QString words;
    for (const DrawnText& drawn :
         drawnTexts(svgOf(open.find<View>("samplesView")->figure(), paper, paperFont(8), "1", "1")))
        words += drawn.text + ' ';
    const QString whole = "60 test images of Mixture";
    QVERIFY2(words.contains(whole), qPrintable(words));
    const qsizetype tiles = words.count(" %"); // each says a confidence
    QVERIFY(tiles > 1);
    if (all)
        QVERIFY2(words.startsWith(whole) && tiles == 60, qPrintable(words));
    else
        QVERIFY2(words.startsWith(QString("%1 of %2").arg(tiles).arg(whole)), qPrintable(words));
}

void TestTakingAway::contextMenusOfferExports_data() {
    QTest::addColumn<QString>("action");
    QTest::newRow("curvesPlot") << "exportView";
    QTest::newRow("confusionMatrix") << "exportView";
    QTest::newRow("samplesGrid") << "exportImages";
    QTest::newRow("causesPlot") << "exportView";
    QTest::newRow("ladderPlot") << "exportLadder";
    QTest::newRow("routingMatrix") << "exportView";
    QTest::newRow("reliabilityPlot") << "exportView";
    QTest::newRow("coveragePlot") << "exportCoverage";
    QTest::newRow("layersTable") << "exportView";
    QTest::newRow("stageBoard") << "exportBoard";
}

void TestTakingAway::contextMenusOfferExports() {
    QFETCH(QString, action);
    OpenWindow open(m_folder);
    auto* const widget = open.find<QWidget>(QTest::currentDataTag());
    QCOMPARE(widget->contextMenuPolicy(), Qt::ActionsContextMenu);
    QVERIFY(widget->actions().contains(open.find<QAction>(qPrintable(action))));
    QVERIFY(widget->actions().contains(open.find<QAction>("exportAll")));
}

void TestTakingAway::choicesComeBackWithTheRun() {
    ImageQuery query;
    query.verdict = ImageQuery::Verdict::Wrong;
    query.outcome = Outcome::Members;
    query.order = ImageQuery::Order::Loss;
    query.descending = true;
    {
        OpenWindow open(m_folder);
        open.session.open(m_run);
        QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
        open.session.selection().setStage("gate");
        open.session.selection().setQuery(query);
        open.session.selection().setImage(5);
        open.window->showView("samplesView");
        open.find<QCheckBox>("sideBySide")->click();
        open.find<QSlider>("smoothing")->setValue(37);
        auto* const zoom = open.find<QComboBox>("samplesZoom");
        zoom->setCurrentIndex(2);
        emit zoom->activated(2);
    }
    OpenWindow open(m_folder);
    open.session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.outputs(), kLong);
    QCOMPARE(open.session.selection().stage(), QString("gate"));
    ImageQuery order; // the filter ended with the run
    order.order = ImageQuery::Order::Loss;
    order.descending = true;
    QCOMPARE(open.session.selection().query(), order);
    QCOMPARE(open.session.selection().image(), 5);
    QVERIFY(open.find<QListView>("samplesGrid")->isVisible());
    QVERIFY(open.find<QCheckBox>("sideBySide")->isChecked());
    QCOMPARE(open.find<QSlider>("smoothing")->value(), 37);
    QCOMPARE(open.find<QComboBox>("samplesZoom")->currentData().toInt(), 4);
}

TEST_OF_ROOM(TestTakingAway);
#include "test_taking_away.moc"
