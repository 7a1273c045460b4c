#include "comparison/repeats_view.h"

#include "comparison/comparison_tables.h"
#include "comparison/test_advice.h"
#include "tables/cell_table.h"
#include "tables/table_view.h"
#include "text/foreign_text.h"
#include "text/labels.h"
#include "text/short_names.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTableView>

#include <algorithm>

namespace moelab {
namespace {

constexpr qsizetype kMostOfGroup = 48; // letters of a group's name in a choice

} // namespace

RepeatsView::RepeatsView(CellTable& table, QWidget* parent)
    : QWidget(parent)
    , m_table(table)
    , m_heading(new QLabel)
    , m_choices(new QWidget)
    , m_first(makeChoice("firstGroup", tr("Reference group")))
    , m_second(makeChoice("secondGroup", tr("Compared group")))
    , m_advice(new QLabel) {
    m_heading->setObjectName(QStringLiteral("repeatsHeading"));
    wrapText(*m_heading);
    m_advice->setObjectName(QStringLiteral("testAdvice"));
    wrapText(*m_advice);
    m_advice->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* const choices = new QHBoxLayout(m_choices);
    choices->setContentsMargins(0, 0, 0, 0);
    choices->addWidget(new QLabel(tr("Compare")));
    choices->addWidget(m_first, 1);
    choices->addWidget(new QLabel(tr("with")));
    choices->addWidget(m_second, 1);
    choices->addStretch();
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_heading);
    layout->addWidget(m_choices);
    layout->addWidget(makeTableView(table, "repeatsTable", tr("Means of repeated runs with 95 % intervals")), 1);
    layout->addWidget(m_advice);
}

QComboBox* RepeatsView::makeChoice(const char* name, const QString& accessible) {
    auto* const choice = new QComboBox;
    choice->setObjectName(QLatin1String(name));
    choice->setAccessibleName(accessible);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choice->setMinimumContentsLength(16);
    connect(choice, &QComboBox::currentIndexChanged, this, &RepeatsView::refresh);
    return choice;
}

void RepeatsView::showGroups(std::vector<RunGroup> groups) {
    m_groups = std::move(groups);
    for (QComboBox* choice : {m_first, m_second})
        showNames(*choice);
    {
        const QSignalBlocker quiet(m_second);
        m_second->setCurrentIndex(m_second->count() - 1);
    }
    m_choices->setVisible(m_groups.size() > 1);
    m_heading->setText(heading());
    refresh();
}

void RepeatsView::showNames(QComboBox& choice) {
    QStringList names;
    for (std::size_t group = 0; group < m_groups.size(); ++group)
        names << nameOf(m_groups, group);
    const QStringList shown = shortNames(names, kMostOfGroup);
    const QSignalBlocker quiet(&choice);
    choice.clear();
    for (int group = 0; group < shown.size(); ++group) {
        choice.addItem(shown[group]);
        choice.setItemData(group, inLine(names[group]), Qt::ToolTipRole);
    }
}

QString RepeatsView::heading() const {
    std::size_t most = 0;
    std::size_t left = 0;
    for (const RunGroup& group : m_groups) {
        most = std::max(most, group.runs.size());
        left += group.repeated.size();
    }
    QString words =
        most < 2
            ? tr("Repeats. Choose runs that differ only in their seed to see means with intervals.")
            : tr("Runs that differ only in their seed (threads and device are ignored): mean ± half of its 95 % "
                 "interval (Student's t).");
    if (left > 0)
        words +=
            u' ' + (left == 1 ? tr("1 run repeats a seed and is left out.")
                              : tr("%Ln runs repeat a seed and are left out.", nullptr, static_cast<int>(left)));
    return words;
}

void RepeatsView::refresh() {
    m_advice->clear();
    if (m_groups.empty()) {
        m_table.setContent({}, {});
    } else {
        const auto first = static_cast<std::size_t>(m_first->currentIndex());
        const auto second = static_cast<std::size_t>(m_second->currentIndex());
        moelab::showGroups(m_table, m_groups, first, second);
        if (first != second)
            m_advice->setText(testAdvice(m_groups[first], m_groups[second]));
        for (QComboBox* choice : {m_first, m_second})
            choice->setToolTip(choice->currentData(Qt::ToolTipRole).toString());
    }
    m_advice->setVisible(!m_advice->text().isEmpty());
}

} // namespace moelab
