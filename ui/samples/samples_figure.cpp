#include "plotting/csv.h"
#include "plotting/palette.h"
#include "samples/samples_panel.h"
#include "session/session.h"

#include <QLabel>
#include <qcustomplot.h>

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr int kMostMeasured = 500; // more fit on no paper
constexpr int kBeside = 6;         // pixels
constexpr int kAnyHeight = 100'000;

} // namespace

/// Says of how many images these are the first, where there is no room for the others.
QString SamplesPanel::headingOn(int shown) const {
    return shown < m_model.rowCount() ? tr("%L1 of %2").arg(shown).arg(m_heading->text()) : m_heading->text();
}

/// So wide that names are not cut off, as far as two are beside each other.
SamplesPanel::Tiles SamplesPanel::tilesOn(int width, const QFontMetrics& metrics) const {
    QSize size = m_delegate.cellSize(metrics);
    int widest = size.width();
    for (int i = 0; i < std::min(kMostMeasured, m_model.rowCount()); ++i)
        widest = std::max(widest, metrics.horizontalAdvance(m_model.index(i).data().toString()) + kBeside);
    const int columns = std::max({1, width / widest, std::min(2, width / size.width())});
    size.setWidth(width / columns);
    const QRect words = metrics.boundingRect({0, 0, width - 2 * kBeside, kAnyHeight}, Qt::TextWordWrap,
                                             headingOn(m_model.rowCount() - 1)); // the longest
    return {columns, size, words.height() + metrics.lineSpacing()};
}

void SamplesPanel::drawFigure(QCPPainter& painter, const QSize& size) {
    QStyleOptionViewItem option;
    option.palette = paperPalette();
    option.fontMetrics = painter.fontMetrics();
    const auto [columns, tile, above] = tilesOn(size.width(), option.fontMetrics);
    const int rows = std::max(1, (size.height() - above) / tile.height());
    const int shown = std::min(columns * rows, m_model.rowCount());
    painter.setPen(option.palette.color(QPalette::WindowText));
    painter.drawText(QRect(kBeside, 0, size.width() - 2 * kBeside, above),
                     Qt::AlignVCenter | Qt::AlignLeft | Qt::TextWordWrap, headingOn(shown));
    for (int i = 0; i < shown; ++i) {
        option.rect = QRect(QPoint(i % columns * tile.width(), above + i / columns * tile.height()), tile);
        m_delegate.paint(&painter, option, m_model.index(i));
    }
}

/// With whole rows, as many as make a usual shape.
int SamplesPanel::figureHeight(int width, const QFont& font) const {
    const auto [columns, tile, above] = tilesOn(width, QFontMetrics(font));
    const int all = (m_model.rowCount() + columns - 1) / columns;
    const int rows = std::min(all, (Figure::figureHeight(width, font) - above) / tile.height());
    return above + std::max(1, rows) * tile.height();
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
