#include "confusion/confusion_view.h"
#include "test_of_room.h"
#include "ui/open_window.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QTemporaryDir>
#include <QToolButton>
#include <QtTest>

using namespace moelab;
using fixture::kLong;

/// Works a real window as a person does: by its widgets' names, clicks and keys.
class TestWindow : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup();
    void startsWithData();
    void parametersAreSetUndoneAndReset();
    void refusedParametersAreTakenBack();
    void parametersAreLoadedAndSaved();
    void trainsAndLooks();
    void pausesStopsAndContinues();
    void changesMakeStagesStale();
    void asksBeforeItReplaces();
    void goesOnForMoreEpochs();
    void resetsAStage();
    void reopensARun();
    void aRunInUseIsOpenForReading();
    void brokenRunsAreNamed();
    void damagedSettingsAreIgnored();
    void newerSettingsAreLeftAlone();

  private:
    void open();
    void close();
    template <class Widget>
    Widget* find(const QString& name) {
        return m_open->find<Widget>(name);
    }
    void click(const QString& name);
    void trigger(const QString& action) { m_open->trigger(action); }
    void setNumber(const QString& parameter, const QString& text);
    void setGroups(const QString& text);
    void setSmall();
    const StageView& stage(const QString& name) { return *m_open->session.findStage(name); }
    QString message() { return find<QLabel>("message")->text(); }
    void train(const QString& name);

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<fixture::OpenWindow> m_open;
};

void TestWindow::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    open();
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.data(), kLong);
}

void TestWindow::cleanup() {
    close();
    m_folder.reset();
}

void TestWindow::open() {
    m_open = std::make_unique<fixture::OpenWindow>(*m_folder);
    QVERIFY(QTest::qWaitForWindowExposed(m_open->window.get()));
}

void TestWindow::close() { m_open.reset(); }

void TestWindow::click(const QString& name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }

void TestWindow::setNumber(const QString& parameter, const QString& text) {
    auto* const field = find<QWidget>("parameter-" + parameter);
    field->setFocus();
    auto* const line = field->findChild<QLineEdit*>();
    QLineEdit* const editor = line ? line : qobject_cast<QLineEdit*>(field);
    editor->selectAll();
    QTest::keyClicks(editor, text);
    QTest::keyClick(editor, Qt::Key_Return);
}

void TestWindow::setGroups(const QString& text) {
    auto* const field = find<QPlainTextEdit>("parameter-groups");
    field->setFocus();
    field->selectAll();
    for (const QString& line : text.split('\n')) {
        if (line != text.section('\n', 0, 0))
            QTest::keyClick(field, Qt::Key_Return);
        QTest::keyClicks(field, line);
    }
    QTest::keyClick(field, Qt::Key_Return, Qt::ControlModifier);
    // All of it is to be seen.
    QTRY_VERIFY(field->height() >= field->document()->size().height() * field->fontMetrics().lineSpacing());
}

void TestWindow::setSmall() {
    setNumber("train_examples", "120");
    setNumber("test_examples", "60");
    setNumber("epochs", "2");
    setNumber("batch_size", "20");
    for (const char* large : {"use_large_experts", "use_large_gating_mlp", "use_large_baseline_classifier"})
        find<QCheckBox>(QString("parameter-") + large)->click();
    QTRY_COMPARE_WITH_TIMEOUT(m_open->session.data()->images.size(), std::size_t(60), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
}

void TestWindow::train(const QString& name) {
    click("train-" + name);
    QTRY_COMPARE_WITH_TIMEOUT(stage(name).status, StageStatus::Done, kLong);
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
}

void TestWindow::startsWithData() {
    QVERIFY(find<QLabel>("dataSummary")->text().contains("built-in"));
    QCOMPARE(find<QLabel>("state-gate")->text(), QString("ready"));
    QVERIFY(find<QLabel>("state-mixture")->text().contains("waiting for 4"));
    QVERIFY(!find<QToolButton>("train-mixture")->isEnabled());
    QVERIFY(find<QLabel>("confusionHeading")->text().contains("Train the stage"));
    for (QWidget* widget : m_open->window->findChildren<QWidget*>())
        if (widget->focusPolicy() != Qt::NoFocus && widget->objectName().startsWith("parameter-"))
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(widget->objectName()));
}

void TestWindow::parametersAreSetUndoneAndReset() {
    setNumber("epochs", "3");
    QCOMPARE(m_open->session.parameters().epochs, 3);
    // Qt shows what was laid out in a visible window, as the form was when the data came, an event later.
    QTRY_VERIFY(find<QToolButton>("reset-epochs")->isVisibleTo(m_open->window.get()));
    QVERIFY(!find<QToolButton>("reset-seed")->isVisibleTo(m_open->window.get()));
    trigger("undo");
    QCOMPARE(m_open->session.parameters().epochs, 10);
    trigger("redo");
    QCOMPARE(m_open->session.parameters().epochs, 3);
    click("reset-epochs");
    QCOMPARE(m_open->session.parameters(), Parameters());
    setNumber("learning_rate", "0.01");
    QCOMPARE(m_open->session.parameters().learningRate, 0.01);
    setNumber("learning_rate", "7");
    QCOMPARE(m_open->session.parameters().learningRate, 0.01);
    QVERIFY(message().contains("learning_rate"));
    setNumber("epochs", "5"); // what was refused before is no news
    QCOMPARE(message(), QString());
    setNumber("epochs", "0.5");
    QVERIFY2(message().startsWith("epochs: is 0.5."), qPrintable(message()));
    QCOMPARE(m_open->session.parameters().epochs, 5);
    trigger("undo");
    setGroups("one: cat\ntwo: airplane, automobile, bird, deer, dog, frog, horse, ship, truck");
    QTRY_VERIFY(m_open->window->findChild<QWidget*>("card-expert-two"));
}

void TestWindow::refusedParametersAreTakenBack() {
    setGroups("one: cat; two: dog");
    // One class each of three: the rest is in no group, which only the data can tell.
    QTRY_VERIFY(message().contains("groups"));
    QTRY_COMPARE(m_open->session.parameters(), Parameters());
    QVERIFY(!find<QAction>("undo")->isEnabled());
}

void TestWindow::parametersAreLoadedAndSaved() {
    setNumber("seed", "7");
    m_open->answer = m_folder->filePath("parameters.json");
    trigger("saveParameters");
    click("reset-seed");
    QCOMPARE(m_open->session.parameters().seed, 1);
    trigger("loadParameters");
    QCOMPARE(m_open->session.parameters().seed, 7);
    m_open->answer = m_folder->filePath("missing.json");
    trigger("loadParameters");
    QVERIFY(message().contains("missing.json"));
}

void TestWindow::trainsAndLooks() {
    setSmall();
    for (const char* name : {"baseline", "gate", "expert-artificial", "expert-natural", "mixture"})
        train(name);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs() && !m_open->session.outputs()->mixture.empty(), kLong);
    QVERIFY(find<QLabel>("state-mixture")->text().contains("done"));

    m_open->window->showView("confusionView");
    QVERIFY(find<QLabel>("confusionHeading")->text().contains("60 test images"));
    auto* const matrix = find<ConfusionView>("confusionMatrix");
    const auto outputs = m_open->session.outputs();
    const int label = static_cast<int>(outputs->labels[0]);
    const auto row = outputs->row(outputs->mixture, 0, 10);
    const int answer = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    QTest::mouseClick(matrix, Qt::LeftButton, {}, matrix->cellRect(label, answer).center());
    auto* const grid = find<QListView>("samplesGrid");
    QVERIFY(grid->isVisible());
    QVERIFY(grid->model()->rowCount() >= 1);
    QCOMPARE(find<QComboBox>("queryLabel")->currentData().toInt(), label);

    click("queryClear");
    QCOMPARE(grid->model()->rowCount(), 60);
    find<QComboBox>("queryVerdict")->setFocus();
    QTest::keyClick(find<QComboBox>("queryVerdict"), Qt::Key_End);
    emit find<QComboBox>("queryVerdict")->activated(2);
    QVERIFY(grid->model()->rowCount() < 60);
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(0, 0));
    const int first = m_open->session.selection().image();
    QTest::keyClick(grid, Qt::Key_Right);
    QVERIFY(m_open->session.selection().image() > first);
    QVERIFY(find<QLabel>("inspectorVerdict")->text().contains("Mixture: ✗"));
    QVERIFY(find<QLabel>("inspectorGate")->text().contains("artificial"));

    m_open->window->showView("confusionView");
    for (const char* suffix : {"png", "svg", "pdf", "csv"}) {
        m_open->answer = m_folder->filePath(QString("confusion.") + suffix);
        trigger("exportView");
        QVERIFY2(QFileInfo(m_open->answer).size() > 100, suffix);
    }
    const std::pair<const char*, const char*> exports[] = {
        {"exportImages", "images.csv"}, {"exportWeights", "w.safetensors"}, {"exportTorchScript", "m.pt"}};
    for (const auto& [action, file] : exports) {
        m_open->answer = m_folder->filePath(file);
        trigger(action);
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(file), kLong);
        QVERIFY(QFileInfo(m_open->answer).size() > 1000);
    }
}

void TestWindow::pausesStopsAndContinues() {
    setSmall();
    setNumber("epochs", "60");
    setNumber("patience", "60");
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!stage("gate").epochs.empty(), kLong);
    trigger("pause");
    QCOMPARE(stage("gate").status, StageStatus::Paused);
    QVERIFY(find<QLabel>("state-gate")->text().contains("paused"));
    QVERIFY(!find<QWidget>("parameter-epochs")->isEnabled());
    trigger("pause");
    const std::size_t batches = stage("gate").batches.size();
    QTRY_VERIFY_WITH_TIMEOUT(stage("gate").batches.size() > batches, kLong);
    trigger("stop");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
    QCOMPARE(stage("gate").status, StageStatus::Interrupted);
    const std::size_t epochs = stage("gate").epochs.size();
    QVERIFY(epochs >= 1 && epochs < 60);
    QVERIFY(find<QWidget>("parameter-epochs")->isEnabled());
    QCOMPARE(find<QToolButton>("train-gate")->text(), QString("Continue"));
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(stage("gate").epochs.size() > epochs, kLong);
    for (std::size_t i = 0; i < stage("gate").epochs.size(); ++i)
        QCOMPARE(stage("gate").epochs[i].epoch, std::int64_t(i + 1));
    trigger("pause");
    trigger("stop"); // from a pause
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
}

void TestWindow::changesMakeStagesStale() {
    setSmall();
    train("baseline");
    train("gate");
    find<QCheckBox>("parameter-use_large_gating_mlp")->click();
    QTRY_COMPARE(stage("gate").status, StageStatus::Stale);
    QCOMPARE(stage("baseline").status, StageStatus::Done);
    trigger("undo");
    QTRY_COMPARE(stage("gate").status, StageStatus::Done);
}

void TestWindow::asksBeforeItReplaces() {
    setSmall();
    train("gate");
    QCOMPARE(m_open->questions, 0);
    const std::string weights = stage("gate").result->weightsSha256;
    setNumber("seed", "2");
    QTRY_COMPARE(stage("gate").status, StageStatus::Stale);
    m_open->confirms = false;
    click("train-gate");
    QTRY_COMPARE_WITH_TIMEOUT(m_open->questions, 1, kLong);
    QVERIFY2(m_open->question.contains("Gate") && m_open->question.contains("seed = 1, now 2"),
             qPrintable(m_open->question));
    QTRY_VERIFY(!m_open->session.training());
    QCOMPARE(stage("gate").status, StageStatus::Stale);
    trigger("undo"); // it is as it was
    QTRY_COMPARE(stage("gate").status, StageStatus::Done);
    QCOMPARE(stage("gate").result->weightsSha256, weights);
    trigger("redo");
    QTRY_COMPARE(stage("gate").status, StageStatus::Stale);
    m_open->confirms = true;
    train("gate");
    QCOMPARE(m_open->questions, 2);
    QVERIFY(stage("gate").result->weightsSha256 != weights);
}

void TestWindow::goesOnForMoreEpochs() {
    setSmall();
    train("gate");
    setNumber("epochs", "3");
    QTRY_COMPARE(stage("gate").status, StageStatus::Interrupted);
    QCOMPARE(find<QToolButton>("train-gate")->text(), QString("Continue"));
    QVERIFY(find<QLabel>("state-gate")->text().contains("after epoch 2"));
    train("gate");
    QCOMPARE(m_open->questions, 0);
    QCOMPARE(stage("gate").epochs.size(), std::size_t(3));
    QCOMPARE(stage("gate").batches.front().epoch, std::int64_t(1)); // its curve is whole
    const auto answers = [&] { return m_open->session.epochAnswers("gate"); };
    QTRY_VERIFY_WITH_TIMEOUT(answers() && answers()->epochs() == 3, kLong);
}

void TestWindow::resetsAStage() {
    setSmall();
    train("baseline");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    click("card-baseline");
    m_open->confirms = false;
    trigger("reset");
    QCOMPARE(m_open->question, QString("Forget what Baseline has learned, in 2 epoch(s)?"));
    QCOMPARE(stage("baseline").status, StageStatus::Done);
    m_open->confirms = true;
    trigger("reset");
    QTRY_COMPARE(stage("baseline").status, StageStatus::Ready);
    QVERIFY(stage("baseline").epochs.empty());
    QTRY_VERIFY(!m_open->session.outputs());
}

void TestWindow::reopensARun() {
    setSmall();
    train("baseline");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    const QString run = m_open->session.runFolder();
    const double accuracy = stage("baseline").result->accuracy;
    const auto baseline = m_open->session.outputs()->baseline;
    close();
    open();
    QCOMPARE(m_open->settings.recentRuns(), QStringList{run});
    m_open->answer = run;
    trigger("openRun");
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QCOMPARE(stage("baseline").result->accuracy, accuracy);
    QCOMPARE(stage("baseline").epochs.size(), std::size_t(2));
    QCOMPARE(m_open->session.outputs()->baseline, baseline);
    QCOMPARE(m_open->session.parameters().trainExamples, 120);
}

void TestWindow::aRunInUseIsOpenForReading() {
    setSmall();
    train("baseline");
    const QString run = m_open->session.runFolder();
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.hasRun(), kLong);
    auto other = std::make_unique<RunFolder>(RunFolder::open(run.toStdString()));
    m_open->session.open(run);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QCOMPARE(stage("baseline").status, StageStatus::Done);
    QVERIFY(m_open->window->windowTitle().contains("(read only)"));
    QVERIFY2(message().startsWith("Opened read-only. " + run + ": is in use by another moelab (process "),
             qPrintable(message()));
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.training(), kLong);
    QTRY_VERIFY2(message().startsWith(run + ": is in use by another moelab"), qPrintable(message()));
    QCOMPARE(stage("gate").status, StageStatus::Ready);
    other.reset();
    m_open->session.open(run);
    QTRY_VERIFY_WITH_TIMEOUT(!m_open->session.readOnly(), kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs(), kLong);
    QVERIFY(!m_open->window->windowTitle().contains("(read only)"));
    train("gate");
}

void TestWindow::brokenRunsAreNamed() {
    QDir(m_folder->path()).mkdir("broken");
    QFile config(m_folder->filePath("broken/config.json"));
    QVERIFY(config.open(QIODevice::WriteOnly));
    config.write("{");
    config.close();
    m_open->answer = m_folder->filePath("broken");
    trigger("openRun");
    QTRY_VERIFY(message().contains("config.json"));
    QVERIFY(m_open->session.data()); // what was open stays open
    m_open->session.startDraft(m_folder->filePath("nowhere"));
    QTRY_VERIFY(message().contains("nowhere"));
    QVERIFY(m_open->session.data());
}

void TestWindow::damagedSettingsAreIgnored() {
    close();
    QFile file(m_folder->filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[window\nlayout=@ByteArray(\\x1\\x2\ntheme=99\n\x01\x02");
    file.close();
    open();
    QVERIFY(m_open->window->isVisible());
    QCOMPARE(m_open->settings.recentRuns(), QStringList());
    m_open->settings.addRecentRun("/a/run");
    const Settings again(m_folder->filePath("window.ini"));
    QCOMPARE(again.recentRuns(), QStringList{"/a/run"});
}

void TestWindow::newerSettingsAreLeftAlone() {
    close();
    const QByteArray newer = "[General]\nschema=2\n\n[runs]\nrecent=/a/run\n";
    QFile file(m_folder->filePath("window.ini"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(newer);
    file.close();
    open();
    QVERIFY(m_open->window->isVisible());
    QCOMPARE(m_open->settings.recentRuns(), QStringList());
    m_open->settings.addRecentRun("/another/run");
    close();
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), newer);
    open();
}

TEST_OF_ROOM(TestWindow);
#include "test_window.moc"
