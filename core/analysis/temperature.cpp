#include "analysis/temperature.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moelab {
namespace {

constexpr double kLowest = 0.01;
constexpr double kHighest = 100;
constexpr int kHalvings = 50;

/// log(p) of a row minus its largest: the logits, up to a constant that no softmax sees. A probability of 0 counts
/// as the smallest float there is.
void logitsOf(std::span<const float> row, std::vector<double>& logits) {
    logits.clear();
    for (const float p : row)
        logits.push_back(std::log(std::max(p, std::numeric_limits<float>::min())));
    const double largest = *std::ranges::max_element(logits);
    for (double& logit : logits)
        logit -= largest;
}

/// The logits of the images that count, and how likely the labels are at an inverse temperature.
class Likelihood {
  public:
    Likelihood(std::span<const float> said, const ScoredMember& member)
        : m_width(static_cast<std::size_t>(member.width))
        , m_labels(member.labels) {
        std::vector<double> logits;
        for (const std::int64_t image : member.images) {
            logitsOf(said.subspan(static_cast<std::size_t>(image) * m_width, m_width), logits);
            m_logits.insert(m_logits.end(), logits.begin(), logits.end());
        }
    }

    struct Loss {
        double value = 0; ///< mean negative log likelihood
        double slope = 0; ///< its derivative by the inverse temperature
    };
    Loss at(double inverse) const {
        Loss loss;
        for (std::size_t row = 0; row < m_labels.size(); ++row) {
            const double* const logits = &m_logits[row * m_width];
            double sum = 0;
            double weighted = 0;
            for (std::size_t i = 0; i < m_width; ++i) {
                const double share = std::exp(inverse * logits[i]);
                sum += share;
                weighted += share * logits[i];
            }
            const double right = logits[static_cast<std::size_t>(m_labels[row])];
            loss.value += std::log(sum) - inverse * right;
            loss.slope += weighted / sum - right;
        }
        const auto rows = static_cast<double>(m_labels.size());
        return {loss.value / rows, loss.slope / rows};
    }

  private:
    std::size_t m_width;
    std::span<const std::int64_t> m_labels;
    std::vector<double> m_logits;
};

} // namespace

TemperatureFit fitTemperature(std::span<const float> said, const ScoredMember& member) {
    const Likelihood likelihood(said, member);
    // The loss is convex in the inverse temperature, so its slope changes sign at most once.
    double low = std::log(1 / kHighest);
    double high = std::log(1 / kLowest);
    for (int i = 0; i < kHalvings; ++i) {
        const double middle = (low + high) / 2;
        (likelihood.at(std::exp(middle)).slope < 0 ? low : high) = middle;
    }
    const double inverse = std::exp((low + high) / 2);
    return {1 / inverse, likelihood.at(1).value, likelihood.at(inverse).value};
}

std::vector<float> tempered(std::span<const float> said, std::int64_t width, double temperature) {
    std::vector<float> result;
    result.reserve(said.size());
    std::vector<double> logits;
    const auto columns = static_cast<std::size_t>(width);
    for (std::size_t start = 0; start < said.size(); start += columns) {
        logitsOf(said.subspan(start, columns), logits);
        double sum = 0;
        for (double& logit : logits)
            sum += logit = std::exp(logit / temperature);
        for (const double share : logits)
            result.push_back(static_cast<float>(share / sum));
    }
    return result;
}

} // namespace moelab
