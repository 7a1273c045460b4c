#include "parameters/parameter_editor.h"

#include "parameters/parameter_words.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

namespace moelab {

ParameterEditor::ParameterEditor(const ParameterInfo& info)
    : m_info(info)
    , m_foot(new QWidget(this))
    , m_problem(new RefusalLine(QStringLiteral("problem-") + fromView(info.name)))
    , m_discard(new QToolButton) {
    m_discard->setObjectName(QStringLiteral("discard-") + fromView(info.name));
    m_discard->setText(tr("Discard"));
    m_discard->setAccessibleName(tr("Discard what was entered: %1").arg(labelOf(info)));
    m_discard->setToolTip(tr("Go back to the value in use"));
    auto* const layout = new QHBoxLayout(m_foot);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_problem, 1);
    layout->addWidget(m_discard, 0, Qt::AlignTop);
    m_foot->hide();
    connect(m_discard, &QToolButton::clicked, this, &ParameterEditor::discard);
}

void ParameterEditor::place(QWidget* field) {
    field->setObjectName(QStringLiteral("parameter-") + fromView(m_info.name));
    field->setAccessibleName(labelOf(m_info));
    field->setToolTip(helpOf(m_info));
    auto* const layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(field);
    if (wantsWholeWidth())
        layout->addWidget(m_foot);
    setFocusProxy(field);
    passUndoOn(field);
}

void ParameterEditor::passUndoOn(QWidget* line) { line->installEventFilter(this); }

bool ParameterEditor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress)
        return QWidget::eventFilter(watched, event);
    auto* const line =
        qobject_cast<QLineEdit*>(watched) ? static_cast<QLineEdit*>(watched) : watched->findChild<QLineEdit*>();
    const auto* const key = static_cast<QKeyEvent*>(event);
    const bool undoes = key->matches(QKeySequence::Undo);
    if (!line || !(undoes || key->matches(QKeySequence::Redo)))
        return QWidget::eventFilter(watched, event);
    const bool hasDraft = isTouched() || !problem().isEmpty();
    if (event->type() == QEvent::ShortcutOverride && !(undoes ? hasDraft : line->isRedoAvailable())) {
        event->ignore();
        return true;
    }
    if (event->type() == QEvent::KeyPress && undoes && hasDraft && !line->isUndoAvailable()) {
        discard(); // what was refused, which is no longer being typed
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void ParameterEditor::setValue(const Json& value) {
    if (value == m_value)
        return; // what a person has entered stays
    m_value = value;
    discard();
}

void ParameterEditor::refuse(const Json& value, const QString& reason) {
    showValue(value);
    say(inForm(reason));
}

void ParameterEditor::settle() {
    if (problem().isEmpty() && isTouched())
        take();
}

void ParameterEditor::retry() {
    if (!problem().isEmpty())
        take();
}

void ParameterEditor::discard() {
    showValue(m_value);
    say({});
}

void ParameterEditor::take() {
    Json value;
    try {
        value = checked();
    } catch (const std::exception& refused) {
        say(messageOf(refused));
        return;
    }
    say({});
    if (value == m_value)
        showValue(m_value); // as it is written
    else
        emit edited(value);
}

void ParameterEditor::leave() {
    if (isTouched())
        take();
}

void ParameterEditor::look() {
    if (problem().isEmpty())
        return; // nobody is interrupted in the middle of a number
    try {
        checked();
        say({});
    } catch (const std::exception& refused) {
        m_problem->follow(messageOf(refused));
    }
}

/// As the run would have it.
Json ParameterEditor::checked() const {
    Parameters parameters;
    setParameter(parameters, m_info, read());
    return getParameter(parameters, m_info);
}

void ParameterEditor::say(const QString& reason) {
    const bool changes = reason != problem();
    m_problem->say(reason);
    m_foot->setVisible(!reason.isEmpty());
    if (!changes)
        return;
    focusProxy()->setAccessibleDescription(reason);
    emit problemChanged();
}

} // namespace moelab
