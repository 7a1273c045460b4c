#pragma once

#include <QDoubleSpinBox>

#include <functional>
#include <string>

namespace moelab {

/// A field for a whole number, up to 2^53. Takes what is typed as typedNumber reads it. All else stays in the
/// field, where Qt's would correct it without a word, and value() is the number before.
class WholeNumberBox : public QDoubleSpinBox {
    Q_OBJECT
  public:
    /// @param subject what messages call the number
    WholeNumberBox(double least, double most, std::string subject, QWidget* parent = nullptr);

    /// What stands in the field now. @throws Error naming it, unless it is a whole number in range
    double typedValue() const { return valueFromText(text()); }

    /// What is counted, behind the number: "1 epoch", "3 epochs".
    void setUnit(const QString& one, const QString& many);
    /// Shows a number that nobody typed: there is nothing of it to undo, and nobody is told.
    void showNumber(double number);

    double valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;
    void fixup(QString&) const override {}

  signals:
    /// Something else stands in the field; typedValue() says whether it can be taken.
    void changed();

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void hideEvent(QHideEvent* event) override;

  private:
    void keepTyped(const std::function<void()>& handle);
    void fitUnit();

    std::string m_subject;
    QString m_one;
    QString m_many;
};

} // namespace moelab
