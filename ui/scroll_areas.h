#pragma once

#include "plotting/view_area.h"

namespace moelab {

/// As high as the board, but for the most that the window leaves it: then it scrolls.
class BoardArea : public QScrollArea {
    Q_OBJECT
  public:
    explicit BoardArea(QWidget* board);

    void setMost(int height);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    /// The height of all of the board, with the bar below it that it may need.
    int wanted() const;
    void fit();

    int m_most = QWIDGETSIZE_MAX;
};

/// Scrolls up and down only: it is never narrower than its content.
class VerticalScroll : public QScrollArea {
    Q_OBJECT
  public:
    explicit VerticalScroll(QWidget* content);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace moelab
