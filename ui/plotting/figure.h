#pragma once

#include <QByteArray>
#include <QFont>
#include <QImage>
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
    /// Draws on white paper, whatever the theme, with all text in the painter's font.
    virtual void drawFigure(QCPPainter& painter, const QSize& size) = 0;
    /// RFC 4180, with decimal points; empty where there are no numbers.
    virtual QString figureCsv() const = 0;
    /// The height that suits a width, in the same pixels. @param font the painter's
    virtual int figureHeight(int width, const QFont& font) const;
};

/// What a figure is on paper: its true size, and the true size of its text.
struct FigureFormat {
    int width = 174;  ///< mm
    int height = 109; ///< mm
    int points = 9;   ///< of the text, as printed; figures that need more room have some of it smaller
    int dpi = 300;    ///< of a PNG; the other formats have none
};

/// A pixel of a figure's layout is half a point, so that text of any whole number of points is whole pixels high.
inline constexpr int kPaperDpi = 144;

/// A paper's size in pixels of its layout.
QSize layoutOf(const FigureFormat& format);
/// The text of a paper, with the name of an installed font: "DejaVu Sans", where the desktop may say "Sans Serif".
QFont paperFont(int points);
/// Millimetres as pixels of the layout, and back: the fewest that hold them.
int layoutPixels(int millimetres);
int millimetresFor(int layoutPixels);

/// Draws a widget that is not on the screen in colours for white paper and in the painter's font, made smaller
/// where it needs more room.
void drawWidgetOnPaper(QWidget& widget, QCPPainter& painter, const QSize& size);
/// The height that a widget has there, where its width is given.
int heightOnPaper(QWidget& widget, int width, const QFont& font);

/// Draws a figure as an SVG document: text stays text, in the font's true name, and after that in any without
/// serifs.
/// @param size of the layout; @param width, height what the document says its size is: "85mm"
QByteArray svgOf(Figure& figure, const QSize& size, const QFont& font, const QString& width, const QString& height);

/// Draws a figure as a picture of so many pixels; null where there is no memory for them.
QImage pictureOf(Figure& figure, const FigureFormat& format, const QSize& pixels);

/// Writes PNG, SVG, PDF or CSV, by the file's suffix.
/// @throws Error naming the file, as where it exists and is not to be replaced
void exportFigure(Figure& figure, const QString& file, const FigureFormat& format = {}, bool replace = true);

} // namespace moelab
