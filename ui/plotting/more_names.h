#pragma once

#include <qcustomplot.h>

namespace moelab {

/// The last item of a legend that has no room for all names: says how many more there are.
class MoreNames : public QCPAbstractLegendItem {
    Q_OBJECT
  public:
    MoreNames(QCPLegend* legend, int count);

    QString text() const { return m_text; }

  protected:
    void draw(QCPPainter* painter) override;
    QSize minimumOuterSizeHint() const override;

  private:
    QString m_text;
};

/// Which names a legend has: all, or, where those are too many, as many as leave room for a MoreNames; `first` are
/// named before others. @param count of all names. @returns positions, ascending
std::vector<std::size_t> namesInLegend(std::size_t count, std::size_t most, const std::vector<std::size_t>& first);

} // namespace moelab
