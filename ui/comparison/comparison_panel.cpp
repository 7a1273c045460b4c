#include "comparison/comparison_panel.h"

#include "base/error.h"
#include "comparison/changed_images.h"
#include "comparison/comparison_tables.h"
#include "comparison/measure_words.h"
#include "comparison/repeats_view.h"
#include "plotting/view_area.h"
#include "tables/cell_table.h"
#include "tables/table_view.h"
#include "text/foreign_text.h"
#include "text/labels.h"
#include "workspace/run_outputs.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QSignalBlocker>
#include <QTabWidget>
#include <QTableView>
#include <QtConcurrentRun>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastRows = 6; // of results, with their header

QLabel* makeWords(const char* name) {
    auto* const words = new QLabel;
    words->setObjectName(QLatin1String(name));
    wrapText(*words);
    words->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return words;
}

/// A layout without margins, for a part of a panel.
QVBoxLayout* makeColumn(QWidget* widget) {
    auto* const layout = new QVBoxLayout(widget);
    layout->setContentsMargins(4, 4, 4, 4);
    return layout;
}

} // namespace

ComparisonPanel::ComparisonPanel(QWidget* parent)
    : QWidget(parent)
    , m_differences(new CellTable(this))
    , m_stages(new CellTable(this))
    , m_groups(new CellTable(this))
    , m_numbersFigure(*m_differences, *m_stages)
    , m_groupsFigure(QStringLiteral("runs-groups"), *m_groups)
    , m_heading(makeWords("comparisonHeading"))
    , m_parts(new QTabWidget)
    , m_same(makeWords("sameParameters"))
    , m_stage(new QComboBox)
    , m_curves(new RunsCurves)
    , m_values(makeWords("runsCurveValues"))
    , m_changed(new ChangedImages)
    , m_why(makeWords("whyNoComparison"))
    , m_repeats(new RepeatsView(*m_groups)) {
    m_parts->setObjectName(QStringLiteral("comparisonParts"));
    m_parts->setAccessibleName(tr("Sections of the comparison"));
    m_parts->setDocumentMode(true);
    m_parts->addTab(makeNumbers(), tr("Numbers"));
    m_parts->addTab(new ViewArea(makeCurves()),
                    tr("Curves")); // beside which tables need less, and scroll themselves
    m_parts->addTab(new ViewArea(makeImages()), tr("Images"));
    auto* const repeats = new QWidget;
    makeColumn(repeats)->addWidget(m_repeats);
    m_parts->addTab(repeats, tr("Repeats"));
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(m_parts, 1);
    connect(&m_reading, &QFutureWatcherBase::finished, this, &ComparisonPanel::showContent);
    connect(m_stage, &QComboBox::currentIndexChanged, this, &ComparisonPanel::showCurves);
    connect(m_curves, &RunsCurves::hovered, m_values, &QLabel::setText);
    connect(m_changed, &ChangedImages::imagesWanted, this,
            [this](const QString& stage, const std::vector<std::int64_t>& positions) {
                emit imagesWanted(QString::fromStdString(m_runs.back()->path.string()), stage, positions);
            });
    setRuns({});
}

QWidget* ComparisonPanel::makeNumbers() {
    auto* const numbers = new QWidget;
    auto* const layout = makeColumn(numbers);
    auto* const differences =
        makeTableView(*m_differences, "differencesTable", tr("Parameters that differ between the runs"));
    differences->setSizeAdjustPolicy(QAbstractScrollArea::AdjustToContents); // what is left is the stages'
    differences->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Maximum);
    m_differencesView = differences;
    layout->addWidget(m_same);
    layout->addWidget(m_differencesView);
    auto* const stages = makeTableView(*m_stages, "runsStagesTable", tr("Results of the stages"));
    stages->setMinimumHeight(kLeastRows * stages->verticalHeader()->defaultSectionSize());
    layout->addWidget(stages, 1);
    return numbers;
}

QWidget* ComparisonPanel::makeCurves() {
    auto* const curves = new QWidget;
    m_stage->setObjectName(QStringLiteral("runsCurvesStage"));
    m_stage->setAccessibleName(tr("Stage whose curves are shown"));
    m_curves->setObjectName(QStringLiteral("runsCurves"));
    m_curves->setAccessibleName(tr("Learning curves of the runs, overlaid"));
    m_values->setMinimumHeight(2 * m_values->fontMetrics().lineSpacing());
    m_values->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_values->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    auto* const line = new QHBoxLayout;
    line->addWidget(m_stage);
    line->addStretch();
    auto* const layout = makeColumn(curves);
    layout->addLayout(line);
    layout->addWidget(m_curves, 1);
    layout->addWidget(m_values);
    return curves;
}

QWidget* ComparisonPanel::makeImages() {
    auto* const images = new QWidget;
    auto* const layout = makeColumn(images);
    layout->addWidget(m_why);
    layout->addWidget(m_changed, 1);
    return images;
}

/// Runs on another thread.
ComparisonPanel::Content ComparisonPanel::read(const Runs& runs) {
    Content content;
    for (const auto& run : runs) {
        content.histories.emplace_back();
        try {
            content.histories.back() = readRunHistory(run->results());
        } catch (const Error& problem) {
            content.trouble = problem.what();
        }
    }
    if (runs.size() != 2)
        return content;
    try {
        const RunSummary& first = *runs.front();
        const RunSummary& second = *runs.back();
        checkSameTestImages(first, second);
        content.comparison = compareRuns(first, readRunOutputs(first), second, readRunOutputs(second));
    } catch (const Error& problem) {
        content.why = problem.what();
    }
    return content;
}

void ComparisonPanel::setRuns(const Runs& runs) {
    m_runs = runs;
    m_content = {};
    m_parts->setVisible(runs.size() >= 2);
    setEmptyState(*m_heading, runs.size() < 2);
    m_heading->setToolTip({});
    if (runs.size() < 2) {
        m_heading->setText(runs.empty() ? tr("Comparison. Choose two or more runs in the table to compare them.")
                                        : tr("Comparison. Choose another run besides %1 to compare them.")
                                              .arg(inText(QString::fromStdString(runs.front()->name()))));
        m_reading.setFuture({});
    } else {
        m_heading->setText(runs.size() == 2 ? tr("%1 compared with %2. Differences are %1 minus %2.")
                                                  .arg(inText(QString::fromStdString(runs[1]->name())),
                                                       inText(QString::fromStdString(runs[0]->name())))
                                            : tr("%Ln runs are compared.", nullptr, static_cast<int>(runs.size())));
        if (runs.size() == 2) // in full
            m_heading->setToolTip(QStringLiteral("%1\n%2").arg(inLine(QString::fromStdString(runs[1]->name())),
                                                               inLine(QString::fromStdString(runs[0]->name()))));
        m_reading.setFuture(QtConcurrent::run([runs] { return read(runs); }));
    }
    showDifferences(*m_differences, runs);
    const bool differ = m_differences->rowCount() > 0;
    m_same->setVisible(!differ);
    m_same->setText(tr("All parameters are the same, and so is the data."));
    m_differencesView->setVisible(differ);
    showStages(*m_stages, runs, nullptr);
    m_repeats->showGroups(groupRuns(runs));
    showStageNames();
    showCurves();
    showImages();
}

void ComparisonPanel::settle() {
    m_reading.waitForFinished(); // also where it has ended, but was not shown yet
    showContent();
}

void ComparisonPanel::showContent() {
    if (m_reading.future().resultCount() == 0)
        return;
    m_content = m_reading.result();
    showStages(*m_stages, m_runs, m_content.comparison ? &*m_content.comparison : nullptr);
    showCurves();
    showImages();
}

/// Every stage of any of the runs, the mixture last.
void ComparisonPanel::showStageNames() {
    const QSignalBlocker quiet(m_stage);
    const QVariant before = m_stage->currentData();
    m_stage->clear();
    for (const bool mixture : {false, true})
        for (const auto& run : m_runs)
            for (const StageSummary& each : run->stages) {
                const QString name = QString::fromStdString(each.stage.name);
                if (each.stage.isMixture == mixture && m_stage->findData(name) < 0)
                    m_stage->addItem(stageTitle(each.stage.name), name);
            }
    const int same = m_stage->findData(before);
    m_stage->setCurrentIndex(same >= 0 ? same : m_stage->count() - 1);
}

void ComparisonPanel::showCurves() {
    std::vector<RunsCurves::Curve> curves;
    bool any = false;
    for (std::size_t run = 0; run < m_content.histories.size(); ++run) {
        const RunHistory& history = m_content.histories[run];
        const auto found = history.find(m_stage->currentData().toString().toStdString());
        curves.push_back({QString::fromStdString(m_runs[run]->name()),
                          found == history.end() ? std::vector<EpochMetrics>() : found->second});
        any |= !curves.back().epochs.empty();
    }
    m_curves->showCurves(m_stage->currentText(), curves);
    if (!m_content.trouble.empty())
        m_values->setText(QString::fromStdString(m_content.trouble));
    else if (m_content.histories.empty() || any)
        m_values->clear();
    else
        m_values->setText(tr("Learning curves. Train the stage %1 in one of the runs to see its loss and accuracy.")
                              .arg(m_stage->currentText()));
}

void ComparisonPanel::showImages() {
    const bool known = m_content.comparison && !m_content.comparison->members.empty();
    m_changed->setVisible(known);
    m_why->setVisible(!known);
    setEmptyState(*m_why, !known);
    if (known) {
        m_changed->showComparison(*m_content.comparison, *m_runs.back());
        return;
    }
    m_changed->showNothing();
    if (m_runs.size() > 2)
        m_why->setText(tr("Images. Choose exactly two runs to compare them image by image; %Ln are chosen.",
                          nullptr, static_cast<int>(m_runs.size())));
    else if (!m_content.why.empty())
        m_why->setText(QString::fromStdString(m_content.why));
    else if (m_content.comparison)
        m_why->setText(tr("Images. Train the same member in both runs to compare its predictions."));
    else
        m_why->setText(tr("Reading the predictions…"));
}

Figure& ComparisonPanel::figure() {
    switch (m_parts->currentIndex()) {
    case 1:
        return *m_curves;
    case 2:
        return m_changed->figure();
    case 3:
        return m_groupsFigure;
    default:
        return m_numbersFigure;
    }
}

} // namespace moelab
