#pragma once

#include "analysis/gap_ladder.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

namespace moelab {

/// Accuracy of seven ways to combine the members, each a point with its 95 % interval.
class LadderPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit LadderPlot(QWidget* parent = nullptr);

    /// @param bestMember the title of ladder.bestMember
    void showLadder(const GapLadder& ladder, const QString& bestMember);
    void showNothing();
    /// So wide that the names leave the axis some room.
    QSize minimumSizeHint() const override;

    QString figureName() const override { return QStringLiteral("ladder"); }
    bool figureIsEmpty() const override { return m_names.isEmpty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    /// Names the ways beside their axis, in two lines where one would leave the axis too little of the width.
    void nameWays(int width, const QFont& font);
    /// Each with its accuracy.
    QStringList textsOfWays() const;
    void applyInk(const QColor& ink);

    GapLadder m_ladder;
    QStringList m_names; ///< [kWays]
    QCPGraph* m_points;
    QCPErrorBars* m_intervals;
};

/// The ladder's ways for people, by GapLadder::Way. @param bestMember the title of ladder.bestMember
QStringList namesOfWays(const QString& bestMember);

/// Whether the mixture and the baseline differ by more than chance, in one sentence.
QString wordsFor(const McNemar& test);

} // namespace moelab
