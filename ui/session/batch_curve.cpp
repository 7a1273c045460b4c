#include "session/batch_curve.h"

namespace moelab {

void BatchCurve::add(const BatchProgress& batch) {
    m_sum.epoch = static_cast<double>(batch.epoch - 1) +
                  static_cast<double>(batch.batch) / static_cast<double>(batch.batches);
    m_sum.loss += batch.batchLoss;
    m_sum.accuracy += batch.accuracy;
    if (++m_summed < m_stride)
        return;
    const auto count = static_cast<double>(m_summed);
    m_points.push_back({m_sum.epoch, m_sum.loss / count, m_sum.accuracy / count});
    m_sum = {};
    m_summed = 0;
    if (m_points.size() == kMostPoints)
        halve();
}

void BatchCurve::halve() {
    for (std::size_t i = 0; i < m_points.size() / 2; ++i) {
        const Point& first = m_points[2 * i];
        const Point& second = m_points[2 * i + 1];
        m_points[i] = {second.epoch, (first.loss + second.loss) / 2, (first.accuracy + second.accuracy) / 2};
    }
    m_points.resize(m_points.size() / 2);
    m_stride *= 2;
    ++m_version;
}

void BatchCurve::keepUntil(std::int64_t epochs) {
    const std::size_t dropped =
        std::erase_if(m_points, [&](const Point& point) { return point.epoch > static_cast<double>(epochs); });
    m_sum = {};
    m_summed = 0;
    m_version += dropped > 0 ? 1 : 0;
}

} // namespace moelab
