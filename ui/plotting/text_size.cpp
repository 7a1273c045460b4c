#include "plotting/text_size.h"

#include <QFontInfo>
#include <QPaintEngine>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

/// Takes every drawing, and keeps of it how high the smallest text was in pixels of the device.
class TextWatch : public QPaintEngine {
  public:
    TextWatch()
        : QPaintEngine(AllFeatures) {}

    double smallest() const { return m_smallest; }

    bool begin(QPaintDevice*) override { return true; }
    bool end() override { return true; }
    void updateState(const QPaintEngineState&) override {}
    void drawPath(const QPainterPath&) override {}
    void drawPolygon(const QPointF*, int, PolygonDrawMode) override {}
    void drawPolygon(const QPoint*, int, PolygonDrawMode) override {}
    void drawPixmap(const QRectF&, const QPixmap&, const QRectF&) override {}
    void drawImage(const QRectF&, const QImage&, const QRectF&, Qt::ImageConversionFlags) override {}
    void drawTiledPixmap(const QRectF&, const QPixmap&, const QPointF&) override {}
    Type type() const override { return User; }

    void drawTextItem(const QPointF&, const QTextItem& item) override {
        if (item.text().trimmed().isEmpty())
            return;
        const double scale = std::sqrt(std::abs(painter()->deviceTransform().determinant()));
        const int given = item.font().pixelSize();
        const double height = scale * (given > 0 ? given : QFontInfo(item.font()).pixelSize());
        m_smallest = m_smallest > 0 ? std::min(m_smallest, height) : height;
    }

  private:
    double m_smallest = 0;
};

class WatchedPaper : public QPaintDevice {
  public:
    explicit WatchedPaper(const QSize& size)
        : m_size(size) {}

    QPaintEngine* paintEngine() const override { return &m_watch; }
    double smallest() const { return m_watch.smallest(); }

  protected:
    int metric(PaintDeviceMetric metric) const override {
        switch (metric) {
        case PdmWidth:
            return m_size.width();
        case PdmHeight:
            return m_size.height();
        case PdmDpiX:
        case PdmDpiY:
        case PdmPhysicalDpiX:
        case PdmPhysicalDpiY:
            return kPaperDpi;
        case PdmDevicePixelRatio:
            return 1;
        case PdmDepth:
            return 32;
        default:
            return QPaintDevice::metric(metric);
        }
    }

  private:
    QSize m_size;
    mutable TextWatch m_watch;
};

} // namespace

double smallestText(Figure& figure, const FigureFormat& format) {
    WatchedPaper paper(layoutOf(format));
    QCPPainter painter(&paper);
    painter.setMode(QCPPainter::pmVectorized, true);
    painter.setMode(QCPPainter::pmNoCaching, true);
    painter.setFont(paperFont(format.points));
    figure.drawFigure(painter, layoutOf(format));
    painter.end();
    return paper.smallest() * 72 / kPaperDpi;
}

double tooSmallText(Figure& figure, const FigureFormat& format) {
    constexpr double kMuchSmaller = 0.7; // exponents at axes are a little smaller
    const double smallest = smallestText(figure, format);
    return smallest < kMuchSmaller * format.points ? smallest : 0;
}

} // namespace moelab
