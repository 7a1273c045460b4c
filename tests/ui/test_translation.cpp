#include "config/parameter_table.h"
#include "test_of_room.h"
#include "ui/figure_export.h"
#include "ui/pseudo_translator.h"
#include "ui/runs_window_fixture.h"
#include "ui/trained_window.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDockWidget>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QRegularExpression>
#include <QTabBar>
#include <QTabWidget>
#include <qcustomplot.h>

using namespace moelab;
using namespace fixture;

namespace {

using Texts = QMap<QString, QString>; ///< where a text is shown, and the text

void addPlot(const QString& place, QCustomPlot& plot, Texts& texts) {
    for (const QCPAxisRect* rect : plot.axisRects())
        for (const QCPAxis* axis : rect->axes())
            texts[place + QStringLiteral("/axis %1").arg(axis->axisType())] = axis->label();
    for (int i = 0; i < plot.itemCount(); ++i)
        if (const auto* text = qobject_cast<QCPItemText*>(plot.item(i)))
            texts[place + QStringLiteral("/item %1").arg(i)] = text->text();
}

void addView(const QString& place, const QAbstractItemView& view, Texts& texts) {
    if (!view.model() || qobject_cast<const QHeaderView*>(&view))
        return;
    for (int column = 0; column < view.model()->columnCount(); ++column)
        texts[place + QStringLiteral("/header %1").arg(column)] =
            view.model()->headerData(column, Qt::Horizontal).toString();
}

void addWidget(QWidget& widget, Texts& texts) {
    const QString place = QLatin1String(widget.metaObject()->className()) + u' ' + widget.objectName();
    texts[place + QStringLiteral("/tool tip")] = widget.toolTip();
    texts[place + QStringLiteral("/accessible name")] = widget.accessibleName();
    if (const auto* label = qobject_cast<QLabel*>(&widget))
        texts[place + QStringLiteral("/text ") + label->text().left(20)] = label->text();
    if (const auto* button = qobject_cast<QAbstractButton*>(&widget))
        texts[place + QStringLiteral("/text ") + button->text()] = button->text();
    if (const auto* box = qobject_cast<QGroupBox*>(&widget))
        texts[place + QStringLiteral("/title")] = box->title();
    if (const auto* line = qobject_cast<QLineEdit*>(&widget))
        texts[place + QStringLiteral("/placeholder")] = line->placeholderText();
    if (const auto* dock = qobject_cast<QDockWidget*>(&widget))
        texts[place + QStringLiteral("/title")] = dock->windowTitle();
    if (const auto* menu = qobject_cast<QMenu*>(&widget))
        texts[place + QStringLiteral("/title ") + menu->title()] = menu->title();
    if (const auto* box = qobject_cast<QComboBox*>(&widget))
        for (int i = 0; i < box->count(); ++i)
            texts[place + QStringLiteral("/item %1").arg(i)] = box->itemText(i);
    if (const auto* bar = qobject_cast<QTabBar*>(&widget))
        for (int i = 0; i < bar->count(); ++i)
            texts[place + QStringLiteral("/tab %1").arg(i)] = bar->tabText(i);
    if (auto* plot = qobject_cast<QCustomPlot*>(&widget))
        addPlot(place, *plot, texts);
    if (const auto* view = qobject_cast<QAbstractItemView*>(&widget))
        addView(place, *view, texts);
}

/// All that a window shows, also where it is hidden at the moment.
Texts textsOf(QWidget& window) {
    Texts texts;
    addWidget(window, texts);
    for (QWidget* widget : window.findChildren<QWidget*>())
        if (!widget->objectName().startsWith(QLatin1String("qt_"))) // the inside of one of Qt's own controls
            addWidget(*widget, texts);
    for (const QAction* action : window.findChildren<QAction*>())
        texts[QStringLiteral("action ") + action->objectName() + u' ' + action->text()] = action->text();
    return texts;
}

/// What may stand in a window as it is: names of data, of parameters and their values, of products, of keys.
QStringList foreignNames() {
    QStringList names = {"MoE Lab", "CIFAR-10", "Grad-CAM", "TorchScript", "Qt", "Ctrl", "Shift", "Alt", "Return"};
    for (const std::string& name : someConfig().classNames)
        names << QString::fromStdString(name);
    for (const ClassGroup& group : Parameters().groups)
        names << QString::fromStdString(group.name);
    for (const ParameterInfo& info : parameterTable()) {
        names << QString::fromUtf8(info.name.data(), qsizetype(info.name.size()));
        for (const std::string_view choice : info.choices)
            names << QString::fromUtf8(choice.data(), qsizetype(choice.size()));
    }
    return names;
}

/// @returns what of the text neither was translated nor is a name
QString untranslated(QString text, QStringList names) {
    std::ranges::sort(names, std::greater(), &QString::size);
    static const QRegularExpression translated(QStringLiteral("\u27e6[^\u27e6\u27e7]*\u27e7"));
    static const QRegularExpression markup(QStringLiteral("<[^>]*>"));
    static const QRegularExpression word(QStringLiteral("[A-Za-z]{2,}"));
    while (text.contains(translated))
        text.remove(translated); // the inner ones first
    text.remove(markup);
    for (const QString& name : names)
        text.remove(name);
    return word.match(text).hasMatch() ? text : QString();
}

} // namespace

/// Every text of the windows is offered for translation, whole.
class TestTranslation : public QObject, private TrainedWindow {
    Q_OBJECT
  private slots:
    void initTestCase();
    void cleanupTestCase() { QCoreApplication::removeTranslator(&m_translator); }
    void everyTextOfTheWindow();
    void everyTextOfTheRuns();

  private:
    void check(QWidget& window, const QStringList& names);
    PseudoTranslator m_translator;
};

void TestTranslation::initTestCase() {
    QCoreApplication::installTranslator(&m_translator);
    trainOnce();
}

void TestTranslation::check(QWidget& window, const QStringList& names) {
    const Texts texts = textsOf(window);
    QVERIFY(texts.size() > 20);
    QStringList found;
    for (const auto& [place, text] : texts.asKeyValueRange())
        if (const QString rest = untranslated(text, names); !rest.isEmpty())
            found << place + QStringLiteral(": ") + rest.simplified();
    QVERIFY2(found.isEmpty(), qPrintable(u'\n' + found.join(u'\n')));
}

void TestTranslation::everyTextOfTheWindow() {
    openRun();
    auto* const tabs = m_open->find<QTabWidget>(QStringLiteral("views"));
    for (int tab = 0; tab < tabs->count(); ++tab) {
        tabs->setCurrentIndex(tab);
        QTRY_VERIFY_WITH_TIMEOUT(m_open->session.activity().isEmpty(), kLong);
    }
    m_open->session.selection().setImage(0);
    check(*m_open->window, foreignNames() << QFileInfo(m_run).fileName());
    m_open->trigger("exportView");
    check(*figureDialog(*m_open->window),
          foreignNames() << QStringLiteral("PNG") << QStringLiteral("SVG") << QStringLiteral("PDF"));
}

void TestTranslation::everyTextOfTheRuns() {
    struct Runs : RunsWindowFixture {
        using RunsWindowFixture::find, RunsWindowFixture::m_window, RunsWindowFixture::makeFourRuns,
            RunsWindowFixture::names, RunsWindowFixture::table;
    } runs;
    runs.makeFourRuns();
    const QStringList names = foreignNames()
                              << runs.names() << QStringLiteral("Trained for longer.") << QStringLiteral("to show");
    runs.table()->selectRow(0);
    QTRY_VERIFY(runs.find<QAction>("sweepRun")->isEnabled());
    runs.find<QAction>("sweepRun")->trigger();
    runs.find<QLineEdit>("sweepValues1")->setText(QStringLiteral("20, 50"));
    check(*runs.find<QWidget>("sweepDialog"), names);
    runs.find<QDialog>("sweepDialog")->reject();
    runs.table()->selectAll();
    auto* const panels = runs.find<QTabWidget>("runsPanels");
    for (int panel = 0; panel < panels->count(); ++panel)
        panels->setCurrentIndex(panel);
    check(*runs.m_window, names);
}

TEST_OF_ROOM(TestTranslation);
#include "test_translation.moc"
