#include "analysis/student.h"

#include <cmath>
#include <limits>
#include <numeric>

namespace moelab {
namespace {

constexpr int kMostSteps = 10000;
constexpr double kPrecise = 1e-15;

/// The continued fraction of the incomplete beta function (DLMF 8.17.22), by the method of Lentz. It converges
/// quickly for x < (a + 1) / (a + b + 2).
double betaFraction(double x, double a, double b) {
    const double tiny = std::numeric_limits<double>::min();
    const auto awayFromZero = [tiny](double value) { return std::abs(value) < tiny ? tiny : value; };
    double c = 1;
    double d = 1 / awayFromZero(1 - (a + b) * x / (a + 1));
    double fraction = d;
    for (int m = 1; m < kMostSteps; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        d = 1 / awayFromZero(1 + even * d);
        c = awayFromZero(1 + even / c);
        fraction *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 / awayFromZero(1 + odd * d);
        c = awayFromZero(1 + odd / c);
        fraction *= c * d;
        if (std::abs(c * d - 1) < kPrecise)
            break;
    }
    return fraction;
}

/// The regularized incomplete beta function I_x(a, b). @param rest 1 - x, which may be known better than by
/// subtraction
double incompleteBeta(double x, double rest, double a, double b) {
    if (x <= 0 || rest <= 0)
        return x <= 0 ? 0 : 1;
    const double front =
        std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log(rest));
    return x < (a + 1) / (a + b + 2) ? front * betaFraction(x, a, b) / a : 1 - front * betaFraction(rest, b, a) / b;
}

} // namespace

double studentTwoSided(double t, double degrees) {
    if (std::isinf(t))
        return 0;
    const double all = degrees + t * t;
    return incompleteBeta(degrees / all, t * t / all, degrees / 2, 0.5);
}

double studentQuantile(double confidence, double degrees) {
    double low = 0;
    double high = 1;
    while (studentTwoSided(high, degrees) > 1 - confidence)
        high *= 2;
    while (true) { // until no double lies between them
        const double middle = std::midpoint(low, high);
        if (middle == low || middle == high)
            return middle;
        (studentTwoSided(middle, degrees) > 1 - confidence ? low : high) = middle;
    }
}

} // namespace moelab
