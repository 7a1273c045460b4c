#pragma once

#include "samples/query_bar.h"
#include "ui/open_window.h"

#include <QLineEdit>
#include <QMenu>
#include <QToolButton>

namespace fixture {

/// By its keys: what a click does without a way of the pointer there differs between versions of Qt.
inline void chooseIn(QMenu& menu, QAction& action) {
    menu.setActiveAction(&action);
    QTest::keyClick(&menu, Qt::Key_Return);
}

/// The kinds of filters that the menu offers now: "filter-label".
inline QStringList offeredFilters(OpenWindow& open) {
    QTest::mouseClick(open.find<QToolButton>("addFilter"), Qt::LeftButton);
    auto* const menu = open.find<QMenu>("filterMenu");
    if (!QTest::qWaitFor([&] { return menu->isVisible(); }))
        qFatal("the menu of filters does not open");
    QStringList names;
    for (const QAction* action : menu->actions())
        names << action->objectName();
    QTest::keyClick(menu, Qt::Key_Escape);
    return names;
}

/// Where the choices of a filter are searched.
inline QLineEdit* searchOfFilters(OpenWindow& open) {
    return findIn<QLineEdit>(*open.window->findChild<moelab::QueryBar*>(), "choiceSearch");
}

/// Opens the menu of filters, and chooses a kind.
inline QAction* chooseFilter(OpenWindow& open, const QString& filter) {
    QTest::mouseClick(open.find<QToolButton>("addFilter"), Qt::LeftButton);
    auto* const menu = open.find<QMenu>("filterMenu");
    if (!QTest::qWaitFor([&] { return menu->isVisible(); }))
        qFatal("the menu of filters does not open");
    auto* const action = findIn<QAction>(*menu, "filter-" + filter);
    chooseIn(*menu, *action);
    return action;
}

/// Adds a filter as a person does: from the menu, and in a list by typing. @param choice as it is shown
inline void addFilter(OpenWindow& open, const QString& filter, const QString& choice) {
    const QAction* const action = chooseFilter(open, filter);
    if (QMenu* const choices = action->menu()) {
        if (!QTest::qWaitFor([&] { return choices->isVisible(); }))
            qFatal("the choices do not open");
        for (QAction* each : choices->actions())
            if (each->text() == choice) {
                chooseIn(*choices, *each);
                return;
            }
        qFatal("there is no %s", qPrintable(choice));
    }
    QLineEdit* const search = searchOfFilters(open);
    if (!QTest::qWaitFor([&] { return search->isVisible(); }))
        qFatal("the list does not open");
    QTest::keyClicks(search, choice);
    QTest::keyClick(search, Qt::Key_Return);
}

} // namespace fixture
