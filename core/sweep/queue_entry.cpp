#include "sweep/queue_entry.h"

#include "base/files.h"
#include "base/leaving_out.h"
#include "base/limits.h"
#include "base/printable.h"
#include "config/given_parameters.h"
#include "config/parameter_table.h"
#include "data/catalogue.h"
#include "data/fingerprint.h"
#include "experiment/run_check.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <string_view>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr int kQueueSchema = 1;
constexpr std::array<std::string_view, 5> kStates = {"waiting", "running", "done", "failed", "cancelled"};

Json changed(const Parameters& parameters) {
    const Parameters defaults;
    Json object = Json::object();
    for (const ParameterInfo& info : parameterTable())
        if (Json value = getParameter(parameters, info); value != getParameter(defaults, info))
            object[std::string(info.name)] = std::move(value);
    return object;
}

Json toJson(const QueueEntry& entry) {
    Json object = {{"run", entry.folder},
                   {"setting", entry.setting},
                   {"data", entry.data},
                   {"data_fingerprint", entry.dataFingerprint},
                   {"parameters", changed(entry.parameters)},
                   {"state", kStates[static_cast<std::size_t>(entry.state)]},
                   {"attempts", entry.attempts},
                   {"seconds", entry.seconds}};
    if (entry.imageBytes != QueueEntry().imageBytes)
        object["image_bytes"] = entry.imageBytes;
    if (!entry.message.empty())
        object["message"] = entry.message;
    return object;
}

[[noreturn]] void refuse(const std::string& source, const std::string& problem) {
    throw Error(source, problem, "The runs do not need it: give the sweep again, and it finds them");
}

/// A run's folder stays within the workspace, and in sight.
void checkFolder(const std::string& folder, const std::string& source) {
    const fs::path path(folder);
    const bool plain =
        !folder.empty() && folder.size() < 4000 && path.is_relative() && folder.find('\0') == std::string::npos &&
        folder.back() != '/' &&
        std::ranges::none_of(path, [](const fs::path& part) { return part.native().starts_with('.'); });
    if (!plain)
        refuse(source, "names the run " + printable(folder) + ", which is not a folder of the workspace");
}

std::size_t imageBytesFrom(const Json& line, const std::string& source) {
    if (!line.contains("image_bytes"))
        return QueueEntry().imageBytes;
    constexpr std::int64_t kMost = 3 * limits::kMostImageSide * limits::kMostImageSide;
    return static_cast<std::size_t>(std::clamp<std::int64_t>(wholeNumber(line, "image_bytes", source), 1, kMost));
}

QueueEntry entryFrom(const Json& line, const std::string& source) {
    const auto state = std::ranges::find(kStates, line.at("state").get<std::string>());
    if (state == kStates.end())
        refuse(source, "has an unknown state");
    QueueEntry entry{line.at("run").get<std::string>(),
                     line.at("setting").get<std::string>(),
                     line.at("data").get<std::string>(),
                     line.at("data_fingerprint").get<std::string>(),
                     parametersFromJson(line.at("parameters"), source),
                     imageBytesFrom(line, source),
                     static_cast<QueueState>(state - kStates.begin()),
                     line.value("message", ""),
                     wholeNumber(line, "attempts", source),
                     line.at("seconds").get<double>()};
    checkFolder(entry.folder, source);
    if (entry.parameters.threads < 1)
        refuse(source, "holds a run without a number of threads");
    return entry;
}

/// What a run would see: the data's fingerprint, by how they are read.
class DataSeen {
  public:
    DataSeen(std::string spec, const StopToken& stop)
        : m_spec(std::move(spec))
        , m_stop(stop) {}

    struct Seen {
        std::string origin;
        std::string fingerprint;
        std::size_t imageBytes;
    };

    /// Numbers the classes of the run's groups, and refuses what cannot be trained, as Experiment::create would.
    const Seen& of(PlannedRun& run) {
        Parameters& parameters = run.parameters;
        const DataOptions options = dataOptionsOf(parameters);
        auto seen = std::ranges::find(m_seen, options, &std::pair<DataOptions, Seen>::first);
        if (!m_open || m_openedBy != options) {
            m_open = openData(m_spec, options, m_stop);
            m_openedBy = options;
            if (seen == m_seen.end()) {
                const ImageSet& images = m_open->train;
                m_seen.push_back({options, {m_open->source.origin, fingerprint(*m_open), images.imageBytes()}});
                seen = std::prev(m_seen.end());
            }
        }
        if (!run.namedGroups.is_null())
            setNamedGroups(parameters, std::exchange(run.namedGroups, nullptr), m_open->classNames);
        checkRun(parameters, *m_open);
        return seen->second;
    }

  private:
    std::string m_spec;
    const StopToken& m_stop;
    std::optional<DataSet> m_open;
    DataOptions m_openedBy;
    std::vector<std::pair<DataOptions, Seen>> m_seen;
};

/// Runs `read`; an exception of the parser's becomes an Error.
template <class Read>
void readLine(const std::string& source, const Read& read) {
    try {
        read();
    } catch (const Json::exception& fault) {
        refuse(source, std::string("is damaged (") + fault.what() + ")");
    }
}

/// Without it nobody knows whether another executor has runs in hand.
void readHeader(QueueFile& queue, std::string_view text, const std::string& source) {
    readLine(source, [&] {
        const Json line = parseJson(text, source);
        checkSchema(wholeNumber(line, "schema", source), kQueueSchema, source);
        queue.paused = line.at("paused").get<bool>();
        queue.leftWith = line.at("left_with").get<std::string>();
    });
}

void readEntry(QueueFile& queue, std::set<std::string>& folders, std::string_view text, const std::string& source) {
    readLine(source, [&] {
        QueueEntry entry = entryFrom(parseJson(text, source), source);
        if (!folders.insert(entry.folder).second)
            refuse(source, "names a run for the second time");
        queue.entries.push_back(std::move(entry));
    });
}

} // namespace

std::vector<QueueEntry> entriesOf(const Sweep& sweep, int cores, const StopToken& stop) {
    DataSeen seen(sweep.data, stop);
    std::vector<QueueEntry> entries;
    for (PlannedRun& run : plannedRuns(sweep, cores)) {
        const auto& [origin, fingerprint, imageBytes] = seen.of(run);
        if (!isUtf8(origin))
            throw Error(printable(origin), "has a name that is not UTF-8, which a queue cannot hold",
                        "Rename it, or reach it through a link with a plain name");
        entries.push_back({std::move(run.folder), std::move(run.setting), origin, fingerprint,
                           std::move(run.parameters), imageBytes});
    }
    return entries;
}

QueueFile readQueueFile(const fs::path& path) {
    QueueFile queue;
    if (!isSurelyThere(path))
        return queue;
    const std::string lines = readFile(path, limits::kQueueBytes);
    std::set<std::string> folders;
    LeavingOut leavingOut;
    for (std::size_t begin = 0, number = 1; begin < lines.size(); ++number) {
        const std::size_t end = std::min(lines.find('\n', begin), lines.size());
        const std::string source = path.string() + " line " + std::to_string(number);
        if (number > limits::kQueueRuns + 1)
            refuse(path.string(), "contains more than " + std::to_string(limits::kQueueRuns) + " runs");
        const std::string_view text = std::string_view(lines).substr(begin, end - begin);
        if (number == 1)
            readHeader(queue, text, source);
        else
            leavingOut.attempt([&] { readEntry(queue, folders, text, source); });
        begin = end + 1;
    }
    return queue;
}

void writeQueueFile(const fs::path& path, const QueueFile& queue) {
    const Json header = {{"schema", kQueueSchema}, {"paused", queue.paused}, {"left_with", queue.leftWith}};
    std::string lines = header.dump() + "\n";
    for (const QueueEntry& entry : queue.entries)
        lines += toJson(entry).dump() + "\n";
    writeFileAtomically(path, lines);
}

} // namespace moelab
