#pragma once

#include "experiment/metrics.h"

#include <cstddef>
#include <vector>

namespace moelab {

/// What a stage's batches report, for drawing, in bounded memory however long it trains: when the points become too
/// many, each two neighbours become one, their mean.
class BatchCurve {
  public:
    static constexpr std::size_t kMostPoints = 8192; ///< more than a screen has columns

    /// The mean of stride() batches that follow one another.
    struct Point {
        double epoch = 0; ///< how many were trained at the last of these batches, a fraction
        double loss = 0;
        double accuracy = 0; ///< running means of an epoch, as BatchProgress has them
    };

    void add(const BatchProgress& batch);
    /// Drops what lies behind so many epochs, which are trained again.
    void keepUntil(std::int64_t epochs);

    const std::vector<Point>& points() const { return m_points; }
    std::size_t stride() const { return m_stride; }
    /// Another number after earlier points have changed; else points were only added.
    int version() const { return m_version; }

  private:
    void halve();

    std::vector<Point> m_points;
    std::size_t m_stride = 1;
    int m_version = 0;
    Point m_sum; ///< of the batches of the next point, but for its epoch
    std::size_t m_summed = 0;
};

} // namespace moelab
