#include "start/start_page.h"

#include "base/percent.h"
#include "plotting/flow_layout.h"
#include "plotting/icons.h"
#include "start/mixture_picture.h"
#include "text/elided_button.h"
#include "text/foreign_text.h"
#include "text/labels.h"
#include "text/short_names.h"

#include <QFileInfo>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kMostNameLetters = 24; // on a button
constexpr int kBetween = 12;
constexpr double kTitleScale = 1.6;
const QString kBuiltin = QStringLiteral("builtin");

enum Column { NameColumn, StandingColumn, MixtureColumn, BaselineColumn, ColumnCount };

QString percent(const std::optional<double>& share) {
    return share ? QStringLiteral("%1 %").arg(inPercent(*share), 0, 'f', 1) : QStringLiteral("–");
}

/// What lies at a path that a person chose has the name of its file.
QString nameOfData(const QString& data) {
    return data == QLatin1String("cifar10") ? QStringLiteral("CIFAR-10") : QFileInfo(data).fileName();
}

bool isThere(const QString& data) { return data == QLatin1String("cifar10") || QFileInfo::exists(data); }

} // namespace

StartPage::StartPage(QWidget* parent)
    : QWidget(parent)
    , m_continue(new ElidedButton(tr("Continue the last run")))
    , m_lastData(addButton("startLastData", tr("New run on the last data")))
    , m_images(makeImagesButton())
    , m_builtin(addButton("startBuiltin", tr("New run on the built-in images")))
    , m_recentHeading(makeHeading(tr("Recent runs")))
    , m_recent(new QTableWidget(0, ColumnCount)) {
    setObjectName(QStringLiteral("startPage"));
    m_continue->setObjectName(QStringLiteral("startContinue"));
    m_continue->setAutoDefault(true);
    auto* const title = makeHeading(QStringLiteral("MoE Lab"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * kTitleScale);
    title->setFont(large);
    auto* const what = new QLabel(
        tr("Trains a mixture of experts on images, and shows what it does and whether it pays: a gate sends each "
           "image to the expert for its kind, and sub-gates weigh the expert's prediction against that of a "
           "baseline."));
    what->setObjectName(QStringLiteral("startWords"));
    wrapText(*what);
    auto* const other = addButton("startOpen", tr("Open a run…"));
    auto* const all = addButton("startRuns", tr("All runs…"));
    makeTable();
    auto* const first = new FlowLayout;
    first->addWidget(m_continue);
    auto* const fresh = new FlowLayout;
    fresh->setSpacing(kBetween);
    for (QPushButton* button : {m_lastData, m_images, m_builtin, other, all})
        fresh->addWidget(button);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(kBetween);
    layout->addWidget(title);
    layout->addWidget(what);
    layout->addWidget(new MixturePicture);
    layout->addLayout(first);
    layout->addLayout(fresh);
    layout->addWidget(m_recentHeading);
    layout->addWidget(m_recent, 1);
    layout->addStretch(); // takes the room while there are no runs
    connect(m_continue, &QPushButton::clicked, this, [this] { open(0); });
    connect(m_lastData, &QPushButton::clicked, this, [this] { emit newRunWanted(m_data); });
    connect(m_builtin, &QPushButton::clicked, this, [this] { emit newRunWanted(kBuiltin); });
    connect(other, &QPushButton::clicked, this, &StartPage::otherRunWanted);
    connect(all, &QPushButton::clicked, this, &StartPage::allRunsWanted);
    showRuns({});
    setLastData({});
}

QPushButton* StartPage::addButton(const char* name, const QString& text) {
    auto* const button = new QPushButton(text);
    button->setObjectName(QLatin1String(name));
    button->setAutoDefault(true); // Enter presses it, too
    return button;
}

QPushButton* StartPage::makeImagesButton() {
    QPushButton* const button = addButton("startImages", tr("New run on your images"));
    button->setToolTip(tr("A folder of class folders, a list, an archive or arrays; or drop it on this window"));
    auto* const kinds = new QMenu(button);
    kinds->addAction(icon("open"), tr("Folder of images…"), this, &StartPage::folderWanted)
        ->setObjectName(QStringLiteral("startFolder"));
    kinds->addAction(icon("open"), tr("File of images…"), this, &StartPage::fileWanted)
        ->setObjectName(QStringLiteral("startFile"));
    button->setMenu(kinds);
    return button;
}

void StartPage::makeTable() {
    m_recent->setObjectName(QStringLiteral("recentRuns"));
    m_recent->setAccessibleName(m_recentHeading->text());
    m_recent->setHorizontalHeaderLabels({tr("Run"), tr("State"), tr("Mixture"), tr("Baseline")});
    m_recent->setToolTip(
        tr("Click a run, or press Enter on it, to open it. The accuracies are of the test images."));
    m_recent->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_recent->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_recent->setSelectionMode(QAbstractItemView::SingleSelection);
    m_recent->setShowGrid(false);
    m_recent->setTabKeyNavigation(false);
    m_recent->setTextElideMode(Qt::ElideMiddle);
    m_recent->verticalHeader()->hide();
    m_recent->verticalHeader()->setDefaultSectionSize(m_recent->fontMetrics().lineSpacing() + 8);
    QHeaderView* const header = m_recent->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::ResizeToContents);
    header->setSectionResizeMode(NameColumn, QHeaderView::Stretch);
    header->setSectionsClickable(false);
    connect(m_recent, &QTableWidget::cellClicked, this, &StartPage::open);
    connect(m_recent, &QTableWidget::cellActivated, this, &StartPage::open);
}

void StartPage::open(int row) {
    if (row >= 0 && row < static_cast<int>(m_runs.size()))
        emit runWanted(m_runs[static_cast<std::size_t>(row)].folder);
}

void StartPage::showRuns(std::vector<RecentRun> runs, const QString& training) {
    m_runs = std::move(runs);
    for (RecentRun& run : m_runs)
        if (run.folder == training)
            run.standing = tr("is training");
    const auto count = static_cast<int>(m_runs.size());
    m_recent->setRowCount(count);
    for (int row = 0; row < count; ++row) {
        const RecentRun& run = m_runs[static_cast<std::size_t>(row)];
        const QString cells[] = {inLine(run.name), run.standing, percent(run.mixture), percent(run.baseline)};
        for (int column = 0; column < ColumnCount; ++column) {
            auto* const item = new QTableWidgetItem(cells[column]);
            item->setToolTip(run.folder);
            if (column >= MixtureColumn) {
                item->setTextAlignment(Qt::AlignVCenter | Qt::AlignRight);
                if (column == MixtureColumn ? run.mixtureIsFormer
                                            : run.baselineIsFormer) { // as the board shows them
                    item->setForeground(palette().brush(QPalette::PlaceholderText));
                    item->setToolTip(tr("With the parameters from before they were changed"));
                }
            }
            m_recent->setItem(row, column, item);
        }
    }
    m_recent->setMinimumHeight((std::min(count, 4) + 2) * m_recent->verticalHeader()->defaultSectionSize());
    m_recent->setVisible(count > 0);
    m_recentHeading->setVisible(count > 0);
    m_continue->setVisible(count > 0);
    if (count == 0)
        return;
    const RecentRun& last = m_runs.front();
    const QString pattern = last.folder == training ? tr("Back to “%1”: %2")
                            : last.unfinished       ? tr("Continue “%1”: %2")
                                                    : tr("Open “%1” again: %2");
    m_continue->setWords(pattern.arg(inText(last.name), last.standing));
    m_continue->setToolTip(last.folder + u'\n' + last.standing);
    const QWidget* const focus = window()->focusWidget();
    // While there are no runs, the first button that is shown has the focus.
    const bool isElsewhere = focus && isAncestorOf(focus) && focus != m_lastData && focus != m_images;
    if (isVisible() && !isElsewhere)
        m_continue->setFocus(); // what Enter does, unless a person has gone elsewhere
}

void StartPage::setLastData(const QString& chosen) {
    m_data = chosen;
    const bool offered = !chosen.isEmpty() && chosen != kBuiltin && isThere(chosen);
    m_lastData->setVisible(offered);
    if (offered)
        m_lastData->setText(
            asCaption(tr("New run on %1").arg(inText(shortName(nameOfData(chosen), kMostNameLetters)))));
    m_lastData->setToolTip(chosen);
}

} // namespace moelab
