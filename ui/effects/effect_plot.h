#pragma once

#include "analysis/effect.h"
#include "plotting/figure.h"
#include "plotting/themed_plot.h"

#include <QStringList>

namespace moelab {

/// A measure against a parameter: every run a point, every value its mean and the 95 % interval of that. The axes
/// hold every run, and every interval that would not press all else together; of others an arrow says that they go
/// on. Arrow keys go through the values.
class EffectPlot : public ThemedPlot, public Figure {
    Q_OBJECT
  public:
    /// @param figureName a file's name without suffix
    explicit EffectPlot(QString figureName, QWidget* parent = nullptr);

    /// How a series is told from the others.
    struct Key {
        QString name; ///< empty: it stands in no legend
        QColor colour;
    };
    /// @param measure what is shown; of learning curves any accuracy. @param title of the axis
    /// @param keys one a series
    void showEffect(const Effect& effect, const Measure& measure, const QString& title,
                    const std::vector<Key>& keys);

    /// Whether an interval does not fit in.
    bool isCut() const { return m_cut; }

    QString figureName() const override { return m_name; }
    bool figureIsEmpty() const override { return m_effect.series.empty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;

  signals:
    /// A value's runs in words; empty where there are none.
    void hovered(const QString& words);

  protected:
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void addSeries(std::size_t index, const Key& key);
    void fitMeasure();
    void cutIntervals(const QCPRange& range);
    void addArrow(const QCPGraphData& mean, double to, const QPen& pen);
    void fitParameter();
    void setTicks();
    void applyInk(const QPalette& colours);
    double xOf(std::size_t series, const EffectLevel& level, double steps) const;
    double shown(double value) const;
    void say(int value);
    int valueAt(const QPoint& position) const;

    QString m_name;
    Effect m_effect;
    Measure m_measure;
    std::vector<Key> m_keys;
    QCPLegend* m_names;
    QCPItemStraightLine* m_mark;        ///< at the value that is talked of
    std::vector<QCPItemLine*> m_arrows; ///< in the place of intervals that do not fit in
    bool m_cut = false;
    int m_current = -1; ///< among the effect's values
};

} // namespace moelab
