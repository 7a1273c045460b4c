#include "panels.h"

#include "plotting/icons.h"
#include "session/settings.h"

#include <QAction>
#include <QApplication>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>
#include <QScrollArea>
#include <QScrollBar>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLettersBeside = 150; // across a window with panels on both sides

QString keyOf(const QDockWidget& dock) { return QStringLiteral("panels/") + dock.objectName(); }

} // namespace

Panels::Panels(QMainWindow& window)
    : QObject(&window)
    , m_window(window) {
    window.installEventFilter(this);
    m_click.setSingleShot(true);
    connect(&m_click, &QTimer::timeout, this, [this] {
        for (Panel& panel : m_panels)
            fill(panel);
    });
    window.setContextMenuPolicy(Qt::NoContextMenu); // Qt's own list of docks would go past what is remembered
}

QDockWidget* Panels::add(const QString& title, const char* name, const char* iconName, QWidget* content,
                         Qt::DockWidgetArea area, bool shown) {
    auto* const dock = new QDockWidget(title);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(content);
    dock->setWindowIcon(icon(iconName));
    dock->installEventFilter(this);
    m_window.addDockWidget(area, dock);
    auto* const action = new QAction(icon(iconName), title, this);
    action->setObjectName(QLatin1String(name) + QStringLiteral("Shown"));
    action->setToolTip(tr("Show or collapse: %1").arg(title));
    action->setCheckable(true);
    action->setChecked(shown);
    connect(action, &QAction::triggered, this, [this, dock](bool checked) { want(*find(dock), checked); });
    m_panels.push_back({dock, action, shown});
    refresh();
    return dock;
}

std::vector<QAction*> Panels::actions() const {
    std::vector<QAction*> actions;
    for (const Panel& panel : m_panels)
        actions.push_back(panel.shown);
    return actions;
}

std::vector<QWidget*> Panels::seen() const {
    std::vector<QWidget*> docks;
    for (const Panel& panel : m_panels)
        if (panel.dock->isVisible())
            docks.push_back(panel.dock);
    return docks;
}

Panels::Panel* Panels::find(const QObject* dock) {
    const auto found = std::ranges::find(m_panels, dock, &Panel::dock);
    return found == m_panels.end() ? nullptr : &*found;
}

void Panels::want(Panel& panel, bool wanted) {
    panel.wanted = wanted;
    panel.turn = ++m_turns;
    refresh();
}

void Panels::show(const QDockWidget* dock) { want(*find(dock), true); }

void Panels::setFilled(const QDockWidget* dock, bool filled) {
    Panel& panel = *find(dock);
    panel.fills = filled;
    if (filled && !panel.filled && QApplication::mouseButtons() != Qt::NoButton)
        m_click.start(QApplication::doubleClickInterval());
    if (!filled || !m_click.isActive())
        fill(panel);
}

void Panels::fill(Panel& panel) {
    if (panel.filled == panel.fills)
        return;
    panel.filled = panel.fills;
    panel.turn = ++m_turns;
    if (auto* const content = qobject_cast<QScrollArea*>(panel.dock->widget()))
        content->verticalScrollBar()->setValue(0);
    refresh();
}

bool Panels::isNarrow() const {
    return m_window.width() < kLettersBeside * m_window.fontMetrics().averageCharWidth();
}

/// To one on the other side.
bool Panels::givesWay(const Panel& panel) const {
    constexpr Qt::DockWidgetAreas kSides = Qt::LeftDockWidgetArea | Qt::RightDockWidgetArea;
    const Qt::DockWidgetArea area = m_window.dockWidgetArea(panel.dock);
    return isNarrow() && kSides.testFlag(area) && std::ranges::any_of(m_panels, [&](const Panel& other) {
               const Qt::DockWidgetArea there = m_window.dockWidgetArea(other.dock);
               return kSides.testFlag(there) && there != area && isWanted(other) && !other.dock->isFloating() &&
                      other.turn > panel.turn;
           });
}

void Panels::setAway(bool away) {
    m_away = away;
    refresh();
}

void Panels::refresh() {
    for (const Panel& panel : m_panels) {
        const bool gives = givesWay(panel);
        panel.shown->setEnabled(panel.filled);
        panel.shown->setChecked(panel.wanted && !gives);
        panel.dock->setVisible(isWanted(panel) && !gives && !m_away);
    }
}

void Panels::restore(const Settings& settings) {
    for (Panel& panel : m_panels)
        panel.wanted = settings.flag(keyOf(*panel.dock), panel.wanted);
    refresh(); // a layout that was restored may show others
}

void Panels::save(Settings& settings) const {
    for (const Panel& panel : m_panels)
        settings.setValue(keyOf(*panel.dock), int(panel.wanted));
}

/// Closed by the cross in its title; or the window is another width, in letters.
bool Panels::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Close)
        if (Panel* const panel = find(watched))
            want(*panel, false);
    if (watched == &m_window && (event->type() == QEvent::Resize || event->type() == QEvent::FontChange))
        refresh();
    return QObject::eventFilter(watched, event);
}

} // namespace moelab
