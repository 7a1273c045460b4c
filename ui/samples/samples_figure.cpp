#include "plotting/csv.h"
#include "plotting/palette.h"
#include "samples/samples_panel.h"
#include "session/session.h"

#include <QLabel>
#include <qcustomplot.h>

#include <cmath>

namespace moelab {

void SamplesPanel::drawFigure(QCPPainter& painter, const QSize& size) {
    QStyleOptionViewItem option;
    option.palette = paperPalette();
    option.fontMetrics = painter.fontMetrics();
    const QSize cell = m_delegate.cellSize(option.fontMetrics);
    const int line = 2 * option.fontMetrics.lineSpacing();
    const int columns = std::max(1, size.width() / cell.width());
    const int rows = std::max(1, (size.height() - line) / cell.height());
    painter.setPen(option.palette.color(QPalette::WindowText));
    painter.drawText(QRect(6, 0, size.width() - 12, line), Qt::AlignVCenter | Qt::AlignLeft, m_heading->text());
    for (int i = 0; i < std::min(columns * rows, m_model.rowCount()); ++i) {
        option.rect = QRect(QPoint(i % columns * cell.width(), line + i / columns * cell.height()), cell);
        m_delegate.paint(&painter, option, m_model.index(i));
    }
}

/// Columns are named as in the table of all images, so that both can be joined.
QString SamplesPanel::figureCsv() const {
    const StageView* const view = m_session.findStage(m_session.selection().stage());
    const bool ofGroups = view && view->stage.targets == Targets::Groups;
    const auto column = [&](const char* what) { return (view ? view->name() : QString()) + QLatin1String(what); };
    QString csv = csvLine({QStringLiteral("image"), ofGroups ? QStringLiteral("group") : QStringLiteral("class"),
                           ofGroups ? QStringLiteral("route") : column(".predicted"), column(".correct"),
                           column(".confidence"), column(".loss")});
    const ScoredMember& member = m_model.content().member;
    // Of an epoch only the predictions are known.
    const auto number = [](float value) {
        return std::isnan(value) ? QString() : nineDigits(static_cast<double>(value));
    };
    const QStringList& names = m_model.content().names;
    for (const std::size_t row : m_model.content().rows)
        csv += csvLine({QString::number(member.images[row]), names[static_cast<qsizetype>(member.labels[row])],
                        names[static_cast<qsizetype>(member.answers[row])],
                        QString::number(int(member.labels[row] == member.answers[row])),
                        number(member.confidence[row]), number(member.loss[row])});
    return csv;
}

} // namespace moelab
