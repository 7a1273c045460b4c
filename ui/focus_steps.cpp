#include "focus_steps.h"

#include <QApplication>
#include <QScrollArea>
#include <QWidget>

#include <algorithm>

namespace moelab {
namespace {

bool takesKeys(const QWidget& widget) {
    return (widget.focusPolicy() & Qt::TabFocus) && widget.isVisible() && widget.isEnabled();
}

/// @returns null if nothing in the panel takes the keyboard
QWidget* firstIn(QWidget& panel) {
    QWidget* const last = panel.focusWidget();
    if (last && panel.isAncestorOf(last) && takesKeys(*last))
        return last;
    for (QWidget* next = panel.nextInFocusChain(); next != &panel; next = next->nextInFocusChain())
        if (panel.isAncestorOf(next) && takesKeys(*next) && !next->focusProxy())
            return next;
    return takesKeys(panel) ? &panel : nullptr;
}

/// Where it is scrolled out of sight, too.
void showInAreas(QWidget& widget) {
    for (QWidget* parent = widget.parentWidget(); parent; parent = parent->parentWidget())
        if (auto* const area = qobject_cast<QScrollArea*>(parent))
            area->ensureWidgetVisible(&widget);
}

} // namespace

void focusNextPanel(const std::vector<QWidget*>& panels, int step) {
    QWidget* const now = QApplication::focusWidget();
    const auto count = static_cast<int>(panels.size());
    const auto at = std::ranges::find_if(
        panels, [now](const QWidget* panel) { return now && (panel == now || panel->isAncestorOf(now)); });
    int place = at == panels.end() ? (step > 0 ? -1 : count) : static_cast<int>(at - panels.begin());
    for (int tried = 0; tried < count; ++tried) {
        place = (place + step + count) % count;
        if (QWidget* const first = firstIn(*panels[static_cast<std::size_t>(place)])) {
            first->setFocus(Qt::TabFocusReason);
            showInAreas(*first);
            return;
        }
    }
}

} // namespace moelab
