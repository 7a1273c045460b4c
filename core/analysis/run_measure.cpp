#include "analysis/run_measure.h"

#include <algorithm>

namespace moelab {

namespace {

std::optional<double> valueOf(const StageResult& result, Measure::Kind kind) {
    switch (kind) {
    case Measure::Kind::Accuracy:
        return result.accuracy;
    case Measure::Kind::BalancedAccuracy:
        return result.balancedAccuracy;
    case Measure::Kind::MacroF1:
        return result.macroF1;
    case Measure::Kind::Loss:
        return result.loss;
    case Measure::Kind::Gain:
        break;
    }
    return std::nullopt;
}

} // namespace

std::optional<double> valueOf(const RunSummary& run, const Measure& measure) {
    if (measure.kind == Measure::Kind::Gain)
        return run.gain();
    for (const StageSummary& each : run.stages)
        if (each.stage.name == measure.stage && each.result)
            return valueOf(*each.result, measure.kind);
    return std::nullopt;
}

std::vector<Measure> measuresOf(RunSpan runs) {
    std::vector<Measure> measures;
    const auto addIfKnown = [&](const Measure& measure) {
        const bool known =
            std::ranges::any_of(runs, [&](const auto& run) { return valueOf(*run, measure).has_value(); });
        if (known && std::ranges::find(measures, measure) == measures.end())
            measures.push_back(measure);
    };
    const auto addOf = [&](Measure::Kind kind, bool mixture) {
        for (const auto& run : runs)
            for (const StageSummary& each : run->stages)
                if (each.stage.isMixture == mixture)
                    addIfKnown({kind, each.stage.name});
    };
    addOf(Measure::Kind::Accuracy, true);
    addIfKnown({Measure::Kind::Gain, {}});
    using Kind = Measure::Kind;
    addOf(Kind::Accuracy, false);
    for (const Kind kind : {Kind::BalancedAccuracy, Kind::MacroF1, Kind::Loss})
        for (const bool mixture : {false, true})
            addOf(kind, mixture);
    return measures;
}

} // namespace moelab
