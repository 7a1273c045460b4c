#pragma once

#include "inspector/heat_overlay.h"

#include <QWidget>

namespace moelab {

/// A bar of a heat map's colours with the numbers at its ends and at 0.
class HeatLegend : public QWidget {
    Q_OBJECT
  public:
    explicit HeatLegend(QWidget* parent = nullptr);

    void showRange(const HeatRange& range, HeatMapKind kind);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QString textAt(float value) const;

    HeatRange m_range;
    HeatMapKind m_kind = HeatMapKind::Occlusion;
};

} // namespace moelab
