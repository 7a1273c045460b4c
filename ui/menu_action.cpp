#include "menu_action.h"

#include <QAction>
#include <QMenu>

namespace moelab {

QAction* addMenuAction(QMenu* menu, const char* name, const QString& text, const QKeySequence& shortcut,
                       const std::function<void()>& act) {
    QAction* const action = menu->addAction(text);
    action->setObjectName(QLatin1String(name));
    action->setShortcut(shortcut);
    QObject::connect(action, &QAction::triggered, menu, act);
    return action;
}

} // namespace moelab
