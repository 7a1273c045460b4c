#include "parameters/parameters_panel.h"

#include "base/files.h"
#include "parameters/change_parameters.h"
#include "parameters/parameter_fields.h"
#include "parameters/parameter_words.h"
#include "session/session.h"
#include "text/labels.h"

#include <QApplication>
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
    , m_form(new QWidget)
    , m_locked(new QLabel(tr("Parameters can be changed when training has ended."))) {
    m_undo.setUndoLimit(kUndoLimit);
    wrapText(*m_locked);
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_locked);
    layout->addWidget(m_form);
    build();
    refreshClasses();
    refresh();
    connect(&session, &Session::parametersChanged, this, &ParametersPanel::refresh);
    connect(&session, &Session::runChanged, this, [this] {
        m_undo.clear();
        discardDrafts();
    });
    connect(&session, &Session::dataChanged, this, &ParametersPanel::refreshClasses);
    connect(&session, &Session::parametersRefused, this, &ParametersPanel::takeBack);
    connect(qApp, &QApplication::focusChanged, this, [this](const QWidget*, const QWidget* now) {
        for (const Row& row : m_rows)
            if (now) // Tab goes on to the next field, Shift and Tab from there come past it
                row.reset->setFocusPolicy(row.editor->isAncestorOf(now) ? Qt::NoFocus : Qt::TabFocus);
    });
}

void ParametersPanel::build() {
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
        addRow(form, info);
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
}

void ParametersPanel::addRow(QFormLayout* form, const ParameterInfo& info) {
    Row row{&info, new QLabel(labelOf(info)), makeEditor(info), makeReset(info)};
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
        layout->addWidget(row.reset, 0, Qt::AlignTop);
        form->addRow(row.label, field);
        form->addRow(row.editor->foot());
    }
    const std::size_t index = m_rows.size();
    m_rows.push_back(row);
    connect(row.editor, &ParameterEditor::edited, this, [this, index](const Json& value) { change(index, value); });
    connect(row.editor, &ParameterEditor::problemChanged, this, [this, editor = row.editor] {
        if (editor->problem().isEmpty())
            emit accepted();
    });
    connect(row.reset, &QToolButton::clicked, this, [this, index] {
        m_rows[index].editor->discard();
        change(index, getParameter(Parameters(), *m_rows[index].info));
    });
}

/// @param value that the table takes
void ParametersPanel::change(std::size_t row, const Json& value) {
    Parameters after = m_session.parameters();
    setParameter(after, *m_rows[row].info, value);
    emit accepted();
    if (after == m_session.parameters())
        return;
    const bool manySteps = after.groups != m_session.parameters().groups; // of which each may be a slip
    m_undo.push(new ChangeParameters(m_session, after, manySteps ? -1 : static_cast<int>(row),
                                     tr("change of %1").arg(labelOf(*m_rows[row].info))));
}

/// The command that was refused leaves the stack with its undoing. What one field wanted stays in it.
void ParametersPanel::takeBack(const Parameters& wanted, const QString& reason) {
    std::vector<const Row*> changed;
    for (const Row& row : m_rows)
        if (getParameter(wanted, *row.info) != getParameter(m_session.parameters(), *row.info))
            changed.push_back(&row);
    if (m_undo.index() > 0) {
        const_cast<QUndoCommand*>(m_undo.command(m_undo.index() - 1))->setObsolete(true);
        m_undo.undo();
    }
    if (changed.size() == 1)
        changed.front()->editor->refuse(getParameter(wanted, *changed.front()->info), reason);
    else
        emit refused(inForm(reason));
}

void ParametersPanel::discardDrafts() {
    for (const Row& row : m_rows)
        row.editor->discard();
}

QString ParametersPanel::settle() {
    if (m_session.training())
        return {}; // nothing can be typed
    for (const Row& row : m_rows)
        row.editor->settle();
    for (const Row& row : m_rows) {
        if (row.editor->problem().isEmpty())
            continue;
        row.editor->setFocus();
        return tr("Nothing was trained. Mend or discard \"%1\" in the parameters first: %2")
            .arg(labelOf(*row.info), row.editor->problem());
    }
    return {};
}

/// What other data refused, these may take.
void ParametersPanel::refreshClasses() {
    if (m_session.data() && classNamesOf(m_session) != m_classNames) {
        m_classNames = classNamesOf(m_session);
        for (const Row& row : m_rows)
            row.editor->setClassNames(m_classNames);
    }
    for (const Row& row : m_rows)
        row.editor->retry();
}

void ParametersPanel::refresh() {
    const Parameters defaults;
    const bool locked = m_session.training();
    m_locked->setVisible(locked);
    m_form->setEnabled(!locked);
    m_seesTest->setVisible(m_session.parameters().validation == Validation::Test);
    for (const Row& row : m_rows) {
        const Json value = getParameter(m_session.parameters(), *row.info);
        const bool decided = m_session.hasRun() && isDecidedByRun(row.info->name);
        const bool changed = !decided && value != getParameter(defaults, *row.info);
        row.editor->setValue(value);
        setBold(*row.label, changed);
        row.reset->setVisible(changed);
    }
}

void ParametersPanel::changeTo(const Parameters& parameters, const QString& text) {
    if (parameters != m_session.parameters())
        m_undo.push(new ChangeParameters(m_session, parameters, -1, text));
}

void ParametersPanel::loadFrom(const QString& file) {
    const std::string name = file.toStdString();
    const Parameters loaded = parametersFromJson(readJson(name), name);
    discardDrafts();
    changeTo(loaded, tr("loading of parameters"));
}

void ParametersPanel::saveTo(const QString& file) const {
    writeFileAtomically(file.toStdString(), toJson(m_session.parameters()).dump(2) + "\n");
}

} // namespace moelab
