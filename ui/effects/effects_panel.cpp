#include "effects/effects_panel.h"

#include "analysis/parameter_differences.h"
#include "comparison/measure_words.h"
#include "config/parameter_table.h"
#include "effects/effect_plot.h"
#include "effects/parallel_plot.h"
#include "parameters/parameter_words.h"
#include "plotting/palette.h"
#include "text/labels.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QTabWidget>

#include <algorithm>

namespace moelab {
namespace {

Stage stageNamed(const Runs& runs, const std::string& name) {
    for (const auto& run : runs)
        for (const StageSummary& each : run->stages)
            if (each.stage.name == name)
                return each.stage;
    return {};
}

/// Fills a choice again, in which the first is chosen where what is wanted is not there.
void refill(QComboBox& choice, const QStringList& texts, const QString& wanted) {
    const QSignalBlocker quiet(&choice);
    choice.clear();
    choice.addItems(texts);
    choice.setCurrentIndex(std::min(std::max(0, choice.findText(wanted)), choice.count() - 1));
}

/// The same of parameters, by their names in files; none is the first, if it has a text.
void refillParameters(QComboBox& choice, const QString& none, const QStringList& names) {
    const QSignalBlocker quiet(&choice);
    const QString wanted = choice.currentData().toString();
    choice.clear();
    if (!none.isEmpty())
        choice.addItem(none, QString());
    for (const QString& name : names)
        choice.addItem(labelOf(name.toStdString()), name);
    choice.setCurrentIndex(std::min(std::max(0, choice.findData(wanted)), choice.count() - 1));
}

/// Says what may stand behind what is seen.
QString noteOn(const Effect& effect) {
    QStringList names;
    for (const std::string& name : effect.alsoVary)
        names << labelOf(name);
    return names.isEmpty() ? QString()
                           : EffectsPanel::tr("These also differ between the runs and may be the cause: %1.")
                                 .arg(names.join(QStringLiteral(", ")));
}

} // namespace

EffectsPanel::EffectsPanel(QWidget* parent)
    : QWidget(parent)
    , m_heading(new QLabel)
    , m_content(new QWidget)
    , m_parameter(makeChoice("effectParameter", tr("Parameter on the axis")))
    , m_measure(makeChoice("effectMeasure", tr("Measure to compare")))
    , m_by(makeChoice("effectColour", tr("Parameter shown by colour")))
    , m_parts(new QTabWidget)
    , m_effect(new EffectPlot(QStringLiteral("effect")))
    , m_learning(new EffectPlot(QStringLiteral("learning-curves")))
    , m_parallel(new ParallelPlot)
    , m_words(new QLabel) {
    m_heading->setObjectName(QStringLiteral("effectsHeading"));
    wrapText(*m_heading);
    m_effect->setObjectName(QStringLiteral("effectPlot"));
    m_effect->setAccessibleName(tr("Measure against the parameter"));
    m_learning->setObjectName(QStringLiteral("learningPlot"));
    m_learning->setAccessibleName(tr("Accuracy of each stage against the number of training images"));
    m_parallel->setObjectName(QStringLiteral("parallelPlot"));
    m_parallel->setAccessibleName(tr("Each run as a line through its parameters and measures"));
    m_parallel->setToolTip(tr(
        "Drag along an axis to select a range; Escape clears the selection. Lines are coloured by the last axis."));
    m_words->setObjectName(QStringLiteral("effectsWords"));
    wrapText(*m_words);
    m_words->setMinimumHeight(2 * m_words->fontMetrics().lineSpacing());
    m_words->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    m_words->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Minimum);
    m_parts->setObjectName(QStringLiteral("effectsParts"));
    m_parts->setAccessibleName(tr("Kinds of plots"));
    m_parts->setDocumentMode(true);
    m_parts->addTab(m_effect, tr("Effect"));
    m_parts->addTab(m_learning, tr("Learning curves"));
    m_parts->addTab(m_parallel, tr("Parallel coordinates"));
    auto* const content = new QVBoxLayout(m_content);
    content->setContentsMargins(0, 0, 0, 0);
    content->addWidget(makeControls());
    content->addWidget(m_parts, 1);
    content->addWidget(m_words);
    auto* const layout = new QVBoxLayout(this);
    layout->addWidget(m_heading);
    layout->addWidget(m_content, 1);
    connect(m_effect, &EffectPlot::hovered, this, &EffectsPanel::say);
    connect(m_learning, &EffectPlot::hovered, this, &EffectsPanel::say);
    connect(m_parallel, &ParallelPlot::hovered, this, &EffectsPanel::say);
    connect(m_parts, &QTabWidget::currentChanged, this, &EffectsPanel::refresh);
    connect(m_measure, &QComboBox::currentIndexChanged, this, [this] { m_wanted = m_measure->currentText(); });
    showRuns();
}

QComboBox* EffectsPanel::makeChoice(const char* name, const QString& accessible) {
    auto* const choice = new QComboBox;
    choice->setObjectName(QLatin1String(name));
    choice->setAccessibleName(accessible);
    choice->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    connect(choice, &QComboBox::currentIndexChanged, this, &EffectsPanel::refresh);
    return choice;
}

QWidget* EffectsPanel::makeControls() {
    auto* const bar = new QWidget;
    auto* const layout = new QHBoxLayout(bar);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_measure);
    layout->addWidget(new QLabel(tr("against")));
    layout->addWidget(m_parameter);
    layout->addWidget(new QLabel(tr("colours by")));
    layout->addWidget(m_by);
    layout->addStretch();
    return bar;
}

void EffectsPanel::setRuns(const Runs& runs, bool chosen) {
    if (runs == m_runs && chosen == m_chosen)
        return; // as while one run after the other is chosen
    m_runs = runs;
    m_chosen = chosen;
    showRuns();
}

void EffectsPanel::showRuns() {
    m_measures = measuresOf(m_runs);
    showParameters();
    showMeasures();
    const bool known = m_parameter->count() > 0 && !m_measures.empty();
    m_content->setVisible(known);
    setEmptyState(*m_heading, !known);
    m_heading->setText(heading());
    refresh();
}

QString EffectsPanel::heading() const {
    const auto count = static_cast<int>(m_runs.size());
    if (count < 2)
        return tr("Effects. Train two or more runs to see what a parameter does to the result.");
    if (m_measures.empty())
        return tr("Effects. Train a stage in the %Ln runs to see what a parameter does to the result.", nullptr,
                  count);
    if (m_parameter->count() == 0)
        return m_chosen
                   ? tr("Effects. Choose runs that differ in a parameter to see what it does; the %Ln chosen "
                        "differ in none.",
                        nullptr, count)
                   : tr("Effects. Train runs that differ in a parameter to see what it does; the %Ln in the table "
                        "differ in none.",
                        nullptr, count);
    return (m_chosen ? tr("The %Ln chosen runs.", nullptr, count)
                     : tr("All %Ln runs in the table; choose two or more to see only those.", nullptr, count)) +
           u' ' + tr("Circles: runs. Discs: means with 95 % intervals.");
}

/// Those that differ, seed, threads and device last: they are there to repeat a run, seldom to be studied.
void EffectsPanel::showParameters() {
    QStringList first;
    QStringList last;
    for (const ParameterDifference& each : parameterDifferences(m_runs)) {
        if (each.name == "data")
            continue;
        const bool repeats = each.name == "seed" || isOfTheMachine(each.name);
        (repeats ? last : first) << QString::fromStdString(each.name);
    }
    refillParameters(*m_parameter, {}, first + last);
    refillParameters(*m_by, tr("nothing"), first + last);
}

void EffectsPanel::showMeasures() {
    QStringList titles;
    for (const Measure& each : m_measures)
        titles << titleOf(each);
    refill(*m_measure, titles, m_wanted); // the mixture's as soon as it is trained, unless another was chosen
}

Measure EffectsPanel::measure() const {
    return m_measures[static_cast<std::size_t>(std::max(0, m_measure->currentIndex()))];
}

void EffectsPanel::refresh() {
    const bool learning = m_parts->currentWidget() == m_learning;
    const bool parallel = m_parts->currentWidget() == m_parallel;
    m_measure->setEnabled(!learning);
    m_parameter->setEnabled(!learning && !parallel);
    m_by->setEnabled(!learning && !parallel);
    if (m_measures.empty() || m_parameter->count() == 0) {
        m_effect->showEffect({}, {}, {}, {});
        m_learning->showEffect({}, {}, {}, {});
        m_parallel->showRuns({}, {});
        return;
    }
    m_note.clear();
    if (learning)
        showLearning();
    else if (parallel)
        showParallel();
    else
        showEffect();
    say({});
}

void EffectsPanel::showEffect() {
    const std::string by = m_by->currentData().toString().toStdString();
    const Effect effect = effectOf(m_runs, m_parameter->currentData().toString().toStdString(), measure(), by);
    std::vector<EffectPlot::Key> keys;
    for (const EffectSeries& series : effect.series)
        keys.push_back({by.empty()
                            ? QString()
                            : QStringLiteral("%1 %2").arg(m_by->currentText(), QString::fromStdString(series.name)),
                        seriesColour(static_cast<int>(keys.size()))});
    m_effect->showEffect(effect, measure(), titleOf(measure()), keys);
    m_note = noteOn(effect);
    if (m_effect->isCut())
        m_note = (tr("Arrows: intervals that reach beyond the axes; with few runs they are wide.") + u' ' + m_note)
                     .trimmed();
}

void EffectsPanel::showLearning() {
    const Effect effect = learningCurves(m_runs);
    std::vector<EffectPlot::Key> keys;
    for (const EffectSeries& series : effect.series)
        keys.push_back({stageTitle(series.name), memberColour(stageNamed(m_runs, series.name))});
    m_learning->showEffect(effect, {Measure::Kind::Accuracy, {}}, tr("accuracy (%)"), keys);
    if (effect.values.size() < 2)
        m_note = tr(
            "All these runs have the same number of training images: a curve needs runs with different numbers.");
    else
        m_note =
            (tr("An expert is scored on the images of its own group, the gate on groups.") + u' ' + noteOn(effect))
                .trimmed();
}

void EffectsPanel::showParallel() {
    QStringList names;
    for (const auto& run : m_runs)
        names << QString::fromStdString(run->name());
    const std::vector<Stage> stages = stagesOf({}); // which every run has
    std::vector<Measure> measures = {{Measure::Kind::Accuracy, referenceOf(stages).name},
                                     {Measure::Kind::Accuracy, mixtureOf(stages).name},
                                     {Measure::Kind::Gain, {}}};
    std::erase(measures, measure()); // the chosen one is last: lines are shaded by it
    measures.push_back(measure());
    m_parallel->showRuns(names, axesOf(m_runs, measures));
    m_note = tr("Each line is a run, coloured by %1. Drag along an axis to select runs.").arg(titleOf(measure()));
}

void EffectsPanel::say(const QString& words) { m_words->setText(words.isEmpty() ? m_note : words); }

Figure& EffectsPanel::figure() {
    if (m_parts->currentWidget() == m_learning)
        return *m_learning;
    if (m_parts->currentWidget() == m_parallel)
        return *m_parallel;
    return *m_effect;
}

} // namespace moelab
