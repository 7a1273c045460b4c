#include "analysis/mean_tests.h"

#include "analysis/student.h"

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

namespace moelab {
namespace {

constexpr double kConfidence = 0.95;
constexpr std::size_t kMostFlipped = 20; // a million ways
constexpr double kSignificant = 0.05;
constexpr double kSkewed = 1;

double squaresAround(std::span<const double> values, double mean) {
    double sum = 0;
    for (const double value : values)
        sum += (value - mean) * (value - mean);
    return sum;
}

/// How many standard errors a difference is from 0. Where nothing varies, any difference is infinitely many.
double ratio(double difference, double error) {
    if (error > 0)
        return difference / error;
    return difference == 0 ? 0 : std::copysign(std::numeric_limits<double>::infinity(), difference);
}

double skewnessOf(const std::vector<double>& values, double mean) {
    double cubes = 0;
    for (const double value : values)
        cubes += std::pow(value - mean, 3);
    const auto n = static_cast<double>(values.size());
    const double variance = squaresAround(values, mean) / n;
    return variance > 0 ? cubes / n / std::pow(variance, 1.5) : 0;
}

double signFlipTest(const std::vector<double>& differences) {
    double sum = std::accumulate(differences.begin(), differences.end(), 0.0);
    double scale = 0;
    for (const double difference : differences)
        scale += std::abs(difference);
    // Sums of the same numbers in another order may differ in their last bits.
    const double least = std::abs(sum) - 1e-9 * scale;
    const std::uint64_t ways = std::uint64_t{1} << differences.size();
    std::vector<double> turned = differences;
    std::uint64_t asFar = 1;                         // none is swapped
    for (std::uint64_t way = 1; way < ways; ++way) { // one sign changes at a step: the order of Gray's code
        double& flipped = turned[static_cast<std::size_t>(std::countr_zero(way))];
        sum -= 2 * flipped;
        flipped = -flipped;
        asFar += std::abs(sum) >= least ? 1 : 0;
    }
    return static_cast<double>(asFar) / static_cast<double>(ways);
}

} // namespace

MeanEstimate estimateMean(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    MeanEstimate estimate{values.size(), std::accumulate(values.begin(), values.end(), 0.0) / n};
    if (values.size() < 2)
        return estimate;
    const double deviation = std::sqrt(squaresAround(values, estimate.mean) / (n - 1));
    const double reach = studentQuantile(kConfidence, n - 1) * deviation / std::sqrt(n);
    estimate.deviation = deviation;
    estimate.interval = {estimate.mean - reach, estimate.mean + reach};
    return estimate;
}

PairedTest pairedTest(std::span<const double> first, std::span<const double> second) {
    std::vector<double> differences;
    for (std::size_t pair = 0; pair < first.size(); ++pair)
        differences.push_back(second[pair] - first[pair]);
    PairedTest test{estimateMean(differences)};
    const auto n = static_cast<double>(differences.size());
    test.t = ratio(test.difference.mean, *test.difference.deviation / std::sqrt(n));
    test.p = studentTwoSided(test.t, n - 1);
    if (differences.size() <= kMostFlipped)
        test.signFlip = signFlipTest(differences);
    test.skewness = skewnessOf(differences, test.difference.mean);
    return test;
}

bool isSkewed(const PairedTest& test) { return std::abs(test.skewness) > kSkewed; }

double leastSignFlip(std::size_t pairs) { return std::ldexp(2.0, -static_cast<int>(pairs)); }

TrustedTest trustedTest(const PairedTest& test) {
    if (!test.signFlip || (test.p < kSignificant) == (*test.signFlip < kSignificant))
        return TrustedTest::Both;
    if (leastSignFlip(test.difference.count) < kSignificant)
        return TrustedTest::SignFlips;
    return isSkewed(test) ? TrustedTest::Neither : TrustedTest::TTest;
}

WelchTest welchTest(std::span<const double> first, std::span<const double> second) {
    const MeanEstimate a = estimateMean(first);
    const MeanEstimate b = estimateMean(second);
    const auto square = [](double value) { return value * value; };
    const double partA = square(*a.deviation) / static_cast<double>(a.count);
    const double partB = square(*b.deviation) / static_cast<double>(b.count);
    const double error = std::sqrt(partA + partB);
    WelchTest test;
    test.difference = b.mean - a.mean;
    test.t = ratio(test.difference, error);
    const double below =
        square(partA) / static_cast<double>(a.count - 1) + square(partB) / static_cast<double>(b.count - 1);
    test.degrees = below > 0 ? square(partA + partB) / below : static_cast<double>(a.count + b.count - 2);
    test.p = studentTwoSided(test.t, test.degrees);
    const double reach = error > 0 ? studentQuantile(kConfidence, test.degrees) * error : 0;
    test.interval = {test.difference - reach, test.difference + reach};
    return test;
}

} // namespace moelab
