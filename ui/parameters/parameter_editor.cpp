#include "parameters/parameter_editor.h"

#include "analysis/parameter_differences.h"
#include "base/error.h"
#include "parameters/groups_field.h"
#include "text/typed_number.h"
#include "text/whole_number_box.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLineEdit>

#include <algorithm>
#include <utility>
#include <variant>

namespace moelab {
namespace {

QString words(const char* text) { return QCoreApplication::translate("moelab::ParameterEditor", text); }

/// Puts the one field into the editor and names it.
template <class Field, class... Arguments>
Field* addField(ParameterEditor* editor, const ParameterInfo& info, Arguments&&... arguments) {
    auto* const field = new Field(std::forward<Arguments>(arguments)...);
    field->setObjectName(QStringLiteral("parameter-") + fromView(info.name));
    field->setAccessibleName(labelOf(info));
    field->setToolTip(helpOf(info));
    auto* const layout = new QHBoxLayout(editor);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(field);
    editor->setFocusProxy(field);
    return field;
}

class WholeEditor : public ParameterEditor {
  public:
    explicit WholeEditor(const ParameterInfo& info)
        : m_field(addField<WholeNumberBox>(this, info, info.minimum, info.maximum, std::string(info.name))) {
        m_field->setKeyboardTracking(false);
        m_field->setAlignment(Qt::AlignRight);
        if (!info.unit.empty())
            m_field->setSuffix(u' ' + translated(info.unit));
        m_field->setSpecialValueText(translated(info.zero));
        const QFontMetrics metrics = m_field->fontMetrics();
        const int longer =
            metrics.horizontalAdvance(translated(info.unit)) - metrics.horizontalAdvance(fromView(info.unit));
        m_field->setMinimumWidth(104 + std::max(0, longer)); // has room for "5000 images"
        m_field->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        connect(m_field, &QDoubleSpinBox::valueChanged, this,
                [this](double value) { emit edited(static_cast<std::int64_t>(value)); });
        connect(m_field, &WholeNumberBox::refused, this, &ParameterEditor::refused);
    }
    void setValue(const Json& value) override {
        const QSignalBlocker quiet(m_field);
        m_field->setValue(value.get<double>());
    }

  private:
    WholeNumberBox* m_field;
};

/// A field of text that is read when a person leaves it.
class TextEditor : public ParameterEditor {
  public:
    explicit TextEditor(const ParameterInfo& info)
        : m_field(addField<QLineEdit>(this, info)) {
        connect(m_field, &QLineEdit::editingFinished, this, [this] {
            if (!m_field->isModified())
                return;
            try {
                emit edited(read(m_field->text()));
            } catch (const std::exception& problem) {
                emit refused(QString::fromStdString(problem.what()));
                m_field->setText(m_shown);
            }
        });
    }
    void setValue(const Json& value) override {
        m_shown = write(value);
        m_field->setText(m_shown);
        m_field->setCursorPosition(0);
    }

  protected:
    virtual Json read(const QString& text) const = 0;
    virtual QString write(const Json& value) const = 0;
    QLineEdit* field() { return m_field; }

  private:
    QLineEdit* m_field;
    QString m_shown;
};

class RealEditor : public TextEditor {
  public:
    explicit RealEditor(const ParameterInfo& info)
        : TextEditor(info)
        , m_name(info.name) {
        field()->setAlignment(Qt::AlignRight);
    }

  protected:
    Json read(const QString& text) const override { return typedNumber(text, m_name); }
    QString write(const Json& value) const override { return numberText(value.get<double>()); }

  private:
    std::string m_name;
};

/// A line of text, as it is typed.
class LineEditor : public TextEditor {
  public:
    explicit LineEditor(const ParameterInfo& info)
        : TextEditor(info) {
        field()->setPlaceholderText(words("automatic"));
    }

  protected:
    Json read(const QString& text) const override { return text.trimmed().toStdString(); }
    QString write(const Json& value) const override { return QString::fromStdString(value.get<std::string>()); }
};

/// As JSON: whoever writes a network of his own writes it in a file first.
class NetworksEditor : public TextEditor {
  public:
    explicit NetworksEditor(const ParameterInfo& info)
        : TextEditor(info)
        , m_name(info.name) {
        field()->setPlaceholderText(words("as above"));
    }

  protected:
    Json read(const QString& text) const override {
        return text.trimmed().isEmpty() ? Json::object() : parseJson(text.toStdString(), m_name);
    }
    QString write(const Json& value) const override {
        return value.empty() ? QString() : QString::fromStdString(value.dump());
    }

  private:
    std::string m_name;
};

class GroupsEditor : public ParameterEditor {
  public:
    GroupsEditor(const ParameterInfo& info, const QStringList& classNames)
        : m_info(info)
        , m_field(addField<GroupsField>(this, info, classNames)) {
        connect(m_field, &GroupsField::edited, this, [this](const ClassGroups& groups) {
            Parameters parameters;
            parameters.groups = groups;
            emit edited(getParameter(parameters, m_info));
        });
    }
    bool wantsWholeWidth() const override { return true; }
    void setValue(const Json& value) override {
        Parameters parameters;
        setParameter(parameters, m_info, value);
        m_field->setGroups(parameters.groups);
    }

  private:
    const ParameterInfo& m_info;
    GroupsField* m_field;
};

class SwitchEditor : public ParameterEditor {
  public:
    explicit SwitchEditor(const ParameterInfo& info)
        : m_field(addField<QCheckBox>(this, info)) {
        connect(m_field, &QCheckBox::toggled, this, [this](bool on) { emit edited(on); });
    }
    void setValue(const Json& value) override {
        const QSignalBlocker quiet(m_field);
        m_field->setChecked(value.get<bool>());
    }

  private:
    QCheckBox* m_field;
};

class ChoiceEditor : public ParameterEditor {
  public:
    explicit ChoiceEditor(const ParameterInfo& info)
        : m_field(addField<QComboBox>(this, info)) {
        for (const std::string_view choice : info.choices)
            m_field->addItem(fromView(choice));
        connect(m_field, &QComboBox::activated, this,
                [this] { emit edited(m_field->currentText().toStdString()); });
    }
    void setValue(const Json& value) override {
        m_field->setCurrentText(QString::fromStdString(value.get<std::string>()));
    }

  private:
    QComboBox* m_field;
};

} // namespace

ParameterEditor* makeEditor(const ParameterInfo& info, const QStringList& classNames) {
    if (!info.choices.empty())
        return new ChoiceEditor(info);
    if (std::holds_alternative<bool Parameters::*>(info.member))
        return new SwitchEditor(info);
    if (std::holds_alternative<ClassGroups Parameters::*>(info.member))
        return new GroupsEditor(info, classNames);
    if (std::holds_alternative<NetworkChoices Parameters::*>(info.member))
        return new NetworksEditor(info);
    if (std::holds_alternative<std::string Parameters::*>(info.member))
        return new LineEditor(info);
    if (std::holds_alternative<double Parameters::*>(info.member))
        return new RealEditor(info);
    return new WholeEditor(info);
}

QString translated(std::string_view text) { return text.empty() ? QString() : words(std::string(text).c_str()); }

QString defaultText(const ParameterInfo& info) {
    return QString::fromStdString(valueText(getParameter(Parameters(), info)));
}

QString labelOf(const ParameterInfo& info) {
    if (info.name == "use_large_experts")
        return words("Large experts");
    if (info.name == "use_large_gating_mlp")
        return words("Large gate");
    if (info.name == "use_large_baseline_classifier")
        return words("Large baseline");
    QString label = fromView(info.name).replace(u'_', u' ');
    label[0] = label[0].toUpper();
    return words(label.toUtf8().constData());
}

QString helpOf(const ParameterInfo& info) {
    QString help = translated(info.help);
    if (info.maximum > info.minimum)
        help += u'\n' + words("From %1 to %2 %3.")
                            .arg(info.minimum, 0, 'g', 16)
                            .arg(info.maximum, 0, 'g', 16)
                            .arg(translated(info.unit))
                            .replace(QLatin1String(" ."), QLatin1String("."));
    help += u'\n' + words("Default: %1. Name in files: %2.").arg(defaultText(info), fromView(info.name));
    return help;
}

} // namespace moelab
