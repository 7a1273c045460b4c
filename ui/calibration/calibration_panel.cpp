#include "calibration/calibration_panel.h"

#include "base/percent.h"
#include "calibration/coverage_plot.h"
#include "calibration/reliability_plot.h"
#include "plotting/beside_layout.h"
#include "session/session.h"
#include "text/labels.h"

#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace moelab {

CalibrationPanel::CalibrationPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_heading(new QLabel)
    , m_reliability(new ReliabilityPlot)
    , m_coverage(new CoveragePlot)
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("calibrationHeading"));
    wrapText(*m_heading);
    m_reliability->setObjectName(QStringLiteral("reliabilityPlot"));
    m_reliability->setAccessibleName(tr("Reliability diagram of the chosen member"));
    m_coverage->setObjectName(QStringLiteral("coveragePlot"));
    m_coverage->setAccessibleName(tr("Accuracy of the members against coverage"));
    m_words->setObjectName(QStringLiteral("calibrationWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    auto* const plots = new BesideLayout;
    plots->addWidget(m_reliability, 1);
    plots->addWidget(m_coverage, 1);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addLayout(plots, 1);
    layout->addWidget(m_words);
    connect(m_reliability, &ReliabilityPlot::hovered, m_words, &QLabel::setText);
    connect(m_coverage, &CoveragePlot::hovered, m_words, &QLabel::setText);
    connect(m_reliability, &ReliabilityPlot::binChosen, this,
            [this](double low, double high) { choose(m_session.selection().stage(), low, high, false); });
    connect(m_coverage, &CoveragePlot::pointChosen, this,
            [this](const QString& stage, double over) { choose(stage, over, 1, true); });
    connect(&m_computing, &QFutureWatcherBase::finished, this, &CalibrationPanel::showComputed);
    connect(&session, &Session::outputsChanged, this, &CalibrationPanel::forget);
    connect(&session.predictions(), &Predictions::heldOutChanged, this, &CalibrationPanel::compute);
    connect(&session.selection(), &Selection::stageChanged, this, &CalibrationPanel::showChosen);
    forget();
}

Figure& CalibrationPanel::figure() { return *m_reliability; }

Figure* CalibrationPanel::secondFigure() { return m_coverage; }

QWidget* CalibrationPanel::canvas() { return m_reliability; }

QWidget* CalibrationPanel::secondCanvas() { return m_coverage; }

void CalibrationPanel::settle() {
    m_computing.waitForFinished(); // it may have ended, and not be shown yet
    showComputed();
}

void CalibrationPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    m_session.predictions().wantHeldOut();
}

/// Nothing is shown of outputs that are no more.
void CalibrationPanel::forget() {
    m_members.clear();
    m_coverage->showNothing();
    showChosen();
    compute();
    if (isVisible())
        m_session.predictions().wantHeldOut();
}

void CalibrationPanel::compute() {
    const auto outputs = m_session.outputs();
    if (!outputs) {
        m_computing.setFuture({});
        return;
    }
    std::vector<Stage> stages;
    for (const StageView& view : m_session.shownStages())
        stages.push_back(view.stage);
    m_computing.setFuture(QtConcurrent::run([outputs, heldOut = m_session.predictions().heldOut(), stages,
                                             groups = m_session.shownParameters().groups] {
        std::vector<Member> members;
        for (const Stage& stage : stages)
            if (const auto calibration = calibrate(*outputs, stage, groups))
                members.push_back(
                    {*calibration, heldOut ? heldOutTemperature(*heldOut, *outputs, stage, groups) : std::nullopt});
        return members;
    }));
}

void CalibrationPanel::showComputed() {
    if (m_computing.future().resultCount() == 0)
        return;
    m_members = m_computing.result();
    std::vector<MemberCalibration> members;
    for (const Member& member : m_members)
        members.push_back(member.calibration);
    m_coverage->showMembers(members);
    m_reliability->showNothing();
    showChosen();
}

const CalibrationPanel::Member* CalibrationPanel::chosen() const {
    const auto found = std::ranges::find(m_members, m_session.selection().stage().toStdString(),
                                         [](const Member& member) { return member.calibration.stage.name; });
    return found == m_members.end() ? nullptr : &*found;
}

void CalibrationPanel::showChosen() {
    const Member* const member = chosen();
    const bool known = member && m_session.data();
    for (QWidget* part : std::initializer_list<QWidget*>{m_reliability, m_coverage, m_words})
        part->setVisible(known);
    setEmptyState(*m_heading, !known);
    if (!known) {
        m_reliability->showNothing();
        const StageView* const view = m_session.findShown(m_session.selection().stage());
        m_heading->setText(
            view ? tr("Calibration. Train the stage %1 to see how well its confidence agrees with its accuracy.")
                       .arg(titleOf(view->stage))
                 : QString());
        return;
    }
    m_heading->setText(wordsFor(*member));
    m_coverage->setChosen(member->calibration.stage.name);
    m_reliability->showMember(member->calibration);
}

QString CalibrationPanel::wordsFor(const Member& member) const {
    const MemberCalibration& found = member.calibration;
    const double gap = inPercent(found.confidence - found.accuracy);
    return tr("%1: accuracy %2 % on %L3 %4, mean confidence %5 % (%6 points %7); expected calibration error %8 %. "
              "%9")
        .arg(titleOf(found.stage), QString::number(inPercent(found.accuracy), 'f', 1),
             QLocale().toString(static_cast<qlonglong>(found.images)), imagesOf(m_session.data()->part),
             QString::number(inPercent(found.confidence), 'f', 1), QString::number(std::abs(gap), 'f', 1),
             gap < 0 ? tr("underconfident") : tr("overconfident"),
             QString::number(inPercent(found.reliability.expectedError), 'f', 1), temperatureWords(member));
}

QString CalibrationPanel::temperatureWords(const Member& member) const {
    if (member.temperature)
        return tr("With temperature %1, fitted on %L2 held-out images, it is %3 %.")
            .arg(member.temperature->fit.temperature, 0, 'f', 2)
            .arg(member.temperature->images)
            .arg(inPercent(member.temperature->expectedError), 0, 'f', 1);
    if (!m_session.predictions().whyNoHeldOut().isEmpty())
        return tr("No temperature can be fitted: %1").arg(m_session.predictions().whyNoHeldOut());
    if (m_session.predictions().heldOut())
        return tr("No temperature can be fitted: the held-out set has no image of the member's classes.");
    return tr("The temperature appears here once the members' outputs for the held-out images are computed.");
}

void CalibrationPanel::choose(const QString& stage, double over, double upTo, bool surestFirst) {
    ImageQuery query;
    query.confidence = ConfidenceRange{over, upTo};
    if (surestFirst) {
        query.order = ImageQuery::Order::Confidence;
        query.descending = true;
    }
    m_session.selection().choose(stage, query);
    emit imagesChosen();
}

} // namespace moelab
