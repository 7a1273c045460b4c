#include "test_of_room.h"
#include "ui/open_window.h"

#include <QAbstractButton>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QSet>
#include <QTabBar>

using namespace moelab;
using namespace fixture;

/// What a keyboard and a screen reader need of the window.
class TestAccess : public QObject {
    Q_OBJECT
  private slots:
    void mnemonicsAreUniqueInEachMenu();
    void shortcutsAreUnique();
    void controlsAreNamed();

  private:
    QTemporaryDir m_folder;
};

void TestAccess::mnemonicsAreUniqueInEachMenu() {
    OpenWindow open(m_folder);
    QList<QWidget*> menus = {open.window->menuBar()};
    for (QMenu* menu : open.window->findChildren<QMenu*>())
        menus << menu;
    QVERIFY(menus.size() > 6);
    for (const QWidget* menu : menus) {
        QSet<QString> seen;
        for (const QAction* action : menu->actions()) {
            const QString key = QKeySequence::mnemonic(action->text()).toString();
            QVERIFY2(key.isEmpty() || !seen.contains(key), qPrintable(action->text()));
            seen << key;
        }
    }
}

void TestAccess::shortcutsAreUnique() {
    OpenWindow open(m_folder);
    QSet<QString> seen;
    for (const QAction* action : open.window->findChildren<QAction*>()) {
        const QString key = action->shortcut().toString();
        QVERIFY2(key.isEmpty() || !seen.contains(key), qPrintable(action->text() + key));
        seen << key;
    }
    QVERIFY(seen.contains("Ctrl+Shift+E"));
}

void TestAccess::controlsAreNamed() {
    OpenWindow open(m_folder);
    int controls = 0;
    for (const QWidget* widget : open.window->findChildren<QWidget*>()) {
        const bool part = widget->objectName().startsWith("qt_"); // the inside of one of Qt's own controls
        if (!(widget->focusPolicy() & Qt::TabFocus) || part || widget->window() != open.window.get() ||
            qobject_cast<const QScrollArea*>(widget) || qobject_cast<const QTabBar*>(widget) ||
            widget->focusProxy())
            continue;
        ++controls;
        const auto* const button = qobject_cast<const QAbstractButton*>(widget);
        const bool named = !widget->accessibleName().isEmpty() || (button && !button->text().isEmpty());
        QVERIFY2(named, qPrintable(QString(widget->metaObject()->className()) + ' ' + widget->objectName() +
                                   " in " + widget->parentWidget()->objectName()));
    }
    QVERIFY(controls > 30);
}

TEST_OF_ROOM(TestAccess);
#include "test_access.moc"
