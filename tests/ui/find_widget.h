#pragma once

#include <QObject>
#include <QString>

namespace fixture {

/// @returns the widget or action of that name below `window`; without one the test ends here
template <class Found>
Found* findIn(const QObject& window, const QString& name) {
    auto* const found = window.findChild<Found*>(name);
    if (!found)
        qFatal("there is no %s", qPrintable(name));
    return found;
}

} // namespace fixture
