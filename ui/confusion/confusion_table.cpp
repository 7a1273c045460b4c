#include "confusion/confusion_table.h"

#include "analysis/confusion_order.h"

#include <algorithm>
#include <numeric>

namespace moelab {
namespace {

/// Whether there are images of a class, or any that were taken for it.
bool occurs(const ConfusionTable& table, int cls) {
    const std::int64_t classes = table.matrix.classes;
    const auto isIn = [&](const std::vector<std::int64_t>& cells) {
        for (std::int64_t other = 0; other < classes && !cells.empty(); ++other)
            if (cells[static_cast<std::size_t>(cls * classes + other)] != 0 ||
                cells[static_cast<std::size_t>(other * classes + cls)] != 0)
                return true;
        return false;
    };
    return isIn(table.matrix.counts) || isIn(table.difference);
}

} // namespace

ConfusionTable tableFor(const Stage& stage, const ClassGroups& groups, const std::vector<std::string>& classNames) {
    ConfusionTable table;
    table.ofGroups = stage.targets == Targets::Groups;
    if (table.ofGroups) {
        for (const ClassGroup& group : groups)
            table.names << QString::fromStdString(group.name);
        table.order.resize(groups.size());
        std::iota(table.order.begin(), table.order.end(), 0);
        return table;
    }
    for (const std::string& name : classNames)
        table.names << QString::fromStdString(name);
    for (const ClassGroup& group : groups) {
        if (!table.order.empty())
            table.borders.push_back(static_cast<int>(table.order.size()));
        table.order.insert(table.order.end(), group.classes.begin(), group.classes.end());
    }
    return table;
}

void keepOwnClasses(ConfusionTable& table, const Stage& stage, const ClassGroups& groups) {
    if (stage.group < 0)
        return;
    const std::vector<int>& own = groups[static_cast<std::size_t>(stage.group)].classes;
    std::vector<int> kept = own;
    for (const int cls : table.order)
        if (std::ranges::find(own, cls) == own.end() && occurs(table, cls))
            kept.push_back(cls);
    table.borders.clear();
    if (kept.size() > own.size())
        table.borders.push_back(static_cast<int>(own.size()));
    table.order = std::move(kept);
}

void arrange(ConfusionTable& table, ClassOrder order, const ConfusionMatrix& by) {
    if (order == ClassOrder::Groups)
        return;
    table.borders.clear();
    std::ranges::sort(table.order);
    if (order == ClassOrder::Data)
        return;
    std::vector<int> sorted = orderByConfusion(by);
    std::erase_if(sorted, [&](int cls) { return !std::ranges::binary_search(table.order, cls); });
    table.order = std::move(sorted);
}

std::int64_t rowSum(const ConfusionMatrix& matrix, std::int64_t truth) {
    std::int64_t sum = 0;
    for (std::int64_t answer = 0; answer < matrix.classes; ++answer)
        sum += matrix.at(truth, answer);
    return sum;
}

std::int64_t columnSum(const ConfusionMatrix& matrix, std::int64_t answer) {
    std::int64_t sum = 0;
    for (std::int64_t truth = 0; truth < matrix.classes; ++truth)
        sum += matrix.at(truth, answer);
    return sum;
}

ClassScores scoresOf(const ConfusionMatrix& matrix, std::int64_t cls) {
    const auto right = static_cast<double>(matrix.at(cls, cls));
    const std::int64_t images = rowSum(matrix, cls);
    const std::int64_t answers = columnSum(matrix, cls);
    return {images, right / static_cast<double>(answers), right / static_cast<double>(images),
            2 * right / static_cast<double>(images + answers)};
}

} // namespace moelab
