#include "veil.h"

#include "session/session.h"

#include <QEvent>
#include <QPainter>

namespace moelab {
namespace {

/// So little that text below keeps four and a half times the luminance of its ground.
constexpr double kOpacity = 0.4;

} // namespace

Veil::Veil(Session& session, QWidget* covered)
    : QWidget(covered->parentWidget())
    , m_session(session)
    , m_covered(covered) {
    setAttribute(Qt::WA_TransparentForMouseEvents);
    covered->installEventFilter(this);
    for (const auto changed : {&Session::runChanged, &Session::stagesChanged, &Session::parametersChanged})
        connect(&session, changed, this, &Veil::refresh);
    refresh();
}

void Veil::refresh() { setVisible(m_session.outdatedStages() > 0); }

void Veil::cover() {
    setGeometry(m_covered->geometry());
    raise();
}

bool Veil::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_covered && (event->type() == QEvent::Resize || event->type() == QEvent::Move))
        cover();
    return QWidget::eventFilter(watched, event);
}

void Veil::showEvent(QShowEvent* event) {
    cover();
    QWidget::showEvent(event);
}

void Veil::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setOpacity(kOpacity);
    painter.fillRect(rect(), palette().window());
}

} // namespace moelab
