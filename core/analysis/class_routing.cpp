#include "analysis/class_routing.h"

#include "analysis/routing.h"
#include "experiment/mix.h"

#include <cmath>

namespace moelab {
namespace {

double entropyOf(std::span<const float> probabilities) {
    double bits = 0;
    for (const double p : probabilities)
        if (p > 0)
            bits -= p * std::log2(p);
    return bits;
}

/// Adds what one image says to its class's sums.
void addImage(const MemberOutputs& outputs, std::int64_t image, std::int64_t label, ClassRouting& sums) {
    const std::span<const float> gate = outputs.row(outputs.gate(), image, outputs.groups);
    sums.entropy += entropyOf(gate);
    for (std::int64_t group = 0; group < outputs.groups; ++group) {
        const auto position = static_cast<std::size_t>(group);
        const auto weights =
            outputs.row(outputs.subGates(), (group * outputs.images + image) * outputs.classes + label, 2);
        sums.gate[position] += gate[position];
        sums.baselineWeight[position] += weights[0];
        sums.expertWeight[position] += weights[1];
    }
}

/// Makes means of sums.
void divide(ClassRouting& row) {
    const auto images = static_cast<double>(row.images);
    for (std::vector<double>* const sums : {&row.load, &row.gate, &row.baselineWeight, &row.expertWeight})
        for (double& sum : *sums)
            sum /= images;
    for (double* const sum : {&row.entropy, &row.margin, &row.hitRate})
        *sum /= images;
}

} // namespace

std::vector<ClassRouting> classRouting(const MemberOutputs& outputs, const ClassGroups& groups) {
    checkMixture(outputs, groups);
    const std::vector<std::int64_t> route = routes(outputs.gate(), outputs.groups);
    const std::vector<std::int64_t> own = ownGroups(outputs.labels, groups);
    const std::vector<float> margins = gateMargins(outputs.gate(), outputs.groups);
    const auto routed = routesByClass(outputs.labels, route, outputs.classes, outputs.groups);
    const std::vector<double> zeros(groups.size());
    std::vector<ClassRouting> rows;
    for (const std::vector<std::int64_t>& counts : routed)
        rows.push_back({0, counts, {counts.begin(), counts.end()}, zeros, 0, 0, 0, zeros, zeros});
    for (std::int64_t image = 0; image < outputs.images; ++image) {
        const auto position = static_cast<std::size_t>(image);
        const std::int64_t label = outputs.labels[position];
        ClassRouting& row = rows[static_cast<std::size_t>(label)];
        ++row.images;
        row.margin += margins[position];
        row.hitRate += route[position] == own[position] ? 1 : 0;
        addImage(outputs, image, label, row);
    }
    for (ClassRouting& row : rows)
        divide(row);
    return rows;
}

} // namespace moelab
