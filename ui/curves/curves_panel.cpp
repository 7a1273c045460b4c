#include "curves/curves_panel.h"

#include "plotting/flow_layout.h"
#include "plotting/icons.h"
#include "session/session.h"
#include "session/settings.h"
#include "text/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSlider>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kControlSpace = 8;

QCheckBox* makeCheck(const QString& text, const char* name, const QString& help) {
    auto* const check = new QCheckBox(text);
    check->setObjectName(QLatin1String(name));
    check->setToolTip(help);
    return check;
}

} // namespace

CurvesPanel::CurvesPanel(Session& session, QWidget* parent)
    : View(parent)
    , m_session(session)
    , m_plot(new CurvesPlot)
    , m_values(new QLabel) {
    m_plot->setObjectName(QStringLiteral("curvesPlot"));
    m_plot->setAccessibleName(tr("Curves of loss and accuracy"));
    m_values->setObjectName(QStringLiteral("curveValues"));
    wrapText(*m_values);
    m_values->setMinimumHeight(2 * m_values->fontMetrics().lineSpacing());
    m_values->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_values->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_controls = makeControls();
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_controls);
    layout->addWidget(m_plot, 1);
    layout->addWidget(m_values);
    connect(m_plot, &CurvesPlot::hovered, this, &CurvesPanel::say);
    connect(&session, &Session::stagesChanged, this, &CurvesPanel::refresh);
    connect(&session, &Session::runChanged, this, &CurvesPanel::refresh);
    refresh();
}

QWidget* CurvesPanel::makeControls() {
    auto* const bar = new QWidget;
    auto* const layout = new FlowLayout(bar);
    layout->setSpacing(kControlSpace);
    const CurveOptions options = m_plot->options();
    m_batches = makeCheck(tr("&Batches"), "showBatches", tr("Also draw every batch of this session"));
    m_batches->setChecked(options.batches);
    m_smoothing = new QSlider(Qt::Horizontal);
    m_smoothing->setObjectName(QStringLiteral("smoothing"));
    m_smoothing->setAccessibleName(tr("Smoothing of the batch loss"));
    m_smoothing->setToolTip(
        tr("Weight of the past in the smoothed batch curve; the raw curve stays visible beneath it"));
    m_smoothing->setRange(0, 99);
    m_smoothing->setValue(qRound(100 * options.smoothing));
    m_smoothing->setFixedWidth(12 * fontMetrics().averageCharWidth());
    m_smoothingValue = new QLabel;
    auto* const smoothing = new QWidget;
    auto* const inLine = new QHBoxLayout(smoothing);
    inLine->setContentsMargins(0, 0, 0, 0);
    for (QWidget* part :
         std::initializer_list<QWidget*>{new QLabel(tr("Smoothing")), m_smoothing, m_smoothingValue})
        inLine->addWidget(part);
    m_logLoss = makeCheck(tr("Log &loss"), "logLoss", tr("Logarithmic loss axis"));
    m_logEpochs = makeCheck(tr("Log e&pochs"), "logEpochs", tr("Logarithmic epoch axis"));
    m_sideBySide =
        makeCheck(tr("&Side by side"), "sideBySide", tr("One pair of axes per stage, all with the same scale"));
    auto* const reset = new QPushButton(tr("Reset vie&w"));
    reset->setIcon(icon("zoom-reset"));
    reset->setObjectName(QStringLiteral("resetView"));
    reset->setToolTip(tr("Fit the axes to the data (or double-click)"));
    layout->addWidget(m_sideBySide);
    layout->addWidget(m_batches);
    layout->addWidget(smoothing);
    layout->addWidget(m_logLoss);
    layout->addWidget(m_logEpochs);
    layout->addWidget(reset);
    for (QCheckBox* check : {m_batches, m_logLoss, m_logEpochs, m_sideBySide})
        connect(check, &QCheckBox::toggled, this, &CurvesPanel::applyOptions);
    connect(m_smoothing, &QSlider::valueChanged, this, &CurvesPanel::applyOptions);
    connect(reset, &QPushButton::clicked, m_plot, &CurvesPlot::resetView);
    m_smoothingValue->setText(QString::number(options.smoothing, 'f', 2));
    return bar;
}

void CurvesPanel::restore(const Settings& settings) {
    m_batches->setChecked(settings.flag(QStringLiteral("curves/batches"), m_batches->isChecked()));
    m_smoothing->setValue(settings.number(QStringLiteral("curves/smoothing"), 0, 99, m_smoothing->value()));
    m_logLoss->setChecked(settings.flag(QStringLiteral("curves/logLoss"), false));
    m_logEpochs->setChecked(settings.flag(QStringLiteral("curves/logEpochs"), false));
    m_sideBySide->setChecked(settings.flag(QStringLiteral("curves/sideBySide"), false));
}

void CurvesPanel::save(Settings& settings) const {
    settings.setValue(QStringLiteral("curves/batches"), int(m_batches->isChecked()));
    settings.setValue(QStringLiteral("curves/smoothing"), m_smoothing->value());
    settings.setValue(QStringLiteral("curves/logLoss"), int(m_logLoss->isChecked()));
    settings.setValue(QStringLiteral("curves/logEpochs"), int(m_logEpochs->isChecked()));
    settings.setValue(QStringLiteral("curves/sideBySide"), int(m_sideBySide->isChecked()));
}

void CurvesPanel::applyOptions() {
    CurveOptions options;
    options.batches = m_batches->isChecked();
    options.smoothing = m_smoothing->value() / 100.0;
    options.logLoss = m_logLoss->isChecked();
    options.logEpochs = m_logEpochs->isChecked();
    options.sideBySide = m_sideBySide->isChecked();
    m_smoothingValue->setText(QString::number(options.smoothing, 'f', 2));
    m_plot->setOptions(options);
    refresh();
}

/// Those that train, or the results that all views show.
const std::vector<StageView>& CurvesPanel::stages() const {
    return m_session.training() ? m_session.stages() : m_session.shownStages();
}

void CurvesPanel::refresh() {
    m_plot->showStages(stages(), m_session.training() ? m_session.parameters().epochs : 0);
    if (!m_hovered)
        say({});
}

void CurvesPanel::say(const QString& values) {
    m_hovered = !values.isEmpty();
    const bool empty = std::ranges::all_of(
        stages(), [](const StageView& view) { return view.epochs.empty() && view.batches.points().empty(); });
    m_plot->setVisible(!empty);
    m_controls->setVisible(!empty);
    setEmptyState(*m_values, empty, Qt::AlignTop | Qt::AlignLeft);
    if (!values.isEmpty())
        m_values->setText(values);
    else if (empty)
        m_values->setText(tr("Learning curves. Train a stage to see its loss and accuracy epoch by epoch."));
    else
        m_values->setText(
            tr("Click a name to hide its curves, drag to pan; after a click in the plot, the wheel zooms."));
}

} // namespace moelab
