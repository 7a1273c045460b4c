#pragma once

#include "config/parameter_table.h"

#include <QStringList>
#include <QWidget>

namespace moelab {

/// The field for one parameter. Takes and gives the value as the parameter table does.
class ParameterEditor : public QWidget {
    Q_OBJECT
  public:
    using QWidget::QWidget;

    virtual void setValue(const Json& value) = 0;
    /// True if the field belongs below its label, not beside it.
    virtual bool wantsWholeWidth() const { return false; }

  signals:
    /// A person entered a value; it may yet be refused.
    void edited(const Json& value);
    /// What was entered is no value of this parameter.
    void refused(const QString& message);
};

/// @param classNames in which the class groups are shown and read
ParameterEditor* makeEditor(const ParameterInfo& info, const QStringList& classNames);

/// A text of the parameter table.
inline QString fromView(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

/// The same where a person reads it: core's texts are English, these in the person's language.
QString translated(std::string_view text);

/// A parameter's default in one line, class groups by their names.
QString defaultText(const ParameterInfo& info);
/// "Batch size"
QString labelOf(const ParameterInfo& info);
/// Help, range, unit and default, for people.
QString helpOf(const ParameterInfo& info);

} // namespace moelab
