#include "confusion/confusion_model.h"
#include "hostile_names.h"
#include "samples/search_text.h"
#include "test_of_room.h"
#include "text/foreign_text.h"
#include "text/quoted_text.h"
#include "text/short_names.h"
#include "workspace/run_row.h"

#include <QAction>
#include <QLabel>
#include <QMenu>
#include <QToolTip>
#include <QWindow>

using namespace moelab;

namespace {

QStringList names() {
    QStringList names;
    for (const std::string& name : hostileNames())
        names << QString::fromStdString(name);
    return names;
}

} // namespace

/// Names that are like markup, marks, quotes and the like, in what shows and reads them.
class TestForeignText : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { showTextAsItIs(*qApp); }
    void labelsShowText();
    void toolTipsShowText();
    void linesStayLines();
    void captionsKeepTheirSigns();
    void titlesKeepTheirSigns();
    void shortNamesKeepBothEnds();
    void shortNamesStayDifferent();
    void quotedTextIsReadBack();
    void quotesAreWrittenWhereTheyAreNeeded();
    void tagsAreReadBack();
    void everyNameIsFound();
    void namesWithBlanksAreFound_data();
    void namesWithBlanksAreFound();
};

void TestForeignText::labelsShowText() {
    QLabel label("<b>bold</b>");
    QLabel own("<b>bold</b>");
    own.setTextFormat(Qt::RichText);
    label.ensurePolished();
    own.ensurePolished();
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(own.textFormat(), Qt::RichText);
    QVERIFY(label.sizeHint().width() > own.sizeHint().width());
    showTextAsItIs(*qApp); // once more
    QCOMPARE(qApp->findChildren<QObject*>("plainLabels").size(), 1);
}

void TestForeignText::toolTipsShowText() {
    QWidget window;
    window.show();
    QToolTip::showText({10, 10}, "<b>bold</b>", &window);
    QLabel* tip = nullptr;
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->windowType() == Qt::ToolTip)
            tip = qobject_cast<QLabel*>(widget);
    QVERIFY(tip);
    QCOMPARE(tip->text(), QString("<b>bold</b>"));
    QCOMPARE(tip->textFormat(), Qt::PlainText);
    QToolTip::hideText();
}

void TestForeignText::linesStayLines() {
    for (const QString& name : names()) {
        const QString line = inLine(name);
        QVERIFY(!line.contains('\n') && !line.contains('\t'));
        QVERIFY(!line.contains(QChar(0x202E)));
        QCOMPARE(inLine(line).size(), line.size()); // it is one by now
    }
    QCOMPARE(inLine("two\nlines"), QString::fromUtf8("two\u21b5lines"));
    QCOMPARE(inLine("R&D %1 <b>"), QString("R&D %1 <b>"));
    QCOMPARE(inLine(QString::fromUtf8("\u05d7\u05ea\u05d5\u05dc")),
             QString::fromUtf8("\u2068\u05d7\u05ea\u05d5\u05dc\u2069"));
}

void TestForeignText::captionsKeepTheirSigns() {
    QMenu menu;
    QAction* const action = menu.addAction(asCaption("R&D && more"));
    QCOMPARE(action->text(), QString("R&&D &&&& more"));
    QVERIFY(QKeySequence::mnemonic(action->text()).isEmpty());
}

void TestForeignText::titlesKeepTheirSigns() {
    for (const char* title : {"a [*] b", "[*]", "[*][*] c", "d"}) {
        QWidget window;
        window.setWindowTitle(asWindowTitle(title));
        window.show();
        QCOMPARE(window.windowHandle()->title(), QString(title));
    }
}

void TestForeignText::shortNamesKeepBothEnds() {
    QCOMPARE(shortName("run 2", 9), QString("run 2"));
    QCOMPARE(shortName("0123456789", 9), QString::fromUtf8("0123\xE2\x80\xA6"
                                                           "6789"));
    const QStringList seeds = {"2026-11-29 two groups, larger gate, seed=1",
                               "2026-11-29 two groups, larger gate, seed=2"};
    for (const QString& name : shortNames(seeds, 20)) {
        QVERIFY2(name.size() <= 20 && name.startsWith("2026-11"), qPrintable(name));
        QVERIFY2(name.endsWith("seed=1") || name.endsWith("seed=2"), qPrintable(name));
    }
    QCOMPARE(shortNames({"a\nb"}, 9), QStringList{QString::fromUtf8("a\xE2\x86\xB5"
                                                                    "b")}); // in one line
    // Two units that are one letter are not parted.
    for (const qsizetype most : {5, 6, 7, 8})
        QVERIFY(shortName(QString::fromUtf8("\xF0\x9F\x90\xB1").repeated(9), most).isValidUtf16());
}

/// What tells them apart may lie in the middle, too.
void TestForeignText::shortNamesStayDifferent() {
    const QStringList names = {"runs of the first week, rate 0.001, of the large gate",
                               "runs of the first week, rate 0.01, of the large gate",
                               "runs of the first week, rate 0.01, of the large gate", "short"};
    const QStringList shown = shortNames(names, 21);
    QVERIFY2(shown[0] != shown[1], qPrintable(shown[0]));
    QCOMPARE(shown[1], shown[2]); // the same run
    QCOMPARE(shown[3], names[3]);
}

void TestForeignText::quotedTextIsReadBack() {
    for (const QStringView marks : {QStringView(u","), QStringView(u":,;\n"), QStringView(u" \t\n,")}) {
        QString all;
        for (const QString& name : names() + QStringList{"", "\"", "\\", "a\\nb", "\"a\" b", "\\\""})
            all += quoted(name, marks) + marks.front();
        QuotedReader reader(all);
        for (const QString& name : names() + QStringList{"", "\"", "\\", "a\\nb", "\"a\" b", "\\\""}) {
            QVERIFY(!reader.atEnd());
            QCOMPARE(reader.next(marks).text, name);
        }
        QVERIFY(reader.atEnd());
    }
}

void TestForeignText::quotesAreWrittenWhereTheyAreNeeded() {
    QCOMPARE(quoted("cat", u","), QString("cat"));
    QCOMPARE(quoted("polar bear", u","), QString("polar bear"));
    QCOMPARE(quoted("polar bear", u" ,"), QString("\"polar bear\""));
    QCOMPARE(quoted("a \"b\"", u","), QString("\"a \\\"b\\\"\""));
    QCOMPARE(quoted(" cat", u","), QString("\" cat\""));
    // A quote that is not ended, or that does not end the text, is a character.
    QuotedReader reader("\"cat, 5\" gun, \"a\" b, c");
    QCOMPARE(reader.next(u",").text, QString("\"cat"));
    QCOMPARE(reader.next(u",").text, QString("5\" gun"));
    QCOMPARE(reader.next(u",").text, QString("\"a\" b"));
    QCOMPARE(reader.next(u",").text, QString("c"));
}

void TestForeignText::tagsAreReadBack() {
    std::vector<std::string> tags = hostileNames();
    QCOMPARE(tagsFrom(tagsText(tags)), tags);
    QCOMPARE(tagsFrom(" to  show , \"a, b\",, gate,gate"), (std::vector<std::string>{"to show", "a, b", "gate"}));
}

void TestForeignText::everyNameIsFound() {
    const QStringList classes = names();
    for (int cls = 0; cls < classes.size(); ++cls) {
        const QString word = quoted(classes[cls], classes[cls]); // in quotes, whatever it is
        QCOMPARE(searchFor(word, classes, {}).label, cls);
        QCOMPARE(searchFor(u'>' + word + " right", classes, {}).answer, cls);
    }
    QCOMPARE(searchFor("cat", {"catfish", "cattle", "cat"}, {}).label, 2);
}

void TestForeignText::namesWithBlanksAreFound_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("expected"); // true and predicted class, route
    QTest::newRow("plain") << "polar bear" << QList<int>{1, -1, -1};
    QTest::newRow("its beginning") << "Polar b" << QList<int>{1, -1, -1};
    QTest::newRow("more blanks") << "polar   bear" << QList<int>{1, -1, -1};
    QTest::newRow("quoted") << "\"polar bear\"" << QList<int>{1, -1, -1};
    QTest::newRow("predicted") << ">polar bear cat" << QList<int>{0, 1, -1};
    QTest::newRow("predicted, quoted") << ">\"polar bear\"" << QList<int>{-1, 1, -1};
    QTest::newRow("both") << "polar bear >\"cat, tabby\" @natural" << QList<int>{1, 2, 0};
    QTest::newRow("a word of the search") << "\"wrong\"" << QList<int>{3, -1, -1};
    QTest::newRow("a number") << ">\"17\"" << QList<int>{-1, 4, -1};
    QTest::newRow("a mark") << "\">x\"" << QList<int>{5, -1, -1};
}

void TestForeignText::namesWithBlanksAreFound() {
    QFETCH(QString, text);
    QFETCH(QList<int>, expected);
    const ImageQuery query =
        searchFor(text, {"cat", " polar bear ", "cat, tabby", "wrong", "17", ">x"}, {"natural", "artificial"});
    QCOMPARE((QList<int>{query.label, query.answer, query.route}), expected);
    QVERIFY(query.verdict == ImageQuery::Verdict::Any && !query.positions);
}

TEST_OF_ROOM(TestForeignText);
#include "test_foreign_text.moc"
