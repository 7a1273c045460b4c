#include "plotting/icons.h"
#include "plotting/palette.h"
#include "test_of_room.h"

#include <QDir>
#include <QMenu>
#include <QtTest>

using namespace moelab;

class TestIcons : public QObject {
    Q_OBJECT
  private slots:
    void everyIconIsReadableSmall_data();
    void everyIconIsReadableSmall();
    void followsTheTheme();
    void isReadableOnTheChosenEntryOfAMenu();
    void theProgramsIconKeepsItsColours();
};

namespace {

QImage drawn(const char* name, int size, QIcon::Mode mode = QIcon::Normal) {
    return icon(name).pixmap(QSize(size, size), mode).toImage().convertToFormat(QImage::Format_ARGB32);
}

/// The colour of the pixel that the icon covers most.
QColor inkOf(const QImage& image) {
    QColor ink(0, 0, 0, 0);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x)
            if (image.pixelColor(x, y).alpha() > ink.alpha())
                ink = image.pixelColor(x, y);
    return ink;
}

} // namespace

void TestIcons::everyIconIsReadableSmall_data() {
    QTest::addColumn<QString>("name");
    icon("moelab"); // makes the folder known
    const QStringList files = QDir(QStringLiteral(":/icons")).entryList({"*.svg"});
    QCOMPARE(files.size(), 29);
    for (const QString& file : files)
        QTest::newRow(qPrintable(file)) << QString(file).chopped(4);
}

void TestIcons::everyIconIsReadableSmall() {
    QFETCH(QString, name);
    const QImage image = drawn(qPrintable(name), 16);
    QCOMPARE(image.size(), QSize(16, 16));
    int strong = 0;
    for (int y = 0; y < 16; ++y)
        for (int x = 0; x < 16; ++x)
            strong += image.pixelColor(x, y).alpha() > 150;
    QVERIFY2(strong >= 16, qPrintable(QString::number(strong)));
    QCOMPARE(image.pixelColor(0, 0).alpha(), 0);
}

void TestIcons::followsTheTheme() {
    const QIcon made = icon("stop");
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        applyTheme(*qApp, theme);
        const QPalette palette = QApplication::palette();
        const QColor ink = inkOf(made.pixmap(QSize(24, 24)).toImage());
        QCOMPARE(ink.rgb(), palette.color(QPalette::WindowText).rgb());
        QCOMPARE(inkOf(drawn("stop", 24, QIcon::Disabled)).rgb(),
                 palette.color(QPalette::Disabled, QPalette::WindowText).rgb());
        QCOMPARE(inkOf(drawn("stop", 24, QIcon::Selected)).rgb(), palette.color(QPalette::HighlightedText).rgb());
    }
}

void TestIcons::isReadableOnTheChosenEntryOfAMenu() {
    applyTheme(*qApp, Theme::Light);
    const QPalette palette = QApplication::palette();
    QMenu menu;
    menu.addAction(icon("stop"), "Stop");
    menu.popup({0, 0});
    QCOMPARE(inkOf(drawn("stop", 24, QIcon::Active)).rgb(), palette.color(QPalette::HighlightedText).rgb());
    QCOMPARE(inkOf(drawn("stop", 24, QIcon::Normal)).rgb(), palette.color(QPalette::WindowText).rgb());
    menu.close();
    QCOMPARE(inkOf(drawn("stop", 24, QIcon::Active)).rgb(), palette.color(QPalette::WindowText).rgb());
}

void TestIcons::theProgramsIconKeepsItsColours() {
    for (const Theme theme : {Theme::Light, Theme::Dark}) {
        applyTheme(*qApp, theme);
        const QImage image = drawn("moelab", 64);
        const std::vector<Stage> stages = stagesOf({{"one", {0}}, {"two", {1}}, {"three", {2}}});
        // The middle of the gate, and of the three experts.
        QCOMPARE(image.pixel(17, 32), memberColour(findStage(stages, "gate")).rgb());
        for (int group = 0; group < 3; ++group) {
            const auto expert = std::ranges::find(stages, group, &Stage::group);
            QCOMPARE(image.pixel(48, 14 + 18 * group), memberColour(*expert).rgb());
        }
    }
}

TEST_OF_ROOM(TestIcons);
#include "test_icons.moc"
