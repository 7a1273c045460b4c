#include "text/refusal_line.h"

#include "text/labels.h"

#include <QAccessible>
#include <QVBoxLayout>

namespace moelab {

RefusalLine::RefusalLine(const QString& objectName, QWidget* parent)
    : QLabel(parent) {
    setObjectName(objectName);
    wrapText(*this);
    hide();
}

QLayout* RefusalLine::beneath(QWidget* field) {
    auto* const column = new QVBoxLayout;
    column->setSpacing(2);
    column->addWidget(field);
    column->addWidget(this);
    return column;
}

void RefusalLine::say(const QString& reason) {
    if (reason.isEmpty() && m_reason.isEmpty())
        return;
    write(reason);
    setVisible(!reason.isEmpty());
    if (reason.isEmpty())
        return;
    QAccessibleEvent event(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&event);
}

void RefusalLine::follow(const QString& reason) {
    if (m_reason.isEmpty() || reason.isEmpty()) {
        if (reason != m_reason)
            say(reason);
        return;
    }
    write(reason);
}

void RefusalLine::write(const QString& reason) {
    m_reason = reason;
    setText(reason.isEmpty() ? QString() : QStringLiteral("⚠ ") + reason);
    fit();
}

/// A form asks for the height of a row in another width than it then has.
void RefusalLine::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    fit();
}

/// Of an empty text there is no height.
void RefusalLine::fit() { setMinimumHeight(m_reason.isEmpty() ? 0 : heightForWidth(width())); }

} // namespace moelab
