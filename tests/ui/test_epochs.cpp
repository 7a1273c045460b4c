#include "analysis/learning.h"
#include "base/files.h"
#include "confusion/routes_model.h"
#include "inspector/learning_view.h"
#include "samples/sample_model.h"
#include "test_of_room.h"
#include "ui/confusion_cells.h"
#include "ui/filter_menu.h"
#include "ui/open_window.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QLabel>
#include <QListView>
#include <QSlider>
#include <QTableView>
#include <QToolButton>

using namespace moelab;
using namespace fixture;

/// What was answered over the epochs, as the window shows it. One small run is trained for all tests.
class TestEpochs : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void sliderGoesFromTheFirstEpochToTheBestWeights();
    void matrixFollowsTheSlider();
    void aCellShowsItsImagesAtThatEpoch();
    void routesFollowTheSlider();
    void barFindsTheLearnedAndForgotten_data();
    void barFindsTheLearnedAndForgotten();
    void ordersByEpochLearned();
    void anotherMemberDropsTheEpochs();
    void inspectorTellsWhenItWasLearned();
    void growsWhileTraining();
    void setAsideImagesAreSaidToBe();
    void damageIsToldAndKeepsTheRest();

  private:
    const EpochAnswers& answers(const char* stage) { return *m_open->session.epochAnswers(stage); }
    QString heading() { return m_open->find<QLabel>("confusionHeading")->text(); }
    bool open(const QString& run);

    QTemporaryDir m_folder;
    std::unique_ptr<OpenWindow> m_open;
    QString m_run;
};

void TestEpochs::initTestCase() {
    m_open = std::make_unique<OpenWindow>(m_folder);
    QVERIFY(m_open->trainAll());
    m_run = m_open->session.runFolder();
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
}

void TestEpochs::init() {
    if (m_open->session.runFolder() != m_run)
        QVERIFY(open(m_run));
    m_open->session.selection().setStage("baseline");
    m_open->session.selection().setQuery({});
    m_open->window->showView("confusionView");
    auto* const slider = m_open->find<QSlider>("confusionEpoch");
    slider->setValue(slider->maximum());
}

/// In a window of its own. @returns false if that takes too long
bool TestEpochs::open(const QString& run) {
    m_open.reset();
    m_open = std::make_unique<OpenWindow>(m_folder);
    m_open->session.open(run);
    return QTest::qWaitFor([&] { return m_open->session.outputs() && m_open->session.activity().isEmpty(); },
                           kLong);
}

void TestEpochs::sliderGoesFromTheFirstEpochToTheBestWeights() {
    auto* const slider = m_open->find<QSlider>("confusionEpoch");
    auto* const words = m_open->find<QLabel>("confusionEpochWords");
    QVERIFY(slider->isVisible());
    QVERIFY(!slider->accessibleName().isEmpty());
    QVERIFY(slider->focusPolicy() & Qt::TabFocus);
    const auto best = m_open->session.findStage("baseline")->result->bestEpoch;
    QCOMPARE(words->text(), QString("best weights, epoch %1").arg(best));
    slider->setFocus();
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(words->text(), QString("epoch 2 of 2"));
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(words->text(), QString("epoch 1 of 2"));
    QTest::keyClick(slider, Qt::Key_Left);
    QCOMPARE(words->text(), QString("epoch 1 of 2"));
    QTest::keyClick(slider, Qt::Key_End);
    QCOMPARE(words->text(), QString("best weights, epoch %1").arg(best));
}

/// Heading, cells and scores, against what the epoch reported and the answers counted here.
void TestEpochs::matrixFollowsTheSlider() {
    for (const char* stage : {"baseline", "expert-natural", "mixture", "gate"}) {
        m_open->session.selection().setStage(stage);
        const StageView& view = *m_open->session.findStage(stage);
        const EpochAnswers& said = answers(stage);
        for (int epoch = 1; epoch <= 2; ++epoch) {
            m_open->find<QSlider>("confusionEpoch")->setValue(epoch);
            const double accuracy = view.epochs[std::size_t(epoch - 1)].validationAccuracy;
            const QString begin = QString("%1 after epoch %2: accuracy %3 %, balanced accuracy ")
                                      .arg(titleOf(view.stage))
                                      .arg(epoch)
                                      .arg(100 * accuracy, 0, 'f', 1);
            QVERIFY2(heading().startsWith(begin), qPrintable(heading()));
            QVERIFY2(heading().contains(QString(" % on %1 test images.").arg(said.images.size())),
                     qPrintable(heading()));
            int hits = 0;
            for (std::size_t row = 0; row < said.images.size(); ++row)
                hits += said.labels[row] == 0 && said.at(epoch)[row] == 0;
            const QString first = stage == std::string("gate") ? "artificial," : "airplane,";
            const QStringList lines =
                confusionModel(*m_open->find<MatrixView>("confusionMatrix")).figureCsv().split("\r\n");
            const auto line =
                std::ranges::find_if(lines, [&](const QString& each) { return each.startsWith(first); });
            if (stage != std::string("expert-natural"))
                QCOMPARE(line->split(',')[1].toInt(), hits);
        }
    }
}

void TestEpochs::aCellShowsItsImagesAtThatEpoch() {
    const EpochAnswers& said = answers("baseline");
    // A cell that epoch 1 fills and that holds other images with the best weights, if there is one; else any.
    const std::size_t row = 0;
    const int truth = int(said.labels[row]);
    const int answer = said.at(1)[row];
    m_open->find<QSlider>("confusionEpoch")->setValue(1);
    auto* const view = m_open->find<MatrixView>("confusionMatrix");
    clickConfusionCell(*view, truth, answer);
    std::vector<int> expected;
    for (std::size_t each = 0; each < said.images.size(); ++each)
        if (said.labels[each] == truth && said.at(1)[each] == answer)
            expected.push_back(int(said.images[each]));
    auto* const grid = m_open->find<QListView>("samplesGrid");
    QVERIFY(grid->isVisible());
    std::vector<int> shown;
    for (int each = 0; each < grid->model()->rowCount(); ++each) {
        const QModelIndex index = grid->model()->index(each, 0);
        shown.push_back(index.data(SampleModel::ImageRole).toInt());
        QCOMPARE(index.data(SampleModel::AnswerRole).toString(), m_open->session.data()->className(answer));
        QVERIFY(!index.data(Qt::ToolTipRole).toString().contains("nan"));
    }
    QCOMPARE(shown, expected);
    const QString words = m_open->find<QLabel>("samplesHeading")->text();
    QVERIFY2(words.endsWith(", after epoch 1"), qPrintable(words));
    QCOMPARE(m_open->find<QToolButton>("chip-epoch")->text(), QString("after epoch 1 ✕"));
    auto* const slider = m_open->find<QSlider>("confusionEpoch");
    QCOMPARE(slider->value(), 1);
    m_open->find<QToolButton>("queryClear")->click();
    QCOMPARE(grid->model()->rowCount(), 60);
    QCOMPARE(slider->value(), slider->maximum()); // what is looked at now is of the best weights
    m_open->trigger("back");
    QCOMPARE(slider->value(), 1);
}

void TestEpochs::routesFollowTheSlider() {
    auto* const table = m_open->find<QTableView>("classRoutes");
    QVERIFY(!table->isVisible());
    m_open->session.selection().setStage("gate");
    QVERIFY(table->isVisible());
    QCOMPARE(table->model()->rowCount(), 10);
    QCOMPARE(table->model()->columnCount(), 3);
    const EpochAnswers& said = answers("gate");
    for (int epoch = 1; epoch <= 2; ++epoch) {
        m_open->find<QSlider>("confusionEpoch")->setValue(epoch);
        int images = 0;
        int natural = 0;
        for (std::size_t row = 0; row < said.images.size(); ++row)
            if (said.classes[row] == 3) {
                ++images;
                natural += said.at(epoch)[row] == 1;
            }
        const QModelIndex cell = table->model()->index(3, 2);
        QCOMPARE(cell.data(Qt::ToolTipRole).toString(),
                 QString("Of %2 images of cat, routed to natural: %1").arg(natural).arg(images));
        QCOMPARE(cell.data().toString(), QString("%1 %").arg(100.0 * natural / images, 0, 'f', 1));
    }
    RoutesModel model;
    const QAbstractItemModelTester tester(&model);
    model.showRoutes({{1, 0}}, {"cat"}, {"left", "right"});
    QCOMPARE(model.index(0, 1).data(Qt::ToolTipRole).toString(), QString("Of 1 image of cat, routed to left: 1"));
    model.showRoutes({{3, 1}, {0, 0}}, {"cat", "dog"}, {"left", "right"});
    QCOMPARE(model.index(0, 1).data().toString(), QString("75.0 %"));
    QCOMPARE(model.index(1, 2).data().toString(), QString("–"));
}

void TestEpochs::barFindsTheLearnedAndForgotten_data() {
    QTest::addColumn<QString>("learned");
    QTest::addColumn<QString>("forgotten");
    QTest::addColumn<std::pair<bool, bool>>("right"); // after the first and the second epoch
    QTest::newRow("always right") << "correct after every epoch"
                                  << "" << std::pair(true, true);
    QTest::newRow("learned") << "learned in epoch 2"
                             << "" << std::pair(false, true);
    QTest::newRow("forgotten") << ""
                               << "forgotten in epoch 2" << std::pair(true, false);
    QTest::newRow("never correct") << "wrong at the end"
                                   << "never forgotten" << std::pair(false, false);
}

void TestEpochs::barFindsTheLearnedAndForgotten() {
    QFETCH(QString, learned);
    QFETCH(QString, forgotten);
    using Right = std::pair<bool, bool>;
    QFETCH(Right, right);
    m_open->window->showView("samplesView");
    if (!learned.isEmpty())
        addFilter(*m_open, "learned", learned);
    if (!forgotten.isEmpty())
        addFilter(*m_open, "forgotten", forgotten);
    const EpochAnswers& said = answers("baseline");
    std::vector<int> expected;
    for (std::size_t row = 0; row < said.images.size(); ++row)
        if (Right(said.at(1)[row] == said.labels[row], said.at(2)[row] == said.labels[row]) == right)
            expected.push_back(int(said.images[row]));
    auto* const model = m_open->find<QListView>("samplesGrid")->model();
    std::vector<int> shown;
    for (int row = 0; row < model->rowCount(); ++row)
        shown.push_back(model->index(row, 0).data(SampleModel::ImageRole).toInt());
    QCOMPARE(shown, expected);
    const QString words = m_open->find<QLabel>("samplesHeading")->text();
    QVERIFY2(words.contains(learned) && words.contains(forgotten), qPrintable(words));
}

void TestEpochs::ordersByEpochLearned() {
    m_open->window->showView("samplesView");
    auto* const order = m_open->find<QComboBox>("queryOrder");
    order->setCurrentText("by epoch learned");
    emit order->activated(order->currentIndex());
    auto* const model = m_open->find<QListView>("samplesGrid")->model();
    const std::vector<ImageLearning> learning = learningOf(answers("baseline"));
    QCOMPARE(model->rowCount(), 60);
    std::int64_t before = 1;
    for (int row = 0; row < 60; ++row) {
        const auto image = std::size_t(model->index(row, 0).data(SampleModel::ImageRole).toInt());
        const std::int64_t now = learning[image].learned == 0 ? 3 : learning[image].learned;
        QVERIFY(now >= before);
        before = now;
    }
    QVERIFY(m_open->find<QLabel>("samplesHeading")->text().endsWith(", by epoch learned"));
}

void TestEpochs::anotherMemberDropsTheEpochs() {
    ImageQuery query;
    query.epoch = 1;
    query.learnedAt = 2;
    query.forgottenAt = 0;
    query.order = ImageQuery::Order::Learned;
    m_open->session.selection().setQuery(query);
    m_open->session.selection().setStage("mixture");
    ImageQuery kept;
    kept.order = ImageQuery::Order::Learned;
    QVERIFY(m_open->session.selection().query() == kept);
}

void TestEpochs::inspectorTellsWhenItWasLearned() {
    auto* const view = m_open->find<LearningView>("inspectorEpochs");
    const EpochAnswers& said = answers("baseline");
    for (int image = 0; image < 60; ++image) {
        m_open->session.selection().setImage(image);
        const bool first = said.at(1)[std::size_t(image)] == said.labels[std::size_t(image)];
        const bool second = said.at(2)[std::size_t(image)] == said.labels[std::size_t(image)];
        const QString words = first && second ? "correct after every epoch"
                              : first         ? "forgotten in epoch 2"
                              : second        ? "learned in epoch 2"
                                              : "never correct";
        const QString all = view->accessibleDescription();
        QVERIFY2(all.startsWith("Baseline: " + words + ". "), qPrintable(all));
        // Baseline, gate, the expert of its group, mixture.
        QCOMPARE(all.count(". "), 4);
        QCOMPARE(view->tickRect(0, 1).height() > view->tickRect(0, 2).height(), first && !second);
        QVERIFY(view->tickRect(0, 1).right() <= view->tickRect(0, 2).left());
    }
    QVERIFY(view->isVisible());
    QVERIFY(view->height() >= view->sizeHint().height());
}

void TestEpochs::growsWhileTraining() {
    QVERIFY(open(m_run));
    Session& session = m_open->session;
    session.selection().setStage("gate");
    session.resetStage("gate");
    QTRY_VERIFY_WITH_TIMEOUT(session.epochAnswers("gate") && session.epochAnswers("gate")->epochs() == 0, kLong);
    std::vector<std::int64_t> seen;
    QString firstHeading;
    connect(&session, &Session::epochAnswersChanged, &session, [&] {
        const auto now = session.epochAnswers("gate");
        if (!session.training() || now->epochs() == 0 || (!seen.empty() && seen.back() == now->epochs()))
            return;
        seen.push_back(now->epochs());
        firstHeading = firstHeading.isEmpty() ? heading() : firstHeading;
    });
    session.trainer().train({"gate"});
    QTRY_VERIFY_WITH_TIMEOUT(!session.training() && session.activity().isEmpty(), kLong);
    QVERIFY(!seen.empty()); // the last epoch may arrive together with the end
    QCOMPARE(seen.front(), std::int64_t{1});
    QCOMPARE(session.epochAnswers("gate")->epochs(), std::int64_t{2});
    QVERIFY2(firstHeading.startsWith("Gate after epoch 1: "), qPrintable(firstHeading));
    QVERIFY2(heading().startsWith("Gate: "), qPrintable(heading())); // the best weights, when it is done
}

void TestEpochs::setAsideImagesAreSaidToBe() {
    m_open.reset();
    m_open = std::make_unique<OpenWindow>(m_folder);
    Session& session = m_open->session;
    session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(session.data(), kLong);
    Parameters parameters;
    parameters.trainExamples = 60;
    parameters.testExamples = 40;
    parameters.epochs = 2;
    parameters.useLargeBaselineClassifier = false;
    parameters.validation = Validation::Holdout;
    parameters.holdoutFraction = 0.4;
    session.setParameters(parameters);
    session.selection().setStage("baseline");
    session.trainer().train({"baseline"});
    QTRY_VERIFY_WITH_TIMEOUT(session.outputs() && session.activity().isEmpty(), kLong);
    m_open->window->showView("confusionView");
    QVERIFY(heading().contains("on 40 test images"));
    m_open->find<QSlider>("confusionEpoch")->setValue(1);
    QVERIFY2(heading().contains("on 24 validation images. They are training images that were set aside"),
             qPrintable(heading()));
    QVERIFY(heading().endsWith("the images of a cell cannot be shown."));
    auto* const view = m_open->find<MatrixView>("confusionMatrix");
    clickConfusionCell(*view, 0, 0);
    QVERIFY(session.selection().query() == ImageQuery());
    QVERIFY(view->isVisible()); // Images did not come to the front
    session.selection().setImage(3);
    QVERIFY(!m_open->find<LearningView>("inspectorEpochs")->isVisible());
    QVERIFY(m_open->find<QLabel>("inspectorEpochsHeading")->text().contains("held-out training images"));
    m_open->window->showView("samplesView");
    QVERIFY(!offeredFilters(*m_open).contains("filter-learned"));
    QVERIFY(offeredFilters(*m_open).contains("filter-label"));
}

void TestEpochs::damageIsToldAndKeepsTheRest() {
    m_open.reset();
    const std::string file = (m_run + "/stages/baseline/epochs.safetensors").toStdString();
    const std::string sound = readFile(file, 1 << 20);
    writeFileAtomically(file, sound.substr(0, sound.size() - 1));
    m_open = std::make_unique<OpenWindow>(m_folder);
    QStringList messages;
    connect(&m_open->session, &Session::failed, this, [&](const QString& message) { messages << message; });
    m_open->session.open(m_run);
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.outputs() && m_open->session.activity().isEmpty(), kLong);
    QCOMPARE(messages.size(), 1);
    QVERIFY2(messages[0].startsWith(QString::fromStdString(file)), qPrintable(messages[0]));
    m_open->window->showView("confusionView");
    m_open->session.selection().setStage("baseline");
    QVERIFY(heading().startsWith("Baseline: "));
    QVERIFY(!m_open->find<QSlider>("confusionEpoch")->isVisible());
    m_open->session.selection().setStage("gate");
    QVERIFY(m_open->find<QSlider>("confusionEpoch")->isVisible());
    writeFileAtomically(file, sound);
}

TEST_OF_ROOM(TestEpochs);
#include "test_epochs.moc"
