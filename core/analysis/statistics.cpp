#include "analysis/statistics.h"

#include "base/random.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr double kNormal975 = 1.959963984540054; // the 97.5 % point of the normal distribution
constexpr std::size_t kResamples = 2000;
constexpr std::int64_t kExactPairs = 24;

/// @param sorted not empty. @returns the quantile, linear between neighbours
double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

/// Equally likely positions below `size`, which is less than 2^32.
class Draws {
  public:
    explicit Draws(std::size_t size)
        : m_size(size)
        , m_seed(streamSeed(0, "analysis", 0, "bootstrap")) {}

    std::size_t next() { return ((mix(m_seed ^ m_drawn++) >> 32) * m_size) >> 32; }

  private:
    std::uint64_t m_size;
    std::uint64_t m_seed;
    std::uint64_t m_drawn = 0;
};

} // namespace

Interval wilson(double share, std::int64_t count) {
    const auto n = static_cast<double>(count);
    const double square = kNormal975 * kNormal975 / n;
    const double centre = (share + square / 2) / (1 + square);
    const double reach = kNormal975 / (1 + square) * std::sqrt(share * (1 - share) / n + square / (4 * n));
    return {centre - reach, centre + reach};
}

std::vector<Interval> bootstrapMeans(std::span<const double> values, std::size_t columns) {
    const std::size_t rows = values.size() / columns;
    Draws draws(rows);
    std::vector<std::vector<double>> means(columns);
    std::vector<double> sums(columns);
    for (std::size_t resample = 0; resample < kResamples; ++resample) {
        std::ranges::fill(sums, 0);
        for (std::size_t i = 0; i < rows; ++i) {
            const double* const row = &values[draws.next() * columns];
            for (std::size_t column = 0; column < columns; ++column)
                sums[column] += row[column];
        }
        for (std::size_t column = 0; column < columns; ++column)
            means[column].push_back(sums[column] / static_cast<double>(rows));
    }
    std::vector<Interval> intervals;
    for (std::vector<double>& mean : means) {
        std::ranges::sort(mean);
        intervals.push_back({quantile(mean, 0.025), quantile(mean, 0.975)});
    }
    return intervals;
}

McNemar mcNemar(std::int64_t onlyFirst, std::int64_t onlySecond) {
    McNemar test{onlyFirst, onlySecond};
    const std::int64_t pairs = onlyFirst + onlySecond;
    const std::int64_t fewer = std::min(onlyFirst, onlySecond);
    test.exact = pairs <= kExactPairs;
    if (test.exact) {
        double ways = 1; // of choosing k of the pairs
        double tail = 0;
        for (std::int64_t k = 0; k <= fewer; ++k) {
            tail += ways;
            ways = ways * static_cast<double>(pairs - k) / static_cast<double>(k + 1);
        }
        test.p = std::min(1.0, 2 * std::ldexp(tail, -static_cast<int>(pairs)));
        return test;
    }
    const auto excess = static_cast<double>(std::max<std::int64_t>(pairs - 2 * fewer - 1, 0));
    test.chiSquare = excess * excess / static_cast<double>(pairs);
    test.p = std::erfc(std::sqrt(test.chiSquare / 2));
    return test;
}

} // namespace moelab
