#include "panels.h"

#include "plotting/icons.h"
#include "session/settings.h"

#include <QAction>
#include <QDockWidget>
#include <QEvent>
#include <QMainWindow>

#include <algorithm>

namespace moelab {
namespace {

QString keyOf(const QDockWidget& dock) { return QStringLiteral("panels/") + dock.objectName(); }

} // namespace

Panels::Panels(QMainWindow& window)
    : QObject(&window)
    , m_window(window) {
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
    connect(action, &QAction::toggled, this, &Panels::refresh);
    m_panels.push_back({dock, action});
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

void Panels::show(const QDockWidget* dock) { find(dock)->shown->setChecked(true); }

void Panels::setFilled(const QDockWidget* dock, bool filled) {
    find(dock)->filled = filled;
    refresh();
}

void Panels::setAway(bool away) {
    m_away = away;
    refresh();
}

void Panels::refresh() {
    for (const Panel& panel : m_panels) {
        panel.shown->setEnabled(panel.filled);
        panel.dock->setVisible(panel.shown->isChecked() && panel.filled && !m_away);
    }
}

void Panels::restore(const Settings& settings) {
    for (const Panel& panel : m_panels)
        panel.shown->setChecked(settings.flag(keyOf(*panel.dock), panel.shown->isChecked()));
    refresh(); // a layout that was restored may show others
}

void Panels::save(Settings& settings) const {
    for (const Panel& panel : m_panels)
        settings.setValue(keyOf(*panel.dock), int(panel.shown->isChecked()));
}

/// Closed by the cross in its title.
bool Panels::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Close)
        if (const Panel* const panel = find(watched))
            panel->shown->setChecked(false);
    return QObject::eventFilter(watched, event);
}

} // namespace moelab
