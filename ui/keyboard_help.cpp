#include "keyboard_help.h"

#include "text/labels.h"

#include <QAction>
#include <QCoreApplication>
#include <QDialog>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>
#include <QScreen>
#include <QScrollBar>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLinesAround = 3;    // that a window's frame takes
constexpr int kLettersAcross = 62; // across

QString helpText(const char* text) { return QCoreApplication::translate("moelab::KeyboardHelp", text); }

QString withoutKey(QString text) { return text.remove(u'&'); }

QString keysOf(const QAction& action) {
    QStringList keys;
    for (const QKeySequence& key : action.shortcuts())
        keys << key.toString(QKeySequence::NativeText);
    return keys.join(QStringLiteral(", "));
}

void addActions(QTreeWidget& list, const QString& heading, const QList<QAction*>& actions) {
    QList<QTreeWidgetItem*> items;
    for (const QAction* action : actions)
        if (const QString keys = keysOf(*action); !keys.isEmpty())
            items << new QTreeWidgetItem({withoutKey(action->text()), keys});
    if (items.isEmpty())
        return;
    auto* const group = new QTreeWidgetItem(&list, {heading});
    QFont font = list.font();
    font.setBold(true);
    group->setFont(0, font);
    group->addChildren(items);
}

QTreeWidget* makeList(const QMainWindow& window) {
    auto* const list = new QTreeWidget;
    list->setObjectName(QStringLiteral("keys"));
    list->setAccessibleName(helpText("Actions and their keys"));
    list->setHeaderLabels({helpText("Action"), helpText("Keys")});
    list->setRootIsDecorated(false);
    for (const QAction* menu : window.menuBar()->actions())
        addActions(*list, withoutKey(menu->text()), menu->menu()->actions());
    list->expandAll();
    list->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    list->header()->setStretchLastSection(false); // stretched, it keeps the width that a vertical bar takes later
    list->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    return list;
}

/// In which the list has no need to scroll.
QSize wholeSize(const QAbstractItemView& list, const QLayout& layout) {
    const QMargins margins = layout.contentsMargins();
    int width = margins.left() + margins.right() + 2 * list.frameWidth() +
                list.verticalScrollBar()->sizeHint().width(); // on a screen that is too low
    for (int column = 0; column < list.model()->columnCount(); ++column)
        width += list.sizeHintForColumn(column);
    width = std::max(width, kLettersAcross * list.fontMetrics().averageCharWidth());
    return {width, layout.totalHeightForWidth(width)};
}

} // namespace

void showKeyboardHelp(QMainWindow& window) {
    auto* const dialog = new QDialog(&window);
    dialog->setObjectName(QStringLiteral("keyboardHelp"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(helpText("Keyboard"));
    auto* const also = new QLabel(helpText(
        "Tab goes to the next control, Shift+Tab back, also to the button that resets a parameter. Arrow keys move "
        "among images, cells and tabs. Down goes from a tab into its view, Enter opens what has the frame, and Alt "
        "with an underlined letter opens a menu."));
    also->setObjectName(QStringLiteral("keysAlso"));
    wrapText(*also);
    auto* const buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::close);
    auto* const layout = new QVBoxLayout(dialog);
    auto* const list = makeList(window);
    layout->addWidget(list, 1);
    layout->addWidget(also);
    layout->addWidget(buttons);
    dialog->resize(wholeSize(*list, *layout)
                       .boundedTo(window.screen()->availableGeometry().size() -
                                  QSize(0, kLinesAround * dialog->fontMetrics().lineSpacing())));
    dialog->open();
}

} // namespace moelab
