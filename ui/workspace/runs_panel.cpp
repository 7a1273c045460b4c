#include "workspace/runs_panel.h"

#include "session/settings.h"
#include "text/foreign_text.h"
#include "workspace/workspace_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QTableView>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kWidestAtFirst = 260;
constexpr int kAir = 10;
constexpr int kRowsForWidth = 60;
const QString kColumns = QStringLiteral("runs/columns");
const QString kSortKey = QStringLiteral("runs/sort");
const QString kSortDown = QStringLiteral("runs/sortDown");

} // namespace

RunsPanel::RunsPanel(WorkspaceView& workspace, QWidget* parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_figure(QStringLiteral("runs"), m_filter)
    , m_search(new QLineEdit)
    , m_state(new QComboBox)
    , m_tag(new QComboBox)
    , m_count(new QLabel)
    , m_table(new QTableView) {
    setObjectName(QStringLiteral("runsPanel"));
    auto* const layout = new QVBoxLayout(this);
    makeFilterLine();
    makeTable();
    auto* const line = new QHBoxLayout;
    line->addWidget(m_search, 1);
    line->addWidget(m_state);
    line->addWidget(m_tag);
    line->addWidget(m_count);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);
    m_tell.setSingleShot(true);
    connect(&m_tell, &QTimer::timeout, this, [this] {
        refreshCount();
        emit chosenChanged();
    });
    connect(&workspace, &WorkspaceView::rowsChanged, this, &RunsPanel::takeRows);
    connect(&m_model, &RunsModel::renameWanted, this, &RunsPanel::renameWanted);
    takeRows();
}

void RunsPanel::makeFilterLine() {
    m_search->setObjectName(QStringLiteral("runsSearch"));
    m_search->setAccessibleName(tr("Search the runs"));
    m_search->setPlaceholderText(tr("Search names, notes, tags, data and changed parameters"));
    m_search->setClearButtonEnabled(true);
    connect(m_search, &QLineEdit::textChanged, &m_filter, &RunsFilter::setText);
    m_state->setObjectName(QStringLiteral("runsState"));
    m_state->setAccessibleName(tr("Show runs in this state"));
    m_state->addItem(tr("All states"));
    for (const RunState state : {RunState::Done, RunState::Partly, RunState::Untrained, RunState::Training,
                                 RunState::Stale, RunState::Damaged})
        m_state->addItem(wordsFor(state), int(state));
    connect(m_state, &QComboBox::currentIndexChanged, this, [this] {
        const QVariant state = m_state->currentData();
        m_filter.setState(state.isValid() ? std::optional(static_cast<RunState>(state.toInt())) : std::nullopt);
    });
    m_tag->setObjectName(QStringLiteral("runsTag"));
    m_tag->setAccessibleName(tr("Show runs with this tag"));
    m_tag->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_tag->setMinimumContentsLength(12);
    m_tag->addItem(tr("All tags"));
    connect(m_tag, &QComboBox::currentIndexChanged, this,
            [this] { m_filter.setTag(m_tag->currentData().toString()); });
    m_count->setObjectName(QStringLiteral("runsCount"));
}

void RunsPanel::makeTable() {
    m_filter.setSourceModel(&m_model);
    m_table->setObjectName(QStringLiteral("runsTable"));
    m_table->setAccessibleName(tr("Runs"));
    m_table->setModel(&m_filter);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers); // a double click opens
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    m_table->setAlternatingRowColors(true);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTabKeyNavigation(false);
    m_table->setTextElideMode(Qt::ElideMiddle); // names of runs differ at their ends
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().lineSpacing() + 7);
    QHeaderView* const header = m_table->horizontalHeader();
    header->setObjectName(QStringLiteral("runsHeader"));
    header->setSectionsMovable(true);
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setResizeContentsPrecision(kRowsForWidth);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(header, &QWidget::customContextMenuRequested, this, [this, header](const QPoint& at) {
        QMenu menu;
        offerColumns(menu);
        menu.exec(header->mapToGlobal(at));
    });
    connect(m_table, &QAbstractItemView::doubleClicked, this, [this](const QModelIndex& index) {
        emit openWanted(m_model.row(m_filter.mapToSource(index).row()).path);
    });
    const auto tell = [this] { m_tell.start(0); };
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, tell);
    connect(&m_filter, &QAbstractItemModel::rowsInserted, this, tell);
    connect(&m_filter, &QAbstractItemModel::rowsRemoved, this, tell);
    connect(&m_filter, &QAbstractItemModel::layoutChanged, this, tell);
    connect(&m_filter, &QAbstractItemModel::dataChanged, this, tell);
    connect(&m_filter, &QAbstractItemModel::modelReset, this, tell);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(0, Qt::AscendingOrder);
}

/// A table that is shown again loses its columns' looks and what is chosen; both come back.
void RunsPanel::takeRows() {
    std::vector<std::filesystem::path> chosenPaths;
    for (const RunRow& row : chosenRows())
        chosenPaths.push_back(row.path);
    const QModelIndex current = m_table->currentIndex();
    const std::filesystem::path currentPath =
        current.isValid() ? m_model.row(m_filter.mapToSource(current).row()).path : std::filesystem::path();
    bool again = m_model.rowCount() == 0;
    const QStringList before = keys();
    const auto noted = connect(&m_model, &QAbstractItemModel::modelAboutToBeReset, this, [&] {
        again = true;
        if (m_model.rowCount() > 0)
            m_looks.takeFrom(*m_table->horizontalHeader(), before);
        m_sortKey = before.value(m_filter.sortColumn());
    });
    m_model.showRows(m_workspace.rows());
    disconnect(noted);
    fillTags();
    m_tell.start(0);
    if (!again) {
        widenNames(); // one may have been given another
        return;
    }
    layColumns();
    QItemSelection selection;
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        const QModelIndex index = m_filter.index(row, 0);
        const std::filesystem::path& path = m_model.row(m_filter.mapToSource(index).row()).path;
        if (std::ranges::find(chosenPaths, path) != chosenPaths.end())
            selection.select(index, index);
        if (path == currentPath) // from which keys go on
            m_table->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
    }
    m_table->selectionModel()->select(selection, QItemSelectionModel::Select | QItemSelectionModel::Rows);
}

QStringList RunsPanel::keys() const {
    QStringList keys;
    for (const RunsModel::Column& column : m_model.columns())
        keys << column.key();
    return keys;
}

/// Of the widest word, which a run may come to have, also the open one.
int RunsPanel::widthOfStates() const {
    QFont bold = m_table->font();
    bold.setBold(true);
    const QFontMetrics letters(bold);
    int width = 0;
    for (int state = 1; state < m_state->count(); ++state) // behind "all"
        width = std::max(width, letters.horizontalAdvance(m_state->itemText(state)));
    return width;
}

void RunsPanel::layColumns() {
    QHeaderView* const header = m_table->horizontalHeader();
    const QStringList names = keys();
    for (int column = 0; column < names.size(); ++column) {
        const ColumnLooks::Look* const look = m_looks.find(names[column]);
        const RunsModel::ColumnKind kind = m_model.columns()[static_cast<std::size_t>(column)].kind;
        if (!look)
            m_table->setColumnHidden(column, kind == RunsModel::Loss || kind == RunsModel::Folder ||
                                                 kind == RunsModel::Started);
        if (look && look->width > 0)
            continue;
        m_table->resizeColumnToContents(column);
        header->resizeSection(column, std::min(kWidestAtFirst, header->sectionSize(column) + kAir));
    }
    m_looks.giveTo(*header, names);
    widenNames();
    // Their words are few and short; a width that was kept may be of smaller letters.
    if (const auto states = static_cast<int>(names.indexOf(RunsModel::Column{RunsModel::State, {}}.key()));
        !header->isSectionHidden(states))
        header->resizeSection(states, std::max(header->sectionSize(states), widthOfStates() + kAir));
    if (const auto sorted = static_cast<int>(names.indexOf(m_sortKey)); sorted >= 0)
        m_table->sortByColumn(sorted, header->sortIndicatorOrder());
}

/// Runs are told apart by their names; a width that was kept may be of shorter ones.
void RunsPanel::widenNames() {
    const int wanted = static_cast<QAbstractItemView*>(m_table)->sizeHintForColumn(0) + kAir;
    m_table->setColumnWidth(0, std::max(m_table->columnWidth(0), std::min(kWidestAtFirst, wanted)));
}

void RunsPanel::fillTags() {
    QStringList tags;
    for (const RunRow& row : m_workspace.rows())
        if (row.summary)
            for (const std::string& tag : row.summary->note.tags)
                tags << QString::fromStdString(tag);
    tags.removeDuplicates();
    tags.sort(Qt::CaseInsensitive);
    QStringList now;
    for (int i = 1; i < m_tag->count(); ++i)
        now << m_tag->itemData(i).toString();
    if (tags == now)
        return;
    const QString chosen = m_tag->currentData().toString();
    {
        const QSignalBlocker quiet(m_tag);
        while (m_tag->count() > 1)
            m_tag->removeItem(1);
        for (const QString& tag : tags)
            m_tag->addItem(inText(tag), tag);
        m_tag->setCurrentIndex(std::max(0, m_tag->findData(chosen)));
    }
    m_filter.setTag(m_tag->currentData().toString());
}

void RunsPanel::refreshCount() {
    const int all = m_model.rowCount();
    const int shown = m_filter.rowCount();
    const auto chosen = static_cast<int>(m_table->selectionModel()->selectedRows().size());
    if (!m_workspace.ready())
        m_count->setText(tr("searching…"));
    else if (shown < all)
        m_count->setText(chosen > 0 ? tr("%L1 of %Ln runs, %L2 chosen", nullptr, all).arg(shown).arg(chosen)
                                    : tr("%L1 of %Ln runs", nullptr, all).arg(shown));
    else if (all == 1)
        m_count->setText(chosen > 0 ? tr("1 run, chosen") : tr("1 run"));
    else
        m_count->setText(chosen > 0 ? tr("%Ln runs, %L1 chosen", nullptr, all).arg(chosen)
                                    : tr("%Ln runs", nullptr, all));
}

std::vector<RunRow> RunsPanel::chosenRows() const {
    QModelIndexList indexes = m_table->selectionModel()->selectedRows();
    std::ranges::sort(indexes, {}, &QModelIndex::row);
    std::vector<RunRow> rows;
    for (const QModelIndex& index : indexes)
        rows.push_back(m_model.row(m_filter.mapToSource(index).row()));
    return rows;
}

Runs RunsPanel::chosen() const {
    Runs runs;
    for (const RunRow& row : chosenRows())
        if (row.summary)
            runs.push_back(row.summary);
    return runs;
}

Runs RunsPanel::shown() const {
    Runs runs;
    for (int i = 0; i < m_filter.rowCount(); ++i)
        if (const RunRow& row = m_model.row(m_filter.mapToSource(m_filter.index(i, 0)).row()); row.summary)
            runs.push_back(row.summary);
    return runs;
}

void RunsPanel::search() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void RunsPanel::editName() {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    if (!rows.isEmpty())
        m_table->edit(rows.front().siblingAtColumn(0));
}

void RunsPanel::offerColumns(QMenu& menu) {
    for (int column = 0; column < m_model.columnCount(); ++column) {
        const QString title = asCaption(m_model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString());
        QAction* const action = menu.addAction(title, this, [this, column](bool shown) {
            m_table->setColumnHidden(column, !shown);
            if (shown && m_table->columnWidth(column) < 20)
                m_table->resizeColumnToContents(column);
        });
        action->setCheckable(true);
        action->setChecked(!m_table->isColumnHidden(column));
        action->setEnabled(column > 0); // a run without a name is not a run
    }
}

void RunsPanel::restore(const Settings& settings) {
    m_looks.fromTexts(settings.value(kColumns).toStringList());
    m_sortKey = settings.value(kSortKey).toString();
    const Qt::SortOrder order = settings.flag(kSortDown, false) ? Qt::DescendingOrder : Qt::AscendingOrder;
    m_table->horizontalHeader()->setSortIndicator(std::max(0, int(keys().indexOf(m_sortKey))), order);
    layColumns();
}

void RunsPanel::save(Settings& settings) {
    if (m_model.rowCount() > 0)
        m_looks.takeFrom(*m_table->horizontalHeader(), keys());
    settings.setValue(kColumns, m_looks.toTexts());
    settings.setValue(kSortKey, keys().value(m_filter.sortColumn()));
    settings.setValue(kSortDown, int(m_filter.sortOrder() == Qt::DescendingOrder));
}

} // namespace moelab
