#include "workspace/runs_filter.h"

#include "workspace/runs_model.h"

#include <algorithm>

namespace moelab {

RunsFilter::RunsFilter(QObject* parent)
    : QSortFilterProxyModel(parent)
    // The C locale knows no numbers in names.
    , m_collator(QLocale().language() == QLocale::C ? QLocale(QLocale::English) : QLocale()) {
    setSortRole(RunsModel::SortRole);
    m_collator.setNumericMode(true);
    m_collator.setCaseSensitivity(Qt::CaseInsensitive);
}

void RunsFilter::setText(const QString& text) {
    m_words = text.toLower().simplified().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    invalidateFilter();
}

void RunsFilter::setState(std::optional<RunState> state) {
    m_state = state;
    invalidateFilter();
}

void RunsFilter::setTag(const QString& tag) {
    m_tag = tag;
    invalidateFilter();
}

bool RunsFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (m_state && index.data(RunsModel::StateRole).toInt() != int(*m_state))
        return false;
    if (!m_tag.isEmpty() && !index.data(RunsModel::TagsRole).toStringList().contains(m_tag))
        return false;
    if (m_words.isEmpty())
        return true;
    const QString text = index.data(RunsModel::SearchRole).toString();
    return std::ranges::all_of(m_words, [&](const QString& word) { return text.contains(word); });
}

bool RunsFilter::lessThan(const QModelIndex& left, const QModelIndex& right) const {
    const QVariant a = left.data(sortRole());
    const QVariant b = right.data(sortRole());
    if (a.isValid() != b.isValid())
        return (sortOrder() == Qt::AscendingOrder) == a.isValid();
    if (a.typeId() == QMetaType::QString)
        return m_collator.compare(a.toString(), b.toString()) < 0;
    return a.toDouble() < b.toDouble();
}

} // namespace moelab
