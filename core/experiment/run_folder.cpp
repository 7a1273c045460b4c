#include "experiment/run_folder.h"

#include "base/files.h"
#include "base/limits.h"
#include "config/parameter_table.h"
#include "experiment/epoch_answers.h"

#include <cerrno>
#include <cstring>
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
        checkSchema(wholeNumber(object, "schema", path.string()), kSchema, path.string());
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
    return {{"schema", kSchema},
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

/// The file's content says who holds the lock. That is for messages only, so a full disk may keep it empty.
void writeHolder(int descriptor) {
    const std::string holder = std::to_string(::getpid());
    if (::ftruncate(descriptor, 0) == 0)
        (void)!::write(descriptor, holder.data(), holder.size());
}

std::string holderOf(int descriptor) {
    char digits[20];
    const ssize_t length = ::read(descriptor, digits, sizeof digits);
    return length > 0 ? " (process " + std::string(digits, static_cast<std::size_t>(length)) + ")" : "";
}

/// The lock belongs to the process: it falls with it, however it ends.
int lockRun(const fs::path& path) {
    const fs::path file = path / "lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (descriptor < 0)
        throw Error(path.string(), std::string("cannot be written (") + std::strerror(errno) + ")",
                    "Check that the disk has room, or copy the run to a folder that may be written");
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = holderOf(descriptor);
        ::close(descriptor);
        throw Error(path.string(), "is in use by another moelab" + holder, "Wait for it, or stop it first");
    }
    writeHolder(descriptor);
    return descriptor;
}

/// Whether a folder holds no more than what a process leaves there that is killed before it has written a run's
/// config.json, or after it has removed it.
bool holdsNoMoreThanLeftovers(const fs::path& path) {
    std::error_code problem;
    for (fs::directory_iterator entry(path, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        const bool isEmptyStages = name == "stages" && fs::is_empty(entry->path(), problem);
        if (name != "lock" && !isEmptyStages && !isTemporaryFile(entry->path()))
            return false;
    }
    return !problem;
}

} // namespace

RunFolder::RunFolder(fs::path path, int lock)
    : m_path(std::move(path))
    , m_lock(lock) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : m_path(std::move(other.m_path))
    , m_lock(std::exchange(other.m_lock, -1))
    , m_readOnly(std::move(other.m_readOnly))
    , m_config(std::move(other.m_config))
    , m_mutex(std::move(other.m_mutex))
    , m_history(std::move(other.m_history)) {}

RunFolder::~RunFolder() {
    if (m_lock >= 0)
        ::close(m_lock);
}

RunFolder RunFolder::create(const fs::path& path, const RunConfig& config) {
    const auto refuseRun = [&] {
        if (exists(path))
            throw Error(path.string(), "holds a run already",
                        "Continue it with --resume or replace it with --restart");
    };
    refuseRun();
    std::error_code problem;
    if (fs::exists(path, problem) && !holdsNoMoreThanLeftovers(path))
        throw Error(path.string(), "exists and is no run", "Choose another place for the run");
    makeFolder(path);
    RunFolder folder(path, lockRun(path));
    refuseRun(); // that another process made meanwhile
    sweepTemporaryFiles(path);
    makeFolder(path / "stages");
    folder.setConfig(config);
    return folder;
}

RunFolder RunFolder::open(const fs::path& path, Access access) {
    if (!exists(path))
        throw Error(path.string(), "is no run (it holds no config.json)",
                    "Name a folder that 'moelab train --out' made");
    RunFolder folder(path, -1);
    try {
        folder.m_lock = lockRun(path);
    } catch (const Error& problem) {
        if (access == Access::Write)
            throw;
        folder.m_readOnly = problem;
    }
    folder.m_config = readConfig(path / "config.json");
    folder.readHistory();
    if (!folder.m_readOnly)
        folder.sweep();
    return folder;
}

/// Removes what a killed process left behind.
void RunFolder::sweep() const {
    sweepTemporaryFiles(m_path);
    std::error_code problem;
    for (fs::directory_iterator entry(m_path / "stages", problem), end; !problem && entry != end;
         entry.increment(problem)) {
        std::error_code ignored;                                // it would only cost room
        if (fs::exists(entry->path() / "result.json", ignored)) // the stage is finished
            fs::remove(entry->path() / "resume.safetensors", ignored);
    }
}

void RunFolder::mustBeWritable() const {
    if (m_readOnly)
        throw Error(*m_readOnly);
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
    mustBeWritable();
    writeFileAtomically(m_path / "config.json", toJson(config).dump(2) + "\n");
    m_config = config;
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
    mustBeWritable();
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
            checkSchema(line.value("schema", 1), kSchema, source); // lines used to be without
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
        const std::string source = path.string();
        checkSchema(wholeNumber(object, "schema", source), kSchema, source);
        return StageResult{
            object.at("fingerprint").get<std::string>(),  object.at("loss").get<double>(),
            object.at("accuracy").get<double>(),          wholeNumber(object, "epochs", source),
            wholeNumber(object, "best_epoch", source),    object.at("seconds").get<double>(),
            object.at("images_per_second").get<double>(), object.at("weights_sha256").get<std::string>()};
    });
}

void RunFolder::saveResult(const std::string& stage, const StageResult& result) {
    mustBeWritable();
    Json object = {{"schema", kSchema}, {"stage", stage}, {"fingerprint", result.fingerprint}};
    object.update(moelab::toJson(result));
    writeFileAtomically(m_path / "stages" / stage / "result.json", object.dump(2) + "\n");
}

void RunFolder::resetStage(const std::string& stage) {
    mustBeWritable();
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
