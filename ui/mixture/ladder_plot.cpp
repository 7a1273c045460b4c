#include "mixture/ladder_plot.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/palette.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr double kMostNames = 0.5; // of the width
constexpr int kLeastAxis = 14;     // letters

int widestOf(const QStringList& texts, const QFontMetrics& metrics) {
    int widest = 0;
    for (const QString& text : texts)
        for (const QString& line : text.split(u'\n'))
            widest = std::max(widest, metrics.horizontalAdvance(line));
    return widest;
}

QStringList broken(const QStringList& texts) {
    QStringList lines;
    for (const QString& text : texts)
        lines << inTwoLines(text);
    return lines;
}

} // namespace

LadderPlot::LadderPlot(QWidget* parent)
    : ThemedPlot(parent)
    , m_points(addGraph(yAxis, xAxis))
    , m_intervals(new QCPErrorBars(yAxis, xAxis)) {
    m_points->setLineStyle(QCPGraph::lsNone);
    m_intervals->setDataPlottable(m_points);
    m_intervals->setErrorType(QCPErrorBars::etValueError);
    m_intervals->setSymbolGap(0);
    yAxis->setRangeReversed(true);
    yAxis->setNumberFormat(QStringLiteral("g")); // else a group 1e5 is written as a power of ten
    yAxis->setRange(-0.6, static_cast<double>(GapLadder::kWays) - 0.4);
    setRowsBeside(static_cast<int>(GapLadder::kWays));
    yAxis->setSubTicks(false);
    yAxis->setTickLength(0);
    xAxis->setLabel(tr("accuracy (%) with 95 % intervals"));
    setToolTip(tr("The difference between two steps is what a part of the mixture gains or could gain: random "
                  "routing, baseline, best single member, the expert chosen by the gate on its own, the mixture as "
                  "trained, the mixture with a perfect gate, and an oracle that is correct if any member is."));
    applyPalette(palette());
    applyInk(palette().color(QPalette::WindowText));
}

void LadderPlot::showLadder(const GapLadder& ladder, const QString& bestMember) {
    m_ladder = ladder;
    m_names = namesOfWays(bestMember);
    m_points->data()->clear();
    m_intervals->data()->clear();
    double low = 100;
    double high = 0;
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = ladder.rungs[way];
        const double percent = 100 * rung.accuracy;
        m_points->addData(static_cast<double>(way), percent);
        m_intervals->addData(percent - 100 * rung.interval.low, 100 * rung.interval.high - percent);
        low = std::min(low, 100 * rung.interval.low);
        high = std::max(high, 100 * rung.interval.high);
    }
    nameWays(width(), font());
    const double space = 0.03 * (high - low);
    xAxis->setRange(low - space, high + space);
    replot(rpQueuedReplot);
}

QStringList LadderPlot::textsOfWays() const {
    QStringList texts;
    for (int way = 0; way < m_names.size(); ++way)
        texts << tr("%1  %2 %")
                     .arg(m_names[way],
                          QString::number(inPercent(m_ladder.rungs[static_cast<std::size_t>(way)].accuracy), 'f',
                                          1));
    return texts;
}

QSize LadderPlot::minimumSizeHint() const {
    const int names = widestOf(broken(textsOfWays()), fontMetrics());
    return ThemedPlot::minimumSizeHint().expandedTo({names + kLeastAxis * fontMetrics().averageCharWidth(), 0});
}

void LadderPlot::nameWays(int width, const QFont& font) {
    const QStringList texts = textsOfWays();
    const bool narrow = widestOf(texts, QFontMetrics(font)) > kMostNames * width;
    const QStringList names = narrow ? broken(texts) : texts;
    const QSharedPointer<QCPAxisTickerText> ticks(new QCPAxisTickerText);
    for (int way = 0; way < names.size(); ++way)
        ticks->addTick(way, names[way]);
    yAxis->setTicker(ticks);
    yAxis->setNumberFormat(QStringLiteral("g")); // or a group "1e3" would be drawn as a power of ten
    setRowsBeside(static_cast<int>(GapLadder::kWays) * (narrow ? 2 : 1));
}

void LadderPlot::resizeEvent(QResizeEvent* event) {
    nameWays(event->size().width(), font());
    ThemedPlot::resizeEvent(event);
}

void LadderPlot::showNothing() {
    m_names.clear();
    m_points->data()->clear();
    m_intervals->data()->clear();
    replot(rpQueuedReplot);
}

void LadderPlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk(palette().color(QPalette::WindowText));
    if (event->type() == QEvent::FontChange)
        nameWays(width(), font());
}

void LadderPlot::applyInk(const QColor& ink) {
    m_points->setScatterStyle(QCPScatterStyle(QCPScatterStyle::ssDisc, ink, ink, 7));
    m_intervals->setPen(QPen(ink, 1.5));
}

void LadderPlot::drawFigure(QCPPainter& painter, const QSize& size) {
    applyInk(paperPalette().color(QPalette::WindowText));
    nameWays(size.width(), painter.font());
    drawOnPaper(painter, size);
    nameWays(width(), font());
    applyInk(palette().color(QPalette::WindowText));
}

QString LadderPlot::figureCsv() const {
    QString csv =
        csvLine({QStringLiteral("rung"), QStringLiteral("accuracy"), QStringLiteral("low"), QStringLiteral("high"),
                 QStringLiteral("gain"), QStringLiteral("gain_low"), QStringLiteral("gain_high")});
    for (std::size_t way = 0; way < GapLadder::kWays; ++way) {
        const GapLadder::Rung& rung = m_ladder.rungs[way];
        QStringList line = {m_names[static_cast<int>(way)]};
        for (const double value : {rung.accuracy, rung.interval.low, rung.interval.high, rung.gain,
                                   rung.gainInterval.low, rung.gainInterval.high})
            line << nineDigits(value);
        csv += csvLine(line);
    }
    return csv;
}

QStringList namesOfWays(const QString& bestMember) {
    return {LadderPlot::tr("random routing"),
            LadderPlot::tr("baseline"),
            LadderPlot::tr("best member: %1").arg(bestMember),
            LadderPlot::tr("chosen expert only"),
            LadderPlot::tr("mixture"),
            LadderPlot::tr("perfect gate"),
            LadderPlot::tr("oracle: any member")};
}

QString wordsFor(const McNemar& test) {
    return LadderPlot::tr(
               "As trained, images that only the mixture classifies correctly: %L1; only the baseline: %L2. "
               "McNemar's test: p = %3.")
        .arg(test.onlyFirst)
        .arg(test.onlySecond)
        .arg(test.p, 0, 'g', 2);
}

} // namespace moelab
