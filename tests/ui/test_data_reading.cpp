#include "test_of_room.h"
#include "ui/worked_window.h"

#include <QDir>

using namespace moelab;
using namespace fixture;

/// What the window says of pictures that it read.
class TestDataReading : public WorkedWindow {
    Q_OBJECT
  private slots:
    void init() { begin(); }
    void cleanup() { end(); }
    void ofOneSizeSaysLittle();
    void saysWhatWasDoneToThem();

  private:
    /// Of one colour, which makes it the same as others of that colour.
    void write(const QString& file, const QSize& size, const QColor& colour) const {
        const QString path = m_folder->filePath("pictures/" + file);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QImage picture(size, QImage::Format_RGB32);
        picture.fill(colour);
        QVERIFY(picture.save(path));
    }
    void openFromStart() {
        m_open->window->showStart();
        m_open->answer = m_folder->filePath("pictures");
        QVERIFY(find<QWidget>("startImages")->isVisible());
        trigger("startFolder");
        QTRY_COMPARE_WITH_TIMEOUT(m_open->session.dataSpec(), m_open->answer, kLong);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
        QVERIFY(!find<QWidget>("startPage")->isVisible());
    }
    QLabel& reading() { return *find<QLabel>("dataReading"); }
};

void TestDataReading::ofOneSizeSaysLittle() {
    int hue = 0; // another for each
    for (const char* file : {"train/a/1.png", "train/b/1.png", "test/a/1.png", "test/b/1.png"})
        write(file, {16, 16}, QColor::fromHsv(hue += 60, 255, 255));
    openFromStart();
    QCOMPARE(reading().text(), QString("16 × 16 pixels, colour."));
    QVERIFY(reading().toolTip().isEmpty());
    QVERIFY(find<QLabel>("dataSummary")->text().endsWith("\n2 training, 2 test images"));
    Parameters fewer = m_open->session.parameters();
    fewer.testExamples = 1;
    m_open->session.setParameters(fewer);
    QTRY_VERIFY_WITH_TIMEOUT(find<QLabel>("dataSummary")->text().endsWith("\n2 training, 1 test image"), kLong);
}

void TestDataReading::saysWhatWasDoneToThem() {
    write("train/a/1.png", {8, 8}, Qt::red);
    write("train/a/2.png", {20, 10}, Qt::blue);
    write("train/b/1.png", {9, 9}, Qt::green);
    write("val/a/1.png", {8, 8}, Qt::yellow);
    write("val/b/1.png", {8, 8}, Qt::cyan);
    write("test/a/1.png", {8, 8}, Qt::red); // as in the training set
    write("test/b/1.png", {8, 8}, Qt::magenta);
    QFile broken(m_folder->filePath("pictures/train/b/broken <b>.png"));
    QVERIFY(broken.open(QIODevice::WriteOnly) && broken.write("no picture") > 0);
    broken.close();
    openFromStart();
    QCOMPARE(
        reading().text(),
        QString("64 × 64 pixels, colour, from 3 sizes between 8 × 8 and 20 × 10. Validation images of its own: "
                "2. Files left out: 1. Test images that networks are trained or chosen on (leakage): 1, so that "
                "accuracy on the test set says too much."));
    QVERIFY2(reading().toolTip().startsWith("train/b/broken <b>.png: "), qPrintable(reading().toolTip()));
    m_open->session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(reading().text() == "32 × 32 pixels, colour.", kLong);
    QVERIFY(reading().toolTip().isEmpty());
}

TEST_OF_ROOM(TestDataReading);
#include "test_data_reading.moc"
