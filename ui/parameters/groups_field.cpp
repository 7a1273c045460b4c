#include "parameters/groups_field.h"

#include <QKeyEvent>
#include <QTextDocument>
#include <QtMath>

namespace moelab {

GroupsField::GroupsField() {
    setTabChangesFocus(true);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    connect(this, &QPlainTextEdit::textChanged, this, &QWidget::updateGeometry);
}

QSize GroupsField::sizeHint() const {
    // This kind of document measures its height in lines.
    const double lines = std::max(1.0, document()->size().height());
    const double margins = 2 * (document()->documentMargin() + frameWidth());
    return {120, qCeil(lines * fontMetrics().lineSpacing() + margins)};
}

void GroupsField::focusOutEvent(QFocusEvent* event) {
    QPlainTextEdit::focusOutEvent(event);
    if (event->reason() != Qt::PopupFocusReason) // its own context menu
        emit editingFinished();
}

void GroupsField::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers() & Qt::ControlModifier)
        emit editingFinished();
    else
        QPlainTextEdit::keyPressEvent(event);
}

/// Another width wraps the lines elsewhere.
void GroupsField::resizeEvent(QResizeEvent* event) {
    QPlainTextEdit::resizeEvent(event);
    updateGeometry();
}

} // namespace moelab
