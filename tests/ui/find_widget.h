#pragma once

#include <QObject>
#include <QString>
#include <QTabWidget>

namespace fixture {

/// @returns the widget or action of that name below `window`; without one the test ends here
template <class Found>
Found* findIn(const QObject& window, const QString& name) {
    auto* const found = window.findChild<Found*>(name);
    if (!found)
        qFatal("there is no %s", qPrintable(name));
    return found;
}

/// The tab whose page a widget is or lies in; -1 if there is none.
inline int tabOf(const QTabWidget& tabs, const QWidget& widget) {
    for (int tab = 0; tab < tabs.count(); ++tab)
        if (tabs.widget(tab) == &widget || tabs.widget(tab)->isAncestorOf(&widget))
            return tab;
    return -1;
}

} // namespace fixture
