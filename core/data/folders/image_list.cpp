#include "data/folders/image_list.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "base/text_lines.h"
#include "data/archive.h"
#include "data/folders/decode_files.h"
#include "data/folders/delimited_text.h"
#include "data/pictures/picture.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>
#include <set>
#include <span>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 13> kPathNames = {
    "path", "file",       "filename", "file_name",  "filepath", "file_path", "image",
    "img",  "image_path", "img_path", "image_file", "picture",  "name"};
constexpr std::array<std::string_view, 8> kClassNames = {"class",     "label",  "category", "class_name",
                                                         "classname", "labels", "target",   "species"};
constexpr std::array<std::string_view, 4> kSplitNames = {"split", "set", "subset", "partition"};

std::string lowered(std::string_view text) {
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return lower;
}

struct ListColumns {
    std::size_t path;
    std::size_t className;
    std::optional<std::size_t> split;
    bool named; ///< by the first row
};

/// @returns the column with one of these names, the earlier ones first
std::optional<std::size_t> columnOf(const std::vector<std::string>& names,
                                    std::span<const std::string_view> wanted) {
    for (const std::string_view name : wanted)
        for (std::size_t i = 0; i < names.size(); ++i)
            if (lowered(names[i]) == name)
                return i;
    return std::nullopt;
}

/// @returns nothing if the first row tells no columns
std::optional<ListColumns> usualColumns(const std::vector<std::string>& first) {
    const auto path = columnOf(first, kPathNames);
    const auto className = columnOf(first, kClassNames);
    if (path && className)
        return ListColumns{*path, *className, columnOf(first, kSplitNames), true};
    const auto isPicture = [](const std::string& field) { return hasPictureName(field); };
    if (first.size() == 2 && isPicture(first[0]) && !isPicture(first[1]))
        return ListColumns{0, 1, std::nullopt, false};
    return std::nullopt;
}

ListColumns chosenColumns(const std::vector<std::string>& first, const std::string& chosen) {
    std::vector<std::size_t> columns;
    for (std::string_view rest = chosen; !rest.empty();) {
        const std::size_t end = std::min(rest.find(','), rest.size());
        const std::string name = lowered(trimmed(rest.substr(0, end)));
        const std::string_view wanted = name;
        const auto column = columnOf(first, std::span(&wanted, 1));
        if (!column)
            throw Error("list_columns", "names \"" + printable(name) + "\", and the list has no such column",
                        "Choose from: " + printable(inWords(first)));
        columns.push_back(*column);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (columns.size() != 2 && columns.size() != 3)
        throw Error("list_columns", "is \"" + printable(chosen) + "\"",
                    "Give two or three names: path,class,split");
    return {columns[0], columns[1], columns.size() == 3 ? std::optional(columns[2]) : std::nullopt, true};
}

ListColumns columnsOf(const DelimitedRow& first, const std::string& source, const DataOptions& options) {
    if (!options.listColumns.empty())
        return chosenColumns(first.fields, options.listColumns);
    const auto columns = usualColumns(first.fields);
    if (!columns)
        throw Error(source,
                    "has no columns that are known for paths and classes (it has " +
                        printable(inWords(first.fields)) + ")",
                    "Name them with list_columns, as in path,class or path,class,split");
    return *columns;
}

[[noreturn]] void refuseLine(const std::string& source, std::size_t line, const std::string& problem,
                             const std::string& advice) {
    throw Error(source + ":", "line " + std::to_string(line) + " " + problem, advice);
}

bool isList(const std::string& name) {
    const std::string lower = lowered(name);
    return lower.ends_with(".csv") || lower.ends_with(".tsv");
}

bool tellsColumns(std::string_view head) {
    try {
        const auto rows = readDelimited(head.substr(0, head.find_first_of("\r\n")), "");
        return !rows.empty() && usualColumns(rows.front().fields);
    } catch (const Error&) {
        return false;
    }
}

/// Where a list lies, and its text.
struct FoundList {
    fs::path tree;      ///< a folder or an archive
    std::string name;   ///< within it
    std::string source; ///< for messages
    std::string text;
    std::vector<TreeFile> files; ///< of an archive
};

/// The only list that lies highest. @throws Error if there are more
std::string onlyList(const std::vector<std::string>& names, const std::string& source) {
    const auto depth = [](const std::string& name) { return std::ranges::count(name, '/'); };
    std::vector<std::string> lists;
    std::ranges::copy_if(names, std::back_inserter(lists), isList);
    std::ranges::stable_sort(lists, {}, depth);
    if (lists.empty())
        throw Error(source, "has no list (.csv or .tsv)", "Choose the list itself");
    if (lists.size() > 1 && depth(lists[0]) == depth(lists[1]))
        throw Error(source, "has several lists, such as " + printable(lists[0]) + " and " + printable(lists[1]),
                    "Keep one of them, or choose the list itself");
    return lists.front();
}

FoundList findInArchive(const fs::path& path, const StopToken& stop) {
    FoundList list{path, {}, {}, {}, listFiles(path, stop)};
    std::vector<std::string> names;
    for (const TreeFile& file : list.files)
        names.push_back(file.name);
    list.name = onlyList(names, printable(path));
    list.source = printable(path) + ": " + printable(list.name);
    visitFiles(
        path, list.files, [&](std::size_t file) { return list.files[file].name == list.name; },
        [&](std::size_t, ByteSource& bytes) { list.text = readAll(bytes, limits::kListBytes); }, stop);
    return list;
}

FoundList findList(const fs::path& path, const StopToken& stop) {
    const Glance glance = glanceAt(path);
    if (glance.kind == Glance::Kind::Archive)
        return findInArchive(path, stop);
    fs::path file = path;
    if (glance.kind == Glance::Kind::Folder)
        file /= onlyList(glance.names, printable(path));
    FoundList list{
        fs::absolute(file).lexically_normal().parent_path(), file.filename().string(), printable(file), {}, {}};
    FileSource bytes(file, stop);
    list.text = readAll(bytes, limits::kListBytes);
    return list;
}

/// Sorts by value if all are whole numbers.
std::vector<std::string> classNamesOf(const std::vector<ListedImage>& images) {
    std::set<std::string> sorted;
    for (const ListedImage& image : images)
        sorted.insert(image.className);
    std::vector<std::string> names(sorted.begin(), sorted.end());
    const auto isNumber = [](const std::string& name) {
        return !name.empty() && name.size() < 10 &&
               std::ranges::all_of(name, [](char c) { return c >= '0' && c <= '9'; });
    };
    if (std::ranges::all_of(names, isNumber))
        std::ranges::stable_sort(names, {}, [](const std::string& name) { return std::stol(name); });
    return names;
}

/// The listed files that are there, by name.
class ListedFiles {
  public:
    ListedFiles(const FoundList& list, const DataOptions& options)
        : m_list(list)
        , m_options(options) {}

    struct Entry {
        TreeFile file;
        const ListedImage* image;
    };

    std::map<std::string, Entry> entries(const std::vector<ListedImage>& images, ReadReport& report,
                                         const StopToken& stop) const {
        std::map<std::string, Entry> entries;
        const fs::path folder = fs::path(m_list.name).parent_path();
        for (const ListedImage& image : images) {
            throwIfStopped(stop);
            const auto name = withinTree(fs::absolute(m_list.tree), folder, image.path);
            if (!name)
                refuseLine(m_list.source, image.line,
                           "names " + printable(image.path) + ", which is not in the list's folder",
                           "Put list and pictures into one folder, and give paths within it");
            if (const auto before = entries.find(*name); before != entries.end()) {
                noteAgain(*before->second.image, image, report);
                continue;
            }
            if (auto file = find(*name))
                entries.emplace(*name, Entry{*std::move(file), &image});
            else
                leaveOut(report, image.path, "is missing (line " + std::to_string(image.line) + " names it)",
                         m_options);
        }
        return entries;
    }

  private:
    std::optional<TreeFile> find(const std::string& name) const {
        if (m_list.files.empty())
            return folderFile(m_list.tree, name);
        const auto found = std::ranges::lower_bound(m_list.files, name, {}, &TreeFile::name);
        return found != m_list.files.end() && found->name == name ? std::optional(*found) : std::nullopt;
    }

    void noteAgain(const ListedImage& before, const ListedImage& image, ReadReport& report) const {
        if (before.className != image.className)
            refuseLine(m_list.source, image.line,
                       "gives " + printable(image.path) + " the class \"" + printable(image.className) +
                           "\", and line " + std::to_string(before.line) + " \"" + printable(before.className) +
                           "\"",
                       "Keep one of the two");
        note(report, image.path,
             "is listed a second time (lines " + std::to_string(before.line) + " and " +
                 std::to_string(image.line) + ")");
    }

    const FoundList& m_list;
    const DataOptions& m_options;
};

} // namespace

std::vector<ListedImage> readImageList(std::string_view text, const std::string& source,
                                       const DataOptions& options) {
    const std::vector<DelimitedRow> rows = readDelimited(text, source);
    if (rows.empty())
        throw Error(source, "is an empty list", "Choose a list of paths and classes");
    const ListColumns columns = columnsOf(rows.front(), source, options);
    std::vector<ListedImage> images;
    for (const DelimitedRow& row : std::span(rows).subspan(columns.named ? 1 : 0)) {
        ListedImage image{row.line, row.fields[columns.path], row.fields[columns.className], SplitName::None};
        if (image.path.empty())
            refuseLine(source, row.line, "names no file", "Correct it");
        checkClassName(image.className, source + ": line " + std::to_string(row.line));
        if (columns.split) {
            const std::string& split = row.fields[*columns.split];
            image.split = splitNamed(split);
            if (image.split == SplitName::None)
                refuseLine(source, row.line, "has the split \"" + printable(split) + "\"",
                           "Use train, val and test");
        }
        images.push_back(std::move(image));
    }
    if (images.empty())
        throw Error(source, "names no files", "Choose a list of paths and classes");
    return images;
}

std::optional<std::string> withinTree(const fs::path& root, const fs::path& folder, const std::string& listed) {
    std::string path = listed;
    std::ranges::replace(path, '\\', '/');
    const fs::path whole = fs::path(path).is_absolute() ? fs::path(path) : root / folder / path;
    const fs::path within = whole.lexically_normal().lexically_relative(root.lexically_normal());
    if (within.empty() || *within.begin() == ".." || *within.begin() == "." || path.find('\0') != std::string::npos)
        return std::nullopt;
    return within.generic_string();
}

int recognisesImageList(const Glance& glance) {
    constexpr int kByItsColumns = 85;
    constexpr int kByItsName = 40; // says what is wrong with it
    constexpr int kSurerThanClassFolders = 70;
    constexpr int kLessThanClassFolders = 50;
    const auto isTopList = [](const std::string& name) {
        return isList(name) && name.find('/') == std::string::npos;
    };
    if (glance.kind == Glance::Kind::File)
        return tellsColumns(glance.head) ? kByItsColumns : isList(glance.path.filename().string()) ? kByItsName : 0;
    if (glance.kind == Glance::Kind::Folder) {
        const auto list = std::ranges::find_if(glance.names, isTopList);
        if (std::ranges::count_if(glance.names, isTopList) != 1)
            return 0;
        try {
            return tellsColumns(glanceAt(glance.path / *list).head) ? kSurerThanClassFolders : 0;
        } catch (const Error&) {
            return 0;
        }
    }
    if (!std::ranges::any_of(glance.names, isList))
        return 0;
    std::set<std::string> folders;
    for (const std::string& name : glance.names)
        if (hasPictureName(fileNameOf(name)))
            folders.insert(fs::path(name).parent_path().string());
    return folders.empty() ? 0 : folders.size() == 1 ? kSurerThanClassFolders : kLessThanClassFolders;
}

DataSet openImageList(const fs::path& path, const DataOptions& options, const StopToken& stop,
                      const Progress& progress) {
    const FoundList list = findList(path, stop);
    const std::vector<ListedImage> images = readImageList(list.text, list.source, options);
    LabelledFiles data{nameOfData(path), list.tree, {}, classNamesOf(images)};
    std::map<std::string, std::uint16_t> labels;
    for (const std::string& name : data.classNames)
        labels[name] = static_cast<std::uint16_t>(std::min<std::size_t>(labels.size(), 0xffff));
    for (auto& [name, entry] : ListedFiles(list, options).entries(images, data.report, stop)) {
        const LabelledFile image{data.files.size(), labels.at(entry.image->className)};
        data.files.push_back(std::move(entry.file));
        (entry.image->split == SplitName::Test         ? data.test
         : entry.image->split == SplitName::Validation ? data.validation
                                                       : data.train)
            .push_back(image);
    }
    arrange(data, options);
    return decodeFiles(data, options, stop, progress);
}

} // namespace moelab
