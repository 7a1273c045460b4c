#include "test_of_room.h"
#include "ui/confusion_cells.h"
#include "ui/figure_export.h"
#include "ui/filter_menu.h"
#include "ui/worked_window.h"

#include <QAction>
#include <QComboBox>
#include <QListView>
#include <QXmlStreamReader>

#include <cmath>

using namespace moelab;
using namespace fixture;

/// Parameters and training in a real window.
class TestWindow : public WorkedWindow {
    Q_OBJECT
  private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void startsWithData();
    void parametersAreSetUndoneAndReset();
    void networksThatDoNotFitAreTakenBack();
    void parametersAreLoadedAndSaved();
    void trainsAndLooks();
    void cardsChooseStages();
    void pausesStopsAndContinues();
    void changesMakeStagesStale();
    void asksBeforeItReplaces();
    void goesOnForMoreEpochs();
    void resetsAStage();

  private:
    void exportsTheView();
};

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
    QVERIFY(beneath("learning_rate").contains("Learning rate is 7"));
    setNumber("epochs", "5");
    QVERIFY(!beneath("learning_rate").isEmpty()); // it still stands there
    setNumber("epochs", "0.5");
    QVERIFY2(beneath("epochs").contains("Epochs is 0.5."), qPrintable(beneath("epochs")));
    QCOMPARE(message(), QString());
    QCOMPARE(m_open->session.parameters().epochs, 5);
    trigger("undo");
    renameGroup(1, "two");
    moveClass("cat", 0);
    QTRY_VERIFY(m_open->window->findChild<QWidget*>("card-expert-two"));
}

void TestWindow::networksThatDoNotFitAreTakenBack() {
    setNumber("networks", R"({"gate": "small-vgg"})");
    QCOMPARE(m_open->session.parameters().networks.size(), std::size_t(1));
    const Parameters before = m_open->session.parameters();
    setNumber("networks", R"({"gate": [{"layer": "dense", "units": "outputs"}]})");
    QTRY_VERIFY2(beneath("networks").contains("networks.gate, dense1 comes before the flatten"),
                 qPrintable(beneath("networks")));
    QTRY_COMPARE(m_open->session.parameters(), before);
    setNumber("networks", "small-vgg");
    QVERIFY2(beneath("networks").contains("Networks is not JSON"), qPrintable(beneath("networks")));
    QCOMPARE(find<QLineEdit>("parameter-networks")->text(), QString("small-vgg"));
    click("discard-networks");
    QCOMPARE(find<QLineEdit>("parameter-networks")->text(), QString(R"({"gate":"small-vgg"})"));
    setNumber("networks", "");
    QTRY_COMPARE(m_open->session.parameters(), Parameters());
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
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs() && !m_open->session.outputs()->mixture().empty(), kLong);
    QVERIFY(find<QLabel>("state-mixture")->text().contains("done"));

    m_open->window->showView("confusionView");
    QVERIFY(find<QLabel>("confusionHeading")->text().contains("60 test images"));
    auto* const matrix = find<MatrixView>("confusionMatrix");
    const auto outputs = m_open->session.outputs();
    const int label = static_cast<int>(outputs->labels[0]);
    const auto row = outputs->row(outputs->mixture(), 0, 10);
    const int answer = static_cast<int>(std::max_element(row.begin(), row.end()) - row.begin());
    clickConfusionCell(*matrix, label, answer);
    auto* const grid = find<QListView>("samplesGrid");
    QVERIFY(grid->isVisible());
    QVERIFY(grid->model()->rowCount() >= 1);
    QCOMPARE(find<QToolButton>("chip-label")->text(),
             QString("true class %1 ✕").arg(m_open->session.data()->className(label)));

    click("queryClear");
    QCOMPARE(grid->model()->rowCount(), 60);
    addFilter(*m_open, "verdict", "wrong");
    QVERIFY(grid->model()->rowCount() < 60);
    grid->setFocus();
    grid->setCurrentIndex(grid->model()->index(0, 0));
    const int first = m_open->session.selection().image();
    QTest::keyClick(grid, Qt::Key_Right);
    QVERIFY(m_open->session.selection().image() > first);
    QVERIFY(find<QWidget>("inspectorBars")->accessibleDescription().contains("Mixture: ✗"));
    QVERIFY(find<QLabel>("inspectorVerdict")->text().contains(", true class "));
    QVERIFY(find<QLabel>("inspectorGate")->text().contains("artificial"));

    m_open->window->showView("confusionView");
    exportsTheView();
    const std::pair<const char*, const char*> exports[] = {
        {"exportImages", "images.csv"}, {"exportWeights", "w.safetensors"}, {"exportTorchScript", "m.pt"}};
    for (const auto& [action, file] : exports) {
        m_open->answer = m_folder->filePath(file);
        trigger(action);
        QTRY_VERIFY_WITH_TIMEOUT(message().contains(file), kLong);
        QVERIFY(QFileInfo(m_open->answer).size() > 1000);
    }
}

/// The confusion matrix of 60 images, in every format that it can be taken away in.
void TestWindow::exportsTheView() {
    const auto exported = [this](const char* suffix) {
        const QString name = m_folder->filePath(QString("confusion.") + suffix);
        trigger("exportView");
        if (!exportTo(*m_open->window, name))
            return QByteArray();
        QFile file(name);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    const QImage image = QImage::fromData(exported("png")).scaled(64, 64);
    QSet<QRgb> colours;
    for (int i = 0; i < 64 * 64; ++i)
        colours << image.pixel(i % 64, i / 64);
    QVERIFY2(colours.size() > 5, qPrintable(QString::number(colours.size()))); // not an empty sheet
    QXmlStreamReader svg(exported("svg"));
    QString words;
    while (!svg.atEnd())
        if (svg.readNext() == QXmlStreamReader::Characters)
            words += svg.text();
    QVERIFY2(!svg.hasError() && words.contains("airplane") && words.contains("truck"), qPrintable(words));
    const QByteArray pdf = exported("pdf");
    QVERIFY(pdf.startsWith("%PDF-") && pdf.trimmed().endsWith("%%EOF"));
    const QList<QByteArray> rows = exported("csv").trimmed().split('\n');
    QCOMPARE(rows.size(), 11); // a heading and the classes
    int images = 0;
    for (const QByteArray& row : rows.mid(1)) {
        const QList<QByteArray> cells = row.trimmed().split(',');
        QCOMPARE(cells.size(), 11);
        for (const QByteArray& cell : cells.mid(1))
            images += cell.toInt();
    }
    QCOMPARE(images, 60);
}

void TestWindow::pausesStopsAndContinues() {
    setSmall();
    setNumber("epochs", "60");
    setNumber("patience", "60");
    click("train-gate");
    QTRY_VERIFY_WITH_TIMEOUT(!stage("gate").epochs.empty(), kLong);
    trigger("pause");
    QCOMPARE(stage("gate").status, StageStatus::Paused);
    // It acts at the next batch. From then on nothing is trained, for as long as twenty batches took before.
    const BatchProgress& last = *stage("gate").progress;
    const double batchSeconds = last.seconds / static_cast<double>((last.epoch - 1) * last.batches + last.batch);
    const int twentyBatches = static_cast<int>(std::ceil(20'000 * batchSeconds)) + 100;
    QTest::qWait(twentyBatches);
    const std::size_t paused = batchesOf("gate");
    QTest::qWait(twentyBatches);
    QCOMPARE(batchesOf("gate"), paused);
    QCOMPARE(find<QLabel>("state-gate")->text(), QString("paused: training accuracy")); // of the number beside it
    QVERIFY(!find<QWidget>("parameter-epochs")->isEnabled());
    trigger("pause");
    const std::size_t batches = batchesOf("gate");
    QTRY_VERIFY_WITH_TIMEOUT(batchesOf("gate") > batches, kLong);
    QCOMPARE(find<QLabel>("state-gate")->text(), QString("training accuracy so far"));
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

void TestWindow::cardsChooseStages() {
    const auto chosen = [this] { return m_open->session.selection().stage(); };
    QCOMPARE(chosen(), QString("mixture"));
    click("card-gate");
    QCOMPARE(chosen(), QString("gate"));
    QTest::keyClick(find<QWidget>("card-baseline"), Qt::Key_Space);
    QCOMPARE(chosen(), QString("baseline"));
    QVERIFY(find<QLabel>("confusionHeading")->text().contains("Baseline"));
    QTest::keyClick(find<QWidget>("card-expert-natural"), Qt::Key_Return);
    QCOMPARE(chosen(), QString("expert-natural"));
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
    m_open->trainAgain = TrainAgain::Not;
    click("train-gate");
    QTRY_COMPARE_WITH_TIMEOUT(m_open->questions, 1, kLong);
    QVERIFY2(
        m_open->question.startsWith("This stage was trained with other settings: Gate\n(Seed was 1, is now 2)"),
        qPrintable(m_open->question));
    QTRY_VERIFY(!m_open->session.training());
    QCOMPARE(stage("gate").status, StageStatus::Stale);
    trigger("undo"); // it is as it was
    QTRY_COMPARE(stage("gate").status, StageStatus::Done);
    QCOMPARE(stage("gate").result->weightsSha256, weights);
    trigger("redo");
    QTRY_COMPARE(stage("gate").status, StageStatus::Stale);
    m_open->trainAgain = TrainAgain::Here;
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
    QVERIFY(stage("gate").batches.points().front().epoch < 1); // its curve is whole
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
    QCOMPARE(m_open->question, QString("Delete the weights of Baseline, trained for 2 epochs?"));
    QCOMPARE(stage("baseline").status, StageStatus::Done);
    m_open->confirms = true;
    trigger("reset");
    QTRY_COMPARE(stage("baseline").status, StageStatus::Ready);
    QVERIFY(stage("baseline").epochs.empty());
    QTRY_VERIFY(!m_open->session.outputs());
}

TEST_OF_ROOM(TestWindow);
#include "test_window.moc"
