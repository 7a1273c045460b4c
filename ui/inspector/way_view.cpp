#include "inspector/way_view.h"

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
                      const QStringList& classNames, bool taken) {
    const RouteWay& route = way.ways[group];
    const QColor expert = memberColour(*std::ranges::find(stages, static_cast<int>(group), &Stage::group));
    const QColor baseline = memberColour(referenceOf(stages));
    const QColor mixture = memberColour(mixtureOf(stages));
    m_columns = {{tr("base"), way.baseline, baseline},
                 {tr("· w"), route.baselineWeight, baseline},
                 {tr("exp."), route.expert, expert},
                 {tr("· w"), route.expertWeight, expert},
                 {tr("= mix"), route.result, mixture}};
    m_names.clear();
    for (const QString& name : classNames)
        m_names << inLine(name);
    m_label = static_cast<int>(way.label.value_or(-1));
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
    for (int cls = 0; cls < m_names.size(); ++cls) {
        QFont font = this->font();
        font.setBold(cls == m_label);
        painter.setFont(font);
        painter.setPen(m_taken ? palette().color(QPalette::WindowText) : mutedText(palette()));
        const QString name = (cls == m_label ? QStringLiteral("▸ ") : QString()) + m_names[cls];
        painter.drawText(QRect(0, (cls + 1) * rowHeight(), names, rowHeight()), Qt::AlignVCenter | Qt::AlignLeft,
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
    const auto largest = std::ranges::max_element(column.values) - column.values.begin();
    QColor bar = column.colour;
    bar.setAlpha(m_taken ? 150 : 60);
    for (std::size_t cls = 0; cls < column.values.size(); ++cls) {
        const QRect cell(area.left(), (static_cast<int>(cls) + 1) * rowHeight(), area.width() - kSpace,
                         rowHeight());
        const int length = qRound(std::clamp(column.values[cls], 0.0F, 1.0F) * static_cast<float>(cell.width()));
        painter.fillRect(QRect(cell.left(), cell.bottom() - 4, length, 3), bar);
        QFont font = this->font();
        font.setBold(static_cast<std::ptrdiff_t>(cls) == largest);
        painter.setFont(font);
        painter.setPen(m_taken ? palette().color(QPalette::WindowText) : mutedText(palette()));
        painter.drawText(cell, Qt::AlignVCenter | Qt::AlignRight,
                         QString::number(100 * column.values[cls], 'f', 1));
    }
}

} // namespace moelab
