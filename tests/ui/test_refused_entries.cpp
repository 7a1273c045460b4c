#include "config/parameter_table.h"
#include "made_runs.h"
#include "parameters/parameter_words.h"
#include "queue/sweep_dialog.h"
#include "test_of_room.h"
#include "text/refusal_line.h"
#include "text/whole_number_box.h"
#include "ui/worked_window.h"
#include "workspace/note_dialog.h"

#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace moelab;
using namespace fixture;

namespace {

/// An entry that is typed, why it is refused, and one that is taken.
struct Entry {
    QString typed;
    QString reason; ///< a part of it
    QString mended;
};

/// Of every parameter that is typed; the ranges are those of the table, as people read them.
std::vector<Entry> entriesOf(const ParameterInfo& info) {
    const auto number = [](double value) { return QLocale::c().toString(value, 'g', 16); };
    if (std::holds_alternative<std::int64_t Parameters::*>(info.member)) {
        const QString mended = number(info.leastAboveZero > 0 ? info.leastAboveZero : 3);
        const QString range = "to " + number(info.maximum);
        std::vector<Entry> entries = {{number(info.maximum + 1), range, mended},
                                      {"-1", range, mended},
                                      {"1.5", range, mended},
                                      {"many", "\"many\" is not a number", mended}};
        if (info.leastAboveZero > 0)
            entries.push_back({number(info.leastAboveZero - 1), "from " + number(info.leastAboveZero), mended});
        return entries;
    }
    if (std::holds_alternative<double Parameters::*>(info.member))
        return {{"7", "to " + number(info.maximum), "0.3"},
                {"-0.5", "to " + number(info.maximum), "0.3"},
                {"0,5", "Type 0.5 if that is meant", "0.3"},
                {"", "is not a number", "0.3"}};
    if (std::holds_alternative<NetworkChoices Parameters::*>(info.member))
        return {{"{\"gate\"", "Check its quotes, commas and brackets", "{\"gate\": \"small-vgg\"}"},
                {"{\"judge\": \"small-vgg\"}", "baseline, gate, expert, sub-gate", "{\"gate\": \"small-vgg\"}"}};
    if (std::holds_alternative<std::string Parameters::*>(info.member))
        return {{QString(1001, 'x'), "at most 1000 bytes", "file,label"}};
    return {};
}

} // namespace

/// What a person typed and cannot be used stays where it is, with the reason beneath it, until it is mended.
class TestRefusedEntries : public WorkedWindow {
    Q_OBJECT
  private slots:
    void initTestCase() {
        begin();
        QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
        m_base.trainExamples = 120;
        m_base.testExamples = 60;
    }
    void init() {
        m_open->window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_open->window.get()));
        m_open->session.setParameters(m_base);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong); // other images may be drawn
    }
    void cleanupTestCase() { end(); }
    void everyParameter_data();
    void everyParameter();
    void noParameterEscapes();
    void whatIsHalfTypedIsTaken_data();
    void whatIsHalfTypedIsTaken();
    void messagesNameParametersAsTheForm_data();
    void messagesNameParametersAsTheForm();
    void discards();
    void reasonsAreSeenWhole();
    void noReasonTakesNoRoom();
    void otherChangesLeaveIt();
    void whatTheDataRefuseStays();
    void sweepsSayItBeneath_data();
    void sweepsSayItBeneath();
    void notesSayItBeneath();

  private:
    QString notice() { return find<QLabel>("refusal")->text(); }

    Parameters m_base; ///< of few images
};

void TestRefusedEntries::everyParameter_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("why");
    QTest::addColumn<QString>("mended");
    for (const ParameterInfo& info : parameterTable())
        for (const Entry& entry : entriesOf(info))
            QTest::addRow("%s %s", info.name.data(), qPrintable(entry.typed.left(20)))
                << QString(info.name.data()) << entry.typed << entry.reason << entry.mended;
}

void TestRefusedEntries::everyParameter() {
    QFETCH(const QString, name);
    QFETCH(const QString, typed);
    QFETCH(const QString, why);
    QFETCH(const QString, mended);
    const Parameters before = m_open->session.parameters();
    type(name, typed);
    QCOMPARE(reason(name), QString()); // nobody is interrupted
    QTest::keyClick(field(name), Qt::Key_Tab);
    QVERIFY(line(name).text().startsWith(typed));
    QVERIFY2(reason(name).contains(why), qPrintable(reason(name)));
    QCOMPARE(field(name)->accessibleDescription(), reason(name));
    QCOMPARE(notice(), QString());
    QCOMPARE(m_open->session.parameters(), before);
    QTest::keyClick(m_open->window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!m_open->session.training());
    QVERIFY2(notice().startsWith("Nothing was trained.") && notice().contains(reason(name)), qPrintable(notice()));
    QVERIFY(field(name)->hasFocus());
    type(name, mended);
    QCOMPARE(reason(name), QString()); // before it is left
    QCOMPARE(notice(), QString());
    QTest::keyClick(field(name), Qt::Key_Return);
    QVERIFY(m_open->session.parameters() != before);
    QCOMPARE(reason(name), QString());
}

/// What is not typed is chosen from what can be used, but for the groups, which have a test of their own.
void TestRefusedEntries::noParameterEscapes() {
    for (const ParameterInfo& info : parameterTable()) {
        const bool chosen = !info.choices.empty() || std::holds_alternative<bool Parameters::*>(info.member) ||
                            std::holds_alternative<ClassGroups Parameters::*>(info.member);
        QVERIFY2(chosen == entriesOf(info).empty(), info.name.data());
        find<RefusalLine>(QString("problem-") + info.name.data());
    }
}

void TestRefusedEntries::whatIsHalfTypedIsTaken_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("typed");
    QTest::newRow("whole") << "batch_size"
                           << "20";
    QTest::newRow("real") << "learning_rate"
                          << "0.002";
    QTest::newRow("text") << "list_columns"
                          << "file,label";
    QTest::newRow("network") << "networks"
                             << R"({"gate":"small-vgg"})";
}

/// Training begins with what stands in the form, also where the keyboard is still in the field.
void TestRefusedEntries::whatIsHalfTypedIsTaken() {
    QFETCH(const QString, name);
    QFETCH(const QString, typed);
    type(name, typed);
    QCOMPARE(m_open->session.parameters(), m_base);
    QString refusal = "none";
    const auto seen = connect(&m_open->session.trainer(), &Trainer::trainingAsked, this, [&](QString& whyNot) {
        refusal = whyNot;
        whyNot = "only asked"; // else this test would train for minutes
    });
    QTest::keyClick(field(name), Qt::Key_T, Qt::ControlModifier);
    disconnect(seen);
    QCOMPARE(refusal, QString());
    const ParameterInfo& info = parameterInfo(name.toStdString());
    const Json value = getParameter(m_open->session.parameters(), info);
    QCOMPARE(value.is_string() ? QString::fromStdString(value.get<std::string>())
                               : QString::fromStdString(value.dump()),
             typed);
}

void TestRefusedEntries::messagesNameParametersAsTheForm_data() {
    QTest::addColumn<QString>("message");
    QTest::addColumn<QString>("shown");
    const auto row = [](const char* about, const char* message, const char* shown) {
        QTest::newRow(about) << QString(message) << QString(shown);
    };
    row("subject", "batch_size is 0. Give 1.", "Batch size is 0. Give 1.");
    row("subject of one word", "epochs: \"x\" is no number. Take fewer epochs.",
        "Epochs: \"x\" is no number. Take fewer epochs.");
    row("advice", "The images take 9 GiB. Lower test_examples.", "The images take 9 GiB. Lower Test examples.");
    row("stage", "test_examples leaves no image for stage expert-_52oad__vehicles. Give more.",
        "Test examples leaves no image for stage Expert Road vehicles. Give more.");
    row("no stage", "Every stage of expert-natural waits.", "Every stage of expert-natural waits.");
    row("part of a network", "networks.gate has no layer.", "networks.gate has no layer.");
    row("path", "/runs/batch_size/config.json is damaged.", "/runs/batch_size/config.json is damaged.");
    row("quoted", "groups: the name \"batch_size\" cannot be used.",
        "Groups: the name \"batch_size\" cannot be used.");
}

void TestRefusedEntries::messagesNameParametersAsTheForm() {
    QFETCH(const QString, message);
    QFETCH(const QString, shown);
    QCOMPARE(inForm(message), shown);
}

void TestRefusedEntries::discards() {
    type("epochs", "0");
    QTest::keyClick(field("epochs"), Qt::Key_Tab);
    QVERIFY(reason("epochs").contains("Epochs is 0."));
    type("epochs", "-5"); // what stands there now
    QVERIFY(reason("epochs").contains("Epochs is -5."));
    QTest::keyClick(field("epochs"), Qt::Key_Return);
    find<QWidget>("discard-epochs")->setFocus();
    QTest::keyClick(find<QWidget>("discard-epochs"), Qt::Key_Space);
    QCOMPARE(find<WholeNumberBox>("parameter-epochs")->value(), 10);
    QCOMPARE(reason("epochs"), QString());
}

void TestRefusedEntries::reasonsAreSeenWhole() {
    auto* const dock = m_open->window->findChild<QDockWidget*>("parametersDock");
    for (int width = 230; width <= 430; width += 10) {
        m_open->window->resizeDocks({dock}, {width}, Qt::Horizontal);
        for (const char* typed : {"0", "100001", "abc"}) {
            type("epochs", typed);
            QTest::keyClick(field("epochs"), Qt::Key_Tab);
            const QWidget* const line = find<QWidget>("problem-epochs");
            QCoreApplication::processEvents(); // the form is laid out
            QTRY_VERIFY2(line->height() >= line->heightForWidth(line->width()),
                         qPrintable(QString("%1 in %2 pixels").arg(typed).arg(width)));
        }
    }
}

void TestRefusedEntries::otherChangesLeaveIt() {
    type("learning_rate", "7");
    QTest::keyClick(field("learning_rate"), Qt::Key_Tab);
    setNumber("epochs", "3");
    QCOMPARE(m_open->session.parameters().epochs, std::int64_t(3));
    QCOMPARE(line("learning_rate").text(), QString("7"));
    QVERIFY(!reason("learning_rate").isEmpty());
    m_open->trigger("undo"); // of the epochs
    QCOMPARE(m_open->session.parameters().epochs, std::int64_t(10));
    QCOMPARE(line("learning_rate").text(), QString("7"));
    click("discard-learning_rate");
    QCOMPARE(line("learning_rate").text(), QString("0.001"));
}

/// A network that only the images refuse, once it was tried with them.
void TestRefusedEntries::whatTheDataRefuseStays() {
    QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    const QString network = R"({"gate":[{"layer":"dense","units":"outputs"}]})";
    type("networks", network);
    QTest::keyClick(field("networks"), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(reason("networks").contains("networks.gate"), kLong);
    QVERIFY(m_open->session.parameters().networks.empty());
    QVERIFY(line("networks").text().contains("dense"));
    QCOMPARE(notice(), QString());
    QTest::keyClick(m_open->window.get(), Qt::Key_T, Qt::ControlModifier);
    QVERIFY(!m_open->session.training());
    QVERIFY2(notice().contains("\"Networks\""), qPrintable(notice()));
    QTest::keyClick(field("networks"), Qt::Key_Tab); // nothing is tried again
    QVERIFY(m_open->session.activity().isEmpty());
    QVERIFY(!reason("networks").isEmpty());
    type("networks", "");
    QTest::keyClick(field("networks"), Qt::Key_Return);
    QCOMPARE(reason("networks"), QString());
    QCOMPARE(notice(), QString());
}

void TestRefusedEntries::sweepsSayItBeneath_data() {
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("reason");
    QTest::newRow("values") << "sweepValues1"
                            << "3, 0"
                            << "sweepValuesProblem1"
                            << "from 1 to 100000";
    QTest::newRow("no number") << "sweepValues1"
                               << "3, x"
                               << "sweepValuesProblem1"
                               << "\"x\" is not a number";
    QTest::newRow("name") << "sweepName"
                          << "a/b"
                          << "sweepNameProblem"
                          << "Name cannot be that of a sweep's folder";
    QTest::newRow("no name") << "sweepName"
                             << ""
                             << "sweepNameProblem"
                             << "Name is missing. Give the sweep one";
    QTest::newRow("name of a run") << "sweepName"
                                   << "run"
                                   << "sweepNameProblem"
                                   << "Name is that of a run, in which no others can lie";
    QTest::newRow("seeds") << "sweepSeeds"
                           << "0"
                           << "sweepSeedsProblem"
                           << "from 1 to 1000";
}

void TestRefusedEntries::sweepsSayItBeneath() {
    QFETCH(const QString, field);
    QFETCH(const QString, typed);
    QFETCH(const QString, line);
    QFETCH(const QString, reason);
    const QTemporaryDir workspace;
    makeRun(std::filesystem::path(workspace.path().toStdString()) / "run");
    SweepDialog dialog({"/runs/base", {}, someConfig(), {}}, true, workspace.path().toStdString(), nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    findIn<QComboBox>(dialog, "sweepParameter1")->setCurrentText("Epochs");
    QVERIFY(!findIn<RefusalLine>(dialog, "sweepValuesProblem1")->isVisible()); // nobody has typed anything
    QTest::keyClicks(findIn<QLineEdit>(dialog, "sweepValues1"), "3, 5");
    QPushButton* const ok = findIn<QDialogButtonBox>(dialog, "sweepButtons")->button(QDialogButtonBox::Ok);
    QVERIFY(ok->isEnabled());
    auto* const widget = findIn<QWidget>(dialog, field);
    widget->setFocus();
    QMetaObject::invokeMethod(widget, "selectAll");
    QTest::keyClick(widget, Qt::Key_Delete);
    QTest::keyClicks(widget, typed);
    QTest::keyClick(widget, Qt::Key_Tab);
    auto* const beneath = findIn<RefusalLine>(dialog, line);
    QVERIFY2(beneath->isVisible() && beneath->reason().contains(reason), qPrintable(beneath->reason()));
    QVERIFY(beneath->y() > widget->y());
    QVERIFY(!ok->isEnabled());
    auto* const inner = widget->findChild<QLineEdit*>();
    QCOMPARE((inner ? inner : qobject_cast<QLineEdit*>(widget))->text(), typed);
    for (auto* const other : dialog.findChildren<RefusalLine*>())
        QVERIFY2(other == beneath || !other->isVisible(), qPrintable(other->objectName()));
}

void TestRefusedEntries::notesSayItBeneath() {
    NoteDialog dialog({RunNote()}, "run", nullptr);
    dialog.show();
    QVERIFY(QTest::qWaitForWindowActive(&dialog));
    QPushButton* const ok = findIn<QDialogButtonBox>(dialog, "noteButtons")->button(QDialogButtonBox::Ok);
    auto* const name = findIn<QLineEdit>(dialog, "noteName");
    auto* const beneath = findIn<RefusalLine>(dialog, "noteNameProblem");
    QGuiApplication::clipboard()->setText(QString(101, u'\u00e9')); // two bytes each
    name->setFocus();
    QTest::keySequence(name, QKeySequence::Paste);
    QVERIFY2(beneath->isVisible() && beneath->reason().contains("name of 202 bytes; at most 200"),
             qPrintable(beneath->reason()));
    QVERIFY(!ok->isEnabled());
    QCOMPARE(name->text().size(), 101);
    QTest::keyClick(name, Qt::Key_Backspace);
    QVERIFY(!beneath->isVisible() && ok->isEnabled());
    auto* const tags = findIn<QLineEdit>(dialog, "noteTags");
    tags->setText(QString(201, u't'));
    QVERIFY(findIn<RefusalLine>(dialog, "noteTagsProblem")->isVisible() && !ok->isEnabled());
    tags->clear();
    findIn<QPlainTextEdit>(dialog, "noteText")->setPlainText(QString(70000, u'n'));
    QVERIFY(findIn<RefusalLine>(dialog, "noteTextProblem")->isVisible() && !ok->isEnabled());
}

void TestRefusedEntries::noReasonTakesNoRoom() {
    QTest::failOnWarning(QRegularExpression("Negative sizes"));
    RefusalLine line("line");
    for (const int width : {200, 60}) {
        line.resize(width, 20);
        line.say({});
        QCOMPARE(line.minimumHeight(), 0);
        line.say("Type a whole number from 1 to 100000, without separators.");
        QVERIFY(line.minimumHeight() > line.fontMetrics().lineSpacing());
        line.say({});
        QCOMPARE(line.minimumHeight(), 0);
    }
}

TEST_OF_ROOM(TestRefusedEntries);
#include "test_refused_entries.moc"
