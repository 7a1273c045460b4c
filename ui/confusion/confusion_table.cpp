#include "confusion/confusion_table.h"

#include "analysis/confusion_order.h"

#include <numeric>

namespace moelab {

ConfusionTable tableFor(const Stage& stage, const ClassGroups& groups, const std::vector<std::string>& classNames) {
    ConfusionTable table;
    if (stage.targets == Targets::Groups) {
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

void arrange(ConfusionTable& table, ClassOrder order, const ConfusionMatrix& by) {
    if (order == ClassOrder::Groups)
        return;
    table.borders.clear();
    if (order == ClassOrder::Confusion)
        table.order = orderByConfusion(by);
    else
        std::iota(table.order.begin(), table.order.end(), 0);
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
