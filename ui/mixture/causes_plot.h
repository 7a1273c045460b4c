#pragma once

#include "analysis/attribution.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <array>
#include <optional>

class QScrollBar;

namespace moelab {

/// Why the mixture errs: a bar for all test images and one a class, as long as its error rate, in a part for each
/// cause. Of many classes it shows as many as their names have room for, and scrolls. A part's images are chosen by
/// click, or by arrow keys and Enter.
class CausesPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit CausesPlot(QWidget* parent = nullptr);

    /// @param classNames [classes]
    /// @param most so many classes, those with the most errors where there are more; 0 for all
    void showCauses(const Attribution& attribution, const QStringList& classNames, std::size_t most = 0);
    void showNothing();
    /// @param label a class, or -1 for all. @returns where that part of its bar is drawn
    QRectF partRect(int label, Outcome cause) const;

    QString figureName() const override { return QStringLiteral("causes"); }
    bool figureIsEmpty() const override { return m_bars.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  signals:
    /// @param label a class, or -1 for all
    void partChosen(int label, Outcome cause);
    /// The part under the pointer, or the one that the keys moved to, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

  private:
    struct Bar {
        int label; ///< a class, or -1 for all
        QString name;
        OutcomeCounts counts;
    };
    struct Part {
        std::size_t bar;
        Outcome cause;
    };

    /// @returns the share of the bar's images, in percent
    static double shareOf(const Bar& bar, Outcome outcome);
    static double percentOf(const Bar& bar, Outcome outcome);
    double startOf(const Part& part) const;
    QRectF rectOf(const Part& part) const;
    std::optional<Part> partAt(const QPointF& position) const;
    std::optional<Outcome> legendAt(const QPointF& position) const;
    void pointAt(const QPointF& position);
    QString wordsFor(const Part& part) const;
    bool isThere(const Part& part) const { return m_bars[part.bar].counts[part.cause] > 0; }
    /// @returns the next part with images along a bar, or the same part
    Part besides(const Part& part, int step) const;
    /// @returns a part of the next bar that has one, of the same cause where it can be, or the same part
    Part below(const Part& part, int step) const;
    void frame(const Part& part);
    void chooseCurrent();
    /// Names every so many-th bar.
    void nameBars(std::size_t step, const QFontMetrics& metrics);
    /// @returns how many bars' names have room
    static std::size_t room(int height, const QFontMetrics& metrics);
    void showRows();
    void outline(const QColor& ground, const QColor& ink);

    std::vector<Bar> m_bars; ///< all, then the classes
    std::array<QCPBars*, kErrorCauses.size()> m_parts{};
    QCPLegend* m_legend;
    QCPItemRect* m_frame;
    std::optional<Part> m_current;
    QScrollBar* m_scroll; ///< its value is the first bar that is shown
    bool m_onPaper = false;
};

} // namespace moelab
