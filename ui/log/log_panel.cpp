#include "log/log_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>

namespace moelab {
namespace {

constexpr int kTakeMilliseconds = 200;
constexpr int kInfo = 2;

} // namespace

void LogFilter::setLevel(int level) {
    m_level = level;
    invalidateFilter();
}

bool LogFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    const QModelIndex level = sourceModel()->index(row, LogModel::LevelColumn, parent);
    return level.data(LogModel::LevelRole).toInt() >= m_level &&
           QSortFilterProxyModel::filterAcceptsRow(row, parent);
}

LogPanel::LogPanel(std::shared_ptr<LogSink> sink, QWidget* parent)
    : QWidget(parent)
    , m_sink(std::move(sink))
    , m_table(new QTableView) {
    m_filter.setSourceModel(&m_model);
    m_filter.setFilterKeyColumn(LogModel::TextColumn);
    m_filter.setFilterCaseSensitivity(Qt::CaseInsensitive);
    auto* const level = new QComboBox;
    level->setObjectName(QStringLiteral("logLevel"));
    level->setAccessibleName(tr("Lowest level"));
    for (int least = kInfo; least <= 4; ++least)
        level->addItem(least == kInfo ? tr("All levels") : tr("%1 and above").arg(levelName(least)), least);
    auto* const text = new QLineEdit;
    text->setObjectName(QStringLiteral("logText"));
    text->setAccessibleName(tr("Text to search for"));
    text->setPlaceholderText(tr("contains…"));
    text->setClearButtonEnabled(true);
    auto* const clear = new QPushButton(tr("Clear"));
    clear->setObjectName(QStringLiteral("clearLog"));
    m_table->setObjectName(QStringLiteral("logTable"));
    m_table->setAccessibleName(tr("Log messages"));
    m_table->setModel(&m_filter);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().lineSpacing() + 4);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(LogModel::TimeColumn,
                            m_table->fontMetrics().horizontalAdvance(QStringLiteral("00:00:00.000")) + 16);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    auto* const bar = new QHBoxLayout;
    bar->setSpacing(4);
    bar->addWidget(level);
    bar->addWidget(text, 1);
    bar->addWidget(clear);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->addLayout(bar);
    layout->addWidget(m_table, 1);
    connect(level, &QComboBox::activated, this, [this, level] { m_filter.setLevel(level->currentData().toInt()); });
    connect(text, &QLineEdit::textChanged, &m_filter, &QSortFilterProxyModel::setFilterFixedString);
    connect(clear, &QPushButton::clicked, &m_model, &LogModel::clear);
    connect(&m_timer, &QTimer::timeout, this, &LogPanel::takeNew);
    m_timer.start(kTakeMilliseconds);
}

void LogPanel::takeNew() {
    const QScrollBar* const bar = m_table->verticalScrollBar();
    const bool atEnd = bar->value() == bar->maximum();
    const std::vector<LogEntry> entries = m_sink->take();
    m_model.add(entries);
    if (atEnd && !entries.empty())
        m_table->scrollToBottom();
}

} // namespace moelab
