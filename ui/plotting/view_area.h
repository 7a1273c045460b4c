#pragma once

#include <QScrollArea>

namespace moelab {

/// Puts a widget into an area without a frame, which is no stop on the keyboard's way, and hears of its layout by
/// an event filter.
void putIn(QScrollArea& area, QWidget* content);

/// Gives a view all the room there is, and scrolls it where it needs more: so the view makes no window larger.
class ViewArea : public QScrollArea {
    Q_OBJECT
  public:
    explicit ViewArea(QWidget* view);

    QSize sizeHint() const override { return minimumSizeHint(); }
    QSize minimumSizeHint() const override;

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    QSize leastFor(const QSize& room) const;
    void fit();
};

} // namespace moelab
