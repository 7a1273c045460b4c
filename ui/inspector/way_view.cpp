#include "inspector/way_view.h"

#include "base/percent.h"
#include "plotting/palette.h"
#include "text/foreign_text.h"

#include <QPainter>

#include <algorithm>

namespace moelab {
namespace {

constexpr int kColumnWidth = 37;
constexpr int kSpace = 4;
constexpr int kMostName = 100;

} // namespace

WayView::WayView(QWidget* parent)
    : QWidget(parent) {
    setToolTip(tr("Mixture = baseline × its weight + expert × its weight. The largest value of a column is bold; "
                  "the true class is marked."));
}

void WayView::showWay(const ImageWay& way, std::size_t group, const std::vector<Stage>& stages,
                      const QStringList& classNames, const std::vector<std::size_t>& rows, bool taken) {
    const RouteWay& route = way.ways[group];
    const QColor expert = memberColour(*std::ranges::find(stages, static_cast<int>(group), &Stage::group));
    const QColor baseline = memberColour(referenceOf(stages));
    const QColor mixture = memberColour(mixtureOf(stages));
    m_columns.clear();
    const auto add = [&](const QString& title, const std::vector<float>& values, const QColor& colour) {
        Column& column = m_columns.emplace_back();
        column.title = title;
        column.colour = colour;
        if (values.empty())
            return;
        column.largest = std::ranges::max(values);
        for (const std::size_t cls : rows)
            column.values.push_back(values[cls]);
    };
    add(tr("base"), way.baseline, baseline);
    add(tr("· w"), route.baselineWeight, baseline);
    add(tr("exp."), route.expert, expert);
    add(tr("· w"), route.expertWeight, expert);
    add(tr("= mix"), route.result, mixture);
    m_names.clear();
    m_label = -1;
    for (const std::size_t cls : rows) {
        if (way.label == static_cast<std::int64_t>(cls))
            m_label = static_cast<int>(m_names.size());
        m_names << inLine(classNames[static_cast<qsizetype>(cls)]);
    }
    m_taken = taken;
    updateGeometry();
    update();
}

int WayView::rowHeight() const { return fontMetrics().lineSpacing() + 3; }

int WayView::columnWidth() const {
    int width = kColumnWidth;
    for (const Column& column : m_columns)
        width = std::max(width, fontMetrics().horizontalAdvance(column.title));
    return width;
}

int WayView::namesWidth() const {
    int width = 0;
    for (const QString& name : m_names)
        width = std::max(width, fontMetrics().horizontalAdvance(QStringLiteral("▸ ") + name));
    return std::min(width, kMostName) + kSpace;
}

QSize WayView::sizeHint() const {
    return {namesWidth() + 5 * columnWidth(), (static_cast<int>(m_names.size()) + 1) * rowHeight()};
}

void WayView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const int names = namesWidth();
    for (int row = 0; row < m_names.size(); ++row) {
        QFont font = this->font();
        font.setBold(row == m_label);
        painter.setFont(font);
        painter.setPen(m_taken ? palette().color(QPalette::WindowText) : mutedText(palette()));
        const QString name = (row == m_label ? QStringLiteral("▸ ") : QString()) + m_names[row];
        painter.drawText(QRect(0, (row + 1) * rowHeight(), names, rowHeight()), Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(name, Qt::ElideMiddle, names));
    }
    const int width = std::max(columnWidth(), (this->width() - names) /
                                                  static_cast<int>(std::max<std::size_t>(1, m_columns.size())));
    int x = names;
    for (const Column& column : m_columns) {
        drawColumn(painter, column, QRect(x, 0, width, height()));
        x += width;
    }
}

void WayView::drawColumn(QPainter& painter, const Column& column, const QRect& area) const {
    painter.setFont(font());
    painter.setPen(mutedText(palette()));
    painter.drawText(QRect(area.left(), 0, area.width() - kSpace, rowHeight()),
                     Qt::AlignVCenter | Qt::AlignRight | Qt::TextDontClip, column.title);
    if (column.values.empty()) {
        painter.drawText(QRect(area.left(), rowHeight(), area.width() - kSpace, rowHeight()),
                         Qt::AlignVCenter | Qt::AlignRight, QStringLiteral("–"));
        return;
    }
    QColor bar = column.colour;
    bar.setAlpha(m_taken ? 150 : 60);
    for (std::size_t row = 0; row < column.values.size(); ++row) {
        const QRect cell(area.left(), (static_cast<int>(row) + 1) * rowHeight(), area.width() - kSpace,
                         rowHeight());
        const int length = qRound(std::clamp(column.values[row], 0.0F, 1.0F) * static_cast<float>(cell.width()));
        painter.fillRect(QRect(cell.left(), cell.bottom() - 4, length, 3), bar);
        QFont font = this->font();
        font.setBold(column.values[row] == column.largest);
        painter.setFont(font);
        painter.setPen(m_taken ? palette().color(QPalette::WindowText) : mutedText(palette()));
        painter.drawText(cell, Qt::AlignVCenter | Qt::AlignRight,
                         QString::number(inPercent(column.values[row]), 'f', 1));
    }
}

} // namespace moelab
