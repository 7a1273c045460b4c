#include "queue/sweep_dialog.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/machine.h"
#include "config/parameter_table.h"
#include "parameters/parameter_words.h"
#include "queue/sweep_values.h"
#include "sweep/entry_run.h"
#include "text/labels.h"
#include "text/refusal_line.h"
#include "text/whole_number_box.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

constexpr int kMostSeeds = 1000;
constexpr int kSeedsAtFirst = 5;
constexpr int kDrawsAtFirst = 10;

/// A name that a sweep may have, after its run's.
QString folderName(const std::string& text, const QString& ending) {
    QString name;
    for (const QChar c : QString::fromStdString(text))
        name +=
            c.unicode() < 128 && (c.isLetterOrNumber() || QStringLiteral("._-").contains(c)) ? c : QLatin1Char('-');
    while (name.startsWith(u'-') || name.startsWith(u'.'))
        name.remove(0, 1);
    name.truncate(static_cast<qsizetype>(limits::kSweepNameBytes) - ending.size());
    return (name.isEmpty() ? QStringLiteral("run") : name) + ending;
}

} // namespace

SweepDialog::SweepDialog(const RunSummary& run, bool vary, std::filesystem::path workspace, QWidget* parent)
    : QDialog(parent)
    , m_workspace(std::move(workspace))
    , m_name(new QLineEdit(folderName(run.name(), vary ? QStringLiteral("-sweep") : QStringLiteral("-seeds"))))
    , m_nameProblem(new RefusalLine(QStringLiteral("sweepNameProblem")))
    , m_lines(new QVBoxLayout)
    , m_mode(new QComboBox)
    , m_count(new WholeNumberBox(1, kMostSeeds, "count"))
    , m_countProblem(new RefusalLine(QStringLiteral("sweepCountProblem")))
    , m_seeds(new WholeNumberBox(1, kMostSeeds, "seeds"))
    , m_seedsProblem(new RefusalLine(QStringLiteral("sweepSeedsProblem")))
    , m_preview(new QLabel)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setObjectName(QStringLiteral("sweepDialog"));
    setWindowTitle(vary ? tr("Sweep") : tr("Repeat with other seeds"));
    m_base.data = run.config.data.origin;
    m_base.parameters = run.config.parameters;
    if (!vary && m_base.parameters.seed < parameterInfo("seed").maximum)
        ++m_base.parameters.seed; // the run itself has the other
    m_name->setObjectName(QStringLiteral("sweepName"));
    m_mode->setObjectName(QStringLiteral("sweepMode"));
    m_mode->addItem(tr("every combination of the values (grid)"), int(SweepMode::Grid));
    m_mode->addItem(tr("first values together, then second values… (list)"), int(SweepMode::List));
    m_mode->addItem(tr("drawn at random, each parameter independently"), int(SweepMode::Random));
    m_count->setObjectName(QStringLiteral("sweepCount"));
    m_count->setValue(kDrawsAtFirst);
    m_seeds->setObjectName(QStringLiteral("sweepSeeds"));
    m_seeds->setValue(vary ? 1 : kSeedsAtFirst);
    m_preview->setObjectName(QStringLiteral("sweepPreview"));
    wrapText(*m_preview);
    m_preview->setMinimumHeight(3 * fontMetrics().lineSpacing());
    m_buttons->setObjectName(QStringLiteral("sweepButtons"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Add to the queue"));
    auto* const more = new QPushButton(tr("Vary another parameter"));
    more->setObjectName(QStringLiteral("sweepMore"));
    more->setAutoDefault(false);
    auto* const form = new QFormLayout(this);
    const auto addRow = [form](const QString& label, QWidget* field, RefusalLine* problem) {
        QLayout* const row = problem->beneath(field);
        form->addRow(label, row);
        static_cast<QLabel*>(form->labelForField(row))->setBuddy(field);
    };
    addRow(tr("&Name"), m_name, m_nameProblem);
    const int varied = form->rowCount();
    form->addRow(tr("Varied"), m_lines);
    form->addRow({}, more);
    form->addRow(tr("&Combine"), m_mode);
    addRow(tr("&Draws"), m_count, m_countProblem);
    for (int row = varied; row < form->rowCount() && !vary; ++row)
        form->setRowVisible(row, false);
    addRow(vary ? tr("&Seeds per setting") : tr("&Seeds"), m_seeds, m_seedsProblem);
    form->addRow(m_preview);
    form->addRow(m_buttons);
    connect(more, &QPushButton::clicked, this, &SweepDialog::addVaried);
    connect(m_name, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &SweepDialog::refresh);
    for (const WholeNumberBox* number : {m_count, m_seeds})
        connect(number, &WholeNumberBox::changed, this, &SweepDialog::refresh);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (vary)
        addVaried();
    resize(560, sizeHint().height());
    refresh();
}

void SweepDialog::addVaried() {
    const QString number = QString::number(m_varied.size() + 1);
    Varied varied{new QComboBox, new QLineEdit, new RefusalLine(QStringLiteral("sweepValuesProblem") + number)};
    varied.parameter->setObjectName(QStringLiteral("sweepParameter") + number);
    varied.parameter->setAccessibleName(tr("Parameter %1").arg(number));
    for (const ParameterInfo& info : parameterTable())
        if (info.name != "seed") // seeds have a field of their own
            varied.parameter->addItem(labelOf(info), fromView(info.name));
    varied.values->setObjectName(QStringLiteral("sweepValues") + number);
    varied.values->setAccessibleName(tr("Values of parameter %1").arg(number));
    auto* const line = new QHBoxLayout;
    line->addWidget(varied.parameter);
    line->addWidget(varied.values, 1);
    m_lines->addLayout(line);
    m_lines->addWidget(varied.problem);
    connect(varied.parameter, &QComboBox::currentIndexChanged, this, &SweepDialog::refresh);
    connect(varied.values, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    m_varied.push_back(varied);
    varied.values->setFocus();
    refresh();
}

Sweep SweepDialog::sweep() const {
    Sweep sweep = m_base;
    sweep.name = m_name->text().trimmed().toStdString();
    sweep.mode = static_cast<SweepMode>(m_mode->currentData().toInt());
    sweep.count = static_cast<std::int64_t>(m_count->typedValue());
    sweep.seeds = static_cast<std::int64_t>(m_seeds->typedValue());
    for (const Varied& each : m_varied)
        sweep.varied.push_back(
            variedFrom(parameterInfo(each.parameter->currentData().toString().toStdString()), each.values->text()));
    return sweep;
}

/// What a field is wrong about, called as its label.
QString SweepDialog::wordsFor(const Error& problem) {
    const std::pair<std::string, QString> labels[] = {
        {"name", tr("Name")}, {"count", tr("Draws")}, {"seeds", tr("Seeds")}};
    for (const auto& [subject, label] : labels)
        if (problem.subject() == subject)
            return label + QString::fromStdString(problem.what()).mid(static_cast<qsizetype>(subject.size()));
    return messageOf(problem);
}

/// @returns what no field can say
QString SweepDialog::say(const std::optional<Error>& problem) {
    std::vector<std::pair<std::string, RefusalLine*>> lines = {
        {"name", m_nameProblem}, {"count", m_countProblem}, {"seeds", m_seedsProblem}};
    for (const Varied& varied : m_varied)
        lines.emplace_back(varied.values->text().isEmpty()
                               ? std::string() // which nobody has typed yet
                               : varied.parameter->currentData().toString().toStdString(),
                           varied.problem);
    QString left = problem ? wordsFor(*problem) : QString();
    for (const auto& [subject, line] : lines) {
        const bool isIts = problem && !left.isEmpty() && problem->subject() == subject;
        line->follow(isIts ? std::exchange(left, {}) : QString());
    }
    return left;
}

/// Of the first parameter without values; empty where all have some.
QString SweepDialog::whatToType() const {
    const auto empty = std::ranges::find_if(
        m_varied, [](const Varied& varied) { return varied.values->text().trimmed().isEmpty(); });
    if (empty == m_varied.end())
        return {};
    const QString name = empty->parameter->currentText();
    if (!isRandom())
        return tr("Type the values of %1, with commas between them.").arg(name);
    return tr("Type the values of %1, with commas between them, or the range to draw from, such as 0.0001..0.01; "
              "with log behind it, all orders of magnitude are as likely.")
        .arg(name);
}

bool SweepDialog::isRandom() const {
    return static_cast<SweepMode>(m_mode->currentData().toInt()) == SweepMode::Random;
}

/// @throws Error about the name, where the runs would lie in another
void SweepDialog::mustHaveRoom(const std::string& folder) const {
    try {
        mustNotLieInRun(m_workspace / folder, m_workspace);
    } catch (const Error& problem) {
        throw Error("name", "is that of a run, in which no others can lie", "Give another name");
    }
}

void SweepDialog::refresh() {
    QString text;
    bool good = false;
    try {
        const std::vector<PlannedRun> runs = plannedRuns(sweep(), availableThreads());
        mustHaveRoom(runs.front().folder);
        text = runs.size() == 1 ? tr("1 run: %1").arg(QString::fromStdString(runs.front().folder))
                                : tr("%Ln runs, from %1 to %2", nullptr, static_cast<int>(runs.size()))
                                      .arg(QString::fromStdString(runs.front().folder),
                                           QString::fromStdString(runs.back().folder));
        good = true;
    } catch (const Error& problem) {
        text = say(problem);
        if (const QString wanted = whatToType(); !text.isEmpty() && !wanted.isEmpty())
            text = wanted;
    }
    if (good)
        say({});
    m_preview->setText(text);
    m_mode->setEnabled(!m_varied.empty());
    m_count->setEnabled(isRandom());
    for (const Varied& varied : m_varied)
        varied.values->setPlaceholderText(isRandom() ? tr("values, or 0.0001..0.01 log")
                                                     : tr("comma-separated values"));
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(good);
}

} // namespace moelab
