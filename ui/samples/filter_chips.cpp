#include "samples/filter_chips.h"

#include "plotting/flow_layout.h"
#include "text/foreign_text.h"

#include <QKeyEvent>
#include <QToolButton>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLongestChip = 40; // letters

} // namespace

FilterChips::FilterChips(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("filterChips"));
    auto* const layout = new FlowLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QSizePolicy policy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    hide();
}

void FilterChips::showQuery(const ImageQuery& query, const QueryNames& names) {
    if (query == m_query && names == m_names)
        return;
    const auto focused = std::ranges::find_if(m_chips, [](const QToolButton* chip) { return chip->hasFocus(); });
    const bool hadFocus = focused != m_chips.end();
    const auto position = static_cast<std::size_t>(focused - m_chips.begin());
    m_query = query;
    m_names = names;
    for (QToolButton* chip : m_chips) {
        chip->hide();
        chip->deleteLater(); // it may be the one that was clicked
        layout()->removeWidget(chip);
        chip->setObjectName({});
    }
    m_chips.clear();
    const std::vector<QueryFilter> filters = filtersOf(query);
    setVisible(!filters.empty());
    if (filters.empty()) {
        if (hadFocus)
            emit emptied();
        return;
    }
    for (const QueryFilter filter : filters)
        m_chips.push_back(makeChip(filter));
    m_chips.push_back(makeClear());
    for (QToolButton* chip : m_chips) {
        layout()->addWidget(chip);
        chip->show();
    }
    if (hadFocus)
        focusChip(position);
}

void FilterChips::focusChip(std::size_t position) {
    m_chips[std::min(position, m_chips.size() - 2)]->setFocus(Qt::OtherFocusReason); // "Clear all" is no chip
}

QToolButton* FilterChips::makeChip(QueryFilter filter) {
    const QString words = wordsFor(m_query, filter, m_names);
    auto* const chip = new QToolButton(this);
    chip->setObjectName(QStringLiteral("chip-") + QLatin1String(nameOf(filter)));
    const QString shown =
        fontMetrics().elidedText(words, Qt::ElideMiddle, kLongestChip * fontMetrics().averageCharWidth());
    chip->setText(asCaption(shown) + QStringLiteral(" ✕"));
    chip->setAccessibleName(tr("Take off the filter: %1").arg(words));
    chip->setToolTip(chip->accessibleName());
    chip->installEventFilter(this);
    connect(chip, &QToolButton::clicked, this, [this, filter] { emit queryEdited(without(m_query, filter)); });
    return chip;
}

QToolButton* FilterChips::makeClear() {
    auto* const clear = new QToolButton(this);
    clear->setObjectName(QStringLiteral("queryClear"));
    clear->setText(tr("Clear all"));
    clear->setToolTip(tr("Show all images"));
    clear->setAutoRaise(true);
    connect(clear, &QToolButton::clicked, this, [this] { emit queryEdited(withoutFilters(m_query)); });
    return clear;
}

bool FilterChips::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Delete || key == Qt::Key_Backspace) {
            static_cast<QToolButton*>(watched)->click();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace moelab
