#include "analysis/confusion_order.h"

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

/// @returns [classes, classes] how much each two classes are confused; 0 on the diagonal
std::vector<double> confusedness(const ConfusionMatrix& matrix) {
    const std::int64_t classes = matrix.classes;
    std::vector<double> between(matrix.counts.size());
    for (std::int64_t truth = 0; truth < classes; ++truth) {
        std::int64_t images = 0;
        for (std::int64_t predicted = 0; predicted < classes; ++predicted)
            images += matrix.at(truth, predicted);
        for (std::int64_t predicted = 0; images > 0 && predicted < classes; ++predicted) {
            if (predicted == truth)
                continue;
            const double share = static_cast<double>(matrix.at(truth, predicted)) / static_cast<double>(images);
            between[static_cast<std::size_t>(truth * classes + predicted)] += share;
            between[static_cast<std::size_t>(predicted * classes + truth)] += share;
        }
    }
    return between;
}

/// Rows of classes that grow together. A cluster has the number of its lowest class.
class Clusters {
  public:
    explicit Clusters(const ConfusionMatrix& matrix)
        : m_count(static_cast<std::size_t>(matrix.classes))
        , m_between(confusedness(matrix))
        , m_means(m_between)
        , m_nearest(m_count) {
        for (std::size_t cls = 0; cls < m_count; ++cls)
            m_classes.push_back({static_cast<int>(cls)});
        for (std::size_t cluster = 0; cluster < m_count; ++cluster)
            findNearest(cluster);
    }

    std::vector<int> joined() {
        while (joinNearest()) {
        }
        std::vector<int> order;
        for (const std::vector<int>& classes : m_classes)
            order.insert(order.end(), classes.begin(), classes.end());
        return order;
    }

  private:
    double& mean(std::size_t a, std::size_t b) { return m_means[a * m_count + b]; }
    double between(int a, int b) const {
        return m_between[static_cast<std::size_t>(a) * m_count + static_cast<std::size_t>(b)];
    }

    void findNearest(std::size_t cluster) {
        std::size_t nearest = cluster; // itself while there is no other: its mean with itself is 0
        for (std::size_t other = 0; other < m_count; ++other)
            if (other != cluster && !m_classes[other].empty() && mean(cluster, other) > mean(cluster, nearest))
                nearest = other;
        m_nearest[cluster] = nearest;
    }

    /// @returns false where no two clusters are confused
    bool joinNearest() {
        std::size_t first = 0;
        for (std::size_t cluster = 1; cluster < m_count; ++cluster)
            if (mean(cluster, m_nearest[cluster]) > mean(first, m_nearest[first]))
                first = cluster;
        const std::size_t second = m_count == 0 ? 0 : m_nearest[first];
        if (first == second)
            return false;
        join(std::min(first, second), std::max(first, second));
        return true;
    }

    void join(std::size_t into, std::size_t from) {
        const auto sizeInto = static_cast<double>(m_classes[into].size());
        const auto sizeFrom = static_cast<double>(m_classes[from].size());
        for (std::size_t other = 0; other < m_count; ++other)
            if (other != into && other != from)
                mean(into, other) = mean(other, into) =
                    (sizeInto * mean(into, other) + sizeFrom * mean(from, other)) / (sizeInto + sizeFrom);
        append(m_classes[into], std::exchange(m_classes[from], {}));
        m_nearest[from] = from;
        // A mean never rises above both that it is made of, so that the others' nearest stay what they are.
        for (std::size_t cluster = 0; cluster < m_count; ++cluster)
            if (!m_classes[cluster].empty() &&
                (cluster == into || m_nearest[cluster] == into || m_nearest[cluster] == from))
                findNearest(cluster);
    }

    /// Turned so that the ends that meet are those that are confused most.
    void append(std::vector<int>& row, std::vector<int> more) const {
        const double asTheyAre = between(row.back(), more.front());
        const double rowTurned = between(row.front(), more.front());
        const double moreTurned = between(row.back(), more.back());
        const double bothTurned = between(row.front(), more.back());
        const double most = std::max({asTheyAre, rowTurned, moreTurned, bothTurned});
        const bool turnsRow = most > asTheyAre && (most == rowTurned || most > moreTurned);
        const bool turnsMore = most > asTheyAre && most > rowTurned;
        if (turnsRow)
            std::ranges::reverse(row);
        if (turnsMore)
            std::ranges::reverse(more);
        row.insert(row.end(), more.begin(), more.end());
    }

    std::size_t m_count;
    std::vector<double> m_between;           ///< [classes, classes]
    std::vector<double> m_means;             ///< [clusters, clusters] over their pairs of classes
    std::vector<std::size_t> m_nearest;      ///< [clusters] the most confused one, itself where there is none
    std::vector<std::vector<int>> m_classes; ///< [clusters] empty of those that were joined to others
};

} // namespace

std::vector<int> orderByConfusion(const ConfusionMatrix& matrix) { return Clusters(matrix).joined(); }

} // namespace moelab
