#pragma once

#include <QApplication>
#include <QWheelEvent>
#include <QtTest>

namespace fixture {

/// Turns the wheel towards the person, over the middle of a widget, as a mouse does: another event would end with
/// the widget that it is sent to.
inline void turnWheelOver(QWidget& widget) {
    const QPoint middle = widget.rect().center();
    QWheelEvent event(middle, widget.mapToGlobal(middle), {}, {0, -120}, Qt::NoButton, Qt::NoModifier,
                      Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    qApp->notify(&widget, &event);
}

} // namespace fixture
