#include "queue/sweep_dialog.h"

#include "base/error.h"
#include "base/machine.h"
#include "config/parameter_table.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

namespace moelab {
namespace {

constexpr int kMostSeeds = 1000;
constexpr int kSeedsAtFirst = 5;

/// "3, 5" as values of a parameter. @throws Error naming it
std::vector<Json> valuesOf(const ParameterInfo& info, const QString& text) {
    std::vector<Json> values;
    for (const QString& part : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        const std::string word = part.trimmed().toStdString();
        values.push_back(info.choices.empty() ? parseJson(word, std::string(info.name)) : Json(word));
    }
    return values;
}

QString folderName(const std::string& text) {
    QString name;
    for (const QChar c : QString::fromStdString(text))
        name +=
            c.unicode() < 128 && (c.isLetterOrNumber() || QStringLiteral("._-").contains(c)) ? c : QLatin1Char('-');
    return name;
}

} // namespace

SweepDialog::SweepDialog(const RunSummary& run, bool vary, QWidget* parent)
    : QDialog(parent)
    , m_name(new QLineEdit(folderName(run.name()) + (vary ? QStringLiteral("-sweep") : QStringLiteral("-seeds"))))
    , m_lines(new QVBoxLayout)
    , m_mode(new QComboBox)
    , m_seeds(new QSpinBox)
    , m_preview(new QLabel)
    , m_buttons(new QDialogButtonBox(QDialogButtonBox::Ok | QDialogButtonBox::Cancel)) {
    setObjectName(QStringLiteral("sweepDialog"));
    setWindowTitle(vary ? tr("Sweep") : tr("Repeat with other seeds"));
    m_base.data = run.config.data.origin;
    m_base.parameters = run.config.parameters;
    m_name->setObjectName(QStringLiteral("sweepName"));
    m_mode->setObjectName(QStringLiteral("sweepMode"));
    m_mode->addItem(tr("every combination of the values"), int(SweepMode::Grid));
    m_mode->addItem(tr("first values together, then second ones…"), int(SweepMode::List));
    m_seeds->setObjectName(QStringLiteral("sweepSeeds"));
    m_seeds->setRange(1, kMostSeeds);
    m_seeds->setValue(vary ? 1 : kSeedsAtFirst);
    m_preview->setObjectName(QStringLiteral("sweepPreview"));
    m_preview->setWordWrap(true);
    m_preview->setMinimumHeight(3 * fontMetrics().lineSpacing());
    m_buttons->setObjectName(QStringLiteral("sweepButtons"));
    m_buttons->button(QDialogButtonBox::Ok)->setText(tr("Add to the queue"));
    auto* const more = new QPushButton(tr("Vary another parameter"));
    more->setObjectName(QStringLiteral("sweepMore"));
    more->setAutoDefault(false);
    auto* const form = new QFormLayout(this);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("Varied"), m_lines);
    form->addRow({}, more);
    form->addRow(tr("&Runs are"), m_mode);
    form->addRow(tr("&Seeds of each"), m_seeds);
    form->addRow(m_preview);
    form->addRow(m_buttons);
    connect(more, &QPushButton::clicked, this, &SweepDialog::addVaried);
    connect(m_name, &QLineEdit::textChanged, this, &SweepDialog::refresh);
    connect(m_mode, &QComboBox::currentIndexChanged, this, &SweepDialog::refresh);
    connect(m_seeds, &QSpinBox::valueChanged, this, &SweepDialog::refresh);
    connect(m_buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(m_buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    if (vary)
        addVaried();
    resize(560, sizeHint().height());
    refresh();
}

void SweepDialog::addVaried() {
    const QString number = QString::number(m_varied.size() + 1);
    Varied varied{new QComboBox, new QLineEdit};
    varied.parameter->setObjectName(QStringLiteral("sweepParameter") + number);
    varied.parameter->setAccessibleName(tr("Parameter %1").arg(number));
    for (const ParameterInfo& info : parameterTable())
        if (info.name != "groups" && info.name != "seed") // seeds have a field of their own
            varied.parameter->addItem(QString::fromUtf8(info.name.data(), qsizetype(info.name.size())));
    varied.values->setObjectName(QStringLiteral("sweepValues") + number);
    varied.values->setAccessibleName(tr("Values of parameter %1").arg(number));
    varied.values->setPlaceholderText(tr("values, parted by commas"));
    auto* const line = new QHBoxLayout;
    line->addWidget(varied.parameter);
    line->addWidget(varied.values, 1);
    m_lines->addLayout(line);
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
    sweep.seeds = m_seeds->value();
    for (const Varied& each : m_varied) {
        const std::string name = each.parameter->currentText().toStdString();
        sweep.varied.push_back({name, valuesOf(parameterInfo(name), each.values->text()), std::nullopt});
    }
    return sweep;
}

void SweepDialog::refresh() {
    QString text;
    bool good = false;
    try {
        const std::vector<PlannedRun> runs = plannedRuns(sweep(), availableThreads());
        text = runs.size() == 1 ? tr("1 run: %1").arg(QString::fromStdString(runs.front().folder))
                                : tr("%L1 runs, from %2 to %3")
                                      .arg(runs.size())
                                      .arg(QString::fromStdString(runs.front().folder),
                                           QString::fromStdString(runs.back().folder));
        good = true;
    } catch (const Error& problem) {
        text = QString::fromStdString(problem.what());
    }
    m_preview->setText(text);
    m_mode->setEnabled(m_varied.size() > 1);
    m_buttons->button(QDialogButtonBox::Ok)->setEnabled(good);
}

} // namespace moelab
