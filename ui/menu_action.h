#pragma once

#include <QKeySequence>

#include <functional>

class QAction;
class QMenu;

namespace moelab {

/// Appends an action to a menu. @param name its object name
QAction* addMenuAction(QMenu* menu, const char* name, const QString& text, const QKeySequence& shortcut,
                       const std::function<void()>& act);

} // namespace moelab
