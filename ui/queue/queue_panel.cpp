#include "queue/queue_panel.h"

#include "plotting/icons.h"
#include "queue/queue_driver.h"
#include "session/stage_view.h"

#include <QApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

constexpr int kLeastRun = 260;

/// Across, also for what will stand there while a run trains.
constexpr std::pair<QueueModel::Column, int> kLetters[] = {{QueueModel::SettingColumn, 24},
                                                           {QueueModel::StateColumn, 11},
                                                           {QueueModel::ProgressColumn, 20},
                                                           {QueueModel::TimeColumn, 8}};

/// Progress as a bar with its words in it.
class ProgressDelegate : public QStyledItemDelegate {
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        QStyledItemDelegate::paint(painter, option, index.siblingAtColumn(QueueModel::ColumnCount)); // the ground
        QStyleOptionProgressBar bar;
        bar.rect = option.rect.adjusted(2, 2, -2, -2);
        bar.palette = option.palette;
        bar.fontMetrics = option.fontMetrics;
        bar.state = option.state | QStyle::State_Horizontal;
        bar.maximum = 1000;
        bar.progress = qRound(1000 * index.data(QueueModel::ProgressRole).toDouble());
        bar.text = index.data().toString();
        bar.textVisible = true;
        bar.textAlignment = Qt::AlignCenter;
        QApplication::style()->drawControl(QStyle::CE_ProgressBar, &bar, painter);
    }
};

} // namespace

QueuePanel::QueuePanel(QueueDriver& queue, QWidget* parent)
    : QWidget(parent)
    , m_queue(queue)
    , m_table(new QTableView)
    , m_summary(new QLabel) {
    auto* const line = new QHBoxLayout;
    m_pause = addButton(line, "queuePause", tr("Pause"), "pause",
                        [this] { m_queue.setPaused(!m_queue.snapshot().paused); });
    m_up = addButton(line, "queueUp", tr("Up"), "", [this] { moveChosen(-1); });
    m_down = addButton(line, "queueDown", tr("Down"), "", [this] { moveChosen(1); });
    m_cancel =
        addButton(line, "queueCancel", tr("Cancel"), "stop", [this] { m_queue.cancel(chosen()->entry.folder); });
    m_retry =
        addButton(line, "queueRetry", tr("Try again"), "reset", [this] { m_queue.retry(chosen()->entry.folder); });
    m_clear = addButton(line, "queueClear", tr("Clear finished"), "", [this] { m_queue.clearFinished(); });
    m_summary->setObjectName(QStringLiteral("queueSummary"));
    m_summary->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_summary->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // it may hold a long path
    line->addWidget(m_summary, 1);
    m_table->setObjectName(QStringLiteral("queueTable"));
    m_table->setAccessibleName(tr("Queue"));
    m_table->setModel(&m_model);
    m_table->setItemDelegateForColumn(QueueModel::ProgressColumn, new ProgressDelegate(m_table));
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setShowGrid(false);
    m_table->setWordWrap(false);
    m_table->setTextElideMode(Qt::ElideMiddle); // both ends of a run's folder tell it apart
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().lineSpacing() + 7);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(QueueModel::RunColumn, m_runWidth);
    for (const auto& [column, letters] : kLetters)
        m_table->setColumnWidth(column, letters * m_table->fontMetrics().averageCharWidth());
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(line);
    layout->addWidget(m_table, 1);
    connect(&queue, &QueueDriver::changed, this, &QueuePanel::refresh);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &QueuePanel::refreshButtons);
    refresh();
}

QToolButton* QueuePanel::addButton(QLayout* line, const char* name, const QString& text, const char* iconName,
                                   const std::function<void()>& act) {
    auto* const button = new QToolButton;
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(text);
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    if (*iconName)
        button->setIcon(icon(iconName));
    connect(button, &QToolButton::clicked, this, act);
    line->addWidget(button);
    return button;
}

const QueuedRun* QueuePanel::chosen() const {
    const QModelIndexList rows = m_table->selectionModel()->selectedRows();
    return rows.isEmpty() ? nullptr : &m_model.run(rows.front().row());
}

/// The choice goes with the run.
void QueuePanel::moveChosen(int by) {
    const int to = m_table->selectionModel()->selectedRows().front().row() + by;
    m_queue.move(chosen()->entry.folder, static_cast<std::size_t>(to));
    m_table->selectRow(to);
}

/// They have the room of the messages where there are none.
void QueuePanel::fitRuns() {
    const std::vector<QueuedRun>& runs = m_queue.snapshot().runs;
    const auto says = [](const QueuedRun& run) { return !run.entry.message.empty(); };
    const QHeaderView& header = *m_table->horizontalHeader();
    if (m_table->columnWidth(QueueModel::RunColumn) != m_runWidth || std::ranges::any_of(runs, says))
        return; // a person chose it, or the messages need theirs
    const int title = header.sectionSizeHint(QueueModel::MessageColumn);
    const int spare = m_table->columnWidth(QueueModel::MessageColumn) - title;
    const int wanted = static_cast<QAbstractItemView*>(m_table)->sizeHintForColumn(QueueModel::RunColumn);
    m_runWidth = std::max(kLeastRun, std::min(wanted, m_runWidth + spare));
    m_table->setColumnWidth(QueueModel::RunColumn, m_runWidth);
}

void QueuePanel::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    fitRuns();
}

void QueuePanel::refresh() {
    const QueueSnapshot& now = m_queue.snapshot();
    m_model.showRuns(now.runs);
    fitRuns();
    QString text;
    if (m_queue.planning())
        text = tr("Checking the data of the sweep…");
    else if (!m_queue.readOnly().isEmpty())
        text = m_queue.readOnly();
    else if (now.problem)
        text = QString::fromStdString(now.problem->what());
    else if (now.runs.empty())
        text = tr("Queue. Choose Run > Sweep or Run > Repeat to add runs.");
    else {
        const auto done = [&](const QString& pattern) {
            return pattern.arg(now.count(QueueState::Done)).arg(now.runs.size());
        };
        text = now.paused        ? done(tr("%L1 of %L2 done, paused"))
               : now.secondsLeft ? done(tr("%L1 of %L2 done, about %3 left")).arg(clockText(*now.secondsLeft))
                                 : done(tr("%L1 of %L2 done"));
    }
    m_summary->setText(text);
    m_summary->setToolTip(text);
    refreshButtons();
}

void QueuePanel::refreshButtons() {
    const QueueSnapshot& now = m_queue.snapshot();
    const bool free = m_queue.readOnly().isEmpty();
    const QueuedRun* const run = chosen();
    const QueueState state = run ? run->entry.state : QueueState::Done;
    const int row = run ? m_table->selectionModel()->selectedRows().front().row() : 0;
    m_pause->setEnabled(free && !now.runs.empty());
    m_pause->setText(now.paused ? tr("Continue") : tr("Pause"));
    m_pause->setAccessibleName(m_pause->text());
    m_pause->setIcon(icon(now.paused ? "train-one" : "pause"));
    m_up->setEnabled(free && run && row > 0);
    m_down->setEnabled(free && run && row + 1 < m_model.rowCount());
    m_cancel->setEnabled(free && (state == QueueState::Waiting || state == QueueState::Running));
    m_retry->setEnabled(free && (state == QueueState::Failed || state == QueueState::Cancelled));
    m_clear->setEnabled(free && now.count(QueueState::Done) + now.count(QueueState::Cancelled) > 0);
}

} // namespace moelab
