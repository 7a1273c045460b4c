#include "text/whole_number_box.h"

#include "base/error.h"
#include "text/typed_number.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QSignalBlocker>

#include <cmath>
#include <utility>

namespace moelab {

WholeNumberBox::WholeNumberBox(double least, double most, std::string subject, QWidget* parent)
    : QDoubleSpinBox(parent)
    , m_subject(std::move(subject)) {
    setDecimals(0);
    setRange(least, most);
    connect(this, &QDoubleSpinBox::valueChanged, this, &WholeNumberBox::fitUnit);
    connect(lineEdit(), &QLineEdit::textChanged, this, &WholeNumberBox::changed);
    // Which Qt does not tell of what it writes itself.
    connect(this, &QDoubleSpinBox::valueChanged, this, &WholeNumberBox::changed);
    connect(this, &QAbstractSpinBox::editingFinished, this, &WholeNumberBox::changed);
}

/// @throws Error naming what was typed, unless it is a whole number in range
double WholeNumberBox::valueFromText(const QString& text) const {
    QString number = text;
    for (const QString& unit : {suffix(), m_one, m_many})
        if (!unit.isEmpty() && number.endsWith(unit)) {
            number.chop(unit.size());
            break;
        }
    if (!specialValueText().isEmpty() && number == specialValueText())
        return minimum();
    const double value = typedNumber(number, m_subject, locale(), this->value());
    if (value != std::floor(value) || value < minimum() || value > maximum())
        throw Error(m_subject, tr("is %1").arg(numberText(value, locale())).toStdString(),
                    tr("Type a whole number from %1 to %2")
                        .arg(numberText(minimum(), locale()), numberText(maximum(), locale()))
                        .toStdString());
    return value;
}

void WholeNumberBox::setUnit(const QString& one, const QString& many) {
    m_one = u' ' + one;
    m_many = u' ' + many;
    fitUnit();
}

void WholeNumberBox::fitUnit() {
    if (m_many.isEmpty())
        return;
    if (const QString& unit = value() == 1 ? m_one : m_many; unit != suffix())
        setSuffix(unit);
}

void WholeNumberBox::showNumber(double number) {
    const QSignalBlocker quiet(this);
    setValue(number);
    fitUnit();
    if (!lineEdit()->isUndoAvailable() && !lineEdit()->isRedoAvailable())
        return;
    const bool selected = lineEdit()->hasSelectedText();
    lineEdit()->setText(lineEdit()->text());
    if (selected)
        selectAll();
}

QValidator::State WholeNumberBox::validate(QString& text, int&) const {
    try {
        valueFromText(text);
        return QValidator::Acceptable;
    } catch (const Error&) {
        return QValidator::Intermediate; // also of what goes nowhere: it is refused with a reason, at the end
    }
}

/// Return ends a dialog, but not with another number than the one that was typed.
void WholeNumberBox::keyPressEvent(QKeyEvent* event) {
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter || hasAcceptableInput()) {
        QDoubleSpinBox::keyPressEvent(event);
        return;
    }
    selectAll();
    emit editingFinished();
    event->accept();
}

void WholeNumberBox::focusOutEvent(QFocusEvent* event) {
    keepTyped([&] { QDoubleSpinBox::focusOutEvent(event); });
}

void WholeNumberBox::hideEvent(QHideEvent* event) {
    keepTyped([&] { QDoubleSpinBox::hideEvent(event); });
}

/// Where the field is left, Qt puts the value before in the place of what cannot be taken. What is hidden says
/// nothing: it may be that its dialog ends.
void WholeNumberBox::keepTyped(const std::function<void()>& handle) {
    if (hasAcceptableInput()) {
        handle();
        return;
    }
    const QString typed = lineEdit()->text();
    {
        const QSignalBlocker quiet(this);
        handle();
        lineEdit()->setText(typed);
    }
    if (isVisible())
        emit editingFinished();
}

} // namespace moelab
