#include "samples/confidence_popup.h"

#include "text/whole_number_box.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>

#include <optional>

namespace moelab {
namespace {

std::optional<double> shareIn(const WholeNumberBox& box) {
    try {
        return box.typedValue() / 100;
    } catch (const std::exception&) {
        return std::nullopt; // something else is being typed
    }
}

} // namespace

ConfidencePopup::ConfidencePopup(QWidget* parent)
    : QFrame(parent, Qt::Popup)
    , m_over(new WholeNumberBox(0, 100, "confidence"))
    , m_upTo(new WholeNumberBox(0, 100, "confidence"))
    , m_apply(new QPushButton(tr("Apply"))) {
    setObjectName(QStringLiteral("confidencePopup"));
    setFrameShape(QFrame::StyledPanel);
    m_over->setObjectName(QStringLiteral("confidenceOver"));
    m_over->setAccessibleName(tr("Confidence above, in percent"));
    m_upTo->setObjectName(QStringLiteral("confidenceUpTo"));
    m_upTo->setAccessibleName(tr("Confidence up to, in percent"));
    m_apply->setObjectName(QStringLiteral("confidenceApply"));
    auto* const layout = new QHBoxLayout(this);
    layout->addWidget(new QLabel(tr("Confidence above")));
    layout->addWidget(m_over);
    layout->addWidget(new QLabel(tr("up to")));
    layout->addWidget(m_upTo);
    layout->addWidget(m_apply);
    for (WholeNumberBox* box : {m_over, m_upTo}) {
        box->setSuffix(QStringLiteral(" %"));
        connect(box, &WholeNumberBox::changed, this, &ConfidencePopup::refresh);
    }
    for (const int key : {Qt::Key_Return, Qt::Key_Enter})
        new QShortcut(QKeySequence(key), this, this, &ConfidencePopup::apply, Qt::WidgetWithChildrenShortcut);
    connect(m_apply, &QPushButton::clicked, this, &ConfidencePopup::apply);
}

void ConfidencePopup::open(const QWidget& below, const ConfidenceRange& range) {
    m_over->setValue(100 * range.over);
    m_upTo->setValue(100 * range.upTo);
    adjustSize();
    move(below.mapToGlobal(QPoint(0, below.height())));
    show();
    m_over->setFocus(Qt::PopupFocusReason);
    m_over->selectAll();
}

void ConfidencePopup::refresh() {
    const auto over = shareIn(*m_over);
    const auto upTo = shareIn(*m_upTo);
    m_apply->setEnabled(over && upTo && *over < *upTo);
}

void ConfidencePopup::apply() {
    refresh();
    if (!m_apply->isEnabled())
        return;
    const ConfidenceRange range{*shareIn(*m_over), *shareIn(*m_upTo)};
    close();
    emit chosen(range);
}

} // namespace moelab
