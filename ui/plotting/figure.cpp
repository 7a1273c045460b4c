#include "plotting/figure.h"

#include "base/error.h"
#include "base/files.h"
#include "plotting/drawn_text.h"
#include "plotting/palette.h"

#include <QBuffer>
#include <QFileInfo>
#include <QFontInfo>
#include <QGuiApplication>
#include <QPdfWriter>
#include <QRegularExpression>
#include <QSvgGenerator>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr double kMillimetres = 25.4; ///< in an inch
constexpr double kMetres = 0.0254;
constexpr int kPixelsPerPoint = kPaperDpi / 72;

/// @param to what the layout is drawn into, in the device's units
void draw(Figure& figure, QPaintDevice& device, const QSize& layout, const QSizeF& to, const QFont& font,
          bool vector) {
    requireFonts();
    QCPPainter painter(&device);
    painter.setMode(QCPPainter::pmVectorized, vector);
    painter.setMode(QCPPainter::pmNoCaching, true);
    painter.scale(to.width() / layout.width(), to.height() / layout.height());
    painter.setFont(font);
    figure.drawFigure(painter, layout);
}

/// Gives every font the name of the installed one that Qt takes for it. Another machine may not have that: Verdana
/// is as wide as DejaVu Sans.
QString withTrueFonts(const QString& svg) {
    static const QRegularExpression kFamily(QStringLiteral("font-family=\"([^\"]*)\"")); // text has no quotes
    QString result;
    qsizetype done = 0;
    for (QRegularExpressionMatchIterator found = kFamily.globalMatch(svg); found.hasNext();) {
        const QRegularExpressionMatch match = found.next();
        result += QStringView(svg).mid(done, match.capturedStart(1) - done);
        result += QStringLiteral("'%1', Verdana, sans-serif").arg(QFontInfo(QFont(match.captured(1))).family());
        done = match.capturedEnd(1);
    }
    result += QStringView(svg).mid(done);
    return result;
}

QByteArray png(Figure& figure, const FigureFormat& format) {
    const auto dots = [&](int length) { return qRound(length / kMillimetres * format.dpi); };
    QImage image = pictureOf(figure, format, {dots(format.width), dots(format.height)});
    image.setDotsPerMeterX(qRound(format.dpi / kMetres));
    image.setDotsPerMeterY(qRound(format.dpi / kMetres));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(Figure& figure, const FigureFormat& format) {
    const auto length = [](int millimetres) { return QStringLiteral("%1mm").arg(millimetres); };
    return svgOf(figure, layoutOf(format), paperFont(format.points), length(format.width), length(format.height));
}

/// Pages are whole points wide and high, so at most a fifth of a millimetre off.
QByteArray pdf(Figure& figure, const FigureFormat& format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(figure.figureName());
    writer.setResolution(kPaperDpi);
    writer.setPageMargins(QMarginsF());
    writer.setPageSize(
        QPageSize(QSizeF(format.width, format.height), QPageSize::Millimeter, {}, QPageSize::ExactMatch));
    const QSizeF page = QSizeF(writer.pageLayout().fullRectPoints().size()) * kPixelsPerPoint;
    draw(figure, writer, layoutOf(format), page, paperFont(format.points), true);
    return bytes;
}

QByteArray contentOf(Figure& figure, const QString& file, const FigureFormat& format) {
    const QString suffix = QFileInfo(file).suffix().toLower();
    if (suffix == QLatin1String("png"))
        return png(figure, format);
    if (suffix == QLatin1String("svg"))
        return svg(figure, format);
    if (suffix == QLatin1String("pdf"))
        return pdf(figure, format);
    if (suffix == QLatin1String("csv"))
        return figure.figureCsv().toUtf8();
    throw Error(file.toStdString(), "has no suffix that names a format",
                "Let its name end in .png, .svg, .pdf or .csv");
}

void dressForPaper(QWidget& widget, const QFont& font) {
    widget.setPalette(paperPalette());
    widget.setFont(font);
    widget.ensurePolished();
}

int leastHeight(const QWidget& widget, int width) {
    return widget.hasHeightForWidth() ? widget.heightForWidth(width) : widget.minimumSizeHint().height();
}

} // namespace

int Figure::figureHeight(int width, const QFont&) const { return width * 5 / 8; }

int layoutPixels(int millimetres) { return qRound(millimetres / kMillimetres * kPaperDpi); }

int millimetresFor(int layoutPixels) {
    return static_cast<int>(std::ceil(layoutPixels * kMillimetres / kPaperDpi));
}

QSize layoutOf(const FigureFormat& format) { return {layoutPixels(format.width), layoutPixels(format.height)}; }

QFont paperFont(int points) {
    QFont font(QFontInfo(QGuiApplication::font()).family());
    font.setPixelSize(points * kPixelsPerPoint); // a size in points would be the screen's
    return font;
}

int heightOnPaper(QWidget& widget, int width, const QFont& font) {
    dressForPaper(widget, font);
    const int least = std::max(width, widget.minimumSizeHint().width());
    return static_cast<int>(std::ceil(static_cast<double>(leastHeight(widget, least)) * width / least));
}

void drawWidgetOnPaper(QWidget& widget, QCPPainter& painter, const QSize& size) {
    dressForPaper(widget, painter.font());
    const int width = std::max(size.width(), widget.minimumSizeHint().width());
    widget.resize(width, std::max(size.height(), leastHeight(widget, width)));
    const double scale = std::min({1.0, static_cast<double>(size.width()) / widget.width(),
                                   static_cast<double>(size.height()) / widget.height()});
    painter.save();
    painter.scale(scale, scale);
    widget.render(&painter);
    painter.restore();
}

QByteArray svgOf(Figure& figure, const QSize& size, const QFont& font, const QString& width,
                 const QString& height) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setResolution(kPaperDpi);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(figure.figureName());
    draw(figure, generator, size, size, font, true);
    QString svg = withoutControls(QString::fromUtf8(bytes));
    static const QRegularExpression kSize(QStringLiteral("width=\"[^\"]*\" height=\"[^\"]*\""));
    const QRegularExpressionMatch head = kSize.match(svg); // the first is the document's
    svg.replace(head.capturedStart(), head.capturedLength(),
                QStringLiteral("width=\"%1\" height=\"%2\"").arg(width, height));
    return withTrueFonts(svg).toUtf8();
}

QImage pictureOf(Figure& figure, const FigureFormat& format, const QSize& pixels) {
    QImage image(pixels, QImage::Format_RGB32);
    if (image.isNull())
        return image;
    image.fill(Qt::white);
    draw(figure, image, layoutOf(format), pixels, paperFont(format.points), false);
    return image;
}

void exportFigure(Figure& figure, const QString& file, const FigureFormat& format, bool replace) {
    if (figure.figureIsEmpty())
        throw Error(file.toStdString(), "was not written, because there is nothing in this view yet",
                    "Train a stage first");
    const QByteArray bytes = contentOf(figure, file, format);
    if (bytes.isEmpty()) // as where a picture of that many pixels has no room in memory
        throw Error(file.toStdString(), "was not written, because it could not be drawn in that size",
                    "Choose a smaller one, or fewer dots per inch");
    writeFileAtomically(file.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())),
                        replace ? IfExists::Replace : IfExists::Refuse);
}

} // namespace moelab
