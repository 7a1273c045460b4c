#pragma once

namespace moelab {

/// An exponential moving average whose start is not pulled to zero: each value is divided by the sum of the weights
/// so far, as TensorBoard does.
class Smoother {
  public:
    /// @param weight of the past, 0 (none) up to but not 1
    explicit Smoother(double weight)
        : m_weight(weight) {}

    double take(double value) {
        m_average = m_weight * m_average + (1 - m_weight) * value;
        m_sum = m_weight * m_sum + (1 - m_weight);
        return m_average / m_sum;
    }

  private:
    double m_weight;
    double m_average = 0;
    double m_sum = 0;
};

} // namespace moelab
