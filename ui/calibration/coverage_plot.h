#pragma once

#include "analysis/member_calibration.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <optional>

namespace moelab {

/// Accuracy of each member against coverage, most confident images first, a curve each. A point of a curve is
/// chosen by click; of the chosen member's, by arrow keys and Enter, too.
class CoveragePlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit CoveragePlot(QWidget* parent = nullptr);

    void showMembers(const std::vector<MemberCalibration>& members);
    void showNothing() { showMembers({}); }
    /// Emphasises one member's curve. @param stage a stage's name
    void setChosen(const std::string& stage);
    /// Where a member's curve is, in pixels. @param coverage 0..1
    QPointF pointOf(const std::string& stage, double coverage) const;

    QString figureName() const override { return QStringLiteral("coverage"); }
    bool figureIsEmpty() const override { return m_members.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  signals:
    /// The images on which the member's confidence is above `over` are wanted.
    void pointChosen(const QString& stage, double over);
    /// The point under the pointer, or the one that the keys moved to, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    struct Point {
        std::size_t member;
        std::size_t index; ///< in its curve
    };

    const std::vector<CoveragePoint>& curveOf(std::size_t member) const { return m_members[member].coverage; }
    std::optional<std::size_t> memberNamed(const std::string& stage) const;
    Point pointAtCoverage(std::size_t member, double coverage) const;
    std::optional<Point> pointAt(const QPointF& position) const;
    QPointF pixelOf(const Point& point) const;
    void mark(const Point& point);
    void moveBy(double coverage);
    void choose(const Point& point);
    QString wordsFor(const Point& point) const;
    void nameCurves();
    void applyPens();
    void applyInk(const QColor& ink);

    std::vector<MemberCalibration> m_members;
    std::string m_chosen;
    std::optional<Point> m_current;
    QCPLegend* m_names;
    QCPItemTracer* m_marker;
};

} // namespace moelab
