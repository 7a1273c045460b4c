#include "mixture/mixture_panel.h"

#include "analysis/what_if.h"
#include "base/percent.h"
#include "experiment/mix.h"
#include "mixture/causes_plot.h"
#include "mixture/forced_bar.h"
#include "mixture/ladder_plot.h"
#include "plotting/beside_layout.h"
#include "session/outcome_words.h"
#include "session/session.h"
#include "text/labels.h"

#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kLeastHeading = 30; // letters, beside the button

/// "+1.2": what one accuracy is above another, in percentage points.
QString pointsText(double points) {
    const QString text = QString::number(points, 'f', 1);
    return points > 0 ? u'+' + text : text;
}

QString wordsFor(const WhatIf& found) {
    const auto p = [](const McNemar& test) { return QString::number(test.p, 'g', 2); };
    const auto percent = [](double share) { return QString::number(inPercent(share), 'f', 1); };
    return MixturePanel::tr("Accuracy %1 % (95 % interval %2 to %3 %): %4 points against the mixture as trained "
                            "(McNemar's p = %5), %6 points against the baseline (p = %7)")
        .arg(percent(found.accuracy), percent(found.interval.low), percent(found.interval.high),
             pointsText(inPercent(found.overTrained)), p(found.againstTrained),
             pointsText(inPercent(found.overBaseline)), p(found.againstBaseline));
}

} // namespace

MixturePanel::MixturePanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_saved(new QToolButton)
    , m_causes(new CausesPlot)
    , m_words(new QLabel)
    , m_ladder(new LadderPlot)
    , m_ladderWords(new QLabel)
    , m_forced(new ForcedBar) {
    m_heading->setObjectName(QStringLiteral("mixtureHeading"));
    wrapText(*m_heading);
    m_saved->setObjectName(QStringLiteral("mixtureSaved"));
    m_saved->setAccessibleName(tr("Images corrected by the mixture"));
    m_saved->setToolTip(meaningOf(Outcome::Saved) + u' ' + tr("Click to see these images."));
    m_causes->setObjectName(QStringLiteral("causesPlot"));
    m_causes->setAccessibleName(tr("Causes of the mixture's errors"));
    m_words->setObjectName(QStringLiteral("mixtureWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_ladder->setObjectName(QStringLiteral("ladderPlot"));
    m_ladder->setAccessibleName(tr("Accuracy of seven ways to combine the members"));
    m_forced->setObjectName(QStringLiteral("forcedBar"));
    m_ladderWords->setObjectName(QStringLiteral("ladderWords"));
    wrapText(*m_ladderWords);
    m_heading->setMinimumWidth(kLeastHeading * m_heading->fontMetrics().averageCharWidth());
    auto* const bar = new BesideLayout;
    bar->addWidget(m_heading, 1);
    bar->addWidget(m_saved, 0, Qt::AlignLeft);
    auto* const layout = new QVBoxLayout(this);
    layout->addLayout(bar);
    auto* const plots = new BesideLayout;
    const auto addPlot = [plots](QWidget* plot, QWidget* words) { // what is said of a plot stands below it alone
        auto* const column = new QVBoxLayout;
        column->addWidget(plot, 1);
        column->addWidget(words);
        plots->addLayout(column, 1);
    };
    addPlot(m_causes, m_words);
    addPlot(m_ladder, m_ladderWords);
    layout->addLayout(plots, 1);
    layout->addWidget(m_forced);
    connect(m_saved, &QToolButton::clicked, this, [this] { choose(-1, Outcome::Saved); });
    connect(m_causes, &CausesPlot::partChosen, this, &MixturePanel::choose);
    connect(m_causes, &CausesPlot::hovered, m_words, &QLabel::setText);
    connect(m_forced, &ForcedBar::edited, this, &MixturePanel::force);
    connect(&m_climbing, &QFutureWatcherBase::finished, this, &MixturePanel::showLadder);
    connect(&session, &Session::runChanged, m_forced, &ForcedBar::setAsTrained); // another run is asked anew
    connect(&session, &Session::outputsChanged, this, &MixturePanel::refresh);
    connect(&session, &Session::dataChanged, this, &MixturePanel::refresh);
    refresh();
}

Figure& MixturePanel::figure() { return *m_causes; }

Figure* MixturePanel::secondFigure() { return m_ladder; }

QWidget* MixturePanel::canvas() { return m_causes; }

QWidget* MixturePanel::secondCanvas() { return m_ladder; }

void MixturePanel::settle() {
    m_climbing.waitForFinished(); // it may have ended, and not be shown yet
    showLadder();
}

void MixturePanel::refresh() {
    const auto outputs = m_session.outputs();
    const auto images = m_session.data();
    const bool known = outputs && images && isMixtureTrained(*outputs);
    for (QWidget* part :
         std::initializer_list<QWidget*>{m_saved, m_causes, m_words, m_ladder, m_ladderWords, m_forced})
        part->setVisible(known);
    setEmptyState(*m_heading, !known);
    if (!known) {
        m_causes->showNothing();
        m_ladder->showNothing();
        m_climbing.setFuture({});
        m_heading->setText(tr("Mixture. Train all stages to see the causes of its errors, class by class."));
        return;
    }
    const Attribution attribution = attribute(*outputs, m_session.shownParameters().groups);
    const double errors = static_cast<double>(attribution.all.errors());
    m_heading->setText(tr("Mixture: %L1 of %L2 %3 are misclassified (%4 %)")
                           .arg(attribution.all.errors())
                           .arg(attribution.all.images())
                           .arg(imagesOf(m_session.data()->part))
                           .arg(inPercent(errors / static_cast<double>(attribution.all.images())), 0, 'f', 1));
    m_saved->setText(tr("%L1 corrected by the mixture").arg(attribution.all[Outcome::Saved]));
    m_causes->showCauses(attribution, classNamesOf(m_session));
    QStringList groups;
    for (const ClassGroup& group : m_session.shownParameters().groups)
        groups << QString::fromStdString(group.name);
    m_forced->setGroups(groups);
    force();
    climb();
}

/// Sends the test images another way. Fast enough to follow a slider.
void MixturePanel::force() {
    const auto outputs = m_session.outputs();
    if (!outputs || !isMixtureTrained(*outputs))
        return;
    m_forced->showResult(wordsFor(whatIf(*outputs, m_session.shownParameters().groups, m_forced->forced())));
}

/// Begins to compute the ladder on another thread, since it takes 0.2 s; until then none is shown.
void MixturePanel::climb() {
    m_ladder->showNothing();
    m_ladderWords->clear();
    m_climbing.setFuture(
        QtConcurrent::run([outputs = m_session.outputs(), groups = m_session.shownParameters().groups] {
            return gapLadder(*outputs, groups);
        }));
}

void MixturePanel::showLadder() {
    if (m_climbing.future().resultCount() == 0)
        return;
    const GapLadder ladder = m_climbing.result();
    const auto best = std::ranges::find_if(m_session.shownStages(), [&](const StageView& view) {
        return view.stage.group == ladder.bestMember && (view.stage.group >= 0 || view.stage.isReference);
    });
    m_ladder->showLadder(ladder, titleInSentence(best->stage));
    m_ladderWords->setText(wordsFor(ladder.mixtureAgainstBaseline));
}

void MixturePanel::choose(int label, Outcome outcome) {
    ImageQuery query;
    const bool wrong = std::ranges::find(kErrorCauses, outcome) != kErrorCauses.end();
    query.verdict = wrong ? ImageQuery::Verdict::Wrong : ImageQuery::Verdict::Right;
    query.label = label;
    query.outcome = outcome;
    m_session.selection().choose(mixtureName(m_session), query);
    emit imagesChosen();
}

} // namespace moelab
