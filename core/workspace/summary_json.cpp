#include "workspace/summary_json.h"

#include "base/error.h"
#include "base/json_reason.h"
#include "config/parameter_table.h"

namespace moelab {
namespace {

Json toJson(const RunConfig& config) {
    Json object = {{"name", config.data.name},
                   {"origin", config.data.origin},
                   {"archive", config.data.sha256},
                   {"official", config.data.official},
                   {"drawn", config.data.drawn},
                   {"classes", config.classNames},
                   {"fingerprint", config.dataFingerprint},
                   {"started", config.startedUtc},
                   {"parameters", moelab::toJson(config.parameters)}};
    addImageShape(object, config.images);
    return object;
}

RunConfig configFromJson(const Json& object, const std::string& source) {
    return {parametersFromJson(object.at("parameters"), source),
            {object.at("name").get<std::string>(), object.at("origin").get<std::string>(),
             object.at("archive").get<std::string>(), object.at("official").get<bool>(),
             object.at("drawn").get<bool>()},
            object.at("classes").get<std::vector<std::string>>(),
            object.at("fingerprint").get<std::string>(),
            object.at("started").get<std::string>(),
            imageShapeFrom(object, source)};
}

Json toJson(const StageSummary& each) {
    Json object = {{"state", static_cast<int>(each.state)}};
    if (each.result) {
        object["result"] = moelab::toJson(*each.result);
        object["result"]["fingerprint"] = each.result->fingerprint;
    }
    if (each.isFormer)
        object["former"] = true;
    return object;
}

StageSummary stageFromJson(const Json& object, const Stage& stage, const std::string& source) {
    const std::int64_t state = wholeNumber(object, "state", source);
    if (state < 0 || state > static_cast<int>(StageState::Stale))
        throw Error(source, "has a stage in state " + std::to_string(state), "Delete the index; it is built again");
    StageSummary summary{stage, static_cast<StageState>(state), std::nullopt, object.contains("former")};
    if (object.contains("result"))
        summary.result = resultFromJson(object.at("result"), source);
    return summary;
}

} // namespace

Json toJson(const RunSummary& run) {
    Json stages = Json::array();
    for (const StageSummary& each : run.stages)
        stages.push_back(toJson(each));
    Json object = {{"name", run.note.name},        {"note", run.note.text},       {"tags", run.note.tags},
                   {"config", toJson(run.config)}, {"stages", std::move(stages)}, {"left_out", run.leftOut}};
    if (run.changedTo)
        object["changed_to"] = moelab::toJson(*run.changedTo);
    return object;
}

RunSummary summaryFromJson(const Json& object, const std::filesystem::path& run, const std::string& source) {
    try {
        RunSummary summary{run,
                           {object.at("name").get<std::string>(), object.at("note").get<std::string>(),
                            object.at("tags").get<std::vector<std::string>>()},
                           configFromJson(object.at("config"), source),
                           {},
                           object.at("left_out").get<std::vector<std::string>>()};
        if (object.contains("changed_to"))
            summary.changedTo = parametersFromJson(object.at("changed_to"), source);
        const std::vector<Stage> stages = stagesOf(summary.config.parameters.groups);
        for (std::size_t i = 0; i < stages.size(); ++i)
            summary.stages.push_back(stageFromJson(object.at("stages").at(i), stages[i], source));
        return summary;
    } catch (const Json::exception& fault) {
        throw Error(source, std::string("is damaged (") + reasonOf(fault) + ")",
                    "Delete the index; it is built again");
    }
}

} // namespace moelab
