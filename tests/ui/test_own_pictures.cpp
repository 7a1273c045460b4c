#include "open_window.h"
#include "test_of_room.h"
#include "ui/figure_export.h"

#include <QComboBox>
#include <QDropEvent>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QMimeData>
#include <QSlider>
#include <QToolButton>

using namespace moelab;

/// Own pictures and heat maps in a real window, on a run that is trained here.
class TestOwnPictures : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void noMapAtFirst();
    void mapsLieOverThePicture_data();
    void mapsLieOverThePicture();
    void theMixtureHasNoGradCam();
    void theTrueClassCanBeAsked();
    void opacityMakesItFade();
    void theLastChoiceCounts();
    void droppedPicturesAreAsked();
    void anOwnPictureHasMapsToo();
    void badPicturesAreNamed();
    void menuOpensSeveral();
    void testImagesComeBack();
    void closes();
    void answersWhileAStageTrains();
    void aDeletedRunCannotBeAsked();
    void anotherRunClosesThem();

  private:
    QLabel* label(const char* name) { return m_window->find<QLabel>(name); }
    QComboBox* combo(const char* name) { return m_window->find<QComboBox>(name); }
    QImage shown() { return label("inspectorPicture")->pixmap().toImage(); }
    void choose(const char* name, const QString& data);
    void noMap() { combo("lookKind")->setCurrentIndex(0); }
    bool mapIsMade();
    QString save(const QString& name, const QColor& colour);
    void drop(const QStringList& files);

    QTemporaryDir m_folder;
    std::unique_ptr<fixture::OpenWindow> m_window;
};

static constexpr int kOcclusion = 1; // the second item
static constexpr int kGradCam = 2;

void TestOwnPictures::initTestCase() {
    m_window = std::make_unique<fixture::OpenWindow>(m_folder);
    QVERIFY(m_window->trainAll());
    m_window->session.selection().setImage(3);
}

void TestOwnPictures::choose(const char* name, const QString& data) {
    const int index = combo(name)->findData(data);
    QVERIFY(index >= 0);
    combo(name)->setCurrentIndex(index);
}

/// Waits for it: the legend is seen only beside a map.
bool TestOwnPictures::mapIsMade() {
    return QTest::qWaitFor([this] { return m_window->find<QWidget>("lookLegend")->isVisible(); }, fixture::kLong);
}

QString TestOwnPictures::save(const QString& name, const QColor& colour) {
    QImage image(48, 40, QImage::Format_RGB32);
    image.fill(colour);
    if (!image.save(m_folder.filePath(name)))
        qFatal("cannot write");
    return m_folder.filePath(name);
}

void TestOwnPictures::drop(const QStringList& files) {
    QMimeData content;
    QList<QUrl> urls;
    for (const QString& file : files)
        urls << QUrl::fromLocalFile(file);
    content.setUrls(urls);
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &content, Qt::LeftButton, {});
    QApplication::sendEvent(m_window->window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event({50, 50}, Qt::CopyAction, &content, Qt::LeftButton, {});
    QApplication::sendEvent(m_window->window.get(), &event);
}

void TestOwnPictures::noMapAtFirst() {
    QCOMPARE(combo("lookKind")->currentIndex(), 0);
    QVERIFY(!combo("lookMember")->isVisible() && !m_window->find<QWidget>("lookLegend")->isVisible());
    QVERIFY(!m_window->find<QWidget>("ownPictures")->isVisible());
    const QImage picture = m_window->session.data()->picture(3);
    QCOMPARE(shown().convertToFormat(QImage::Format_RGB888), picture.scaled(picture.size() * 5));
}

void TestOwnPictures::mapsLieOverThePicture_data() {
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("member");
    QTest::newRow("occlusion, mixture") << kOcclusion << "mixture";
    QTest::newRow("occlusion, gate") << kOcclusion << "gate";
    QTest::newRow("Grad-CAM, baseline") << kGradCam << "baseline";
    QTest::newRow("Grad-CAM, gate") << kGradCam << "gate";
    QTest::newRow("Grad-CAM, expert") << kGradCam << "expert-natural";
}

void TestOwnPictures::mapsLieOverThePicture() {
    QFETCH(int, kind);
    QFETCH(QString, member);
    noMap();
    const QImage plain = shown();
    combo("lookKind")->setCurrentIndex(kind);
    choose("lookMember", member);
    QVERIFY(mapIsMade());
    QVERIFY(shown() != plain);
    QVERIFY(!label("lookWords")->text().isEmpty());
    QCOMPARE(label("inspectorPicture")->accessibleDescription(), label("lookWords")->text());
    QVERIFY(!m_window->find<QWidget>("lookLegend")->accessibleName().isEmpty());
    if (member == "gate")
        QVERIFY(combo("lookAnswer")->currentData().toString().contains("al")); // artificial or natural
    noMap();
    QCOMPARE(shown(), plain);
}

void TestOwnPictures::theMixtureHasNoGradCam() {
    combo("lookKind")->setCurrentIndex(kGradCam);
    choose("lookMember", "mixture");
    QVERIFY(label("lookWords")->text().contains("no last convolution"));
    QVERIFY(!m_window->find<QWidget>("lookLegend")->isVisible());
    noMap();
}

void TestOwnPictures::theTrueClassCanBeAsked() {
    const auto outputs = m_window->session.outputs();
    const auto labelOf = [&](std::int64_t image) { return outputs->labels[std::size_t(image)]; };
    std::int64_t wrong = 0; // an image whose baseline errs, so that the two answers differ
    const auto answerOf = [&](std::int64_t image) {
        const auto row = outputs->row(outputs->baseline(), image, 10);
        return std::ranges::max_element(row) - row.begin();
    };
    while (wrong < outputs->images && answerOf(wrong) == labelOf(wrong))
        ++wrong;
    QVERIFY(wrong < outputs->images);
    m_window->session.selection().setImage(int(wrong));
    combo("lookKind")->setCurrentIndex(kOcclusion);
    choose("lookMember", "baseline");
    QVERIFY(mapIsMade());
    const QImage ofAnswer = shown();
    QCOMPARE(combo("lookAnswer")->count(), 2);
    QVERIFY(
        combo("lookAnswer")->itemData(1).toString().contains(m_window->session.data()->className(labelOf(wrong))));
    combo("lookAnswer")->setCurrentIndex(1);
    QVERIFY(mapIsMade());
    QVERIFY(shown() != ofAnswer);
    combo("lookAnswer")->setCurrentIndex(0); // known already
    QVERIFY(m_window->find<QWidget>("lookLegend")->isVisible());
    QCOMPARE(shown(), ofAnswer);
    noMap();
}

void TestOwnPictures::opacityMakesItFade() {
    combo("lookKind")->setCurrentIndex(kOcclusion);
    QVERIFY(mapIsMade());
    m_window->find<QSlider>("lookOpacity")->setValue(0);
    const QImage grey = shown();
    for (int i = 0; i < grey.width(); i += 7)
        QVERIFY(qRed(grey.pixel(i, i)) == qGreen(grey.pixel(i, i)) &&
                qRed(grey.pixel(i, i)) == qBlue(grey.pixel(i, i)));
    m_window->find<QSlider>("lookOpacity")->setValue(100);
    QVERIFY(shown() != grey);
    noMap();
}

/// Many requests one after the other: what is shown belongs to the last.
void TestOwnPictures::theLastChoiceCounts() {
    combo("lookKind")->setCurrentIndex(kOcclusion);
    choose("lookMember", "baseline");
    m_window->session.selection().setImage(7);
    QVERIFY(mapIsMade());
    const QImage expected = shown();
    for (const int image : {1, 2, 3, 4, 5, 6, 7})
        m_window->session.selection().setImage(image);
    QVERIFY(!m_window->find<QWidget>("lookLegend")->isVisible()); // no other image's map
    QVERIFY(mapIsMade());
    QCOMPARE(shown(), expected);
    noMap();
}

void TestOwnPictures::droppedPicturesAreAsked() {
    drop({save("red.png", Qt::red), save("blue.png", Qt::blue)});
    auto& session = m_window->session;
    QTRY_VERIFY_WITH_TIMEOUT(session.pictures().shown() && session.pictures().shown()->outputs, fixture::kLong);
    auto* const list = m_window->find<QListWidget>("ownPictures");
    QVERIFY(list->isVisible());
    QCOMPARE(list->count(), 2);
    QCOMPARE(list->currentRow(), 0);
    QVERIFY(label("inspectorTitle")->text().contains("red.png"));
    for (const QIcon::Mode mode : {QIcon::Normal, QIcon::Selected})
        QCOMPARE(list->item(0)->icon().pixmap(64, mode).toImage().pixelColor(30, 30), QColor(Qt::red));
    const auto outputs = session.pictures().shown()->outputs;
    const auto row = outputs->row(outputs->mixture(), 0, 10);
    const QString answer = session.data()->className(std::ranges::max_element(row) - row.begin());
    const auto bars = [&] { return m_window->find<QWidget>("inspectorBars")->accessibleDescription(); };
    QVERIFY(bars().contains("Mixture: " + answer));
    QVERIFY(label("inspectorVerdict")->text().startsWith("Predicted " + answer + ". Routed to "));
    QCOMPARE(list->item(0)->text(), answer);
    for (const char* sign : {"✓", "✗"}) { // there is no truth to agree with
        QVERIFY(!bars().contains(sign));
        QVERIFY(!label("inspectorGate")->text().contains(sign));
    }
    QCOMPARE(shown().pixelColor(80, 80), QColor(Qt::red));
    QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, list->visualItemRect(list->item(1)).center());
    QVERIFY(label("inspectorTitle")->text().contains("blue.png"));
    QCOMPARE(shown().pixelColor(80, 80), QColor(Qt::blue));
    QVERIFY(session.runFolder().contains("runs")); // the run is still open
}

void TestOwnPictures::anOwnPictureHasMapsToo() {
    combo("lookKind")->setCurrentIndex(kGradCam);
    choose("lookMember", "baseline");
    QVERIFY(mapIsMade());
    QCOMPARE(combo("lookAnswer")->count(), 1); // the truth is not known
    combo("lookKind")->setCurrentIndex(kOcclusion);
    QVERIFY(mapIsMade());
    QVERIFY(label("lookWords")->text().contains("less than 0.1")); // it has one colour
    m_window->trigger("exportWay");
    QFile csv(m_folder.filePath("way.csv"));
    QVERIFY(exportTo(*m_window->window, csv.fileName()));
    QVERIFY(csv.open(QIODevice::ReadOnly));
    csv.readLine();
    const QList<QByteArray> cells = csv.readLine().split(',');
    QCOMPARE(cells[2], QByteArray("airplane"));
    QCOMPARE(cells[3], QByteArray()); // right or wrong: unknown
    noMap();
}

void TestOwnPictures::badPicturesAreNamed() {
    QFile bad(m_folder.filePath("bad.jpg"));
    QVERIFY(bad.open(QIODevice::WriteOnly));
    bad.write("no picture");
    bad.close();
    drop({bad.fileName(), save("green.png", Qt::green)});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->said().contains("bad.jpg"), fixture::kLong);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session.pictures().shown()->files.size(), 3, fixture::kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.pictures().shown()->outputs, fixture::kLong);
    QVERIFY(label("inspectorTitle")->text().contains("green.png"));
    drop(QStringList(OwnPictures::kMost, save("many.png", Qt::white)));
    QTRY_VERIFY(m_window->said().contains("At most 200"));
    QCOMPARE(m_window->session.pictures().shown()->files.size(), 3);
}

void TestOwnPictures::menuOpensSeveral() {
    m_window->answers = {save("one.png", Qt::gray), save("two <b>.png", Qt::gray)};
    m_window->trigger("openPictures");
    QTRY_COMPARE_WITH_TIMEOUT(m_window->session.pictures().shown()->files.size(), 5, fixture::kLong);
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.pictures().shown()->outputs, fixture::kLong);
    m_window->session.selection().setOwnPicture(4);
    QCOMPARE(label("inspectorTitle")->text(), QString("two <b>.png"));
}

void TestOwnPictures::testImagesComeBack() {
    m_window->window->showView("samplesView");
    auto* const grid = m_window->find<QListView>("samplesGrid");
    const QModelIndex current = grid->currentIndex().isValid() ? grid->currentIndex() : grid->model()->index(0, 0);
    QTest::mouseClick(grid->viewport(), Qt::LeftButton, {}, grid->visualRect(current).center());
    QVERIFY(label("inspectorTitle")->text().contains("est image"));
    QCOMPARE(m_window->find<QListWidget>("ownPictures")->currentRow(), -1);
}

void TestOwnPictures::closes() {
    m_window->session.selection().setOwnPicture(0);
    QTest::mouseClick(m_window->find<QToolButton>("closeOwnPictures"), Qt::LeftButton);
    QVERIFY(!m_window->session.pictures().shown());
    QVERIFY(!m_window->find<QWidget>("ownPictures")->isVisible());
    QVERIFY(label("inspectorTitle")->text().contains("Choose an image"));
}

/// What is asked of trained members, while another stage trains for as long as this takes.
void TestOwnPictures::answersWhileAStageTrains() {
    Session& session = m_window->session;
    session.selection().setImage(2);
    session.resetStage("gate");
    QTRY_VERIFY_WITH_TIMEOUT(session.outputs() && session.outputs()->gate().empty(), fixture::kLong);
    session.trainer().train({"gate"});
    session.trainer().setPaused(true);
    QVERIFY(session.training());
    combo("lookKind")->setCurrentIndex(kOcclusion);
    choose("lookMember", "baseline");
    QVERIFY(mapIsMade());
    noMap();
    drop({save("beside.png", Qt::blue)});
    QTRY_VERIFY_WITH_TIMEOUT(session.pictures().shown() && session.pictures().shown()->outputs, fixture::kLong);
    QCOMPARE(session.pictures().shown()->outputs->baseline().size(), std::size_t{10});
    session.pictures().clear();
    QSignalSpy exported(&session.exports(), &Exports::ended);
    session.exports().write(Exports::Kind::SafeTensors, m_folder.filePath("beside.safetensors"));
    QTRY_COMPARE_WITH_TIMEOUT(exported.count(), 1, fixture::kLong);
    QCOMPARE(exported.front()[1].toString(), QString());
    QVERIFY(session.training());
    session.trainer().setPaused(false);
    QTRY_VERIFY_WITH_TIMEOUT(!session.training(), fixture::kLong);
}

void TestOwnPictures::aDeletedRunCannotBeAsked() {
    QVERIFY(QDir(m_window->session.runFolder()).removeRecursively());
    drop({save("late.png", Qt::red)});
    QTRY_VERIFY2_WITH_TIMEOUT(label("inspectorTitle")->text().contains("has no trained stage any more"),
                              qPrintable(label("inspectorTitle")->text()), fixture::kLong);
    QCOMPARE(m_window->said(), label("inspectorTitle")->text());
    QCOMPARE(m_window->find<QListWidget>("ownPictures")->item(0)->text(), QString::fromUtf8("\u2013"));
    m_window->session.pictures().clear();
}

void TestOwnPictures::anotherRunClosesThem() {
    drop({save("last.png", Qt::red)});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.pictures().shown(), fixture::kLong);
    m_window->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->session.hasRun(), fixture::kLong);
    QVERIFY(!m_window->session.pictures().shown());
    drop({save("draft.png", Qt::red)}); // nothing is trained: they are shown, and it is said
    QTRY_VERIFY_WITH_TIMEOUT(m_window->session.pictures().shown(), fixture::kLong);
    QVERIFY(label("inspectorTitle")->text().contains("Train a stage"));
}

TEST_OF_ROOM(TestOwnPictures);
#include "test_own_pictures.moc"
