#include "made_runs.h"
#include "plotting/figure.h"
#include "queue/sweep_dialog.h"
#include "test_of_room.h"
#include "text/foreign_text.h"
#include "ui/hostile_run.h"
#include "ui/open_window.h"
#include "ui/window_texts.h"
#include "workspace/note_dialog.h"

#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QListWidget>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QTabWidget>
#include <QTableView>
#include <QTimer>
#include <QWindow>

using namespace moelab;
using namespace fixture;
namespace fs = std::filesystem;

/// Windows over runs whose classes, names, notes, tags, files and data are all hostile.
class TestForeignWindow : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void everyViewShowsNamesAsText();
    void wordsUnderThePointerAreWhole();
    void ownPicturesShowTheirNames();
    void recentRunsShowTheirNames();
    void theTableOfRunsShowsNamesAsText();
    void dialogsShowNamesAsText();
    void notesAreKeptAsTheyAre();
    void questionsShowText();
    void searchFindsEveryClass();
    void groupsFieldShowsEveryClass();

  private:
    void check(QWidget& window, const QString& what);
    void openRun();

    QTemporaryDir m_folder;
    fs::path m_run;
    std::unique_ptr<OpenWindow> m_open;
};

void TestForeignWindow::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.filePath("cache").toUtf8());
    const fs::path root = m_folder.path().toStdString();
    const fs::path data = makeHostileData(root);
    m_run = makeHostileRun(data, root / "runs", hostileNames()[6]);
    const RunConfig config = readRunConfig(m_run);
    for (const std::string& name : hostileNames()) {
        const fs::path run = root / "runs" / (asFileName(name) + ".made");
        makeDoneRun(run, 0.5, 0.6, config);
        std::vector<std::string> tags = {name.substr(0, 200), "plain"};
        writeRunNote(run, {name.substr(0, 200), name + "\nSecond line.", tags});
    }
    openRun();
}

void TestForeignWindow::openRun() {
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->window->resize(1280, 800);
    m_open->session.open(QString::fromStdString(m_run.string()));
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs() && m_open->session.data(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
}

void TestForeignWindow::check(QWidget& window, const QString& what) {
    QTest::qWait(1); // for what is laid out later
    const WindowTexts texts(window);
    QVERIFY2(texts.markup().isEmpty(), qPrintable(what + ": " + texts.markup().join("; ")));
    for (const WindowTexts::Text& text : texts.all())
        QVERIFY2(isWhole(text.text), qPrintable(what + ", " + text.where + ": " + text.text));
    for (const WindowTexts::Text& text : texts.lines())
        QVERIFY2(!text.text.contains('\n'), qPrintable(what + ", " + text.where + ": " + text.text));
    // With short names it is 1280: none makes it much wider.
    QVERIFY2(window.minimumSizeHint().width() <= 1320,
             qPrintable(QString("%1 is %2 wide").arg(what).arg(window.minimumSizeHint().width())));
}

void TestForeignWindow::everyViewShowsNamesAsText() {
    Session& session = m_open->session;
    for (const char* view : {"curvesView", "confusionView", "samplesView", "mixtureView", "routingView",
                             "calibrationView", "layersView"})
        for (const StageView& stage : session.stages()) {
            m_open->window->showView(view);
            session.selection().setStage(stage.name());
            session.selection().setImage(3);
            check(*m_open->window, view + (' ' + stage.name()));
            QVERIFY(!m_open->window->grab().isNull());
        }
    session.selection().setStage("mixture");
    for (int image = 0; image < 10; ++image) {
        session.selection().setImage(image);
        check(*m_open->window, QString("image %1").arg(image));
        const QString title = m_open->find<QLabel>("inspectorTitle")->text();
        QVERIFY2(title.contains(inLine(QString::fromStdString(session.data()->classNames[std::size_t(image)]))),
                 qPrintable(title));
    }
    const QString shown = m_open->window->windowHandle()->title();
    QVERIFY2(shown.startsWith(QString::fromStdString(m_run.filename().string())), qPrintable(shown));
}

void TestForeignWindow::wordsUnderThePointerAreWhole() {
    const std::pair<const char*, const char*> places[] = {{"confusionView", "confusionMatrix"},
                                                          {"routingView", "routingMatrix"},
                                                          {"mixtureView", "causesPlot"},
                                                          {"calibrationView", "coveragePlot"}};
    const std::pair<const char*, const char*> words[] = {{"confusionView", "confusionWords"},
                                                         {"routingView", "routingWords"},
                                                         {"mixtureView", "mixtureWords"},
                                                         {"calibrationView", "calibrationWords"}};
    QSet<QString> heard;
    for (std::size_t i = 0; i < std::size(places); ++i) {
        m_open->window->showView(places[i].first);
        auto* const plot = m_open->find<QWidget>(places[i].second);
        auto* const label = m_open->find<QLabel>(words[i].second);
        for (int y = 3; y < plot->height(); y += 9)
            for (int x = 3; x < plot->width(); x += 19) {
                QTest::mouseMove(plot, {x, y});
                if (!heard.contains(label->text())) {
                    heard << label->text();
                    QVERIFY2(isWhole(label->text()), qPrintable(label->text()));
                }
            }
    }
    QVERIFY2(heard.size() > 100, qPrintable(QString::number(heard.size())));
    QVERIFY(std::ranges::any_of(heard, [](const QString& text) { return text.contains("$HOME"); }));
}

void TestForeignWindow::ownPicturesShowTheirNames() {
    QStringList files;
    QImage picture(40, 40, QImage::Format_RGB32);
    picture.fill(Qt::red);
    for (const std::string& name : hostileNames()) {
        files << m_folder.filePath(QString::fromStdString(asFileName(name))) + ".png";
        QVERIFY2(picture.save(files.back()), qPrintable(files.back()));
    }
    m_open->session.pictures().add(files);
    const auto answered = [this] {
        return m_open->session.pictures().shown() && m_open->session.pictures().shown()->outputs;
    };
    QVERIFY(QTest::qWaitFor(answered, kLong));
    for (int i = 0; i < files.size(); ++i) {
        m_open->session.selection().setOwnPicture(i);
        check(*m_open->window, files[i]);
        QCOMPARE(m_open->find<QLabel>("inspectorTitle")->text(), inText(QFileInfo(files[i]).fileName()));
    }
    m_open->session.pictures().add({m_folder.filePath("<b>none.png")});
    QTRY_VERIFY(m_open->said().contains("<b>none.png"));
    m_open->session.pictures().clear();
}

void TestForeignWindow::recentRunsShowTheirNames() {
    m_open->settings.addRecentRun(QString::fromStdString(m_run.string()));
    auto* const menu = m_open->window->menuBar()->actions().front()->menu();
    QMenu* recent = nullptr;
    for (QAction* action : menu->actions())
        if (action->menu())
            recent = action->menu();
    QVERIFY(recent);
    emit recent->aboutToShow();
    QVERIFY(!recent->actions().isEmpty());
    const QString shown = captionShown(recent->actions().front()->text());
    QCOMPARE(shown, QString::fromStdString(m_run.string()));
    QVERIFY(QKeySequence::mnemonic(recent->actions().front()->text()).isEmpty());
}

void TestForeignWindow::theTableOfRunsShowsNamesAsText() {
    m_open->window->showRuns();
    QWidget* runs = nullptr;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->objectName() == "runsWindow")
            runs = widget;
    QVERIFY(runs);
    auto* const table = findIn<QTableView>(*runs, "runsTable");
    QTRY_COMPARE_WITH_TIMEOUT(table->model()->rowCount(), int(hostileNames().size()) + 1, kLong);
    check(*runs, "runs");
    table->selectAll();
    QTRY_VERIFY(findIn<QLabel>(*runs, "comparisonHeading")->text().contains("11"));
    auto* const panels = findIn<QTabWidget>(*runs, "runsPanels");
    for (int panel = 0; panel < panels->count(); ++panel) {
        panels->setCurrentIndex(panel);
        check(*runs, panels->tabText(panel));
        QVERIFY(!runs->grab().isNull());
    }
    panels->setCurrentIndex(0);
    for (int row = 0; row + 1 < table->model()->rowCount(); ++row) {
        table->clearSelection();
        QItemSelection two(table->model()->index(row, 0), table->model()->index(row + 1, 0));
        table->selectionModel()->select(two, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
        QTRY_VERIFY(findIn<QLabel>(*runs, "comparisonHeading")->text().contains("compared with"));
        check(*runs, QString("rows %1").arg(row));
    }
    QMenu columns;
    auto* const menu = findIn<QMenu>(*runs, "columnsMenu");
    emit menu->aboutToShow();
    for (const QAction* action : menu->actions())
        QVERIFY(isWhole(captionShown(action->text())));
    runs->close();
}

void TestForeignWindow::dialogsShowNamesAsText() {
    for (const std::string& name : hostileNames()) {
        const RunSummary run = readRunSummary(m_run.parent_path() / (asFileName(name) + ".made"));
        NoteDialog note({run.note}, QString::fromStdString(run.path.filename().string()), nullptr);
        note.show();
        check(note, "note");
        SweepDialog sweep(run, false, {}, nullptr);
        sweep.show();
        QVERIFY(WindowTexts(sweep).markup().isEmpty());
        QVERIFY2(
            findIn<QLabel>(sweep, "sweepPreview")->text().startsWith("5 runs"),
            qPrintable(findIn<QLabel>(sweep, "sweepPreview")->text())); // the name that it proposes can be used
    }
}

void TestForeignWindow::notesAreKeptAsTheyAre() {
    for (const std::string& name : hostileNames()) {
        const RunNote before{name.substr(0, 200), name, {name, "plain"}};
        NoteDialog dialog({before}, "run", nullptr);
        QCOMPARE(dialog.notes(), std::vector<RunNote>{before});
    }
}

void TestForeignWindow::questionsShowText() {
    QTimer::singleShot(0, this, [] {
        auto* const box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
        QVERIFY(box);
        QCOMPARE(box->textFormat(), Qt::PlainText);
        QCOMPARE(box->text(), QString("Stop <i>cat</i>?"));
        box->findChild<QPushButton*>("act")->click();
    });
    QVERIFY(MainWindow::systemDialogs().confirm(m_open->window.get(), {"Stop <i>cat</i>?", "Stop", "Go on"}));
}

void TestForeignWindow::searchFindsEveryClass() {
    m_open->window->showView("samplesView");
    m_open->session.selection().setStage("mixture");
    auto* const search = m_open->find<QLineEdit>("samplesSearch");
    const std::vector<std::string>& classes = m_open->session.data()->classNames;
    for (std::size_t cls = 0; cls < classes.size(); ++cls) {
        const QString name = QString::fromStdString(classes[cls]);
        search->setText(quoted(name, name));
        QTest::keyClick(search, Qt::Key_Return);
        QCOMPARE(m_open->session.selection().query().label, int(cls));
        check(*m_open->window, name);
        QCOMPARE(m_open->find<QListView>("samplesGrid")->model()->rowCount(), 1);
    }
    search->setText("polar bear");
    QTest::keyClick(search, Qt::Key_Return);
    QCOMPARE(m_open->session.selection().query().label, 3);
    m_open->session.selection().setQuery({});
}

/// Each class is a chip of its own, whatever it is called.
void TestForeignWindow::groupsFieldShowsEveryClass() {
    QStringList shown;
    for (int group = 0; group < 2; ++group) {
        const auto* const chips = m_open->find<QListWidget>(QString("groupClasses-%1").arg(group));
        for (int row = 0; row < chips->count(); ++row)
            shown << chips->item(row)->text();
    }
    QCOMPARE(shown.size(), 10);
    for (const std::string& name : m_open->session.data()->classNames)
        QVERIFY2(shown.contains(inText(QString::fromStdString(name))), name.c_str());
}

TEST_OF_ROOM(TestForeignWindow);
#include "test_foreign_window.moc"
