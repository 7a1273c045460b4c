#include "comparison/numbers_figure.h"

#include <QAbstractItemModel>
#include <qcustomplot.h>

#include <algorithm>

namespace moelab {

NumbersFigure::NumbersFigure(const QAbstractItemModel& parameters, const QAbstractItemModel& stages)
    : m_parameterLines(parameters)
    , m_stageLines(stages)
    , m_parameters(QStringLiteral("parameters"), parameters)
    , m_stages(QStringLiteral("stages"), stages) {}

/// Each gets as much of the height as it has lines.
void NumbersFigure::drawFigure(QCPPainter& painter, const QSize& size) {
    if (m_parameters.figureIsEmpty()) {
        m_stages.drawFigure(painter, size);
        return;
    }
    const int above = m_parameterLines.rowCount() + 2; // its header, and an empty line
    const int below = m_stageLines.rowCount() + 1;
    const int line = std::min(size.height() / (above + below), painter.fontMetrics().lineSpacing() + 3);
    m_parameters.drawFigure(painter, {size.width(), above * line});
    painter.save();
    painter.translate(0, above * line);
    m_stages.drawFigure(painter, {size.width(), size.height() - above * line});
    painter.restore();
}

int NumbersFigure::figureHeight(int width, const QFont& font) const {
    const int stages = m_stages.figureHeight(width, font);
    return m_parameters.figureIsEmpty()
               ? stages
               : m_parameters.figureHeight(width, font) + QFontMetrics(font).lineSpacing() + stages;
}

QString NumbersFigure::figureCsv() const {
    return m_parameters.figureIsEmpty() ? m_stages.figureCsv()
                                        : m_parameters.figureCsv() + QStringLiteral("\r\n") + m_stages.figureCsv();
}

} // namespace moelab
