#include "inspector/leading_classes.h"

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

const RouteWay* takenRoute(const ImageWay& way) {
    return way.route ? &way.ways[static_cast<std::size_t>(*way.route)] : nullptr;
}

} // namespace

std::vector<float> mixtureShares(const ImageWay& way) {
    const RouteWay* const taken = takenRoute(way);
    std::vector<float> shares = taken ? taken->result : std::vector<float>();
    const float sum = std::accumulate(shares.begin(), shares.end(), 0.0F);
    for (float& share : shares)
        share = sum > 0 ? share / sum : 0;
    return shares;
}

std::vector<float> expertShares(const ImageWay& way) {
    const RouteWay* const taken = takenRoute(way);
    return taken ? taken->expert : std::vector<float>();
}

std::vector<std::size_t> leadingClasses(const ImageWay& way, std::size_t classes, std::size_t most) {
    std::vector<float> largest(classes, 0);
    std::vector<float> last(classes, 0);
    for (const std::vector<float>& shares : {way.baseline, expertShares(way), mixtureShares(way)}) {
        for (std::size_t cls = 0; cls < shares.size(); ++cls)
            largest[cls] = std::max(largest[cls], shares[cls]);
        if (!shares.empty())
            last = shares;
    }
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t cls) { return largest[cls]; });
    if (way.label && order.size() > most) {
        const auto truth = std::ranges::find(order, static_cast<std::size_t>(*way.label));
        if (truth - order.begin() >= static_cast<std::ptrdiff_t>(most))
            std::iter_swap(truth, order.begin() + static_cast<std::ptrdiff_t>(most) - 1);
    }
    order.resize(std::min(most, order.size()));
    std::ranges::stable_sort(order, std::greater(), [&](std::size_t cls) { return last[cls]; });
    return order;
}

} // namespace moelab
