#pragma once

#include <qcustomplot.h>

namespace moelab {

/// An entry of a legend that says what a kind of line or mark stands for, in the colour of the legend's text.
class LegendKey : public QCPAbstractLegendItem {
    Q_OBJECT
  public:
    /// @param line Qt::NoPen for a mark alone; @param mark of any colours
    LegendKey(QCPLegend* legend, QString text, const QPen& line, const QCPScatterStyle& mark);

    QString text() const { return m_text; }

  protected:
    void draw(QCPPainter* painter) override;
    QSize minimumOuterSizeHint() const override;

  private:
    QRect textRect(const QFontMetrics& metrics) const;

    QString m_text;
    QPen m_line;
    QCPScatterStyle m_mark;
};

} // namespace moelab
