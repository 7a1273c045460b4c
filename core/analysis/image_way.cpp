#include "analysis/image_way.h"

#include "experiment/mix.h"

#include <cmath>

namespace moelab {
namespace {

std::vector<float> rowOf(const MemberOutputs& outputs, const std::vector<float>& array, std::int64_t image,
                         std::int64_t width) {
    if (array.empty() || std::isnan(array.front()))
        return {};
    const std::span<const float> row = outputs.row(array, image, width);
    return {row.begin(), row.end()};
}

RouteWay routeWay(const MemberOutputs& outputs, std::int64_t image, std::int64_t group,
                  const std::vector<float>& baseline) {
    RouteWay way;
    way.expert = rowOf(outputs, outputs.expert(group), image, outputs.classes);
    if (outputs.subGates().empty() || way.expert.empty() || baseline.empty())
        return way;
    const std::span<const float> weights =
        outputs.row(outputs.subGates(), group * outputs.images + image, outputs.classes * 2);
    for (std::size_t cls = 0; cls < baseline.size(); ++cls) {
        way.baselineWeight.push_back(weights[2 * cls]);
        way.expertWeight.push_back(weights[2 * cls + 1]);
    }
    way.result = mixOne(outputs, image, group);
    return way;
}

} // namespace

ImageWay wayOf(const MemberOutputs& outputs, std::int64_t image) {
    ImageWay way;
    way.image = image;
    if (!outputs.labels.empty())
        way.label = outputs.labels[static_cast<std::size_t>(image)];
    way.baseline = rowOf(outputs, outputs.baseline(), image, outputs.classes);
    way.gate = rowOf(outputs, outputs.gate(), image, outputs.groups);
    if (!way.gate.empty())
        way.route = routes(way.gate, outputs.groups).front();
    for (std::int64_t group = 0; group < outputs.groups; ++group)
        way.ways.push_back(routeWay(outputs, image, group, way.baseline));
    return way;
}

} // namespace moelab
