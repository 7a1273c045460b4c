#include "plotting/figure.h"

#include "base/error.h"
#include "base/files.h"
#include "plotting/drawn_text.h"
#include "plotting/palette.h"

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <qcustomplot.h>

#include <algorithm>

namespace moelab {
namespace {

constexpr double kLayoutDpi = 96;
constexpr double kMetresPerInch = 0.0254;

void draw(Figure& figure, QPaintDevice& device, const QSize& size, double scale, bool vector) {
    requireFonts();
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized, vector);
    painter.setMode(QCPPainter::pmNoCaching, true);
    painter.scale(scale, scale);
    figure.drawFigure(painter, size);
}

QByteArray png(Figure& figure, const FigureSize& size) {
    const double scale = size.dpi / kLayoutDpi;
    QImage image(size.pixels * scale, QImage::Format_RGB32);
    // Text is laid out in pixels: the dots per metre must not scale it a second time while drawing.
    image.setDotsPerMeterX(qRound(kLayoutDpi / kMetresPerInch));
    image.setDotsPerMeterY(qRound(kLayoutDpi / kMetresPerInch));
    image.fill(Qt::white);
    draw(figure, image, size.pixels, scale, false);
    image.setDotsPerMeterX(qRound(size.dpi / kMetresPerInch));
    image.setDotsPerMeterY(qRound(size.dpi / kMetresPerInch));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray pdf(Figure& figure, const FigureSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(figure.figureName());
    writer.setResolution(qRound(kLayoutDpi));
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(
        QPageSize(QSizeF(size.pixels) * 72 / kLayoutDpi, QPageSize::Point, {}, QPageSize::ExactMatch));
    draw(figure, writer, size.pixels, 1, true);
    return bytes;
}

} // namespace

void drawWidgetOnPaper(QWidget& widget, QCPPainter& painter, const QSize& size) {
    widget.setPalette(paperPalette());
    widget.ensurePolished();
    widget.resize(size.expandedTo(widget.minimumSizeHint()));
    const double scale = std::min({1.0, static_cast<double>(size.width()) / widget.width(),
                                   static_cast<double>(size.height()) / widget.height()});
    painter.save();
    painter.scale(scale, scale);
    widget.render(&painter);
    painter.restore();
}

QByteArray svgOf(Figure& figure, const QSize& size) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(qRound(kLayoutDpi));
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(figure.figureName());
    draw(figure, generator, size, 1, true);
    return withoutControls(QString::fromUtf8(bytes)).toUtf8();
}

void exportFigure(Figure& figure, const QString& file, const FigureSize& size) {
    if (figure.figureIsEmpty())
        throw Error(file.toStdString(), "was not written, because there is nothing in this view yet",
                    "Train a stage first");
    const QString suffix = QFileInfo(file).suffix().toLower();
    QByteArray bytes;
    if (suffix == QLatin1String("png"))
        bytes = png(figure, size);
    else if (suffix == QLatin1String("svg"))
        bytes = svgOf(figure, size.pixels);
    else if (suffix == QLatin1String("pdf"))
        bytes = pdf(figure, size);
    else if (suffix == QLatin1String("csv"))
        bytes = figure.figureCsv().toUtf8();
    else
        throw Error(file.toStdString(), "has no suffix that names a format",
                    "Let its name end in .png, .svg, .pdf or .csv");
    if (bytes.isEmpty()) // as where a picture of that many pixels has no room in memory
        throw Error(file.toStdString(), "was not written, because it could not be drawn in that size",
                    "Choose a smaller one, or fewer dots per inch");
    writeFileAtomically(file.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

} // namespace moelab
