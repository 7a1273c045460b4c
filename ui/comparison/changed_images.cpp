#include "comparison/changed_images.h"

#include "comparison/measure_words.h"
#include "session/stage_view.h"
#include "tables/cell_table.h"
#include "tables/matrix_view.h"
#include "tables/table_view.h"
#include "text/foreign_text.h"
#include "text/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSignalBlocker>
#include <QTableView>

#include <algorithm>

namespace moelab {
namespace {

enum class Change { All, Fixed, Broken };

constexpr int kListWidth = 300;

} // namespace

ChangedImages::ChangedImages(QWidget* parent)
    : QWidget(parent)
    , m_member(new QComboBox)
    , m_change(new QComboBox)
    , m_view(new MatrixView(m_matrix))
    , m_table(new CellTable(this))
    , m_list(makeTableView(*m_table, "changedList", tr("Images that are fixed or broken")))
    , m_words(new QLabel)
    , m_show(new QPushButton(tr("Show images"))) {
    m_view->setObjectName(QStringLiteral("differenceMatrix"));
    m_view->setAccessibleName(tr("Confusion matrix of the second run minus that of the first"));
    m_words->setObjectName(QStringLiteral("changedWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    auto* const parts = new QHBoxLayout;
    parts->addWidget(m_view, 1);
    parts->addWidget(makeList());
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(parts, 1);
    layout->addWidget(m_words);
    connect(m_member, &QComboBox::currentIndexChanged, this, [this] {
        m_stage = m_member->currentData().toString();
        refresh();
    });
    connect(m_change, &QComboBox::currentIndexChanged, this, &ChangedImages::refresh);
    connect(m_list, &QTableView::activated, this, [this](const QModelIndex& index) { wantOne(index.row()); });
    connect(m_show, &QPushButton::clicked, this, &ChangedImages::wantListed);
}

QWidget* ChangedImages::makeList() {
    auto* const side = new QWidget;
    side->setFixedWidth(kListWidth);
    m_member->setObjectName(QStringLiteral("changedMember"));
    m_member->setAccessibleName(tr("Member whose predictions are compared"));
    m_change->setObjectName(QStringLiteral("changedKind"));
    m_change->setAccessibleName(tr("Changes to list"));
    for (int i = 0; i < 3; ++i)
        m_change->addItem(QString());
    m_list->setToolTip(tr("Press Enter or double-click to see an image in the second run"));
    m_show->setObjectName(QStringLiteral("changedShow"));
    m_show->setToolTip(tr("Show the listed images in the second run"));
    auto* const layout = new QVBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_member);
    layout->addWidget(m_change);
    layout->addWidget(m_list, 1);
    layout->addWidget(m_show);
    return side;
}

void ChangedImages::showComparison(const RunComparison& comparison, const RunSummary& second) {
    m_comparison = comparison;
    m_groups = second.config.parameters.groups;
    m_classNames = second.config.classNames;
    {
        const QSignalBlocker quiet(m_member);
        m_member->clear();
        for (const MemberComparison& member : m_comparison.members)
            m_member->addItem(titleOf(member.stage), QString::fromStdString(member.stage.name));
        const int same = m_member->findData(m_stage);
        m_member->setCurrentIndex(same >= 0 ? same : m_member->count() - 1); // the mixture, if it is there
    }
    refresh();
}

void ChangedImages::showNothing() {
    m_comparison = {};
    {
        const QSignalBlocker quiet(m_member);
        m_member->clear();
    }
    refresh();
}

Figure& ChangedImages::figure() { return m_matrix; }

const MemberComparison* ChangedImages::chosen() const {
    const int index = m_member->currentIndex();
    return index < 0 ? nullptr : &m_comparison.members[static_cast<std::size_t>(index)];
}

void ChangedImages::refresh() {
    const MemberComparison* const member = chosen();
    if (!member) {
        m_matrix.showTable({}, ConfusionMode::Difference);
        m_table->setContent({}, {});
        m_listed.clear();
        m_show->setEnabled(false);
        return;
    }
    ConfusionTable table = tableFor(member->stage, m_groups, m_classNames);
    table.matrix = member->second;
    table.difference = member->difference;
    keepOwnClasses(table, member->stage, m_groups);
    m_view->setChosen({});
    m_matrix.showTable(table, ConfusionMode::Difference);
    {
        const QSignalBlocker quiet(m_change);
        m_change->setItemText(int(Change::All),
                              tr("all %L1 changes").arg(member->fixed.size() + member->broken.size()));
        m_change->setItemText(int(Change::Fixed), tr("%L1 fixed by the second run").arg(member->fixed.size()));
        m_change->setItemText(int(Change::Broken), tr("%L1 broken by the second run").arg(member->broken.size()));
    }
    showList(*member, table.names);
    const auto count = [](auto images) { return QLocale().toString(static_cast<qlonglong>(images)); };
    m_words->setText(
        tr("%1. Images correct in both runs: %2; wrong in both: %3; fixed by the second run: %4; broken by it: %5 "
           "(McNemar's test: p = %6, %7). Cells are the counts of the second run minus those of the first.")
            .arg(titleOf(member->stage), count(member->bothRight), count(member->bothWrong),
                 count(member->fixed.size()), count(member->broken.size()), probabilityText(member->test.p),
                 member->test.exact ? tr("exact") : tr("chi-square with correction")));
}

void ChangedImages::showList(const MemberComparison& member, const QStringList& names) {
    struct Line {
        ChangedImage image;
        bool fixed;
    };
    std::vector<Line> lines;
    const auto change = static_cast<Change>(m_change->currentIndex());
    if (change != Change::Broken)
        for (const ChangedImage& each : member.fixed)
            lines.push_back({each, true});
    if (change != Change::Fixed)
        for (const ChangedImage& each : member.broken)
            lines.push_back({each, false});
    std::ranges::sort(lines, {}, [](const Line& line) { return line.image.image; });
    std::vector<CellTable::Row> rows;
    m_listed.clear();
    for (const Line& line : lines) {
        m_listed.push_back(line.image.image);
        const QString answers = tr("%1 → %2").arg(inLine(names.value(static_cast<int>(line.image.first))),
                                                  inLine(names.value(static_cast<int>(line.image.second))));
        rows.push_back(
            {{QString::number(line.image.image), {}, {}, true},
             {line.fixed ? tr("fixed") : tr("broken")},
             {answers, {}, tr("true class %1").arg(inLine(names.value(static_cast<int>(line.image.label))))}});
    }
    m_table->setContent({tr("Image"), tr("Change"), tr("Predictions")}, std::move(rows));
    m_list->horizontalHeader()->setStretchLastSection(true);
    m_show->setEnabled(!m_listed.empty());
}

void ChangedImages::wantListed() {
    if (const MemberComparison* const member = chosen())
        emit imagesWanted(QString::fromStdString(member->stage.name), m_listed);
}

void ChangedImages::wantOne(int row) {
    if (const MemberComparison* const member = chosen())
        emit imagesWanted(QString::fromStdString(member->stage.name), {m_listed[static_cast<std::size_t>(row)]});
}

} // namespace moelab
