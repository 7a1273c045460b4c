#pragma once

#include "text/elided_label.h"

#include <QTimer>

namespace moelab {

/// What the status bar of a window says. News goes at the person's next step in the window, a key or a press of the
/// mouse, as soon as there was time to read it; what went wrong stands until something else is said.
class MessageLine : public ElidedLabel {
    Q_OBJECT
  public:
    explicit MessageLine(QWidget& window);

    /// What was done, or is good to know now. @param message an empty one says nothing
    void tell(const QString& message);
    /// What was refused or went wrong.
    void refuse(const QString& message);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void write(const QString& message);
    bool isStep(QObject* watched, const QEvent& event) const;

    QWidget& m_window;
    QTimer m_reading;        ///< runs until the news could be read
    bool m_hasNews = false;  ///< rather than what went wrong
    bool m_isPassed = false; ///< a step was taken since
};

} // namespace moelab
