#pragma once

#include "plotting/figure.h"

#include <QTimer>
#include <QWidget>

namespace moelab {

/// A figure as it will look on paper, at most at its true size, or the first lines of its numbers.
class FigurePreview : public QWidget {
    Q_OBJECT
  public:
    explicit FigurePreview(QWidget* parent = nullptr);

    /// Draws it with the next turn of the event loop, and again with another size. @param figure has to live as
    /// long
    void showFigure(Figure& figure, const FigureFormat& format);
    void showText(const QString& text);
    /// The share of its true size at which the paper is shown, by what the screen says of itself; 0 of text.
    double scale() const;
    /// What is shown: the paper, null until it was drawn, or of text.
    const QImage& image() const { return m_image; }

    QSize sizeHint() const override { return {420, 340}; }
    QSize minimumSizeHint() const override { return {220, 180}; }

  signals:
    void drawn();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    void draw();

    Figure* m_figure = nullptr; ///< null while text is shown
    FigureFormat m_format;
    QString m_text;
    QImage m_image;
    QTimer m_draw;
};

} // namespace moelab
