#include "calibration/reliability_plot.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/palette.h"
#include "session/data_view.h"
#include "session/stage_view.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr int kRows = 9; // of text, as high as both diagrams are together at least

} // namespace

ReliabilityPlot::ReliabilityPlot(QWidget* parent)
    : ThemedPlot(parent)
    , m_right(new QCPBars(xAxis, yAxis))
    , m_modest(new QCPBars(xAxis, yAxis))
    , m_sure(new QCPBars(xAxis, yAxis))
    , m_diagonal(addGraph())
    , m_counts(new QCPAxisRect(this))
    , m_images(new QCPBars(m_counts->axis(QCPAxis::atBottom), m_counts->axis(QCPAxis::atLeft)))
    , m_frame(new QCPItemRect(this)) {
    setFocusPolicy(Qt::StrongFocus);
    m_modest->moveAbove(m_right);
    m_sure->moveAbove(m_modest);
    m_diagonal->setData({0, 100}, {0, 100}, true);
    m_frame->setClipToAxisRect(false);
    m_frame->setVisible(false);
    xAxis->setRange(0, 100);
    xAxis->setTickLabels(false);
    yAxis->setRange(0, 100);
    yAxis->setLabel(tr("accuracy (%)"));
    makeCounts();
    makeLegend();
    setRowsBeside(kRows);
    connect(this, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const int bin = event->button() == Qt::LeftButton ? binWithImagesAt(event->position()) : -1;
        if (bin >= 0)
            choose(bin);
    });
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        const int bin = binWithImagesAt(event->position());
        setCursor(bin >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        emit hovered(bin >= 0 ? wordsFor(bin) : QString());
    });
    applyPalette(palette());
    applyInk(palette().color(QPalette::WindowText));
}

/// How many images each bin has, below the bars and as wide.
void ReliabilityPlot::makeCounts() {
    plotLayout()->addElement(1, 0, m_counts);
    plotLayout()->setRowStretchFactor(1, 0.35);
    plotLayout()->setRowSpacing(2);
    auto* const sides = new QCPMarginGroup(this);
    axisRect()->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
    m_counts->setMarginGroup(QCP::msLeft | QCP::msRight, sides);
    m_counts->axis(QCPAxis::atBottom)->setRange(0, 100);
    m_counts->axis(QCPAxis::atLeft)->setLabel(tr("images"));
    m_counts->axis(QCPAxis::atLeft)->setSubTicks(false);
    const QSharedPointer<QCPAxisTickerFixed> whole(new QCPAxisTickerFixed);
    whole->setScaleStrategy(QCPAxisTickerFixed::ssMultiples);
    m_counts->axis(QCPAxis::atLeft)->setTicker(whole);
    for (QCPAxis* axis : m_counts->axes())
        axis->setLayer(QStringLiteral("axes"));
}

void ReliabilityPlot::makeLegend() {
    QCPLegend* const names = addLegendAbove();
    names->setIconSize(14, 18);
    const std::pair<QCPBars*, QString> parts[] = {
        {m_right, tr("correct")}, {m_sure, tr("overconfident")}, {m_modest, tr("underconfident")}};
    for (const auto& [part, name] : parts) {
        part->setName(name);
        part->addToLegend(names);
    }
}

void ReliabilityPlot::showMember(const MemberCalibration& member) {
    m_member = member;
    m_current = -1;
    emit hovered({}); // what was said is of what it showed before
    m_frame->setVisible(false);
    const QColor colour = memberColour(member.stage);
    QColor pale = colour;
    pale.setAlpha(100);
    m_right->setBrush(colour);
    m_modest->setBrush(pale);
    m_images->setBrush(colour);
    for (QCPBars* bars : {m_right, m_modest, m_sure, m_images}) {
        bars->data()->clear();
        bars->setWidth(95.0 / bins());
    }
    double most = 1;
    for (const ReliabilityBin& bin : member.reliability.bins) {
        const double middle = 50 * (bin.low + bin.high);
        m_images->addData(middle, static_cast<double>(bin.images));
        most = std::max(most, static_cast<double>(bin.images));
        if (bin.images == 0)
            continue;
        m_right->addData(middle, 100 * std::min(bin.accuracy, bin.confidence));
        m_modest->addData(middle, 100 * std::max(0.0, bin.accuracy - bin.confidence));
        m_sure->addData(middle, 100 * std::max(0.0, bin.confidence - bin.accuracy));
    }
    m_counts->axis(QCPAxis::atLeft)->setRange(0, 1.05 * most);
    m_counts->axis(QCPAxis::atBottom)->setLabel(tr("confidence of %1 (%)").arg(titleOf(member.stage)));
    replot(rpQueuedReplot);
}

void ReliabilityPlot::showNothing() {
    m_member.reset();
    m_current = -1;
    m_frame->setVisible(false);
    for (QCPBars* bars : {m_right, m_modest, m_sure, m_images})
        bars->data()->clear();
    replot(rpQueuedReplot);
}

QRectF ReliabilityPlot::binRect(int bin) const {
    const double left = xAxis->coordToPixel(100 * binAt(bin).low);
    const double right = xAxis->coordToPixel(100 * binAt(bin).high);
    return {QPointF(left, axisRect()->top()), QPointF(right, m_counts->bottom())};
}

int ReliabilityPlot::binWithImagesAt(const QPointF& position) const {
    for (int bin = 0; bin < bins(); ++bin)
        if (binAt(bin).images > 0 && binRect(bin).contains(position))
            return bin;
    return -1;
}

QString ReliabilityPlot::wordsFor(int bin) const {
    const ReliabilityBin& found = binAt(bin);
    const double gap = inPercent(found.confidence - found.accuracy);
    return tr("%7 with a confidence above %1 % and up to %2 %: accuracy %3 %, mean confidence %4 %, %5 points %6. "
              "Click to see them.")
        .arg(inPercent(found.low), 0, 'f', 1)
        .arg(inPercent(found.high), 0, 'f', 1)
        .arg(inPercent(found.accuracy), 0, 'f', 1)
        .arg(inPercent(found.confidence), 0, 'f', 1)
        .arg(std::abs(gap), 0, 'f', 1)
        .arg(gap < 0 ? tr("underconfident") : tr("overconfident"))
        .arg(imageCount(found.images));
}

void ReliabilityPlot::leaveEvent(QEvent* event) {
    ThemedPlot::leaveEvent(event);
    emit hovered({});
}

void ReliabilityPlot::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current >= 0)
        choose(m_current);
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        moveBy(key == Qt::Key_Left ? -1 : 1);
    else
        ThemedPlot::keyPressEvent(event);
}

/// To the next bin that has images; from none to the first or last.
void ReliabilityPlot::moveBy(int step) {
    int bin = m_current >= 0 ? m_current + step : step > 0 ? 0 : bins() - 1;
    while (bin >= 0 && bin < bins() && binAt(bin).images == 0)
        bin += step;
    if (bin < 0 || bin >= bins())
        return;
    frame(bin);
    emit hovered(wordsFor(bin));
}

void ReliabilityPlot::choose(int bin) {
    frame(bin);
    emit binChosen(binAt(bin).low, binAt(bin).high);
}

void ReliabilityPlot::frame(int bin) {
    m_current = bin;
    m_frame->topLeft->setCoords(100 * binAt(bin).low, 100);
    m_frame->bottomRight->setCoords(100 * binAt(bin).high, 0);
    m_frame->setVisible(true);
    replot(rpQueuedReplot);
}

void ReliabilityPlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk(palette().color(QPalette::WindowText));
}

void ReliabilityPlot::applyInk(const QColor& ink) {
    m_diagonal->setPen(QPen(ink, 1, Qt::DashLine));
    m_frame->setPen(QPen(ink, 2.5));
    m_sure->setPen(QPen(ink, 1));
    m_sure->setBrush(QBrush(ink, Qt::BDiagPattern));
    for (QCPBars* bars : {m_right, m_modest, m_images})
        bars->setPen(Qt::NoPen);
}

void ReliabilityPlot::drawFigure(QCPPainter& painter, const QSize& size) {
    applyInk(paperPalette().color(QPalette::WindowText));
    drawOnPaper(painter, size);
    applyInk(palette().color(QPalette::WindowText));
}

QString ReliabilityPlot::figureCsv() const {
    QString csv =
        csvLine({QStringLiteral("confidence_over"), QStringLiteral("confidence_up_to"), QStringLiteral("images"),
                 QStringLiteral("mean_confidence"), QStringLiteral("accuracy")});
    for (const ReliabilityBin& bin : m_member->reliability.bins) {
        QStringList line = {nineDigits(bin.low), nineDigits(bin.high), QString::number(bin.images)};
        for (const double value : {bin.confidence, bin.accuracy})
            line << (bin.images == 0 ? QString() : nineDigits(value));
        csv += csvLine(line);
    }
    return csv;
}

} // namespace moelab
