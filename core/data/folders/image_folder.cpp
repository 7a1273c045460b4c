#include "data/folders/image_folder.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/archive.h"
#include "data/folders/decode_files.h"
#include "data/pictures/picture.h"

#include <algorithm>
#include <map>
#include <set>

namespace moelab {
namespace {

namespace fs = std::filesystem;

/// A picture, and the folders that it lies in.
struct Placed {
    std::size_t file;
    std::vector<std::string_view> folders;
};

std::vector<std::string_view> foldersOf(std::string_view name) {
    std::vector<std::string_view> folders;
    for (std::size_t end = name.find('/'); end != std::string_view::npos; end = name.find('/')) {
        folders.push_back(name.substr(0, end));
        name.remove_prefix(end + 1);
    }
    return folders;
}

/// Steps over folders that hold everything, but for those that are a split's or the only class.
void stepIn(std::vector<Placed>& pictures) {
    const auto canStep = [&] {
        const auto& first = pictures.front().folders;
        const bool deeper = std::ranges::any_of(pictures, [](const Placed& one) { return one.folders.size() > 1; });
        return deeper && splitNamed(first.front()) == SplitName::None &&
               std::ranges::all_of(pictures, [&](const Placed& one) {
                   return !one.folders.empty() && one.folders.front() == first.front();
               });
    };
    while (!pictures.front().folders.empty() && canStep())
        for (Placed& picture : pictures)
            picture.folders.erase(picture.folders.begin());
}

/// Steps over a last folder that all classes have, as "images" in train/CLASS/images.
void stepOut(std::vector<Placed>& pictures) {
    const auto deep = [](const Placed& one) { return one.folders.size() > 1; };
    if (pictures.empty() || !std::ranges::all_of(pictures, deep))
        return;
    const std::string_view last = pictures.front().folders.back();
    if (std::ranges::all_of(pictures, [&](const Placed& one) { return one.folders.back() == last; }))
        for (Placed& picture : pictures)
            picture.folders.pop_back();
}

/// A class's folder, and the one above all classes; empty if there is none.
using ClassKey = std::pair<std::string_view, std::string_view>;

ClassKey keyOf(const Placed& picture, bool grouped) {
    return {picture.folders.back(), grouped ? picture.folders.front() : std::string_view()};
}

class Classes {
  public:
    explicit Classes(const std::vector<Placed>& pictures)
        : m_grouped(std::ranges::all_of(pictures, [](const Placed& one) { return one.folders.size() > 1; })) {
        std::map<std::string_view, int> uses;
        std::set<ClassKey> keys;
        for (const Placed& picture : pictures)
            if (keys.insert(keyOf(picture, m_grouped)).second)
                ++uses[picture.folders.back()];
        std::map<std::string, ClassKey> byName;
        for (const ClassKey& key : keys)
            byName[uses[key.first] > 1 ? std::string(key.second) + "/" + std::string(key.first)
                                       : std::string(key.first)] = key;
        for (const auto& [name, key] : byName) {
            m_labels[key] = static_cast<std::uint16_t>(std::min<std::size_t>(m_names.size(), 0xffff));
            m_names.push_back(name);
        }
    }

    const std::vector<std::string>& names() const { return m_names; }
    std::uint16_t labelOf(const Placed& picture) const { return m_labels.at(keyOf(picture, m_grouped)); }

    /// None where the upper folders say nothing: there is only one, or each holds one class.
    ClassGroups groups() const {
        std::map<std::string_view, std::vector<int>> members;
        for (const auto& [key, label] : m_labels)
            members[key.second].push_back(label);
        if (!m_grouped || members.size() < 2 || members.size() > static_cast<std::size_t>(limits::kGroups) ||
            members.size() == m_labels.size())
            return {};
        ClassGroups groups;
        for (auto& [folder, classes] : members) {
            std::ranges::sort(classes);
            groups.push_back({std::string(folder), classes});
        }
        return groups;
    }

  private:
    bool m_grouped;
    std::map<ClassKey, std::uint16_t> m_labels;
    std::vector<std::string> m_names;
};

/// Takes the splits' folders off. @returns the split of each picture; of what lies in none, None, if there are
/// splits
std::vector<SplitName> splitsOf(std::vector<Placed>& pictures) {
    const auto splitOf = [](const Placed& picture) { return splitNamed(picture.folders.front()); };
    const auto isTraining = [&](const Placed& one) {
        return splitOf(one) == SplitName::Train && one.folders.size() > 1;
    };
    const auto isOfSplit = [&](const Placed& one) { return splitOf(one) != SplitName::None; };
    const bool split = std::ranges::any_of(pictures, isTraining) || std::ranges::all_of(pictures, isOfSplit);
    std::vector<SplitName> splits;
    for (Placed& picture : pictures) {
        splits.push_back(split ? splitOf(picture) : SplitName::Train);
        if (split)
            picture.folders.erase(picture.folders.begin());
    }
    return splits;
}

/// The pictures among a tree's files. What else lies in folders is left out, and that is said.
std::vector<Placed> picturesOf(LabelledFiles& data) {
    std::vector<Placed> pictures;
    std::vector<std::size_t> others;
    for (std::size_t i = 0; i < data.files.size(); ++i) {
        const std::string_view name = data.files[i].name;
        if (!hasPictureName(fileNameOf(name)))
            others.push_back(i);
        else
            pictures.push_back({i, foldersOf(name)});
    }
    std::set<std::string_view> folders;
    for (const Placed& picture : pictures)
        folders.insert(
            std::string_view(data.files[picture.file].name).substr(0, data.files[picture.file].name.rfind('/')));
    for (const std::size_t other : others) {
        const std::string& name = data.files[other].name;
        if (name.find('/') != std::string::npos &&
            folders.contains(std::string_view(name).substr(0, name.rfind('/'))))
            note(data.report, name, "is not named as a picture");
    }
    return pictures;
}

[[noreturn]] void refuseWithoutClasses(const fs::path& tree) {
    throw Error(printable(tree), "has pictures, but in no folders of classes",
                "Put the pictures of each class into a folder that is named after it");
}

/// Leaves out pictures that lie in no folder.
void keepThoseInFolders(std::vector<Placed>& pictures, LabelledFiles& data, const DataOptions& options) {
    std::erase_if(pictures, [&](const Placed& picture) {
        if (!picture.folders.empty())
            return false;
        leaveOut(data.report, data.files[picture.file].name, "lies in no class's folder", options);
        return true;
    });
    if (pictures.empty())
        refuseWithoutClasses(data.tree);
}

} // namespace

LabelledFiles sortIntoClasses(const fs::path& tree, std::vector<TreeFile> files, const DataOptions& options) {
    LabelledFiles data{nameOfData(tree), tree, std::move(files), {}};
    std::vector<Placed> pictures = picturesOf(data);
    if (pictures.empty())
        throw Error(printable(tree), "holds no pictures", "Choose a folder or an archive with PNG or JPEG files");
    stepIn(pictures);
    keepThoseInFolders(pictures, data, options);
    const std::vector<SplitName> splits = splitsOf(pictures);
    std::vector<Placed> kept;
    std::vector<SplitName> keptSplits;
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (splits[i] != SplitName::None && !pictures[i].folders.empty()) {
            kept.push_back(std::move(pictures[i]));
            keptSplits.push_back(splits[i]);
        } else {
            leaveOut(data.report, data.files[pictures[i].file].name,
                     splits[i] == SplitName::None ? "lies in neither train nor test" : "lies in no class's folder",
                     options);
        }
    }
    if (kept.empty())
        refuseWithoutClasses(tree);
    stepOut(kept);
    const Classes classes(kept);
    data.classNames = classes.names();
    for (const std::string& name : data.classNames)
        checkClassName(name, printable(tree));
    data.suggestedGroups = classes.groups();
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const LabelledFile image{kept[i].file, classes.labelOf(kept[i])};
        (keptSplits[i] == SplitName::Train  ? data.train
         : keptSplits[i] == SplitName::Test ? data.test
                                            : data.validation)
            .push_back(image);
    }
    arrange(data, options);
    return data;
}

namespace {

/// Looks for one picture in a folder or below it, at so many entries at most.
bool holdsPicture(const fs::path& folder, int depth, int& entriesLeft) {
    std::error_code problem;
    std::vector<fs::path> folders;
    int here = 0;
    const int most = depth == 0 ? 1000 : 100;
    fs::directory_iterator entry(folder, fs::directory_options::skip_permission_denied, problem);
    for (const fs::directory_iterator end; !problem && entry != end && entriesLeft-- > 0 && here++ < most;
         entry.increment(problem)) {
        const std::string name = entry->path().filename().native();
        std::error_code ignored;
        if (isClutter(name))
            continue;
        if (entry->is_directory(ignored))
            folders.push_back(entry->path());
        else if (depth > 0 && hasPictureName(name))
            return true;
    }
    return depth < 5 && std::ranges::any_of(folders, [&](const fs::path& below) {
               return holdsPicture(below, depth + 1, entriesLeft);
           });
}

} // namespace

int recognisesImageFolder(const Glance& glance) {
    constexpr int kHasPicturesInFolders = 60;
    constexpr int kHasPictures = 2; // says what is missing
    const auto isPicture = [](const std::string& name) { return hasPictureName(fileNameOf(name)); };
    if (glance.kind == Glance::Kind::File)
        return 0;
    bool inFolders = false;
    if (glance.kind == Glance::Kind::Archive)
        inFolders = std::ranges::any_of(glance.names, [&](const std::string& name) {
            return isPicture(name) && name.find('/') != std::string::npos;
        });
    else if (int entries = 3000; holdsPicture(glance.path, 0, entries))
        inFolders = true;
    if (inFolders)
        return kHasPicturesInFolders;
    return std::ranges::any_of(glance.names, isPicture) ? kHasPictures : 0;
}

DataSet openImageFolder(const fs::path& path, const DataOptions& options, const StopToken& stop,
                        const Progress& progress) {
    return decodeFiles(sortIntoClasses(path, listFiles(path, stop), options), options, stop, progress);
}

} // namespace moelab
