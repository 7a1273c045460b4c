#include "plan/board.h"

#include <algorithm>

namespace moelab {

std::vector<BoardPlace> boardOf(const std::vector<Stage>& stages) {
    const auto experts =
        static_cast<int>(std::ranges::count_if(stages, [](const Stage& stage) { return stage.group >= 0; }));
    std::vector<BoardPlace> places(stages.size());
    const auto positionsOf = [&](auto property) {
        std::vector<std::size_t> positions;
        for (std::size_t i = 0; i < stages.size(); ++i)
            if (property(stages[i]))
                positions.push_back(i);
        return positions;
    };
    const auto gates = positionsOf([](const Stage& stage) { return stage.targets == Targets::Groups; });
    for (std::size_t i = 0; i < stages.size(); ++i) {
        const Stage& stage = stages[i];
        if (stage.targets == Targets::Groups)
            places[i] = {1, 1, experts, {}};
        else if (stage.group >= 0)
            places[i] = {2, 1 + stage.group, 1, gates};
        else if (stage.isMixture)
            places[i] = {3, 0, experts + 1, positionsOf([](const Stage& other) {
                             return !other.isMixture && other.targets == Targets::Classes;
                         })};
    }
    return places;
}

} // namespace moelab
