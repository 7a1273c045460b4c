#pragma once

#include "tables/table_figure.h"

namespace moelab {

/// Two tables below one another: the parameters that differ, and what the stages came to.
class NumbersFigure : public Figure {
  public:
    /// @param parameters, stages have to live as long
    NumbersFigure(const QAbstractItemModel& parameters, const QAbstractItemModel& stages);

    QString figureName() const override { return QStringLiteral("runs-compared"); }
    bool figureIsEmpty() const override { return m_stages.figureIsEmpty(); }
    void drawFigure(QCPPainter& painter, const QSize& size) override;
    int figureHeight(int width, const QFont& font) const override;
    /// Both tables, with an empty line between them.
    QString figureCsv() const override;

  private:
    const QAbstractItemModel& m_parameterLines;
    const QAbstractItemModel& m_stageLines;
    TableFigure m_parameters;
    TableFigure m_stages;
};

} // namespace moelab
