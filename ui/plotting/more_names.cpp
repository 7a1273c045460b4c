#include "plotting/more_names.h"

#include <algorithm>
#include <numeric>

namespace moelab {

MoreNames::MoreNames(QCPLegend* legend, int count)
    : QCPAbstractLegendItem(legend)
    , m_text(tr("+ %Ln more", nullptr, count)) {}

void MoreNames::draw(QCPPainter* painter) {
    painter->setFont(mFont);
    painter->setPen(mTextColor);
    painter->drawText(mRect, Qt::AlignTop | Qt::AlignLeft, m_text);
}

QSize MoreNames::minimumOuterSizeHint() const {
    const QFontMetrics metrics(mFont);
    return {metrics.horizontalAdvance(m_text) + mMargins.left() + mMargins.right(),
            metrics.height() + mMargins.top() + mMargins.bottom()};
}

std::vector<std::size_t> namesInLegend(std::size_t count, std::size_t most, const std::vector<std::size_t>& first) {
    std::vector<std::size_t> names(count);
    std::iota(names.begin(), names.end(), std::size_t{0});
    if (count <= most)
        return names;
    std::ranges::stable_partition(names,
                                  [&](std::size_t name) { return std::ranges::find(first, name) != first.end(); });
    names.resize(most - 1);
    std::ranges::sort(names);
    return names;
}

} // namespace moelab
