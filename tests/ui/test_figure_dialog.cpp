#include "base/files.h"
#include "exporting/figure_preview.h"
#include "session/settings.h"
#include "test_of_room.h"
#include "text/whole_number_box.h"
#include "ui/figure_export.h"
#include "ui/ruler_figure.h"

#include <QComboBox>
#include <QLabel>
#include <QTemporaryDir>

using namespace moelab;
using namespace fixture;

/// Taking a figure away through real clicks and keys: its size, its preview, and what becomes of the file.
class TestFigureDialog : public QObject {
    Q_OBJECT
  private slots:
    void init();
    void cleanup() { m_dialog.reset(); }
    void offersWidths();
    void heightsFollowTheShape_data();
    void heightsFollowTheShape();
    void previewIsThePaper();
    void onlyPngHasDots_data();
    void onlyPngHasDots();
    void numbersAreShownAsText();
    void withoutNumbersThereIsNoCsv();
    void warnsOfSmallText();
    void writesWhatWasChosen();
    void keepsChoicesAndFolder();
    void damagedChoicesCountAsNone();
    void aTypedSuffixSaysTheFormat();
    void anotherFormatTakesTheSuffix();
    void asksBeforeItOverwrites();
    void failureNamesTheFileAndStays();
    void whatIsMissingIsSaid();
    void browsesForAFolder();
    void keysAreEnough();
    void controlsAreNamed();

  private:
    void open();
    template <class Widget>
    Widget* find(const char* name) {
        return findIn<Widget>(*m_dialog, name);
    }
    void choose(const char* combo, int entry);
    void typeNumber(const char* box, int number);
    int number(const char* box) { return int(find<WholeNumberBox>(box)->value()); }
    QString hint() { return find<QLabel>("figureHint")->text(); }
    void clickExport() { QTest::mouseClick(find<QPushButton>("figureExport"), Qt::LeftButton); }
    QString path(const QString& name) const { return m_folder->filePath(name); }

    enum Format { Png, Svg, Pdf, Csv };

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    RulerFigure m_figure;
    std::unique_ptr<FigureDialog> m_dialog;
    QStringList m_questions;
    bool m_confirms = true;
    QString m_chosenFolder;
    QString m_began; ///< where a folder was last chosen
};

void TestFigureDialog::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(path("window.ini"));
    m_figure = {};
    m_questions.clear();
    m_confirms = true;
    open();
    typeOver(*find<QLineEdit>("figureFolder"), m_folder->path());
}

void TestFigureDialog::open() {
    m_dialog = std::make_unique<FigureDialog>(
        m_figure, *m_settings,
        FigureDialog::Questions{[this](QWidget*, const Question& question) {
                                    m_questions << question.text;
                                    return m_confirms;
                                },
                                [this](QWidget*, const QString&, const QString& begin) {
                                    m_began = begin;
                                    return m_chosenFolder;
                                }},
        nullptr);
    m_dialog->show();
    QVERIFY(QTest::qWaitForWindowActive(m_dialog.get()));
}

/// By keys.
void TestFigureDialog::choose(const char* combo, int entry) {
    auto* const box = find<QComboBox>(combo);
    QVERIFY(box->isVisible() && box->isEnabled());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Home);
    for (int i = 0; i < entry; ++i)
        QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(box->currentIndex(), entry);
}

void TestFigureDialog::typeNumber(const char* box, int number) {
    auto* const field = find<WholeNumberBox>(box);
    QVERIFY(field->isVisible() && field->isEnabled());
    field->setFocus();
    field->selectAll();
    QTest::keyClicks(field, QString::number(number));
    QTest::keyClick(field, Qt::Key_Tab);
    QCOMPARE(int(field->value()), number);
}

void TestFigureDialog::offersWidths() {
    QCOMPARE(number("figureWidth"), 85);
    QVERIFY(!find<WholeNumberBox>("figureWidth")->isEnabled());
    choose("figureWidths", 1);
    QCOMPARE(number("figureWidth"), 174);
    choose("figureWidths", 2);
    typeNumber("figureWidth", 120);
    choose("figureWidths", 0);
    QCOMPARE(number("figureWidth"), 85);
}

void TestFigureDialog::heightsFollowTheShape_data() {
    QTest::addColumn<int>("entry");
    QTest::addColumn<int>("height");
    QTest::newRow("fitting") << 0 << 43; // half of 85, and no less
    QTest::newRow("3 : 2") << 1 << 57;   // 56.67
    QTest::newRow("4 : 3") << 2 << 64;   // 63.75
    QTest::newRow("1 : 1") << 3 << 85;
}

void TestFigureDialog::heightsFollowTheShape() {
    QFETCH(const int, entry);
    QFETCH(const int, height);
    choose("figureHeights", entry);
    QCOMPARE(number("figureHeight"), height);
    QVERIFY(!find<WholeNumberBox>("figureHeight")->isEnabled());
    QTest::keyClick(find<QComboBox>("figureHeights"), Qt::Key_End); // free, from what it was
    QCOMPARE(number("figureHeight"), height);
    typeNumber("figureHeight", 30);
    choose("figureWidths", 1);
    QCOMPARE(number("figureHeight"), 30);
}

/// As wide as high, as the file will be, and drawn anew when something else is chosen.
void TestFigureDialog::previewIsThePaper() {
    auto* const preview = find<FigurePreview>("figurePreview");
    const auto shape = [&] { return double(preview->image().width()) / preview->image().height(); };
    QTRY_VERIFY(!preview->image().isNull());
    QVERIFY2(std::abs(shape() - 85.0 / 43) < 0.03, qPrintable(QString::number(shape())));
    QVERIFY(find<QLabel>("figurePaper")->text().startsWith(QString::fromUtf8("85 \xC3\x97 43 mm, shown at ")));
    const auto ink = [&] {
        int dark = 0;
        for (int y = 0; y < preview->image().height(); ++y)
            for (int x = 0; x < preview->image().width(); ++x)
                dark += preview->image().pixelColor(x, y).lightness() < 128 ? 1 : 0;
        return dark;
    };
    const int small = ink();
    QVERIFY(small > 0);
    const int drawn = m_figure.drawn;
    typeNumber("figurePoints", 24);
    QTRY_VERIFY(m_figure.drawn > drawn && ink() > 4 * small); // three times as high and wide
    choose("figureHeights", 3);
    QTRY_VERIFY2(std::abs(shape() - 1) < 0.03, qPrintable(QString::number(shape())));
}

void TestFigureDialog::onlyPngHasDots_data() {
    QTest::addColumn<int>("format");
    QTest::newRow("png") << int(Png);
    QTest::newRow("svg") << int(Svg);
    QTest::newRow("pdf") << int(Pdf);
    QTest::newRow("csv") << int(Csv);
}

void TestFigureDialog::onlyPngHasDots() {
    QFETCH(const int, format);
    choose("figureFormat", format);
    QCOMPARE(find<QWidget>("figureDpi")->isVisible(), format == Png);
    for (const char* field : {"figureWidths", "figureWidth", "figureHeights", "figureHeight", "figurePoints"})
        QVERIFY2(find<QWidget>(field)->isVisible() == (format != Csv), field);
}

void TestFigureDialog::numbersAreShownAsText() {
    auto* const preview = find<FigurePreview>("figurePreview");
    QTRY_VERIFY(!preview->image().isNull());
    const QImage paper = preview->grab().toImage();
    choose("figureFormat", Csv);
    QVERIFY(preview->image().isNull());
    QVERIFY(find<QLabel>("figurePaper")->text().isEmpty());
    QVERIFY(preview->grab().toImage() != paper);
    choose("figureFormat", Svg);
    QTRY_VERIFY(!preview->image().isNull());
}

void TestFigureDialog::withoutNumbersThereIsNoCsv() {
    QCOMPARE(find<QComboBox>("figureFormat")->count(), 4);
    m_figure.numbers.clear();
    open();
    QCOMPARE(find<QComboBox>("figureFormat")->count(), 3);
    QCOMPARE(find<QComboBox>("figureFormat")->findData("csv"), -1);
}

void TestFigureDialog::warnsOfSmallText() {
    QTRY_VERIFY(m_figure.drawn > 0);
    QCOMPARE(hint(), QString());
    m_figure.shrunk = 0.5;
    choose("figureWidths", 1);
    QTRY_VERIFY2(hint().contains("the smallest text is 4.0 points high"), qPrintable(hint()));
    QVERIFY(find<QPushButton>("figureExport")->isEnabled()); // a person may want it so
    m_figure.shrunk = 1;
    choose("figureWidths", 0);
    QTRY_COMPARE(hint(), QString());
}

void TestFigureDialog::writesWhatWasChosen() {
    choose("figureWidths", 2);
    typeNumber("figureWidth", 100);
    choose("figureHeights", 4);
    typeNumber("figureHeight", 40);
    typeNumber("figureDpi", 254);
    typeOver(*find<QLineEdit>("figureName"), "mine");
    QSignalSpy written(m_dialog.get(), &FigureDialog::written);
    clickExport();
    QCOMPARE(written.size(), 1);
    QCOMPARE(written[0][0].toString(), path("mine.png"));
    QVERIFY(!m_dialog->isVisible());
    const QImage png(path("mine.png"));
    QCOMPARE(png.size(), QSize(1000, 400)); // ten dots a millimetre
    QCOMPARE(png.dotsPerMeterX(), 10000);
    QCOMPARE(m_questions, QStringList());
}

void TestFigureDialog::keepsChoicesAndFolder() {
    choose("figureFormat", Png);
    choose("figureWidths", 2);
    typeNumber("figureWidth", 99);
    choose("figureHeights", 4);
    typeNumber("figureHeight", 44);
    typeNumber("figurePoints", 7);
    typeNumber("figureDpi", 600);
    m_dialog->reject(); // what was not used is not kept
    open();
    QCOMPARE(number("figureWidth"), 85);
    choose("figureWidths", 2);
    typeNumber("figureWidth", 99);
    choose("figureHeights", 4);
    typeNumber("figureHeight", 44);
    typeNumber("figurePoints", 7);
    typeNumber("figureDpi", 600);
    choose("figureFormat", Pdf);
    typeOver(*find<QLineEdit>("figureFolder"), m_folder->path());
    clickExport();
    QVERIFY(QFile::exists(path("ruler.pdf")));
    m_dialog.reset();
    m_settings = std::make_unique<Settings>(path("window.ini")); // as after a restart
    open();
    QCOMPARE(find<QComboBox>("figureFormat")->currentIndex(), int(Pdf));
    QCOMPARE(number("figureWidth"), 99);
    QCOMPARE(number("figureHeight"), 44);
    QCOMPARE(number("figurePoints"), 7);
    QCOMPARE(find<QLineEdit>("figureFolder")->text(), m_folder->path());
    choose("figureFormat", Png);
    QCOMPARE(number("figureDpi"), 600);
}

void TestFigureDialog::damagedChoicesCountAsNone() {
    m_dialog.reset();
    m_settings.reset();
    writeFileAtomically(path("window.ini").toStdString(),
                        "[figures]\nformat=@Size(1 2)\nwidths=90\nwidth=many\nheights=-7\npoints=@Point(1 1)\n"
                        "dpi=1000000\nfolder=/there/is/none\n");
    m_settings = std::make_unique<Settings>(path("window.ini"));
    open();
    QCOMPARE(find<QComboBox>("figureFormat")->currentIndex(), int(Png));
    QCOMPARE(number("figureWidth"), 85);
    QCOMPARE(number("figurePoints"), 8);
    QCOMPARE(number("figureDpi"), 1200);
    QVERIFY(find<QLineEdit>("figureFolder")->text() != "/there/is/none");
}

void TestFigureDialog::aTypedSuffixSaysTheFormat() {
    typeOver(*find<QLineEdit>("figureName"), "plot.SVG");
    QCOMPARE(find<QComboBox>("figureFormat")->currentIndex(), int(Svg));
    clickExport();
    QVERIFY(QFile::exists(path("plot.svg")));
    open();
    typeOver(*find<QLineEdit>("figureFolder"), m_folder->path());
    typeOver(*find<QLineEdit>("figureName"), "version 1.5"); // which is none
    choose("figureFormat", Pdf);
    clickExport();
    QVERIFY(QFile::exists(path("version 1.5.pdf")));
}

void TestFigureDialog::anotherFormatTakesTheSuffix() {
    typeOver(*find<QLineEdit>("figureName"), "plot.svg");
    choose("figureFormat", Pdf);
    QCOMPARE(find<QLineEdit>("figureName")->text(), QString("plot"));
    clickExport();
    QVERIFY(QFile::exists(path("plot.pdf")));
    QVERIFY(!QFile::exists(path("plot.svg")));
}

void TestFigureDialog::asksBeforeItOverwrites() {
    writeFileAtomically(path("ruler.png").toStdString(), "before");
    m_confirms = false;
    clickExport();
    QCOMPARE(m_questions, QStringList{path("ruler.png") + " exists. Replace it?"});
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(readFile(path("ruler.png").toStdString(), 100), std::string("before"));
    m_confirms = true;
    clickExport();
    QCOMPARE(m_questions.size(), 2);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(!QImage(path("ruler.png")).isNull());
}

void TestFigureDialog::failureNamesTheFileAndStays() {
    typeOver(*find<QLineEdit>("figureFolder"), path("later"));
    clickExport();
    QVERIFY(m_dialog->isVisible());
    QCOMPARE(hint(), path("later") + ": there is no such folder. Make it, or choose another one.");
    QVERIFY(QDir(m_folder->path()).mkdir("later"));
    clickExport(); // nothing had to be typed again
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(QFile::exists(path("later/ruler.png")));
    open();
    QVERIFY(QDir(m_folder->path()).mkpath("later/taken.png/in the way"));
    typeOver(*find<QLineEdit>("figureName"), "taken");
    clickExport();
    QVERIFY(m_dialog->isVisible());
    QVERIFY2(hint().startsWith(path("later/taken.png")), qPrintable(hint()));
    m_figure.empty = true; // as where its run was closed
    typeOver(*find<QLineEdit>("figureName"), "gone");
    clickExport();
    QVERIFY2(hint().contains("there is nothing in this view"), qPrintable(hint()));
}

void TestFigureDialog::whatIsMissingIsSaid() {
    typeOver(*find<QLineEdit>("figureName"), " ");
    QCOMPARE(hint(), QString("Give the file a name."));
    QVERIFY(!find<QPushButton>("figureExport")->isEnabled());
    typeOver(*find<QLineEdit>("figureName"), ".svg");
    QCOMPARE(hint(), QString("Give the file a name."));
    typeOver(*find<QLineEdit>("figureName"), "a");
    QVERIFY(find<QPushButton>("figureExport")->isEnabled());
    typeOver(*find<QLineEdit>("figureFolder"), " ");
    QCOMPARE(hint(), QString("Choose a folder for the file."));
}

void TestFigureDialog::browsesForAFolder() {
    const QString before = find<QLineEdit>("figureFolder")->text();
    m_chosenFolder.clear(); // as where a person cancels
    QTest::mouseClick(find<QPushButton>("figureBrowse"), Qt::LeftButton);
    QCOMPARE(find<QLineEdit>("figureFolder")->text(), before);
    QCOMPARE(m_began, before);
    m_chosenFolder = path("");
    QTest::mouseClick(find<QPushButton>("figureBrowse"), Qt::LeftButton);
    QCOMPARE(find<QLineEdit>("figureFolder")->text(), m_chosenFolder);
}

void TestFigureDialog::keysAreEnough() {
    find<QLineEdit>("figureName")->setFocus();
    QTest::keyClick(find<QLineEdit>("figureName"), Qt::Key_Return);
    QVERIFY(!m_dialog->isVisible());
    QVERIFY(QFile::exists(path("ruler.png")));
    open();
    QTest::keyClick(m_dialog.get(), Qt::Key_Escape);
    QVERIFY(!m_dialog->isVisible());
}

void TestFigureDialog::controlsAreNamed() {
    int controls = 0;
    for (const QWidget* widget : m_dialog->findChildren<QWidget*>()) {
        // The lists that choices open are the inside of Qt's own controls, in windows of their own.
        const bool part = widget->objectName().startsWith("qt_") || widget->window() != m_dialog.get();
        if (!(widget->focusPolicy() & Qt::TabFocus) || part)
            continue;
        ++controls;
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        QVERIFY2(!widget->objectName().isEmpty(), widget->metaObject()->className());
        QVERIFY2(!widget->accessibleName().isEmpty() || (button && !button->text().isEmpty()),
                 qPrintable(widget->objectName()));
    }
    QVERIFY(controls >= 12);
}

TEST_OF_ROOM(TestFigureDialog);
#include "test_figure_dialog.moc"
