#pragma once

#include <QLabel>

class QLayout;

namespace moelab {

/// Beneath a field: why what stands in it cannot be used. Takes no room while it can.
class RefusalLine : public QLabel {
    Q_OBJECT
  public:
    explicit RefusalLine(const QString& objectName, QWidget* parent = nullptr);

    /// The field and the line beneath it, for a row of a form.
    QLayout* beneath(QWidget* field);
    /// A reason is read aloud, wherever the keyboard is; an empty one ends the refusal.
    void say(const QString& reason);
    /// The same at every key: what was refused before is not read aloud again.
    void follow(const QString& reason);
    const QString& reason() const { return m_reason; }

  protected:
    void resizeEvent(QResizeEvent* event) override;

  private:
    void write(const QString& reason);
    void fit();

    QString m_reason;
};

} // namespace moelab
