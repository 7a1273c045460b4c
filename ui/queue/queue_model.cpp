#include "queue/queue_model.h"

#include "parameters/parameter_words.h"
#include "session/stage_view.h"
#include "text/foreign_text.h"

namespace moelab {

void QueueModel::showRuns(const std::vector<QueuedRun>& runs) {
    const auto now = static_cast<int>(runs.size());
    const int before = rowCount();
    if (now > before)
        beginInsertRows({}, before, now - 1);
    if (now < before)
        beginRemoveRows({}, now, before - 1);
    m_runs = runs;
    if (now > before)
        endInsertRows();
    if (now < before)
        endRemoveRows();
    if (now > 0)
        emit dataChanged(index(0, 0), index(now - 1, ColumnCount - 1));
}

int QueueModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_runs.size());
}

int QueueModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : int(ColumnCount); }

QVariant QueueModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const QueuedRun& run = m_runs[static_cast<std::size_t>(index.row())];
    if (role == ProgressRole)
        return run.progress();
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (index.column() == TimeColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
        return {};
    static const char* const states[] = {QT_TR_NOOP("waiting"), QT_TR_NOOP("training"), QT_TR_NOOP("done"),
                                         QT_TR_NOOP("failed"), QT_TR_NOOP("cancelled")};
    switch (index.column()) {
    case RunColumn:
        return QString::fromStdString(run.entry.folder);
    case SettingColumn: {
        const std::string seed = "seed=" + std::to_string(run.entry.parameters.seed);
        return settingText(run.entry.setting.empty() ? seed : run.entry.setting + ' ' + seed);
    }
    case StateColumn:
        return tr(states[int(run.entry.state)]);
    case ProgressColumn:
        return (run.epochs == 1 ? tr("%L1 of 1 epoch")
                                : tr("%L1 of %Ln epochs", nullptr, static_cast<int>(run.epochs)))
            .arg(run.epochsDone);
    case TimeColumn:
        return run.entry.seconds > 0 ? clockText(run.entry.seconds) : QString();
    default: {
        const QString message = inForm(QString::fromStdString(run.entry.message));
        return role == Qt::DisplayRole ? inLine(message) : message;
    }
    }
}

QVariant QueueModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Run"),      QT_TR_NOOP("Setting"), QT_TR_NOOP("State"),
                                         QT_TR_NOOP("Progress"), QT_TR_NOOP("Time"),    QT_TR_NOOP("Message")};
    return tr(titles[section]);
}

} // namespace moelab
