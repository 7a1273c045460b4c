#include "data/glance.h"

#include "base/error.h"
#include "base/file_reader.h"
#include "base/files.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/archive.h"
#include "data/file_tree.h"

#include <algorithm>

namespace moelab {
namespace {

namespace fs = std::filesystem;

fs::file_type typeOf(const fs::path& path) {
    std::error_code problem;
    const fs::file_status status = fs::status(path, problem);
    if (status.type() == fs::file_type::not_found)
        throw Error(printable(path), "does not exist", "Check the path");
    if (problem)
        throw Error(printable(path), "cannot be read (" + problem.message() + ")",
                    "Check the path and its permissions");
    if (status.type() != fs::file_type::directory && status.type() != fs::file_type::regular)
        throw Error(printable(path), "is neither a folder nor a file", "Choose a folder or an archive with images");
    return status.type();
}

std::vector<std::string> namesIn(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code problem;
    std::error_code ignored;
    fs::directory_iterator entry(folder, problem);
    for (const fs::directory_iterator end; !problem && entry != end && names.size() < limits::kGlanceEntries;
         entry.increment(problem)) {
        const std::string name = entry->path().filename().native();
        if (!isClutter(name))
            names.push_back(name + (entry->is_directory(ignored) ? "/" : ""));
    }
    if (problem)
        throw Error(printable(folder), "cannot be read (" + problem.message() + ")", "Check its permissions");
    return names;
}

std::string headOf(const fs::path& file) {
    std::string head(limits::kGlanceBytes, '\0');
    head.resize(FileReader(file).readSome(head.data(), head.size()));
    return head;
}

} // namespace

bool Glance::holds(std::string_view name) const {
    if (kind == Kind::Folder)
        return isThere(path / name);
    return std::ranges::any_of(names, [&](const std::string& other) { return fileNameOf(other) == name; });
}

Glance glanceAt(const fs::path& path) {
    Glance glance{path};
    if (typeOf(path) == fs::file_type::directory) {
        glance.kind = Glance::Kind::Folder;
        glance.names = namesIn(path);
    } else {
        ArchiveStart start = startOfArchive(path);
        glance.kind = start.isArchive ? Glance::Kind::Archive : Glance::Kind::File;
        glance.names = std::move(start.names);
        std::erase_if(glance.names, isClutter);
        glance.problem = std::move(start.problem);
        glance.head = headOf(path);
    }
    std::ranges::sort(glance.names);
    return glance;
}

} // namespace moelab
