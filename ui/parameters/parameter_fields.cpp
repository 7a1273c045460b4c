#include "parameters/parameter_fields.h"

#include "parameters/groups_field.h"
#include "parameters/parameter_words.h"
#include "text/typed_number.h"
#include "text/whole_number_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QLineEdit>

#include <algorithm>
#include <variant>

namespace moelab {
namespace {

/// The table has units in the plural, which is the singular and an s.
std::string_view singularOf(std::string_view unit) {
    return unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit;
}

/// Of a field with room for five digits and the unit, in letters of any size: of all images of most data, but not
/// of the largest number that it takes.
int widthFor(const WholeNumberBox& field, const ParameterInfo& info) {
    const QFontMetrics metrics = field.fontMetrics();
    const auto widthOf = [&](const QString& number) {
        return metrics.horizontalAdvance(number + u' ' + translated(info.unit));
    };
    const int widest = std::max(widthOf(field.textFromValue(field.maximum())),
                                metrics.horizontalAdvance(field.specialValueText()));
    constexpr int kColumn = 104; // all stand in one column
    return std::max(kColumn, field.sizeHint().width() - widest + widthOf(QStringLiteral("50000")));
}

class WholeEditor : public ParameterEditor {
  public:
    explicit WholeEditor(const ParameterInfo& info)
        : ParameterEditor(info)
        , m_field(new WholeNumberBox(info.minimum, info.maximum, std::string(info.name))) {
        place(m_field);
        m_field->setKeyboardTracking(false);
        m_field->setAlignment(Qt::AlignRight);
        if (!info.unit.empty())
            m_field->setUnit(translated(singularOf(info.unit)), translated(info.unit));
        m_field->setSpecialValueText(translated(info.zero));
        m_field->setMinimumWidth(widthFor(*m_field, info));
        m_field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(m_field, &QDoubleSpinBox::valueChanged, this, &WholeEditor::take);
        connect(m_field, &QDoubleSpinBox::editingFinished, this, &WholeEditor::leave);
        connect(m_field, &WholeNumberBox::changed, this, &WholeEditor::look);
    }

  protected:
    Json read() const override { return static_cast<std::int64_t>(m_field->typedValue()); }
    void showValue(const Json& value) override {
        m_field->showNumber(value.get<double>());
        m_shown = m_field->text();
    }
    bool isTouched() const override { return m_field->text() != m_shown; }

  private:
    WholeNumberBox* m_field;
    QString m_shown;
};

constexpr int kLeastLetters = 12; // of a text

/// A field of text that is read when a person leaves it.
class TextEditor : public ParameterEditor {
  public:
    explicit TextEditor(const ParameterInfo& info)
        : ParameterEditor(info)
        , m_field(new QLineEdit) {
        place(m_field);
        m_field->setMinimumWidth(kLeastLetters * m_field->fontMetrics().averageCharWidth());
        connect(m_field, &QLineEdit::editingFinished, this, &TextEditor::leave);
        connect(m_field, &QLineEdit::textEdited, this, &TextEditor::look);
    }

  protected:
    virtual Json readText(const QString& text) const = 0;
    virtual QString write(const Json& value) const = 0;
    Json read() const override { return readText(m_field->text()); }
    void showValue(const Json& value) override {
        m_field->setText(write(value));
        m_field->setCursorPosition(0);
    }
    bool isTouched() const override { return m_field->isModified(); }
    QLineEdit* field() { return m_field; }

  private:
    QLineEdit* m_field;
};

class RealEditor : public TextEditor {
  public:
    explicit RealEditor(const ParameterInfo& info)
        : TextEditor(info) {
        field()->setAlignment(Qt::AlignRight);
    }

  protected:
    Json readText(const QString& text) const override { return typedNumber(text, std::string(info().name)); }
    QString write(const Json& value) const override { return numberText(value.get<double>()); }
};

/// A line of text, as it is typed.
class LineEditor : public TextEditor {
  public:
    explicit LineEditor(const ParameterInfo& info)
        : TextEditor(info) {
        field()->setPlaceholderText(translated("automatic"));
    }

  protected:
    Json readText(const QString& text) const override { return text.trimmed().toStdString(); }
    QString write(const Json& value) const override { return QString::fromStdString(value.get<std::string>()); }
};

/// As JSON: whoever writes a network of his own writes it in a file first.
class NetworksEditor : public TextEditor {
  public:
    explicit NetworksEditor(const ParameterInfo& info)
        : TextEditor(info) {
        field()->setPlaceholderText(translated("as above"));
    }

  protected:
    Json readText(const QString& text) const override {
        return text.trimmed().isEmpty() ? Json::object() : typedValue(info(), text.toStdString());
    }
    QString write(const Json& value) const override {
        return value.empty() ? QString() : QString::fromStdString(value.dump());
    }
};

class GroupsEditor : public ParameterEditor {
  public:
    explicit GroupsEditor(const ParameterInfo& info)
        : ParameterEditor(info)
        , m_field(new GroupsField) {
        place(m_field);
        connect(m_field, &GroupsField::edited, this, &GroupsEditor::take);
        connect(m_field, &GroupsField::nameAdded, this, &GroupsEditor::passUndoOn);
    }
    bool wantsWholeWidth() const override { return true; }
    void setClassNames(const QStringList& names) override { m_field->setClassNames(names); }

  protected:
    Json read() const override {
        Parameters parameters;
        parameters.groups = m_field->groups();
        return getParameter(parameters, info());
    }
    void showValue(const Json& value) override {
        Parameters parameters;
        setParameter(parameters, info(), value);
        m_field->setGroups(parameters.groups);
    }
    bool isTouched() const override { return m_field->isRenaming(); }

  private:
    GroupsField* m_field;
};

class SwitchEditor : public ParameterEditor {
  public:
    explicit SwitchEditor(const ParameterInfo& info)
        : ParameterEditor(info)
        , m_field(new QCheckBox) {
        place(m_field);
        connect(m_field, &QCheckBox::toggled, this, &SwitchEditor::take);
    }

  protected:
    Json read() const override { return m_field->isChecked(); }
    void showValue(const Json& value) override {
        const QSignalBlocker quiet(m_field);
        m_field->setChecked(value.get<bool>());
    }

  private:
    QCheckBox* m_field;
};

class ChoiceEditor : public ParameterEditor {
  public:
    explicit ChoiceEditor(const ParameterInfo& info)
        : ParameterEditor(info)
        , m_field(new QComboBox) {
        place(m_field);
        for (const std::string_view choice : info.choices)
            m_field->addItem(fromView(choice));
        connect(m_field, &QComboBox::activated, this, &ChoiceEditor::take);
    }

  protected:
    Json read() const override { return m_field->currentText().toStdString(); }
    void showValue(const Json& value) override {
        m_field->setCurrentText(QString::fromStdString(value.get<std::string>()));
    }

  private:
    QComboBox* m_field;
};

} // namespace

ParameterEditor* makeEditor(const ParameterInfo& info) {
    if (!info.choices.empty())
        return new ChoiceEditor(info);
    if (std::holds_alternative<bool Parameters::*>(info.member))
        return new SwitchEditor(info);
    if (std::holds_alternative<ClassGroups Parameters::*>(info.member))
        return new GroupsEditor(info);
    if (std::holds_alternative<NetworkChoices Parameters::*>(info.member))
        return new NetworksEditor(info);
    if (std::holds_alternative<std::string Parameters::*>(info.member))
        return new LineEditor(info);
    if (std::holds_alternative<double Parameters::*>(info.member))
        return new RealEditor(info);
    return new WholeEditor(info);
}

} // namespace moelab
