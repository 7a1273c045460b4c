#include "calibration/coverage_plot.h"

#include "base/percent.h"
#include "plotting/csv.h"
#include "plotting/more_names.h"
#include "plotting/palette.h"
#include "session/stage_view.h"
#include "text/foreign_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moelab {
namespace {

constexpr std::size_t kMostNames = 6; // in the legend
constexpr int kMostName = 160;        // pixels
constexpr double kStep = 0.05;        // of the coverage, for a key
constexpr double kSteadyFrom = 0.05;  // below, a few images toss the curves about

} // namespace

CoveragePlot::CoveragePlot(QWidget* parent)
    : ThemedPlot(parent)
    , m_names(addLegendAbove(3))
    , m_marker(new QCPItemTracer(this)) {
    setFocusPolicy(Qt::StrongFocus);
    setRowsBeside(9); // as high as the other diagram
    setAutoAddPlottableToLegend(false);
    m_names->setIconSize(14, 18);
    m_marker->setStyle(QCPItemTracer::tsCircle);
    m_marker->setSize(11);
    m_marker->setVisible(false);
    xAxis->setRange(0, 100);
    xAxis->setLabel(tr("coverage, most confident first (% of images)"));
    yAxis->setLabel(tr("accuracy (% of covered images)"));
    connect(this, &QCustomPlot::mousePress, this, [this](QMouseEvent* event) {
        const auto point = event->button() == Qt::LeftButton ? pointAt(event->position()) : std::nullopt;
        if (point)
            choose(*point);
    });
    connect(this, &QCustomPlot::mouseMove, this, [this](QMouseEvent* event) {
        const auto point = pointAt(event->position());
        setCursor(point ? Qt::PointingHandCursor : Qt::ArrowCursor);
        emit hovered(point ? wordsFor(*point) : QString());
        if (point)
            mark(*point);
    });
    applyPalette(palette());
    applyInk(palette().color(QPalette::WindowText));
}

void CoveragePlot::showMembers(const std::vector<MemberCalibration>& members) {
    m_members = members;
    m_current.reset();
    emit hovered({}); // what was said is of what it showed before
    m_marker->setVisible(false);
    m_names->clearItems(); // before what they name
    clearGraphs();
    double lowest = 100;
    for (const MemberCalibration& member : m_members) {
        QCPGraph* const curve = addGraph();
        curve->setName(fontMetrics().elidedText(inLine(titleOf(member.stage)), Qt::ElideMiddle, kMostName));
        for (const CoveragePoint& point : member.coverage) {
            curve->addData(100 * point.coverage, 100 * point.accuracy);
            if (point.coverage >= kSteadyFrom)
                lowest = std::min(lowest, 100 * point.accuracy);
        }
    }
    yAxis->setRange(std::max(0.0, lowest - 3), 101);
    nameCurves();
    applyPens();
    replot(rpQueuedReplot);
}

void CoveragePlot::setChosen(const std::string& stage) {
    m_chosen = stage;
    m_current.reset();
    m_marker->setVisible(false);
    nameCurves();
    applyPens();
    replot(rpQueuedReplot);
}

/// Of many members the chosen one is named in any case; the others' curves say their names under the pointer.
void CoveragePlot::nameCurves() {
    m_names->clearItems();
    const auto chosen = memberNamed(m_chosen);
    const std::vector<std::size_t> named =
        namesInLegend(m_members.size(), kMostNames, chosen ? std::vector{*chosen} : std::vector<std::size_t>());
    for (const std::size_t member : named)
        graph(static_cast<int>(member))->addToLegend(m_names);
    if (named.size() < m_members.size())
        m_names->addItem(new MoreNames(m_names, static_cast<int>(m_members.size() - named.size())));
    applyPalette(palette());
}

void CoveragePlot::applyPens() {
    for (std::size_t i = 0; i < m_members.size(); ++i) {
        const bool chosen = m_members[i].stage.name == m_chosen;
        graph(static_cast<int>(i))->setPen(QPen(memberColour(m_members[i].stage), chosen ? 3.5 : 1.3));
    }
}

std::optional<std::size_t> CoveragePlot::memberNamed(const std::string& stage) const {
    const auto found =
        std::ranges::find(m_members, stage, [](const MemberCalibration& member) { return member.stage.name; });
    return found == m_members.end() ? std::nullopt : std::optional(std::size_t(found - m_members.begin()));
}

/// The first point that covers as much.
CoveragePlot::Point CoveragePlot::pointAtCoverage(std::size_t member, double coverage) const {
    const auto& curve = curveOf(member);
    const auto found = std::ranges::lower_bound(curve, coverage, {}, &CoveragePoint::coverage);
    return {member, std::min(static_cast<std::size_t>(found - curve.begin()), curve.size() - 1)};
}

QPointF CoveragePlot::pixelOf(const Point& point) const {
    const CoveragePoint& found = curveOf(point.member)[point.index];
    return {xAxis->coordToPixel(100 * found.coverage), yAxis->coordToPixel(100 * found.accuracy)};
}

QPointF CoveragePlot::pointOf(const std::string& stage, double coverage) const {
    return pixelOf(pointAtCoverage(memberNamed(stage).value(), coverage));
}

/// Of the curve that is nearest above or below.
std::optional<CoveragePlot::Point> CoveragePlot::pointAt(const QPointF& position) const {
    if (!axisRect()->rect().contains(position.toPoint()))
        return std::nullopt;
    std::optional<Point> nearest;
    double least = std::numeric_limits<double>::max();
    for (std::size_t member = 0; member < m_members.size(); ++member) {
        const Point point = pointAtCoverage(member, xAxis->pixelToCoord(position.x()) / 100);
        const double distance = std::abs(pixelOf(point).y() - position.y());
        if (distance < least) {
            least = distance;
            nearest = point;
        }
    }
    return nearest;
}

void CoveragePlot::mark(const Point& point) {
    m_current = point;
    const CoveragePoint& found = curveOf(point.member)[point.index];
    m_marker->position->setCoords(100 * found.coverage, 100 * found.accuracy);
    m_marker->setVisible(true);
    replot(rpQueuedReplot);
}

void CoveragePlot::moveBy(double coverage) {
    const auto chosen = memberNamed(m_chosen);
    if (!chosen)
        return;
    const bool onCurve = m_current && m_current->member == *chosen;
    const double now = onCurve ? curveOf(*chosen)[m_current->index].coverage : 0.5;
    mark(pointAtCoverage(*chosen, std::clamp(now + coverage, 0.0, 1.0)));
    emit hovered(wordsFor(*m_current));
}

void CoveragePlot::keyPressEvent(QKeyEvent* event) {
    const int key = event->key();
    if ((key == Qt::Key_Return || key == Qt::Key_Enter) && m_current)
        choose(*m_current);
    else if (key == Qt::Key_Left || key == Qt::Key_Right)
        moveBy(key == Qt::Key_Left ? -kStep : kStep);
    else
        ThemedPlot::keyPressEvent(event);
}

/// All that is covered is surer than the next point, which is the first that is not.
void CoveragePlot::choose(const Point& point) {
    const auto& curve = curveOf(point.member);
    const double over = point.index + 1 < curve.size() ? curve[point.index + 1].confidence : 0;
    emit pointChosen(QString::fromStdString(m_members[point.member].stage.name), over);
}

QString CoveragePlot::wordsFor(const Point& point) const {
    const CoveragePoint& found = curveOf(point.member)[point.index];
    return tr("%1: on the %2 % of images with the highest confidence (%3 % or more), accuracy is %4 %. Click to "
              "see them.")
        .arg(titleOf(m_members[point.member].stage), QString::number(inPercent(found.coverage), 'f', 1),
             QString::number(inPercent(found.confidence), 'f', 1),
             QString::number(inPercent(found.accuracy), 'f', 1));
}

void CoveragePlot::leaveEvent(QEvent* event) {
    ThemedPlot::leaveEvent(event);
    emit hovered({});
}

void CoveragePlot::changeEvent(QEvent* event) {
    ThemedPlot::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        applyInk(palette().color(QPalette::WindowText));
}

void CoveragePlot::applyInk(const QColor& ink) { m_marker->setPen(QPen(ink, 2)); }

void CoveragePlot::drawFigure(QCPPainter& painter, const QSize& size) {
    applyInk(paperPalette().color(QPalette::WindowText));
    drawOnPaper(painter, size);
    applyInk(palette().color(QPalette::WindowText));
}

QString CoveragePlot::figureCsv() const {
    QString csv = csvLine({QStringLiteral("stage"), QStringLiteral("coverage"), QStringLiteral("accuracy"),
                           QStringLiteral("confidence")});
    for (const MemberCalibration& member : m_members)
        for (const CoveragePoint& point : member.coverage)
            csv += csvLine({QString::fromStdString(member.stage.name), nineDigits(point.coverage),
                            nineDigits(point.accuracy), nineDigits(point.confidence)});
    return csv;
}

} // namespace moelab
