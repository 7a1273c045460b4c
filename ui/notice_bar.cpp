#include "notice_bar.h"

#include "text/labels.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QLabel>
#include <QStyle>
#include <QToolButton>

namespace moelab {

NoticeBar::NoticeBar(QWidget* parent)
    : QFrame(parent)
    , m_words(new QLabel) {
    setObjectName(QStringLiteral("noticeBar"));
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::ToolTipBase);
    auto* const sign = new QLabel;
    const int size = style()->pixelMetric(QStyle::PM_SmallIconSize);
    sign->setPixmap(style()->standardIcon(QStyle::SP_MessageBoxWarning).pixmap(size, size));
    m_words->setObjectName(QStringLiteral("refusal"));
    m_words->setForegroundRole(QPalette::ToolTipText);
    m_words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    wrapText(*m_words);
    auto* const close = new QToolButton;
    close->setObjectName(QStringLiteral("closeNotice"));
    close->setAccessibleName(tr("Close the message"));
    close->setToolTip(close->accessibleName());
    close->setIcon(style()->standardIcon(QStyle::SP_TitleBarCloseButton));
    close->setAutoRaise(true);
    auto* const layout = new QHBoxLayout(this);
    layout->setContentsMargins(6, 2, 2, 2);
    layout->addWidget(sign, 0, Qt::AlignTop);
    layout->addWidget(m_words, 1);
    layout->addWidget(close, 0, Qt::AlignTop);
    connect(close, &QToolButton::clicked, this, [this] { say({}); });
    hide();
}

void NoticeBar::say(const QString& message) {
    m_words->setText(message);
    setVisible(!message.isEmpty());
    if (message.isEmpty())
        return;
    QAccessibleEvent event(m_words, QAccessible::Alert); // read aloud wherever the keyboard is
    QAccessible::updateAccessibility(&event);
}

} // namespace moelab
