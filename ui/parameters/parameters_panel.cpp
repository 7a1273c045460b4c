#include "parameters/parameters_panel.h"

#include "base/files.h"
#include "parameters/change_parameters.h"
#include "parameters/parameter_editor.h"
#include "session/session.h"
#include "text/labels.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kUndoLimit = 500;

QToolButton* makeReset(const ParameterInfo& info) {
    auto* const reset = new QToolButton;
    reset->setObjectName(QStringLiteral("reset-") + fromView(info.name));
    reset->setText(QStringLiteral("↺"));
    reset->setAutoRaise(true);
    reset->setAccessibleName(ParametersPanel::tr("Reset to the default: %1").arg(labelOf(info)));
    reset->setToolTip(ParametersPanel::tr("Reset to the default, %1").arg(defaultText(info)));
    QSizePolicy keep = reset->sizePolicy();
    keep.setRetainSizeWhenHidden(true);
    reset->setSizePolicy(keep);
    return reset;
}

QLabel* makeSeesTest() {
    auto* const label =
        new QLabel(ParametersPanel::tr("⚠ Early stopping sees the test images, so test accuracies are "
                                       "too high. Choose holdout for numbers to report."));
    label->setObjectName(QStringLiteral("seesTest"));
    wrapText(*label);
    return label;
}

} // namespace

ParametersPanel::ParametersPanel(Session& session, QWidget* parent)
    : QWidget(parent)
    , m_session(session)
    , m_locked(new QLabel(tr("Parameters can be changed when training has ended."))) {
    m_undo.setUndoLimit(kUndoLimit);
    wrapText(*m_locked);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_locked);
    build();
    connect(&session, &Session::parametersChanged, this, &ParametersPanel::refresh);
    connect(&session, &Session::runChanged, &m_undo, &QUndoStack::clear);
    connect(&session, &Session::dataChanged, this, [this] {
        if (m_session.data() && classNamesOf(m_session) != m_classNames)
            build();
    });
    // The command that was refused leaves the stack with its undoing.
    connect(&session, &Session::parametersRefused, this, [this] {
        if (m_undo.index() == 0)
            return;
        const_cast<QUndoCommand*>(m_undo.command(m_undo.index() - 1))->setObsolete(true);
        m_undo.undo();
    });
}

void ParametersPanel::build() {
    delete m_form;
    m_rows.clear();
    m_classNames = classNamesOf(m_session);
    m_form = new QWidget;
    auto* const form = new QFormLayout(m_form);
    form->setContentsMargins(0, 0, 0, 0);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setRowWrapPolicy(QFormLayout::WrapLongRows);
    std::string_view group;
    for (const ParameterInfo& info : parameterTable()) {
        if (info.group != group) {
            group = info.group;
            form->addRow(makeHeading(translated(group)));
        }
        addRow(form, info, m_classNames);
        if (info.name == "validation")
            form->addRow(m_seesTest = makeSeesTest());
    }
    // A row puts its field beside its label or below it by its own width; beside it, by that of the widest.
    int widest = 0;
    for (const Row& row : m_rows) {
        setBold(*row.label, true); // as those that were changed
        widest = std::max(widest, row.label->sizeHint().width());
    }
    for (const Row& row : m_rows)
        row.label->setMinimumWidth(widest);
    layout()->addWidget(m_form);
    refresh();
}

void ParametersPanel::addRow(QFormLayout* form, const ParameterInfo& info, const QStringList& classNames) {
    Row row{&info, new QLabel(labelOf(info)), makeEditor(info, classNames), makeReset(info)};
    row.label->setToolTip(helpOf(info));
    row.label->setBuddy(row.editor);
    auto* const field = new QWidget;
    auto* const layout = new QHBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    if (row.editor->wantsWholeWidth()) {
        layout->addWidget(row.label, 1);
        layout->addWidget(row.reset);
        form->addRow(field);
        form->addRow(row.editor);
    } else {
        layout->addWidget(row.editor, 1);
        layout->addWidget(row.reset);
        form->addRow(row.label, field);
    }
    const std::size_t index = m_rows.size();
    m_rows.push_back(row);
    connect(row.editor, &ParameterEditor::edited, this, [this, index](const Json& value) { change(index, value); });
    connect(row.editor, &ParameterEditor::refused, this, &ParametersPanel::refused);
    connect(row.reset, &QToolButton::clicked, this,
            [this, index] { change(index, getParameter(Parameters(), *m_rows[index].info)); });
}

void ParametersPanel::change(std::size_t row, const Json& value) {
    Parameters after = m_session.parameters();
    try {
        setParameter(after, *m_rows[row].info, value);
    } catch (const std::exception& problem) {
        emit refused(QString::fromStdString(problem.what()));
        refresh();
        return;
    }
    emit accepted();
    if (after != m_session.parameters())
        m_undo.push(new ChangeParameters(m_session, after, static_cast<int>(row),
                                         tr("change of %1").arg(labelOf(*m_rows[row].info))));
}

void ParametersPanel::refresh() {
    const Parameters defaults;
    const bool locked = m_session.training();
    m_locked->setVisible(locked);
    m_form->setEnabled(!locked);
    m_seesTest->setVisible(m_session.parameters().validation == Validation::Test);
    for (const Row& row : m_rows) {
        const Json value = getParameter(m_session.parameters(), *row.info);
        const bool changed = value != getParameter(defaults, *row.info);
        row.editor->setValue(value);
        QFont font = row.label->font();
        font.setBold(changed);
        row.label->setFont(font);
        row.reset->setVisible(changed);
    }
}

void ParametersPanel::changeTo(const Parameters& parameters, const QString& text) {
    if (parameters != m_session.parameters())
        m_undo.push(new ChangeParameters(m_session, parameters, -1, text));
}

void ParametersPanel::loadFrom(const QString& file) {
    const std::string name = file.toStdString();
    changeTo(parametersFromJson(readJson(name), name), tr("loading of parameters"));
}

void ParametersPanel::saveTo(const QString& file) const {
    writeFileAtomically(file.toStdString(), toJson(m_session.parameters()).dump(2) + "\n");
}

} // namespace moelab
