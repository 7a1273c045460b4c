#include "experiment/copy_run.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"

#include <string>
#include <system_error>

namespace moelab {

namespace fs = std::filesystem;

void refuseWithin(const fs::path& place, const fs::path& run) {
    std::error_code unknown;
    const fs::path relative =
        fs::weakly_canonical(place, unknown).lexically_relative(fs::weakly_canonical(run, unknown));
    if (!relative.empty() && *relative.begin() != "..")
        throw Error(place.string(), "is inside the run that is to continue elsewhere", "Choose a place outside it");
}

std::vector<fs::path> copyRun(const fs::path& from, const fs::path& to) {
    std::vector<fs::path> unread;
    std::error_code problem;
    for (fs::recursive_directory_iterator entry(from, problem), end; !problem && entry != end;
         entry.increment(problem)) {
        const fs::path file = entry->path().lexically_relative(from);
        std::error_code unknown;
        if (entry->is_directory(unknown)) {
            makeFolder(to / file);
            continue;
        }
        if (file == "lock" || file == "config.json" || file == "history.jsonl" || isTemporaryFile(file))
            continue;
        std::string content;
        try {
            content = readFile(entry->path(), limits::kSafeTensorsBytes);
        } catch (const Error&) {
            unread.push_back(entry->path());
            continue;
        }
        writeFileAtomically(to / file, content);
    }
    if (problem)
        unread.push_back(from);
    return unread;
}

void shareFile(const fs::path& from, const fs::path& to) {
    std::error_code problem;
    fs::create_hard_link(from, to, problem);
    if (problem && isThere(from))
        writeFileAtomically(to, readFile(from, limits::kSafeTensorsBytes));
}

} // namespace moelab
