#include "message_line.h"

#include <QApplication>
#include <QKeyEvent>

#include <chrono>

namespace moelab {
namespace {

using namespace std::chrono_literals;

constexpr auto kToNotice = 1000ms;
constexpr auto kToReadALetter = 40ms;

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt || key == Qt::Key_Meta ||
           key == Qt::Key_AltGr;
}

} // namespace

MessageLine::MessageLine(QWidget& window)
    : m_window(window) {
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_reading.setSingleShot(true);
    connect(&m_reading, &QTimer::timeout, this, [this] {
        if (m_isPassed)
            tell({});
    });
    qApp->installEventFilter(this);
}

void MessageLine::tell(const QString& message) {
    write(message);
    m_hasNews = !message.isEmpty();
    if (m_hasNews)
        m_reading.start(kToNotice + message.size() * kToReadALetter);
}

void MessageLine::refuse(const QString& message) { write(message); }

void MessageLine::write(const QString& message) {
    m_reading.stop();
    m_hasNews = false;
    m_isPassed = false;
    setText(QString(message).replace(u'\n', u' '));
    setToolTip(message);
}

bool MessageLine::eventFilter(QObject* watched, QEvent* event) {
    if (!m_hasNews || !isStep(watched, *event))
        return false;
    m_isPassed = true;
    if (!m_reading.isActive())
        tell({});
    return false;
}

/// Also in a dialog of the window. A key is one before it is known whether it is a shortcut.
bool MessageLine::isStep(QObject* watched, const QEvent& event) const {
    const bool key = event.type() == QEvent::ShortcutOverride || event.type() == QEvent::KeyPress;
    if (!key && event.type() != QEvent::MouseButtonPress)
        return false;
    if (key && isModifier(static_cast<const QKeyEvent&>(event).key()))
        return false;
    const auto* at = qobject_cast<const QWidget*>(watched);
    while (at && at != &m_window)
        at = at->parentWidget();
    return at;
}

} // namespace moelab
