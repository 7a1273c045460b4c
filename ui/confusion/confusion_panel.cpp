#include "confusion/confusion_panel.h"

#include "confusion/member_confusion.h"
#include "session/session.h"
#include "session/settings.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QTableView>

namespace moelab {
namespace {

QTableView* makeScores(ClassScoresModel& model) {
    auto* const table = new QTableView;
    table->setObjectName(QStringLiteral("classScores"));
    table->setAccessibleName(ConfusionPanel::tr("Scores of every class"));
    table->setModel(&model);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().lineSpacing() + 5);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setShowGrid(false);
    table->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents);
    table->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    return table;
}

} // namespace

ConfusionPanel::ConfusionPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_mode(new QComboBox)
    , m_view(new ConfusionView)
    , m_table(makeScores(m_scores))
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("confusionHeading"));
    m_heading->setWordWrap(true);
    m_mode->setObjectName(QStringLiteral("confusionMode"));
    m_mode->setAccessibleName(tr("What the cells say"));
    m_mode->addItem(tr("Counts"), int(ConfusionMode::Counts));
    m_mode->addItem(tr("% of what is right (rows)"), int(ConfusionMode::RowShares));
    m_mode->addItem(tr("% of the answers (columns)"), int(ConfusionMode::ColumnShares));
    m_view->setObjectName(QStringLiteral("confusionMatrix"));
    m_view->setAccessibleName(tr("Confusion matrix"));
    m_words->setObjectName(QStringLiteral("confusionWords"));
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    auto* const bar = new QHBoxLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(m_mode);
    auto* const centre = new QHBoxLayout;
    centre->addWidget(m_view, 1);
    centre->addWidget(m_table);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    layout->addLayout(centre, 1);
    layout->addWidget(m_words);
    connect(m_mode, &QComboBox::activated, this, [this] {
        m_wanted = mode();
        refresh();
    });
    connect(m_view, &ConfusionView::hovered, m_words, &QLabel::setText);
    connect(m_view, &ConfusionView::cellChosen, this, &ConfusionPanel::choose);
    connect(m_view, &ConfusionView::cellOpened, this, &ConfusionPanel::imagesChosen);
    connect(&session, &Session::outputsChanged, this, &ConfusionPanel::refresh);
    connect(&session, &Session::dataChanged, this, &ConfusionPanel::refresh);
    connect(&session.selection(), &Selection::stageChanged, this, &ConfusionPanel::refresh);
    connect(&session.selection(), &Selection::queryChanged, this, &ConfusionPanel::refreshCurrent);
    refresh();
}

ConfusionMode ConfusionPanel::mode() const { return static_cast<ConfusionMode>(m_mode->currentData().toInt()); }

void ConfusionPanel::refresh() {
    const StageView* const view = m_session.findStage(m_session.selection().stage());
    const bool known = view && isScored(m_session, view->stage);
    for (QWidget* part : std::initializer_list<QWidget*>{m_mode, m_view, m_table, m_words})
        part->setVisible(known);
    if (!known) {
        m_heading->setText(
            view ? tr("Here is how often %1 takes one class for another, once it is trained. Press its "
                      "button Train on the board.")
                       .arg(titleOf(view->stage))
                 : QString());
        m_heading->setAlignment(Qt::AlignTop | Qt::AlignLeft);
        return;
    }
    const ConfusionTable table = confusionOf(m_session, view->stage);
    addDifference(!table.difference.empty());
    m_heading->setText(tr("%1: %2 % of %L3 %4 are right")
                           .arg(titleOf(view->stage))
                           .arg(100 * table.matrix.accuracy(), 0, 'f', 1)
                           .arg(table.matrix.total())
                           .arg(imagesOf(m_session.data()->part)));
    m_view->showTable(table, mode());
    m_scores.showTable(table);
    m_table->updateGeometry();
    refreshCurrent();
}

/// Offers the difference where there is one, and shows what was last chosen of what is offered.
void ConfusionPanel::addDifference(bool possible) {
    const int difference = m_mode->findData(int(ConfusionMode::Difference));
    if (!possible && difference >= 0)
        m_mode->removeItem(difference);
    else if (possible && difference < 0)
        m_mode->addItem(tr("Difference to the baseline"), int(ConfusionMode::Difference));
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(int(m_wanted))));
}

void ConfusionPanel::restore(const Settings& settings) {
    m_wanted = static_cast<ConfusionMode>(
        settings.number(QStringLiteral("confusion/mode"), 0, int(ConfusionMode::Difference), 0));
    m_mode->setCurrentIndex(std::max(0, m_mode->findData(int(m_wanted))));
    refresh();
}

void ConfusionPanel::save(Settings& settings) const {
    settings.setValue(QStringLiteral("confusion/mode"), int(m_wanted));
}

void ConfusionPanel::refreshCurrent() {
    const ImageQuery& query = m_session.selection().query();
    m_view->setCurrent(query.label, query.answer);
}

void ConfusionPanel::choose(int truth, int answer) {
    ImageQuery query;
    query.label = truth;
    query.answer = answer;
    m_session.selection().choose(m_session.selection().stage(), query);
}

} // namespace moelab
