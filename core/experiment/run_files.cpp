#include "experiment/run_files.h"

#include "base/error.h"
#include "base/files.h"
#include "base/json_reason.h"
#include "base/limits.h"
#include "config/parameter_table.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <limits>
#include <string_view>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kRunSchema = 1;

Json toJson(const RunConfig& config) {
    Json object = {{"schema", kRunSchema},
                   {"started_utc", config.startedUtc},
                   {"data",
                    {{"name", config.data.name},
                     {"origin", config.data.origin},
                     {"archive_sha256", config.data.sha256},
                     {"official", config.data.official},
                     {"drawn", config.data.drawn},
                     {"classes", config.classNames},
                     {"fingerprint", config.dataFingerprint}}},
                   {"parameters", moelab::toJson(config.parameters)}};
    addImageShape(object["data"], config.images);
    if (!config.former)
        return object;
    Json& former = object["former"];
    former = {{"data_fingerprint", config.former->dataFingerprint},
              {"parameters", moelab::toJson(config.former->parameters)}};
    if (config.former->classNames != config.classNames)
        former["classes"] = config.former->classNames;
    addImageShape(former, config.former->images);
    return object;
}

/// Runs `read` on a parsed file of a run's own, and turns what is no JSON, or a missing or mistyped key, into an
/// Error with that advice.
template <class Read>
auto readFields(const fs::path& path, const char* advice, const Read& read) {
    const Json object = readJson(path, advice);
    try {
        return read(object);
    } catch (const Json::exception& problem) {
        throw Error(path.string(), std::string("is damaged (") + reasonOf(problem) + ")", advice);
    }
}

Json toJson(const std::string& stage, const EpochMetrics& epoch) {
    return {{"schema", kRunSchema},
            {"stage", stage},
            {"epoch", epoch.epoch},
            {"loss", epoch.loss},
            {"accuracy", epoch.accuracy},
            {"val_loss", epoch.validationLoss},
            {"val_accuracy", epoch.validationAccuracy},
            {"seconds", epoch.seconds},
            {"patience_left", epoch.patienceLeft},
            {"improved", epoch.improved}};
}

/// A NaN is null in JSON.
double number(const Json& value) {
    return value.is_null() ? std::numeric_limits<double>::quiet_NaN() : value.get<double>();
}

EpochMetrics epochFromJson(const Json& line, const std::string& source) {
    return {wholeNumber(line, "epoch", source),
            number(line.at("loss")),
            number(line.at("accuracy")),
            number(line.at("val_loss")),
            number(line.at("val_accuracy")),
            number(line.at("seconds")),
            wholeNumber(line, "patience_left", source),
            line.at("improved").get<bool>()};
}

/// The lines of a history that cannot be read. They hold nothing but points of curves, so the others do without.
class DamagedLines {
  public:
    void add(const std::string& source, const std::string& problem) {
        if (m_count++ == 0)
            m_first = source + " " + problem;
    }
    void tell() const {
        if (m_count > 0)
            spdlog::warn("{}. The line is left out{}; the curves lack its epoch.", m_first,
                         m_count == 1 ? "" : ", and so are " + std::to_string(m_count - 1) + " more");
    }

  private:
    std::size_t m_count = 0;
    std::string m_first;
};

fs::path configFile(const fs::path& run) { return run / "config.json"; }

fs::path historyFile(const fs::path& run) { return run / "history.jsonl"; }

constexpr const char* kResultFile = "result.json";
constexpr const char* kWeightsFile = "best.safetensors";

fs::path resultFile(const fs::path& run, const std::string& stage) {
    const fs::path next = stageFolder(run, stage) / kNextFolder / kResultFile;
    return isThere(next) ? next : stageFolder(run, stage) / kResultFile;
}

} // namespace

fs::path formerResultsOf(const fs::path& run) {
    const fs::path former = run / kFormerFolder;
    return isThere(former) ? former : run;
}

fs::path stageFolder(const fs::path& run, const std::string& stage) { return run / "stages" / stage; }

fs::path bestWeightsOf(const fs::path& run, const std::string& stage) {
    const fs::path next = stageFolder(run, stage) / kNextFolder;
    return isThere(next / kResultFile) && isThere(next / kWeightsFile) ? next / kWeightsFile
                                                                       : stageFolder(run, stage) / kWeightsFile;
}

void addImageShape(Json& object, const ImageShape& images) {
    if (images != ImageShape())
        object["images"] = {{"height", images.height}, {"width", images.width}, {"channels", images.channels}};
}

ImageShape imageShapeFrom(const Json& object, const std::string& source) {
    if (!object.contains("images"))
        return {};
    const auto extent = [&](const char* name) {
        const std::int64_t value = wholeNumber(object.at("images"), name, source);
        if (value < 1 || value > limits::kMostImageSide)
            throw Error(source, std::string("says that its images have the ") + name + " " + std::to_string(value),
                        "Restore it from a copy, or train a new run in its place");
        return static_cast<int>(value);
    };
    return {extent("height"), extent("width"), extent("channels")};
}

bool isRun(const fs::path& path) {
    std::error_code problem;
    return fs::is_regular_file(configFile(path), problem);
}

RunConfig readRunConfig(const fs::path& run) {
    const fs::path path = configFile(run);
    const char* const advice = "Restore it from a copy, or train a new run in its place";
    return readFields(path, advice, [&](const Json& object) {
        checkSchema(wholeNumber(object, "schema", path.string()), kRunSchema, path.string());
        const Json& data = object.at("data");
        RunConfig config{parametersFromJson(object.at("parameters"), path.string()),
                         {data.at("name").get<std::string>(), data.at("origin").get<std::string>(),
                          data.at("archive_sha256").get<std::string>(), data.at("official").get<bool>(),
                          data.at("drawn").get<bool>()},
                         data.at("classes").get<std::vector<std::string>>(),
                         data.at("fingerprint").get<std::string>(),
                         object.at("started_utc").get<std::string>()};
        if (!object.at("parameters").contains("convolution")) // as runs were trained before there was a choice
            config.parameters.convolution = Convolution::LibTorch;
        checkGroups(config.parameters.groups, static_cast<int>(config.classNames.size()));
        config.images = imageShapeFrom(data, path.string());
        if (object.contains("former")) {
            const Json& former = object.at("former");
            config.former = {parametersFromJson(former.at("parameters"), path.string()),
                             former.at("data_fingerprint").get<std::string>(),
                             former.value("classes", config.classNames), imageShapeFrom(former, path.string())};
            checkGroups(config.former->parameters.groups, static_cast<int>(config.former->classNames.size()));
        }
        return config;
    });
}

void RunConfig::setSettings(const RunSettings& settings) {
    parameters = settings.parameters;
    dataFingerprint = settings.dataFingerprint;
    classNames = settings.classNames;
    images = settings.images;
}

void writeRunConfig(const fs::path& run, const RunConfig& config) {
    writeFileAtomically(configFile(run), toJson(config).dump(2) + "\n");
}

RunHistory readRunHistory(const fs::path& run) {
    const fs::path path = historyFile(run);
    RunHistory history;
    if (!isSurelyThere(path))
        return history;
    const std::string lines = readFile(path, limits::kHistoryBytes);
    DamagedLines damaged;
    for (std::size_t begin = 0, number = 1; begin < lines.size(); ++number) {
        const std::size_t end = std::min(lines.find('\n', begin), lines.size());
        const std::string source = path.string() + " line " + std::to_string(number);
        std::int64_t schema = kRunSchema; // lines used to be without
        try {
            const Json line = parseJson(std::string_view(lines).substr(begin, end - begin), source);
            schema = line.contains("schema") ? wholeNumber(line, "schema", source) : kRunSchema;
            if (schema <= kRunSchema) {
                const EpochMetrics epoch = epochFromJson(line, source);
                history[line.at("stage").get<std::string>()].push_back(epoch);
            }
        } catch (const Json::exception& fault) {
            damaged.add(source, std::string("is damaged (") + reasonOf(fault) + ")");
        } catch (const Error& fault) {
            damaged.add(source, fault.problem());
        }
        checkSchema(schema, kRunSchema, source);
        begin = end + 1;
    }
    damaged.tell();
    return history;
}

void writeRunHistory(const fs::path& run, const RunHistory& history) {
    std::string lines;
    for (const auto& [stage, epochs] : history)
        for (const EpochMetrics& epoch : epochs)
            lines += toJson(stage, epoch).dump() + "\n";
    writeFileAtomically(historyFile(run), lines);
}

std::string adviceToTrainAgain(const std::string& stage) {
    return "Remove the folder it is in, and train stage " + stage + " again";
}

bool hasStageResult(const fs::path& run, const std::string& stage) {
    return isSurelyThere(resultFile(run, stage)) && isSurelyThere(bestWeightsOf(run, stage));
}

std::optional<StageResult> readStageResult(const fs::path& run, const std::string& stage) {
    if (!hasStageResult(run, stage))
        return std::nullopt;
    const fs::path path = resultFile(run, stage);
    const char* const advice = "Restore it from a copy, or remove it to have the stage trained again";
    return readFields(path, advice, [&](const Json& object) {
        const std::string source = path.string();
        checkSchema(wholeNumber(object, "schema", source), kRunSchema, source);
        return resultFromJson(object, source);
    });
}

void writeStageResult(const fs::path& run, const std::string& stage, const StageResult& result) {
    writeResultIn(stageFolder(run, stage), stage, result);
}

void writeResultIn(const fs::path& folder, const std::string& stage, const StageResult& result) {
    Json object = {{"schema", kRunSchema}, {"stage", stage}, {"fingerprint", result.fingerprint}};
    object.update(moelab::toJson(result));
    writeFileAtomically(folder / kResultFile, object.dump(2) + "\n");
}

StageResult resultOfNothing(std::string fingerprint) {
    StageResult result;
    result.fingerprint = std::move(fingerprint);
    result.accuracy = 1;
    result.balancedAccuracy = 1;
    result.macroF1 = 1;
    return result;
}

Json toJson(const StageResult& result) {
    Json object = {{"loss", result.loss},
                   {"accuracy", result.accuracy},
                   {"epochs", result.epochs},
                   {"best_epoch", result.bestEpoch},
                   {"seconds", result.seconds},
                   {"images_per_second", result.imagesPerSecond},
                   {"weights_sha256", result.weightsSha256}};
    if (result.balancedAccuracy)
        object["balanced_accuracy"] = *result.balancedAccuracy;
    if (result.macroF1)
        object["macro_f1"] = *result.macroF1;
    if (!result.takenFrom.empty())
        object["taken_from"] = result.takenFrom;
    if (result.chance.images > 0)
        object["chance"] = {
            {"images", result.chance.images}, {"loss", result.chance.loss}, {"accuracy", result.chance.accuracy}};
    return object;
}

StageResult resultFromJson(const Json& object, const std::string& source) {
    StageResult result{object.at("fingerprint").get<std::string>(),  object.at("loss").get<double>(),
                       object.at("accuracy").get<double>(),          wholeNumber(object, "epochs", source),
                       wholeNumber(object, "best_epoch", source),    object.at("seconds").get<double>(),
                       object.at("images_per_second").get<double>(), object.at("weights_sha256").get<std::string>(),
                       object.value("taken_from", std::string())};
    const auto maybe = [&](const char* name) {
        return object.contains(name) ? std::optional(object.at(name).get<double>()) : std::nullopt;
    };
    result.balancedAccuracy = maybe("balanced_accuracy");
    result.macroF1 = maybe("macro_f1");
    if (object.contains("chance")) {
        const Json& chance = object.at("chance");
        result.chance = {wholeNumber(chance, "images", source), chance.at("loss").get<double>(),
                         chance.at("accuracy").get<double>()};
    }
    return result;
}

} // namespace moelab
