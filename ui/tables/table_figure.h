#pragma once

#include "plotting/figure.h"

class QAbstractItemModel;

namespace moelab {

/// A table as a figure: what its model displays, line by line; its numbers are
/// what the model has for editing.
class TableFigure : public Figure {
  public:
    /// @param model has to live as long
    TableFigure(QString name, const QAbstractItemModel& model)
        : m_name(std::move(name))
        , m_model(model) {}

    QString figureName() const override { return m_name; }
    bool figureIsEmpty() const override;
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    QString figureCsv() const override;
    /// Of its lines.
    int figureHeight(int width, const QFont& font) const override;

  private:
    /// @param row -1 for the header
    QString text(int row, int column, int role = 0) const;

    QString m_name;
    const QAbstractItemModel& m_model;
};

} // namespace moelab
