#include "data/cifar_fixture.h"
#include "experiment/run_files.h"
#include "test_of_room.h"
#include "ui/figure_export.h"

#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QStatusBar>

#include <algorithm>
#include <filesystem>

using namespace moelab;

/// A finished run in the window whose images lie elsewhere by now.
class TestMovedImages : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void init();
    void showsWhatWasSaved();
    void imagesAreLooseEndsNowhere();
    void ownPicturesAreAsked();
    void weightsAreTakenAway();
    void trainingSaysWhatIsMissing();
    void otherImagesAreRefused();
    void theNewPlaceIsKept_data();
    void theNewPlaceIsKept();
    void opensAgainWhenTheyAreBack();

  private:
    QString path(const QString& name) const { return m_folder.filePath(name); }
    std::filesystem::path file(const QString& name) const { return path(name).toStdString(); }
    bool openRun();
    QString said() { return m_window->said(); }
    QString summary() { return m_window->find<QLabel>("dataSummary")->text(); }
    QPushButton* where() { return m_window->find<QPushButton>("dataMoved"); }

    QTemporaryDir m_folder;
    std::unique_ptr<fixture::OpenWindow> m_window;
};

void TestMovedImages::initTestCase() {
    fixture::writeFolder(file("data"), fixture::cifarFiles(true, 10));
    Parameters parameters = fixture::smallParameters();
    parameters.trainExamples = 50;
    parameters.testExamples = 10;
    parameters.epochs = 1;
    fixture::OpenWindow window(m_folder);
    window.session.setParameters(parameters);
    window.session.startDraft(path("data"));
    QTRY_VERIFY_WITH_TIMEOUT(window.session.data(), fixture::kLong);
    window.session.trainer().trainAll();
    QTRY_VERIFY_WITH_TIMEOUT(!window.session.training() && window.session.outputs(), fixture::kLong);
    std::filesystem::rename(window.session.runFolder().toStdString(), file("trained"));
    std::filesystem::rename(file("data"), file("moved"));
}

/// Every test has a window and a run of its own.
void TestMovedImages::init() {
    m_window.reset();
    std::filesystem::remove_all(file("run"));
    std::filesystem::copy(file("trained"), file("run"), std::filesystem::copy_options::recursive);
    m_window = std::make_unique<fixture::OpenWindow>(m_folder);
    QVERIFY(openRun());
}

bool TestMovedImages::openRun() {
    m_window->session.openRun(path("run"));
    return QTest::qWaitFor([this] { return m_window->session.outputs() != nullptr; }, fixture::kLong);
}

void TestMovedImages::showsWhatWasSaved() {
    QVERIFY(m_window->session.lacksImages());
    QVERIFY2(summary().contains("could not be opened from data"), qPrintable(summary()));
    QVERIFY(m_window->find<QLabel>("dataSummary")->toolTip().contains(path("data") + " does not exist"));
    QVERIFY(where()->isVisibleTo(m_window->window.get()));
    QTRY_VERIFY(m_window->session.activity().isEmpty());
    QVERIFY2(said().contains("does not exist"), qPrintable(said()));
    QVERIFY(!summary().contains("Opening"));
    for (const char* view : {"confusionView", "samplesView", "mixtureView", "routingView", "calibrationView"}) {
        auto* const shown = m_window->find<QWidget>(view);
        m_window->window->showView(view);
        QVERIFY(shown->isVisible());
        QTRY_VERIFY2(std::ranges::none_of(shown->findChildren<QLabel*>(),
                                          [&](const QLabel* label) {
                                              return label->isVisibleTo(shown) && label->text().contains("Press");
                                          }),
                     view); // no view asks for a training that was done
    }
    QCOMPARE(m_window->find<QListView>("samplesGrid")->model()->rowCount(), 10);
}

void TestMovedImages::imagesAreLooseEndsNowhere() {
    m_window->session.selection().setStage("baseline");
    m_window->session.selection().setImage(3);
    QVERIFY(m_window->find<QWidget>("inspectorBars")->accessibleDescription().contains("Baseline: "));
    QWidget* const inspector = m_window->find<QWidget>("inspectorDock");
    QVERIFY(!m_window->find<QLabel>("inspectorPicture")->isVisibleTo(inspector));
    for (const char* view : {"samplesView", "confusionView"}) {
        m_window->window->showView(view);
        QVERIFY(!m_window->window->grab().isNull()); // draws every tile
    }
    m_window->answer = path("");
    exportEverything(*m_window);
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("Wrote "), fixture::kLong);
    QVERIFY2(QFile::exists(path("run-export/mixture.pt")), qPrintable(said()));
    m_window->session.selection().setPart(ImagePart::Training); // needs the images
    QTRY_COMPARE(m_window->session.selection().part(), ImagePart::Test);
}

void TestMovedImages::ownPicturesAreAsked() {
    QImage grey(40, 40, QImage::Format_RGB32);
    grey.fill(Qt::gray);
    QVERIFY(grey.save(path("grey.png")));
    m_window->session.pictures().add({path("grey.png")});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.pictures().shown() && m_window->session.pictures().shown()->outputs,
                             fixture::kLong);
    QWidget* const inspector = m_window->find<QWidget>("inspectorDock");
    QVERIFY(m_window->find<QLabel>("inspectorPicture")->isVisibleTo(inspector));
}

void TestMovedImages::weightsAreTakenAway() {
    for (const auto& [kind, name] :
         {std::pair(Exports::Kind::SafeTensors, "w"), std::pair(Exports::Kind::TorchScript, "t"),
          std::pair(Exports::Kind::ImageTable, "i")}) {
        m_window->session.exports().write(kind, path(name));
        QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(path(name)), fixture::kLong);
        QFile::remove(path(name));
    }
}

void TestMovedImages::trainingSaysWhatIsMissing() {
    m_window->session.selection().setStage("gate");
    m_window->trigger("reset");
    QTRY_COMPARE(m_window->session.findStage("gate")->status, StageStatus::Ready);
    QTRY_VERIFY(m_window->session.activity().isEmpty());
    m_window->trigger("trainAll");
    QVERIFY(!m_window->session.training());
    QVERIFY2(said().contains("Locate the images…"), qPrintable(said()));
}

void TestMovedImages::otherImagesAreRefused() {
    fixture::Files other = fixture::cifarFiles(true, 10);
    other[0].second.back() = 'x';
    fixture::writeFolder(file("other"), other);
    m_window->answer = path("other");
    m_window->trigger("movedFolder");
    QTRY_VERIFY_WITH_TIMEOUT(said().contains("has other images or labels"), fixture::kLong);
    QVERIFY(m_window->session.lacksImages() && m_window->session.outputs());
    QVERIFY(where()->isVisibleTo(m_window->window.get()));
}

void TestMovedImages::theNewPlaceIsKept_data() {
    QTest::addColumn<QString>("action");
    QTest::newRow("folder") << "movedFolder";
    QTest::newRow("archive") << "movedFile";
}

void TestMovedImages::theNewPlaceIsKept() {
    QFETCH(QString, action);
    m_window->answer = path("moved");
    if (action == "movedFile") {
        m_window->answer = path("moved.zip");
        fixture::ArchiveWriter(file("moved.zip"), fixture::ArchiveWriter::Kind::Zip)
            .add("", fixture::cifarFiles(true, 10));
    }
    m_window->trigger(action);
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->session.lacksImages(), fixture::kLong);
    QVERIFY2(said().contains(m_window->answer), qPrintable(said()));
    QVERIFY2(summary().contains("50 training, 10 test images"), qPrintable(summary()));
    QVERIFY(!where()->isVisibleTo(m_window->window.get()));
    QCOMPARE(QString::fromStdString(readRunConfig(file("run")).data.origin), m_window->answer);
    m_window->session.selection().setImage(3);
    QTRY_VERIFY(!m_window->find<QLabel>("inspectorPicture")->pixmap().isNull());
    QTRY_VERIFY(m_window->session.epochAnswers("gate")); // which need the labels
}

void TestMovedImages::opensAgainWhenTheyAreBack() {
    std::filesystem::rename(file("moved"), file("data"));
    m_window->session.openRun(path("run"));
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.data() && !m_window->session.lacksImages(), fixture::kLong);
    std::filesystem::rename(file("data"), file("moved"));
}

TEST_OF_ROOM(TestMovedImages);
#include "test_moved_images.moc"
