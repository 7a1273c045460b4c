#include "workspace/runs_model.h"

#include "base/percent.h"
#include "plotting/icons.h"
#include "session/chance_words.h"
#include "session/stage_view.h"
#include "text/foreign_text.h"

#include <QDateTime>
#include <QFont>
#include <QLocale>
#include <QPalette>

#include <algorithm>
#include <optional>

namespace moelab {
namespace {

/// More rows that come and go at once are shown as a new table.
constexpr std::size_t kFewRows = 100;

const StageResult* resultOf(const RunSummary& run, const Stage& stage) {
    for (const StageSummary& each : run.stages)
        if (each.stage.name == stage.name && each.result)
            return &*each.result;
    return nullptr;
}

/// Stages of all runs: what they are compared by first, the mixture and its reference, which stay in sight however
/// many experts there are; then as stagesOf orders them, those of other groups in the order in which they are met.
std::vector<Stage> stagesIn(const std::vector<RunRow>& rows) {
    std::vector<Stage> stages = stagesOf(defaultGroups());
    for (const RunRow& row : rows)
        if (row.summary && row.summary->config.parameters.groups != defaultGroups())
            for (const StageSummary& each : row.summary->stages)
                if (std::ranges::find(stages, each.stage.name, &Stage::name) == stages.end())
                    stages.push_back(each.stage);
    std::ranges::stable_sort(stages, {}, [](const Stage& stage) {
        return stage.isMixture ? 0 : stage.isReference ? 1 : 2;
    });
    return stages;
}

std::vector<RunsModel::Column> columnsFor(const std::vector<RunRow>& rows) {
    using M = RunsModel;
    std::vector<M::Column> columns = {{M::Name, {}}, {M::State, {}}};
    const std::vector<Stage> stages = stagesIn(rows);
    for (const Stage& stage : stages)
        columns.push_back({M::Accuracy, stage});
    for (const M::ColumnKind kind :
         {M::Gain, M::Seconds, M::Changed, M::Tags, M::Data, M::Started, M::Note, M::Folder})
        columns.push_back({kind, {}});
    for (const Stage& stage : stages)
        columns.push_back({M::Loss, stage});
    return columns;
}

bool isNumber(RunsModel::ColumnKind kind) {
    return kind == RunsModel::Accuracy || kind == RunsModel::Loss || kind == RunsModel::Gain ||
           kind == RunsModel::Seconds;
}

/// What is to be said of an accuracy or a loss; else empty.
QString chanceText(const RunSummary& run, const RunsModel::Column& column) {
    if (column.kind != RunsModel::Accuracy && column.kind != RunsModel::Loss)
        return {};
    const StageResult* const result = resultOf(run, column.stage);
    if (!result)
        return {};
    const auto own = std::ranges::find(run.stages, column.stage.name, // another run's may have other members
                                       [](const StageSummary& each) { return each.stage.name; });
    return chanceNote(own->stage, *result, run.config.parameters, run.stagesAtChance()).text;
}

/// Whether a number is of the parameters before they were changed.
bool isFormer(const RunSummary& run, const RunsModel::Column& column) {
    switch (column.kind) {
    case RunsModel::Accuracy:
    case RunsModel::Loss:
        return run.isFormer(column.stage.name);
    case RunsModel::Gain:
        return run.gainIsFormer();
    case RunsModel::Seconds:
        return run.changedTo.has_value();
    default:
        return false;
    }
}

QVariant orNothing(const std::optional<double>& number) { return number ? QVariant(*number) : QVariant(); }

QString withSign(double number) {
    const QString text = QLocale().toString(number, 'f', 1);
    return number > 0 ? QLatin1Char('+') + text : text;
}

/// Without the run's folder in front, which the row names.
QString shortProblem(const RunRow& row) {
    const QString folder = QString::fromStdString(row.path.string()) + QLatin1Char('/');
    return row.problem.startsWith(folder) ? row.problem.mid(folder.size()) : row.problem;
}

/// Those of the texts that say something, a line each.
QString inLines(QStringList texts) {
    texts.removeAll(QString());
    return texts.join(QLatin1Char('\n'));
}

QString text(const std::string& bytes) { return QString::fromStdString(bytes); }

} // namespace

QString RunsModel::Column::key() const {
    return QStringLiteral("%1 %2").arg(int(kind)).arg(QString::fromStdString(stage.name)).trimmed();
}

RunsModel::RunsModel(QObject* parent)
    : QAbstractTableModel(parent)
    , m_columns(columnsFor({})) {}

void RunsModel::showRows(std::vector<RunRow> rows) {
    std::vector<Column> columns = columnsFor(rows);
    if (columns == m_columns && updateInPlace(rows))
        return;
    beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    endResetModel();
}

/// Goes through both lists at once, as both are sorted. @returns false, with the rows as they were, if much changed
bool RunsModel::updateInPlace(std::vector<RunRow>& rows) {
    std::vector<std::filesystem::path> gone;
    std::vector<std::filesystem::path> come;
    const auto byPath = [](const RunRow& a, const RunRow& b) { return a.path < b.path; };
    std::vector<RunRow> difference;
    std::ranges::set_difference(m_rows, rows, std::back_inserter(difference), byPath);
    const std::size_t removed = difference.size();
    std::vector<RunRow> added;
    std::ranges::set_difference(rows, m_rows, std::back_inserter(added), byPath);
    if (removed + added.size() > kFewRows)
        return false;
    const auto indexOf = [this](const std::filesystem::path& path) {
        return static_cast<int>(std::ranges::lower_bound(m_rows, path, {}, &RunRow::path) - m_rows.begin());
    };
    for (const RunRow& row : difference) {
        const int at = indexOf(row.path);
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    for (RunRow& row : added) {
        const int at = indexOf(row.path);
        beginInsertRows({}, at, at);
        m_rows.insert(m_rows.begin() + at, std::move(row));
        endInsertRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (m_rows[i] != rows[i]) {
            m_rows[i] = std::move(rows[i]);
            emit dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columnCount() - 1));
        }
    return true;
}

void RunsModel::setOpenRun(const std::filesystem::path& path, bool trains) {
    if (path == m_open && trains == m_openTrains)
        return;
    const std::filesystem::path before = std::exchange(m_open, path);
    m_openTrains = trains;
    for (std::size_t i = 0; i < m_rows.size(); ++i)
        if (m_rows[i].path == before || m_rows[i].path == path)
            emit dataChanged(index(static_cast<int>(i), 0), index(static_cast<int>(i), columnCount() - 1));
}

int RunsModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int RunsModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
}

/// The window has its run open without training it.
RunState RunsModel::state(const RunRow& row) const {
    return stateOf(row, row.path == m_open ? m_openTrains : row.inUse);
}

/// Numbers as numbers: a share, a difference of shares, seconds.
QVariant RunsModel::value(const RunRow& row, const Column& column) const {
    if (!row.summary)
        return {};
    const RunSummary& run = *row.summary;
    const StageResult* const result = resultOf(run, column.stage);
    switch (column.kind) {
    case Accuracy:
        return result ? QVariant(result->accuracy) : QVariant();
    case Loss:
        return result ? QVariant(result->loss) : QVariant();
    case Gain:
        return orNothing(run.gain());
    case Seconds:
        return run.seconds() > 0 ? QVariant(run.seconds()) : QVariant();
    default:
        return {};
    }
}

QString RunsModel::text(const RunRow& row, const Column& column) const {
    switch (column.kind) {
    case Name:
        return row.texts->name;
    case State:
        return wordsFor(state(row));
    case Folder:
        return moelab::text(row.path.string());
    default:
        break;
    }
    if (!row.summary)
        return column.kind == Changed ? shortProblem(row) : QString(); // where it is seen
    const RunConfig& config = row.summary->config;
    const QVariant number = value(row, column);
    switch (column.kind) {
    case Tags:
        return tagsText(row.summary->note.tags);
    case Data:
        return moelab::text(config.data.name);
    case Changed:
        return row.texts->changed;
    case Started:
        return QLocale().toString(QDateTime::fromString(moelab::text(config.startedUtc), Qt::ISODate).toLocalTime(),
                                  QLocale::ShortFormat);
    case Note:
        return moelab::text(row.summary->note.text).section(QLatin1Char('\n'), 0, 0);
    default:
        break;
    }
    if (!number.isValid())
        return {};
    switch (column.kind) {
    case Accuracy: {
        const QString accuracy =
            QStringLiteral("%1 %").arg(QLocale().toString(inPercent(number.toDouble()), 'f', 1));
        return chanceText(*row.summary, column).isEmpty() ? accuracy : QStringLiteral("⚠ ") + accuracy;
    }
    case Gain:
        return withSign(inPercent(number.toDouble()));
    case Seconds:
        return clockText(number.toDouble());
    default:
        return QLocale().toString(number.toDouble(), 'f', 3);
    }
}

QString RunsModel::toolTip(const RunRow& row, const Column& column) const {
    if (!row.summary)
        return row.problem;
    switch (column.kind) {
    case Accuracy:
    case Loss:
    case Gain:
    case Seconds:
        return inLines({chanceText(*row.summary, column),
                        isFormer(*row.summary, column) ? changesSince(*row.summary) : QString()});
    case Changed:
        return allParameters(row.summary->config.parameters);
    case Note:
        return moelab::text(row.summary->note.text);
    case Data:
        return moelab::text(row.summary->config.data.origin);
    case State: {
        QStringList problems = {changesSince(*row.summary)};
        for (const std::string& problem : row.summary->leftOut)
            problems << moelab::text(problem);
        return inLines(std::move(problems));
    }
    case Name:
        return row.path == m_open ? tr("%1\nOpen in the window.").arg(moelab::text(row.path.string()))
                                  : moelab::text(row.path.string());
    default:
        return {};
    }
}

QVariant RunsModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid())
        return {};
    const RunRow& row = m_rows[static_cast<std::size_t>(index.row())];
    const Column& column = m_columns[static_cast<std::size_t>(index.column())];
    switch (role) {
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft));
    case Qt::DisplayRole:
        return inLine(text(row, column));
    case Qt::EditRole:
        return isNumber(column.kind) ? value(row, column) : text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::ForegroundRole: // as the board shows results of the parameters before
        return row.summary && isFormer(*row.summary, column) ? QVariant(QPalette().brush(QPalette::PlaceholderText))
                                                             : QVariant();
    case Qt::FontRole:
        if (row.path == m_open) {
            QFont bold;
            bold.setBold(true);
            return bold;
        }
        return {};
    case Qt::DecorationRole:
        return column.kind == Name && row.path == m_open ? QVariant(icon("open")) : QVariant();
    case SortRole:
        if (column.kind == State)
            return int(state(row));
        if (column.kind == Started)
            return row.summary ? moelab::text(row.summary->config.startedUtc) : QString();
        return isNumber(column.kind) ? value(row, column) : text(row, column);
    case StateRole:
        return int(state(row));
    case TagsRole: {
        QStringList tags;
        if (row.summary)
            for (const std::string& tag : row.summary->note.tags)
                tags << moelab::text(tag);
        return tags;
    }
    case SearchRole:
        return row.texts->search;
    default:
        return {};
    }
}

QVariant RunsModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal)
        return {};
    const Column& column = m_columns[static_cast<std::size_t>(section)];
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft));
    if (role == Qt::ToolTipRole)
        switch (column.kind) {
        case Accuracy:
            return column.stage.group >= 0 ? tr("Accuracy on the test images of the expert's group")
                                           : tr("Accuracy on the test images");
        case Gain:
            return tr("Accuracy of the mixture minus that of the baseline, in percentage points");
        case Changed:
            return tr("Parameters that are not the defaults");
        case Seconds:
            return tr("Training time of all stages");
        default:
            return {};
        }
    if (role != Qt::DisplayRole)
        return {};
    static const char* const titles[] = {QT_TR_NOOP("Name"), QT_TR_NOOP("State"),   QT_TR_NOOP("Tags"),
                                         QT_TR_NOOP("Data"), QT_TR_NOOP("Changed"), QT_TR_NOOP("%1"),
                                         QT_TR_NOOP("Gain"), QT_TR_NOOP("Time"),    QT_TR_NOOP("Started"),
                                         QT_TR_NOOP("Note"), QT_TR_NOOP("Folder"),  QT_TR_NOOP("%1 loss")};
    const QString title = tr(titles[column.kind]);
    return column.kind == Accuracy || column.kind == Loss ? title.arg(titleOf(column.stage)) : title;
}

Qt::ItemFlags RunsModel::flags(const QModelIndex& index) const {
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && m_columns[static_cast<std::size_t>(index.column())].kind == Name &&
        row(index.row()).summary)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool RunsModel::setData(const QModelIndex& index, const QVariant& value, int role) {
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    if (value.toString() != row(index.row()).texts->name) // an editor that was only looked into renames nothing
        emit renameWanted(row(index.row()).path, value.toString().trimmed());
    return true;
}

} // namespace moelab
