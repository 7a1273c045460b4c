#include "config/parameter_table.h"
#include "exporting/figure_dialog.h"
#include "made_runs.h"
#include "parameters/parameter_words.h"
#include "queue/sweep_dialog.h"
#include "test_of_room.h"
#include "text/refusal_line.h"
#include "text/whole_number_box.h"
#include "ui/open_window.h"
#include "ui/typed_texts.h"
#include "workspace/note_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QInputMethodEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <cmath>
#include <optional>

using namespace moelab;
using namespace fixture;

namespace {

/// As an input method does: keys of a test type Latin letters only.
void type(QLineEdit& editor, const QString& text) {
    QInputMethodEvent event;
    event.setCommitString(text);
    if (text.isEmpty())
        editor.del();
    else
        QApplication::sendEvent(&editor, &event);
}

std::optional<double> takenBy(const ParameterInfo& info, const std::optional<double>& number) {
    const bool whole = std::holds_alternative<std::int64_t Parameters::*>(info.member);
    const bool taken =
        number && *number >= info.minimum && *number <= info.maximum && (!whole || *number == std::floor(*number));
    const bool isApart = info.leastAboveZero > 0 && number != 0; // there is nothing between 0 and the range
    return taken && !(isApart && *number < info.leastAboveZero) ? number : std::nullopt;
}

bool isNumeric(const ParameterInfo& info) { return info.maximum > info.minimum; }

double valueOf(const Parameters& parameters, const ParameterInfo& info) {
    return getParameter(parameters, info).get<double>();
}

RunSummary someRun() { return {"/runs/base", {}, someConfig(), {}}; }

} // namespace

/// Numbers that people type in their own locale, in every field there is.
class TestTypedNumbers : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8()); }
    void cleanup() { QLocale::setDefault(QLocale::c()); }
    void everyParameter_data() { eachLocale(); }
    void everyParameter();
    void zeroHasAWord();
    void everyFieldOfTheSweepDialog_data() { eachLocale(); }
    void everyFieldOfTheSweepDialog();
    void everyFieldOfTheFigureDialog_data() { eachLocale(); }
    void everyFieldOfTheFigureDialog();
    void listsInTheSweepDialog_data();
    void listsInTheSweepDialog();
    void noFieldEscapes();

  private:
    void setLocale(const char* name) { QLocale::setDefault(QLocale(QLatin1String(name))); }
    void typeInto(WholeNumberBox& box, const QString& text);

    QTemporaryDir m_cache;
};

void TestTypedNumbers::typeInto(WholeNumberBox& box, const QString& text) {
    box.setFocus();
    box.selectAll();
    type(*box.findChild<QLineEdit*>(), text);
}

void TestTypedNumbers::everyParameter() {
    QFETCH(QByteArray, locale);
    setLocale(locale.constData());
    const QTemporaryDir folder;
    OpenWindow open(folder);
    for (const ParameterInfo& info : parameterTable()) {
        if (!isNumeric(info))
            continue;
        auto* const field =
            open.find<QWidget>("parameter-" + QString::fromUtf8(info.name.data(), qsizetype(info.name.size())));
        auto* const box = qobject_cast<WholeNumberBox*>(field);
        auto* const editor = box ? box->findChild<QLineEdit*>() : qobject_cast<QLineEdit*>(field);
        QVERIFY2(editor, info.name.data());
        eachTyped(locale, [&](const Typed& typed) {
            open.session.setParameters({});
            const double before = valueOf({}, info);
            box ? box->selectAll() : editor->selectAll();
            field->setFocus();
            type(*editor, typed.text);
            QTest::keyClick(field, Qt::Key_Return);
            const auto expected = takenBy(info, typed.meant);
            const QString message = open.find<RefusalLine>("problem-" + QLatin1String(info.name.data()))->reason();
            const QString what = QString("%1 as %2: %3").arg(typed.text, QLatin1String(info.name.data()), message);
            QVERIFY2(valueOf(open.session.parameters(), info) == expected.value_or(before), qPrintable(what));
            QVERIFY2(expected.has_value() == message.isEmpty(), qPrintable(what));
            QVERIFY2(typed.meant || editor->text().startsWith(typed.text), qPrintable(what)); // it stays
            QVERIFY2(expected || message.startsWith(labelOf(info)), qPrintable(what));
        });
    }
}

void TestTypedNumbers::zeroHasAWord() {
    setLocale("C");
    const QTemporaryDir folder;
    OpenWindow open(folder);
    auto* const box = open.find<WholeNumberBox>("parameter-threads");
    QCOMPARE(box->text(), QString("automatic"));
    const std::pair<const char*, const char*> typed[] = {{"3", "3 threads"},
                                                         {"0", "automatic"},
                                                         {"1 threads", "1 thread"},
                                                         {"2", "2 threads"},
                                                         {"automatic", "automatic"}};
    for (const auto& [text, shown] : typed) {
        typeInto(*box, text);
        QTest::keyClick(box, Qt::Key_Return);
        QCOMPARE(box->text(), QString(shown));
    }
    QCOMPARE(open.session.parameters().threads, std::int64_t{0});
}

void TestTypedNumbers::everyFieldOfTheSweepDialog() {
    QFETCH(QByteArray, locale);
    setLocale(locale.constData());
    SweepDialog dialog(someRun(), true, {}, nullptr);
    dialog.show();
    QPushButton* const ok = findIn<QDialogButtonBox>(dialog, "sweepButtons")->button(QDialogButtonBox::Ok);
    auto* const parameter = findIn<QComboBox>(dialog, "sweepParameter1");
    auto* const values = findIn<QLineEdit>(dialog, "sweepValues1");
    for (int i = 0; i < parameter->count(); ++i) {
        const ParameterInfo& info = parameterInfo(parameter->itemData(i).toString().toStdString());
        if (!isNumeric(info))
            continue;
        parameter->setCurrentIndex(i);
        eachTyped(locale, [&](const Typed& typed) {
            values->selectAll();
            type(*values, typed.text);
            const auto expected = takenBy(info, typed.meant);
            const QString what = typed.text + " as " + parameter->itemText(i);
            if (expected) {
                QVERIFY2(ok->isEnabled(), qPrintable(what));
                const std::vector<Json> read = dialog.sweep().varied.front().values;
                QCOMPARE(read.size(), std::size_t(1));
                QCOMPARE(read.front().get<double>(), *expected);
            } else if (ok->isEnabled()) { // several values, with commas between them
                QVERIFY2(dialog.sweep().varied.front().values.size() > 1 && typed.text.contains(','),
                         qPrintable(what));
            }
        });
    }
    parameter->setCurrentText("Epochs");
    values->setText("3");
    findIn<QComboBox>(dialog, "sweepMode")->setCurrentIndex(int(SweepMode::Random));
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QCOMPARE(dialog.findChildren<WholeNumberBox*>().size(), 2);
    for (auto* const box : dialog.findChildren<WholeNumberBox*>()) {
        eachTyped(locale, [&](const Typed& typed) {
            for (auto* const each : dialog.findChildren<WholeNumberBox*>())
                each->setValue(1); // so that there are never too many runs
            typeInto(*box, typed.text);
            const bool taken = typed.meant && *typed.meant >= box->minimum() && *typed.meant <= box->maximum() &&
                               *typed.meant == std::floor(*typed.meant);
            QVERIFY2(ok->isEnabled() == taken, qPrintable(typed.text + " in " + box->objectName()));
            QTest::keyClick(box, Qt::Key_Tab);
            QCOMPARE(box->value(), taken ? *typed.meant : 1);
            QVERIFY2(ok->isEnabled() == taken, qPrintable(typed.text)); // what was typed stays
        });
    }
}

void TestTypedNumbers::everyFieldOfTheFigureDialog() {
    QFETCH(QByteArray, locale);
    setLocale(locale.constData());
    struct Blank : Figure {
        QString figureName() const override { return QStringLiteral("blank"); }
        bool figureIsEmpty() const override { return false; }
        void drawFigure(QCPPainter&, const QSize&) override {}
        QString figureCsv() const override { return {}; }
    } figure;
    Settings settings(m_cache.filePath("figures.ini"));
    FigureDialog dialog(figure, settings, {}, nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    for (const char* choice : {"figureWidths", "figureHeights"}) { // the last one is free
        auto* const box = findIn<QComboBox>(dialog, choice);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_End);
    }
    findIn<QLineEdit>(dialog, "figureFolder")->setText(m_cache.path());
    auto* const write = findIn<QPushButton>(dialog, "figureExport");
    auto* const hint = findIn<QLabel>(dialog, "figureHint");
    int fields = 0;
    for (auto* const box : dialog.findChildren<WholeNumberBox*>()) {
        ++fields;
        const double before = box->value();
        eachTyped(locale, [&](const Typed& typed) {
            box->setValue(before);
            typeInto(*box, typed.text);
            const bool taken = typed.meant && *typed.meant >= box->minimum() && *typed.meant <= box->maximum() &&
                               *typed.meant == std::floor(*typed.meant);
            QVERIFY2(write->isEnabled() == taken, qPrintable(typed.text + " in " + box->objectName()));
            QVERIFY(hint->text().isEmpty() == taken);
            if (!taken) {
                QTest::keyClick(box, Qt::Key_Return);
                QVERIFY(dialog.isVisible()); // the number that was typed is not the one that would be used
                QTRY_VERIFY(!hint->text().isEmpty());
            }
            QTest::keyClick(box, Qt::Key_Tab);
            QCOMPARE(box->value(), taken ? *typed.meant : before);
            QVERIFY2(write->isEnabled() == taken, qPrintable(typed.text)); // what was typed stays
        });
        box->setValue(before);
    }
    QCOMPARE(fields, 4);
}

void TestTypedNumbers::listsInTheSweepDialog_data() {
    QTest::addColumn<QByteArray>("locale");
    QTest::addColumn<QString>("parameter");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("values"); // JSON; or a part of the refusal
    const auto row = [](const char* locale, const char* parameter, const char* text, const char* values) {
        QTest::addRow("%s %s %s", locale, parameter, text)
            << QByteArray(locale) << QString(parameter) << QString::fromUtf8(text) << QString(values);
    };
    row("C", "epochs", "3, 5,", "[3,5]");
    row("C", "epochs", "3,5", "[3,5]");
    row("C", "epochs", "3; 5;7", "[3,5,7]");
    row("C", "epochs", "3, x", "Epochs: \"x\" is not a number");
    row("C", "learning_rate", "0.001, 0.01", "[0.001,0.01]");
    row("C", "learning_rate", "0,001", "Type 0.001 if that is meant");
    row("en_US", "epochs", "1,250", "\"1,250\" may be one number or several");
    row("en_US", "epochs", "50,100,200", "[50,100,200]");
    row("en_US", "epochs", "1,000; 2,000", "[1000,2000]");
    row("de_DE", "learning_rate", "0,001", "[0.001]");
    row("de_DE", "learning_rate", "0,001, 0,01", "[0.001,0.01]");
    row("de_DE", "learning_rate", "0,001; 0.01", "[0.001,0.01]");
    row("de_DE", "epochs", "3,5", "[3,5]");
    row("de_DE", "epochs", "1.000", "\"1.000\" may mean 1 or 1000");
    row("fr_FR", "epochs", "1 000, 2 000", "[1000,2000]");
    row("C", "validation", "test, holdout", "[\"test\",\"holdout\"]");
    row("C", "frozen_dropout", "true, false", "[true,false]");
    row("C", "frozen_dropout", "yes", "Type true, false or both");
}

void TestTypedNumbers::listsInTheSweepDialog() {
    QFETCH(QByteArray, locale);
    QFETCH(QString, parameter);
    QFETCH(QString, text);
    QFETCH(QString, values);
    setLocale(locale.constData());
    SweepDialog dialog(someRun(), true, {}, nullptr);
    auto* const choice = findIn<QComboBox>(dialog, "sweepParameter1");
    choice->setCurrentIndex(choice->findData(parameter));
    findIn<QLineEdit>(dialog, "sweepValues1")->setText(text);
    const QString refused = findIn<QLabel>(dialog, "sweepValuesProblem1")->text();
    if (values.startsWith('['))
        QCOMPARE(Json(dialog.sweep().varied.front().values).dump(), values.toStdString());
    else
        QVERIFY2(refused.contains(values), qPrintable(refused));
}

void TestTypedNumbers::noFieldEscapes() {
    const QTemporaryDir folder;
    OpenWindow open(folder);
    open.window->showRuns();
    SweepDialog sweep(someRun(), true, {}, nullptr);
    NoteDialog note({RunNote()}, "run", nullptr);
    const QStringList texts = {"samplesSearch",
                               "choiceSearch",
                               "groupsSearch",
                               "logText",
                               "runsSearch",
                               "sweepName",
                               "noteName",
                               "noteTags",
                               "sweepValues1",
                               "parameter-networks",
                               "parameter-list_columns"};
    int numbers = 0;
    for (QWidget* widget : QApplication::allWidgets()) {
        if (auto* const box = qobject_cast<QAbstractSpinBox*>(widget)) {
            QVERIFY2(qobject_cast<WholeNumberBox*>(box), qPrintable(box->objectName()));
            ++numbers;
        }
        auto* const line = qobject_cast<QLineEdit*>(widget);
        if (!line || qobject_cast<QAbstractSpinBox*>(line->parentWidget()) || texts.contains(line->objectName()) ||
            line->objectName().startsWith("groupName-"))
            continue;
        QVERIFY2(line->objectName().startsWith("parameter-"), qPrintable(line->objectName()));
        ++numbers;
    }
    const auto numeric = std::ranges::count_if(parameterTable(), isNumeric);
    QCOMPARE(numbers, int(numeric) + 4); // of the sweep and of a range of confidence
}

TEST_OF_ROOM(TestTypedNumbers);
#include "test_typed_numbers.moc"
