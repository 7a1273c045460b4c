#pragma once

#include <QLabel>
#include <QStringList>

namespace moelab {

/// A text in a line or a few, as much of it as there is room for; where it is cut, its tool tip says the whole of
/// it. Asks for the room of its text, and does with that of some letters.
class ElidedLabel : public QLabel {
    Q_OBJECT
  public:
    explicit ElidedLabel(const QString& text = {}, int lines = 1, QWidget* parent = nullptr);

    void setElideMode(Qt::TextElideMode mode);
    /// What of the text is seen.
    QStringList shownLines() const;
    bool isElided() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

  private:
    int m_lines;
    Qt::TextElideMode m_mode = Qt::ElideRight;
};

} // namespace moelab
