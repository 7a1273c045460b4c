#pragma once

#include <QFrame>

class QLabel;

namespace moelab {

/// Says over the views what was refused or went wrong, whole, until it is closed or no longer holds.
class NoticeBar : public QFrame {
    Q_OBJECT
  public:
    explicit NoticeBar(QWidget* parent = nullptr);

    /// @param message an empty one hides the bar
    void say(const QString& message);

  private:
    QLabel* m_words;
};

} // namespace moelab
