#include "effects/parallel_axes.h"

#include "analysis/parameter_differences.h"
#include "comparison/measure_words.h"
#include "parameters/parameter_words.h"

#include <algorithm>
#include <cmath>

namespace moelab {
namespace {

constexpr double kDecade = 10;
constexpr std::size_t kMostMarks = 8;

std::vector<Json> distinct(std::vector<Json> values) {
    std::ranges::sort(values, [](const Json& a, const Json& b) { return a < b; });
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

/// Where a number lies between others.
double placeOf(double value, double low, double high) {
    if (high <= low)
        return 0.5;
    const bool byLogarithm = low > 0 && high >= kDecade * low;
    return byLogarithm ? std::log(value / low) / std::log(high / low) : (value - low) / (high - low);
}

ParallelAxis axisOf(const ParameterDifference& parameter) {
    const std::vector<Json> values = distinct(parameter.values);
    const bool numeric = std::ranges::all_of(values, [](const Json& value) { return value.is_number(); });
    const auto place = [&](const Json& value) {
        if (numeric)
            return placeOf(value.get<double>(), values.front().get<double>(), values.back().get<double>());
        const auto position = std::ranges::find(values, value) - values.begin();
        return static_cast<double>(position) / static_cast<double>(values.size() - 1);
    };
    ParallelAxis axis{labelOf(parameter.name), {}, {}, {}};
    for (const Json& value : parameter.values) {
        axis.places.emplace_back(place(value));
        axis.texts.push_back(parameterText(value));
    }
    if (values.size() <= kMostMarks)
        for (const Json& value : values)
            axis.marks.emplace_back(place(value), parameterText(value));
    else
        axis.marks = {{0, parameterText(values.front())}, {1, parameterText(values.back())}};
    return axis;
}

ParallelAxis axisOf(const Runs& runs, const Measure& measure) {
    std::vector<double> values;
    for (const auto& run : runs)
        if (const auto value = valueOf(*run, measure))
            values.push_back(*value);
    const auto [least, most] = std::ranges::minmax(values);
    ParallelAxis axis{titleOf(measure), {}, {}, {}};
    for (const auto& run : runs) {
        const auto value = valueOf(*run, measure);
        axis.texts.push_back(valueText(measure, value));
        const double span = most - least;
        axis.places.push_back(value ? std::optional(span > 0 ? (*value - least) / span : 0.5) : std::nullopt);
    }
    if (most > least)
        axis.marks = {{0, valueText(measure, least)}, {1, valueText(measure, most)}};
    else
        axis.marks = {{0.5, valueText(measure, least)}};
    return axis;
}

} // namespace

std::vector<ParallelAxis> axesOf(const Runs& runs, const std::vector<Measure>& measures) {
    std::vector<ParallelAxis> axes;
    for (const ParameterDifference& parameter : parameterDifferences(runs))
        axes.push_back(axisOf(parameter));
    for (const Measure& measure : measures)
        if (std::ranges::any_of(runs, [&](const auto& run) { return valueOf(*run, measure).has_value(); }))
            axes.push_back(axisOf(runs, measure));
    return axes;
}

} // namespace moelab
