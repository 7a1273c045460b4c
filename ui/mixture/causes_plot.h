#pragma once

#include "analysis/attribution.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <array>
#include <optional>

namespace moelab {

/// Why the mixture errs: a bar for all test images and one a class, as long as its error rate, in a part for each
/// cause. A click on a part chooses its images.
class CausesPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    explicit CausesPlot(QWidget* parent = nullptr);

    /// @param classNames [classes]
    void showCauses(const Attribution& attribution, const QStringList& classNames);
    void showNothing();
    /// @param label a class, or -1 for all. @returns where that part of its bar is drawn
    QRectF partRect(int label, Outcome cause) const;

    QString figureName() const override { return QStringLiteral("causes"); }
    bool figureIsEmpty() const override { return m_bars.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;
    QSize minimumSizeHint() const override { return {260, 180}; }

  signals:
    /// @param label a class, or -1 for all
    void partChosen(int label, Outcome cause);
    /// The part under the pointer, in words; empty outside.
    void hovered(const QString& words);

  protected:
    void changeEvent(QEvent* event) override;
    void leaveEvent(QEvent* event) override;

  private:
    struct Bar {
        QString name;
        OutcomeCounts counts;
    };
    struct Part {
        std::size_t bar;
        Outcome cause;
    };

    /// @returns the share of the bar's images, in percent
    static double percentOf(const Bar& bar, Outcome outcome);
    QRectF rectOf(const Part& part) const;
    std::optional<Part> partAt(const QPointF& position) const;
    std::optional<Outcome> legendAt(const QPointF& position) const;
    void pointAt(const QPointF& position);
    void outline(const QColor& ground);

    std::vector<Bar> m_bars; ///< all, then the classes
    std::array<QCPBars*, kErrorCauses.size()> m_parts{};
    QCPLegend* m_legend;
};

} // namespace moelab
