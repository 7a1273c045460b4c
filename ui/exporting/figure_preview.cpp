#include "exporting/figure_preview.h"

#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kEdge = 8; ///< around the paper

} // namespace

FigurePreview::FigurePreview(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_draw.setSingleShot(true);
    connect(&m_draw, &QTimer::timeout, this, &FigurePreview::draw);
}

void FigurePreview::showFigure(Figure& figure, const FigureFormat& format) {
    m_figure = &figure;
    m_format = format;
    m_draw.start(0);
}

void FigurePreview::showText(const QString& text) {
    m_figure = nullptr;
    m_text = text;
    m_image = {};
    m_draw.stop();
    update();
}

double FigurePreview::scale() const {
    if (!m_figure)
        return 0;
    const QSize layout = layoutOf(m_format);
    const double whole = static_cast<double>(logicalDpiX()) / kPaperDpi;
    const double fitting = std::min(static_cast<double>(width() - 2 * kEdge) / layout.width(),
                                    static_cast<double>(height() - 2 * kEdge) / layout.height());
    return std::min(1.0, fitting / whole);
}

/// Outside of painting, since figures may draw widgets.
void FigurePreview::draw() {
    if (!m_figure)
        return;
    const double pixels = scale() * logicalDpiX() / kPaperDpi * devicePixelRatioF();
    m_image = pictureOf(*m_figure, m_format, (QSizeF(layoutOf(m_format)) * pixels).toSize().expandedTo({1, 1}));
    m_image.setDevicePixelRatio(devicePixelRatioF());
    update();
    emit drawn();
}

void FigurePreview::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    if (!m_figure) {
        painter.fillRect(rect(), palette().base());
        painter.setPen(palette().color(QPalette::Text));
        painter.drawText(rect().adjusted(kEdge, kEdge, -kEdge, -kEdge), Qt::AlignTop | Qt::AlignLeft, m_text);
        return;
    }
    const QSize size = m_image.deviceIndependentSize().toSize();
    const QRect paper(QPoint((width() - size.width()) / 2, (height() - size.height()) / 2), size);
    painter.drawImage(paper.topLeft(), m_image);
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(paper.adjusted(-1, -1, 0, 0));
}

void FigurePreview::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (m_figure)
        m_draw.start(0);
}

} // namespace moelab
