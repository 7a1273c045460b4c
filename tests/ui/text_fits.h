#pragma once

#include "text/elided_button.h"
#include "text/elided_label.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QAbstractSpinBox>
#include <QCheckBox>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMainWindow>
#include <QMenuBar>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>

/// Asks the widgets of a window whether what they say fits them, and whether they keep out of each other's way.
namespace fixture {

inline QString placeOf(const QWidget& widget) {
    QString place;
    for (const QWidget* each = &widget; each && !each->isWindow(); each = each->parentWidget())
        if (!each->objectName().isEmpty())
            place += (place.isEmpty() ? QString() : QStringLiteral(" in ")) + each->objectName();
    return QLatin1String(widget.metaObject()->className()) + u' ' + place;
}

/// What Qt builds its own controls of; not what it builds to hold widgets of ours. And what only dims others.
inline bool isInside(const QWidget& widget) {
    static const QStringList holders = {QStringLiteral("qt_scrollarea_viewport"),
                                        QStringLiteral("qt_tabwidget_stackedwidget"),
                                        QStringLiteral("qt_tabwidget_tabbar")};
    const QString name = widget.objectName();
    return widget.testAttribute(Qt::WA_TransparentForMouseEvents) ||
           (name.startsWith(QLatin1String("qt_")) && !holders.contains(name)) ||
           qobject_cast<const QComboBox*>(widget.parentWidget());
}

/// Whether the wheel brings it into sight, so that it may lie outside of what is seen.
inline bool isScrolled(const QWidget& widget) {
    const QWidget* const parent = widget.parentWidget();
    const auto* const area = parent ? qobject_cast<const QAbstractScrollArea*>(parent->parentWidget()) : nullptr;
    return area && area->viewport() == parent;
}

inline bool fits(const QLabel& label) {
    if (qobject_cast<const moelab::ElidedLabel*>(&label) || label.text().isEmpty())
        return true; // says the whole of it in its tool tip
    const QSize room = label.contentsRect().size();
    if (label.wordWrap())
        return label.heightForWidth(label.width()) <= label.height();
    return label.sizeHint().width() <= label.width() && label.fontMetrics().height() <= room.height();
}

inline bool fits(const QAbstractButton& button) {
    if (button.text().isEmpty())
        return true;
    const auto* const tool = qobject_cast<const QToolButton*>(&button);
    if (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly)
        return true;
    const auto* const elided = qobject_cast<const moelab::ElidedButton*>(&button); // with what it shows of its words
    const int width = elided ? elided->QPushButton::sizeHint().width() : button.sizeHint().width();
    return width <= button.width() && button.fontMetrics().height() <= button.height();
}

inline bool fits(const QComboBox& box) {
    QStyleOptionComboBox option;
    option.initFrom(&box);
    const QRect field =
        box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
    const int icon = box.itemIcon(box.currentIndex()).isNull() ? 0 : box.iconSize().width() + 4;
    return box.fontMetrics().horizontalAdvance(box.currentText()) + icon <= field.width() &&
           box.fontMetrics().height() <= field.height() + 2;
}

inline bool fits(const QAbstractSpinBox& box) {
    const auto* const field = box.findChild<QLineEdit*>();
    return !field || box.fontMetrics().horizontalAdvance(field->text()) <= field->width();
}

/// Each has the width that it asks for; where they have no room together, they scroll.
inline bool fits(const QTabBar& bar) {
    for (int tab = 0; tab < bar.count(); ++tab)
        if (bar.tabRect(tab).width() < bar.fontMetrics().horizontalAdvance(bar.tabText(tab).remove(u'&')) ||
            bar.tabRect(tab).height() < bar.fontMetrics().height())
            return false;
    return true;
}

inline bool fits(const QHeaderView& header) {
    if (!header.model() || header.orientation() != Qt::Horizontal)
        return true;
    for (int section = 0; section < header.count(); ++section) {
        const QString text = header.model()->headerData(section, Qt::Horizontal).toString();
        if (!header.isSectionHidden(section) &&
            header.sectionSize(section) < header.fontMetrics().horizontalAdvance(text))
            return false;
    }
    return header.height() >= header.fontMetrics().height();
}

inline bool textFits(const QWidget& widget) {
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return fits(*label);
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return fits(*button);
    if (const auto* box = qobject_cast<const QComboBox*>(&widget))
        return fits(*box);
    if (const auto* box = qobject_cast<const QAbstractSpinBox*>(&widget))
        return fits(*box);
    if (const auto* bar = qobject_cast<const QTabBar*>(&widget))
        return fits(*bar);
    if (const auto* header = qobject_cast<const QHeaderView*>(&widget))
        return fits(*header);
    return true;
}

inline QList<QWidget*> seenIn(const QWidget& parent) {
    QList<QWidget*> seen;
    for (QWidget* child : parent.findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly))
        if (child->isVisible() && !child->isWindow() && !child->size().isEmpty())
            seen << child;
    return seen;
}

/// What is wrong with the children of a widget and theirs, a line each.
inline void addMisfits(const QWidget& parent, QStringList& found) {
    const QList<QWidget*> children = seenIn(parent);
    for (qsizetype i = 0; i < children.size(); ++i) {
        const QWidget& child = *children[i];
        if (isInside(child))
            continue;
        if (!textFits(child))
            found << QStringLiteral("no room for the text of ") + placeOf(child);
        if (!isScrolled(child) && !parent.rect().contains(child.geometry()) &&
            !qobject_cast<const QTabBar*>(&parent))
            found << QStringLiteral("cut off: ") + placeOf(child);
        for (qsizetype k = 0; k < i; ++k)
            if (!isInside(*children[k]) && children[k]->geometry().intersects(child.geometry()) &&
                !qobject_cast<const QTabBar*>(&parent)) // whose buttons lie over its tabs
                found << QStringLiteral("overlap: ") + placeOf(child) + QStringLiteral(" and ") +
                             placeOf(*children[k]);
        addMisfits(child, found);
    }
}

inline QStringList misfitsOf(const QWidget& window) {
    QStringList found;
    addMisfits(window, found);
    found.removeDuplicates();
    return found;
}

} // namespace fixture
