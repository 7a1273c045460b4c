#pragma once

#include "analysis/member_calibration.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <optional>

namespace moelab {

/// Reliability diagram of a member: a bar of accuracy for every bin of confidence, the gap to its mean
/// confidence, and below how many images there are. A bin is chosen by click, or by arrow keys and Enter.
class ReliabilityPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit ReliabilityPlot(QWidget* parent = nullptr);

    void showMember(const MemberCalibration& member);
    void showNothing();
    /// Where a bin is drawn, with its images below.
    QRectF binRect(int bin) const;

    QString figureName() const override { return QStringLiteral("reliability"); }
    bool figureIsEmpty() const override { return !m_member; }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  signals:
    /// The images whose confidence is in (low, high] are wanted.
    void binChosen(double low, double high);
    /// The bin under the pointer, or the one that the keys moved to, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    const ReliabilityBin& binAt(int bin) const { return m_member->reliability.bins[static_cast<std::size_t>(bin)]; }
    int bins() const { return m_member ? static_cast<int>(m_member->reliability.bins.size()) : 0; }
    void makeLegend();
    void makeCounts();
    /// @returns the bin with images at a position, or -1
    int binWithImagesAt(const QPointF& position) const;
    QString wordsFor(int bin) const;
    void moveBy(int step);
    void choose(int bin);
    void frame(int bin);
    void applyInk(const QColor& ink);

    std::optional<MemberCalibration> m_member;
    int m_current = -1;
    QCPBars* m_right;  ///< what accuracy and confidence have in common
    QCPBars* m_modest; ///< accuracy above confidence
    QCPBars* m_sure;   ///< confidence above accuracy
    QCPGraph* m_diagonal;
    QCPAxisRect* m_counts;
    QCPBars* m_images;
    QCPItemRect* m_frame;
};

} // namespace moelab
