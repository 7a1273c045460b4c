#include "log/log_model.h"

#include "text/foreign_text.h"

#include <QLocale>

namespace moelab {
namespace {

constexpr std::size_t kMostEntries = 20000;

} // namespace

QString levelName(int level) {
    return level >= 4 ? LogModel::tr("error") : level == 3 ? LogModel::tr("warning") : LogModel::tr("info");
}

void LogModel::add(const std::vector<LogEntry>& entries) {
    if (entries.empty())
        return;
    const int first = rowCount();
    beginInsertRows({}, first, first + static_cast<int>(entries.size()) - 1);
    m_entries.insert(m_entries.end(), entries.begin(), entries.end());
    endInsertRows();
    if (m_entries.size() <= kMostEntries)
        return;
    const auto surplus = static_cast<int>(m_entries.size() - kMostEntries);
    beginRemoveRows({}, 0, surplus - 1);
    m_entries.erase(m_entries.begin(), m_entries.begin() + surplus);
    endRemoveRows();
}

void LogModel::clear() {
    beginResetModel();
    m_entries.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int LogModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QVariant LogModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const LogEntry& entry = m_entries[static_cast<std::size_t>(index.row())];
    if (role == LevelRole)
        return entry.level;
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    switch (index.column()) {
    case TimeColumn:
        return QLocale().toString(entry.time.time(), QStringLiteral("HH:mm:ss.zzz"));
    case LevelColumn:
        return levelName(entry.level);
    default:
        return role == Qt::DisplayRole ? inLine(entry.text) : entry.text;
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == TimeColumn ? tr("Time") : section == LevelColumn ? tr("Level") : tr("Message");
}

} // namespace moelab
