#include "inspector/fold.h"

#include <QToolButton>
#include <QVBoxLayout>

namespace moelab {

Fold::Fold(const QString& title, const char* name, QWidget* parent)
    : QWidget(parent)
    , m_button(new QToolButton)
    , m_content(new QWidget)
    , m_layout(new QVBoxLayout(m_content)) {
    m_button->setObjectName(QLatin1String(name));
    m_button->setText(title);
    m_button->setCheckable(true);
    m_button->setAutoRaise(true);
    m_button->setArrowType(Qt::RightArrow);
    m_button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_layout->setContentsMargins({});
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->addWidget(m_button, 0, Qt::AlignLeft);
    layout->addWidget(m_content);
    m_content->hide();
    connect(m_button, &QToolButton::toggled, this, [this](bool open) {
        m_button->setArrowType(open ? Qt::DownArrow : Qt::RightArrow);
        m_content->setVisible(open);
        emit opened(open);
    });
}

bool Fold::isOpen() const { return m_button->isChecked(); }
void Fold::setOpen(bool open) { m_button->setChecked(open); }

} // namespace moelab
