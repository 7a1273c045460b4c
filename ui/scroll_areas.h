#pragma once

#include <QScrollArea>

namespace moelab {

/// Scrolls only what has more rows than two groups make: those are always seen whole.
class BoardArea : public QScrollArea {
  public:
    explicit BoardArea(QWidget* board);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

/// Scrolls up and down only: it is never narrower than its content.
class VerticalScroll : public QScrollArea {
  public:
    explicit VerticalScroll(QWidget* content);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
};

} // namespace moelab
