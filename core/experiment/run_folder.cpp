#include "experiment/run_folder.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"
#include "config/parameter_table.h"
#include "experiment/epoch_answers.h"

#include <fcntl.h>
#include <limits>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kSchema = 1;

Json toJson(const RunConfig& config) {
    return {{"schema", kSchema},
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
}

/// @throws Error if the file is of a newer schema than this program knows
void checkSchema(const Json& object, const fs::path& path) {
    const std::int64_t schema = wholeNumber(object, "schema", path.string());
    if (schema > kSchema)
        throw Error(path.string(),
                    "has schema " + std::to_string(schema) + ", this program knows up to " +
                        std::to_string(kSchema),
                    "Open it with a newer moelab; it was left as it is");
}

/// Runs `read` on a parsed file, and turns a missing or mistyped key into an Error.
template <class Read>
auto readFields(const fs::path& path, const Read& read) {
    const Json object = readJson(path);
    try {
        return read(object);
    } catch (const Json::exception& problem) {
        throw Error(path.string(), std::string("is damaged (") + problem.what() + ")",
                    "Restore it from a copy, or train the run anew with --restart");
    }
}

RunConfig readConfig(const fs::path& path) {
    return readFields(path, [&](const Json& object) {
        checkSchema(object, path);
        const Json& data = object.at("data");
        RunConfig config{parametersFromJson(object.at("parameters"), path.string()),
                         {data.at("name").get<std::string>(), data.at("origin").get<std::string>(),
                          data.at("archive_sha256").get<std::string>(), data.at("official").get<bool>(),
                          data.at("drawn").get<bool>()},
                         data.at("classes").get<std::vector<std::string>>(),
                         data.at("fingerprint").get<std::string>(),
                         object.at("started_utc").get<std::string>()};
        checkGroups(config.parameters.groups, static_cast<int>(config.classNames.size()));
        return config;
    });
}

Json toJson(const std::string& stage, const EpochMetrics& epoch) {
    return {{"stage", stage},
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

void makeFolder(const fs::path& path) {
    std::error_code problem;
    fs::create_directories(path, problem);
    if (problem)
        throw Error(path.string(), "cannot be made (" + problem.message() + ")",
                    "Check that the disk has room and may be written, or choose another place for the run");
}

void removeAll(const fs::path& path) {
    std::error_code problem;
    fs::remove_all(path, problem);
    if (problem)
        throw Error(path.string(), "cannot be removed (" + problem.message() + ")",
                    "Remove it by hand, then try again");
}

/// The lock belongs to the process: it falls with it, however it ends.
int lockRun(const fs::path& path) {
    const fs::path file = path / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        throw Error(path.string(), "cannot be written", "Copy the run to a folder that may be written");
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor);
        throw Error(path.string(), "is in use by another moelab", "Wait for it, or stop it first");
    }
    return descriptor;
}

} // namespace

RunFolder::RunFolder(fs::path path, int lock)
    : m_path(std::move(path))
    , m_lock(lock) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
    , m_config(std::move(other.m_config))
    , m_mutex(std::move(other.m_mutex))
    , m_history(std::move(other.m_history)) {}

RunFolder::~RunFolder() {
    if (m_lock >= 0)
        ::close(m_lock);
}

RunFolder RunFolder::create(const fs::path& path, const RunConfig& config) {
    std::error_code problem;
    if (fs::exists(path, problem) && !(fs::is_directory(path, problem) && fs::is_empty(path, problem)))
        throw Error(path.string(), exists(path) ? "holds a run already" : "exists and is no run",
                    exists(path) ? "Continue it with --resume or replace it with --restart"
                                 : "Choose another place for the run");
    makeFolder(path);
    makeFolder(path / "stages");
    RunFolder folder(path, lockRun(path));
    folder.setConfig(config);
    return folder;
}

RunFolder RunFolder::open(const fs::path& path) {
    if (!exists(path))
        throw Error(path.string(), "is no run (it holds no config.json)",
                    "Name a folder that 'moelab train --out' made");
    RunFolder folder(path, lockRun(path));
    folder.m_config = readConfig(path / "config.json");
    sweepTemporaryFiles(path);
    folder.readHistory();
    return folder;
}

bool RunFolder::exists(const fs::path& path) {
    std::error_code problem;
    return fs::is_regular_file(path / "config.json", problem);
}

RunFolder RunFolder::lockAndClear(const fs::path& path) {
    if (!exists(path))
        throw Error(path.string(), "is no run (it holds no config.json)", "Choose another place for the run");
    RunFolder folder(path, lockRun(path));
    for (const char* name : {"stages", "history.jsonl", "run.log"})
        removeAll(path / name);
    for (const ImagePart part : kImageParts)
        removeAll(folder.outputs(part));
    return folder;
}

RunFolder RunFolder::replace(const fs::path& path, const RunConfig& config) {
    RunFolder folder = lockAndClear(path);
    makeFolder(path / "stages");
    folder.setConfig(config);
    return folder;
}

void RunFolder::remove(const fs::path& path) {
    const RunFolder locked = lockAndClear(path);
    removeAll(path / "config.json"); // last, so that what is left of a run is one until then
    removeAll(path / "lock");
}

void RunFolder::setConfig(const RunConfig& config) {
    m_config = config;
    writeConfig();
}

void RunFolder::writeConfig() const {
    writeFileAtomically(m_path / "config.json", toJson(m_config).dump(2) + "\n");
}

fs::path RunFolder::bestWeights(const std::string& stage) const {
    return m_path / "stages" / stage / "best.safetensors";
}

fs::path RunFolder::resumeState(const std::string& stage) const {
    return m_path / "stages" / stage / "resume.safetensors";
}

fs::path RunFolder::outputs(ImagePart part) const {
    switch (part) {
    case ImagePart::Test:
        break;
    case ImagePart::Training:
        return m_path / "outputs-training.safetensors";
    case ImagePart::HeldOut:
        return m_path / "outputs-held-out.safetensors";
    }
    return m_path / "outputs.safetensors";
}

fs::path RunFolder::epochAnswers(const std::string& stage) const {
    return m_path / "stages" / stage / "epochs.safetensors";
}

std::vector<EpochMetrics> RunFolder::history(const std::string& stage) const {
    const std::lock_guard guard(*m_mutex);
    const auto found = m_history.find(stage);
    return found == m_history.end() ? std::vector<EpochMetrics>() : found->second;
}

void RunFolder::appendHistory(const std::string& stage, const EpochMetrics& metrics) {
    const std::lock_guard guard(*m_mutex);
    m_history[stage].push_back(metrics);
    writeHistory();
}

void RunFolder::truncateHistory(const std::string& stage, std::int64_t epoch) {
    truncateAnswers(epochAnswers(stage), epoch);
    const std::lock_guard guard(*m_mutex);
    std::erase_if(m_history[stage], [&](const EpochMetrics& metrics) { return metrics.epoch > epoch; });
    writeHistory();
}

void RunFolder::writeHistory() const {
    std::string lines;
    for (const auto& [stage, epochs] : m_history)
        for (const EpochMetrics& epoch : epochs)
            lines += toJson(stage, epoch).dump() + "\n";
    writeFileAtomically(m_path / "history.jsonl", lines);
}

void RunFolder::readHistory() {
    const fs::path path = m_path / "history.jsonl";
    std::error_code problem;
    if (!fs::exists(path, problem))
        return;
    const std::string lines = readFile(path, limits::kHistoryBytes);
    for (std::size_t begin = 0, number = 1; begin < lines.size(); ++number) {
        const std::size_t end = std::min(lines.find('\n', begin), lines.size());
        const std::string source = path.string() + " line " + std::to_string(number);
        try {
            const Json line = parseJson(std::string_view(lines).substr(begin, end - begin), source);
            m_history[line.at("stage").get<std::string>()].push_back(epochFromJson(line, source));
        } catch (const Json::exception& fault) {
            throw Error(source, std::string("is damaged (") + fault.what() + ")", "Remove that line");
        }
        begin = end + 1;
    }
}

std::optional<StageResult> RunFolder::result(const std::string& stage) const {
    const fs::path path = m_path / "stages" / stage / "result.json";
    std::error_code problem;
    if (!fs::exists(path, problem) || !fs::exists(bestWeights(stage), problem))
        return std::nullopt;
    return readFields(path, [&](const Json& object) {
        checkSchema(object, path);
        const std::string source = path.string();
        return StageResult{
            object.at("fingerprint").get<std::string>(),  object.at("loss").get<double>(),
            object.at("accuracy").get<double>(),          wholeNumber(object, "epochs", source),
            wholeNumber(object, "best_epoch", source),    object.at("seconds").get<double>(),
            object.at("images_per_second").get<double>(), object.at("weights_sha256").get<std::string>()};
    });
}

void RunFolder::saveResult(const std::string& stage, const StageResult& result) {
    Json object = {{"schema", kSchema}, {"stage", stage}, {"fingerprint", result.fingerprint}};
    object.update(moelab::toJson(result));
    writeFileAtomically(m_path / "stages" / stage / "result.json", object.dump(2) + "\n");
}

void RunFolder::resetStage(const std::string& stage) {
    removeAll(m_path / "stages" / stage);
    makeFolder(m_path / "stages" / stage);
    const std::lock_guard guard(*m_mutex);
    m_history.erase(stage);
    writeHistory();
}

Json toJson(const StageResult& result) {
    return {{"loss", result.loss},
            {"accuracy", result.accuracy},
            {"epochs", result.epochs},
            {"best_epoch", result.bestEpoch},
            {"seconds", result.seconds},
            {"images_per_second", result.imagesPerSecond},
            {"weights_sha256", result.weightsSha256}};
}

} // namespace moelab
