#pragma once

#include <QDoubleSpinBox>

#include <string>

namespace moelab {

/// A field for a whole number, up to 2^53. Takes what is typed as typedNumber reads it and refuses all else, where
/// Qt's fields would correct it without a word.
class WholeNumberBox : public QDoubleSpinBox {
    Q_OBJECT
  public:
    /// @param subject what messages call the number
    WholeNumberBox(double least, double most, std::string subject, QWidget* parent = nullptr);

    /// What stands in the field now. @throws Error naming it, unless it is a whole number in range
    double typedValue() const { return valueFromText(text()); }

    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString& text) const override;

  signals:
    /// Something else stands in the field; typedValue() says whether it can be taken.
    void changed();
    /// What was typed cannot be taken, and gives way to the value before.
    void refused(const QString& message) const;

  protected:
    void keyPressEvent(QKeyEvent* event) override;

  private:
    std::string m_subject;
};

} // namespace moelab
