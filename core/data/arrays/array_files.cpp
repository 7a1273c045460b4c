#include "data/arrays/array_files.h"

#include "base/error.h"
#include "base/printable.h"
#include "data/archive.h"
#include "data/arrays/unpacked_source.h"
#include "data/file_tree.h"
#include "data/folders/labelled_files.h"

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPacked = ".gz";
constexpr std::size_t kOthersNamed = 3;
constexpr int kByArrayNames = 90;
/// That is refused, but with a better reason than that nobody knows it.
constexpr int kByItsHead = 50;
constexpr std::size_t kHeadBytes = 16;

std::string setInWords(const std::string& set) { return set.empty() ? "one without a name" : printable(set); }

/// The files of a folder that are the format's, sorted. Of a file that is there packed and unpacked, as programs
/// that fetch data leave it, the latter.
std::vector<std::string> arrayFilesIn(const ArrayFormat& format, const fs::path& folder, const StopToken& stop) {
    std::vector<std::string> names;
    std::error_code problem;
    fs::directory_iterator entry(folder, problem);
    for (const fs::directory_iterator end; !problem && entry != end; entry.increment(problem)) {
        throwIfStopped(stop);
        std::string name = entry->path().filename().native();
        if (!isClutter(name) && format.roleOf(name))
            names.push_back(std::move(name));
    }
    if (problem)
        throw Error(printable(folder), "cannot be read (" + problem.message() + ")", "Check its permissions");
    std::ranges::sort(names);
    const std::vector<std::string> all = names;
    std::erase_if(names, [&](const std::string& name) {
        return name.ends_with(kPacked) &&
               std::ranges::binary_search(all, name.substr(0, name.size() - kPacked.size()));
    });
    return names;
}

DataSet openArrayFolder(const ArrayFormat& format, const fs::path& folder, const std::optional<std::string>& set,
                        const DataOptions& options, const StopToken& stop, const Progress& progress) {
    ArrayCollector collector(format, printable(folder), set, options, progress);
    for (const std::string& name : arrayFilesIn(format, folder, stop)) {
        FileSource source(folder / name, stop);
        collector.take(name, source);
    }
    return collector.finish();
}

/// A file of the format cannot be an archive. @throws Error if it is one
void refuseNameless(const ArrayFormat& format, const fs::path& path, const StopToken& stop) {
    std::string head(kHeadBytes, '\0');
    FileSource source(path, stop);
    head.resize(source.read({reinterpret_cast<std::uint8_t*>(head.data()), head.size()}));
    if (format.looksLike(head))
        throw Error(source.name(), "has a name that does not say which images or labels it holds",
                    "Name it and those that belong to it " + std::string(format.namesToUse));
}

DataSet openArrayArchive(const ArrayFormat& format, const fs::path& path, const DataOptions& options,
                         const StopToken& stop, const Progress& progress) {
    refuseNameless(format, path, stop);
    ArrayCollector collector(format, printable(path), std::nullopt, options, progress);
    readArchive(
        path,
        [&](const std::string& name, ByteSource& bytes) {
            if (!isClutter(name))
                collector.take(fileNameOf(name), bytes);
        },
        {}, stop);
    return collector.finish();
}

} // namespace

ArrayCollector::ArrayCollector(const ArrayFormat& format, std::string source, std::optional<std::string> set,
                               const DataOptions& options, const Progress& progress)
    : m_format(format)
    , m_source(std::move(source))
    , m_set(std::move(set))
    , m_skipsOthers(m_set.has_value())
    , m_pixels(options.pixels)
    , m_progress(progress)
    , m_arrays(m_source, options) {}

void ArrayCollector::take(std::string_view fileName, ByteSource& bytes) {
    const std::optional<ArrayRole> role = m_format.roleOf(fileName);
    if (!role) {
        if (m_others.size() < kOthersNamed)
            m_others.push_back(printable(fileName));
        return;
    }
    if (m_set.value_or(role->set) != role->set) {
        if (m_skipsOthers)
            return;
        throw Error(m_source, "holds several data sets, " + setInWords(*m_set) + " and " + setInWords(role->set),
                    "Unpack it if it is an archive, and choose the file of images of one of them");
    }
    m_set = role->set;
    if (!fileName.ends_with(kPacked))
        return read(*role, bytes);
    UnpackedSource unpacked(bytes);
    read(*role, unpacked);
}

void ArrayCollector::read(const ArrayRole& role, ByteSource& bytes) {
    m_tookSome = true;
    const ArrayHeader header = m_format.readHeader(bytes);
    if (role.isLabels)
        m_arrays.addLabels(role.split, bytes.name(), readLabelArray(bytes, header));
    else
        m_arrays.addImages(role.split, bytes.name(), readImageArray(bytes, header, m_pixels, m_progress));
}

DataSet ArrayCollector::finish() {
    if (!m_tookSome)
        throw Error(m_source,
                    "holds no " + std::string(m_format.name) + " files whose names say what they are" +
                        (m_others.empty() ? "" : " (it holds " + inWords(m_others) + ")"),
                    "Name them " + std::string(m_format.namesToUse));
    DataSet data = m_arrays.finish();
    data.source.name = m_set.value_or("");
    return data;
}

int confidenceInArrays(const ArrayFormat& format, const Glance& glance) {
    const auto isArray = [&](std::string_view name) { return format.roleOf(fileNameOf(name)).has_value(); };
    if (glance.kind == Glance::Kind::File)
        return isArray(glance.path.native()) ? kByArrayNames : format.looksLike(glance.head) ? kByItsHead : 0;
    return std::ranges::any_of(glance.names, isArray) ? kByArrayNames : 0;
}

DataSet openArrays(const ArrayFormat& format, const fs::path& path, const DataOptions& options,
                   const StopToken& stop, const Progress& progress) {
    std::error_code ignored;
    const auto role = format.roleOf(path.filename().native());
    fs::path source = path;
    DataSet data;
    if (fs::is_directory(path, ignored)) {
        data = openArrayFolder(format, path, std::nullopt, options, stop, progress);
    } else if (role) {
        source = fs::absolute(path).parent_path();
        data = openArrayFolder(format, source, role->set, options, stop, progress);
    } else {
        data = openArrayArchive(format, path, options, stop, progress);
    }
    if (data.source.name.empty())
        data.source.name = nameOfData(source);
    return data;
}

} // namespace moelab
