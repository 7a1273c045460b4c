#include "quiet_wheel.h"

#include <QAbstractSlider>
#include <QAbstractSpinBox>
#include <QApplication>
#include <QComboBox>
#include <QScrollBar>
#include <QTabBar>

namespace moelab {
namespace {

bool isField(const QObject* object) {
    return qobject_cast<const QComboBox*>(object) || qobject_cast<const QAbstractSpinBox*>(object) ||
           qobject_cast<const QTabBar*>(object) ||
           (qobject_cast<const QAbstractSlider*>(object) && !qobject_cast<const QScrollBar*>(object));
}

class QuietWheel : public QObject {
  public:
    using QObject::QObject;

    bool eventFilter(QObject* watched, QEvent* event) override {
        if ((event->type() != QEvent::Polish && event->type() != QEvent::Wheel) || !isField(watched))
            return false;
        auto* const field = static_cast<QWidget*>(watched);
        if (event->type() == QEvent::Polish) {
            if (field->focusPolicy() == Qt::WheelFocus) // or the wheel would give it the focus itself
                field->setFocusPolicy(Qt::StrongFocus);
            return false;
        }
        if (field->hasFocus() && !qobject_cast<QTabBar*>(field)) // a tab that was clicked keeps it
            return false;
        event->ignore(); // its parent's, then
        return true;
    }
};

} // namespace

void keepWheelForScrolling(QApplication& application) {
    static const QString kName = QStringLiteral("quietWheel");
    if (application.findChild<QObject*>(kName, Qt::FindDirectChildrenOnly))
        return;
    auto* const filter = new QuietWheel(&application);
    filter->setObjectName(kName);
    application.installEventFilter(filter);
}

} // namespace moelab
