#pragma once

#include <QByteArray>
#include <QSize>
#include <QString>

class QCPPainter;
class QWidget;

namespace moelab {

/// A view that can be taken away as a picture and as numbers.
class Figure {
  public:
    virtual ~Figure() = default;

    /// A file name without suffix.
    virtual QString figureName() const = 0;
    /// True while there is nothing to take away.
    virtual bool figureIsEmpty() const = 0;
    /// Draws on white paper, whatever the theme.
    virtual void drawFigure(QCPPainter& painter, const QSize& size) = 0;
    /// RFC 4180, with decimal points.
    virtual QString figureCsv() const = 0;
};

struct FigureSize {
    QSize pixels = {960, 600}; ///< at 96 dots per inch; what SVG and PDF are laid out in
    int dpi = 192;             ///< of a PNG
};

/// Draws a widget that is not on the screen in colours for white paper, made smaller where it needs more room.
void drawWidgetOnPaper(QWidget& widget, QCPPainter& painter, const QSize& size);

/// Draws a figure as an SVG document. @param size in pixels at 96 dots per inch
QByteArray svgOf(Figure& figure, const QSize& size);

/// Writes PNG, SVG, PDF or CSV, by the file's suffix.
/// @throws Error naming the file
void exportFigure(Figure& figure, const QString& file, const FigureSize& size);

} // namespace moelab
