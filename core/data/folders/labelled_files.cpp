#include "data/folders/labelled_files.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "base/random.h"
#include "data/stratified_split.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace moelab {
namespace {

/// Sorted by name before, so that nothing depends on the order in which a file system lists them.
void shuffle(std::vector<LabelledFile>& images, const LabelledFiles& data, std::uint64_t seed,
             std::string_view split) {
    std::ranges::sort(images, {},
                      [&](const LabelledFile& image) -> const std::string& { return data.files[image.file].name; });
    std::uint64_t state = streamSeed(seed, split, 0, "order");
    for (std::size_t left = images.size(); left > 1; --left) {
        state = mix(state);
        std::swap(images[left - 1], images[state % left]);
    }
}

void splitOffTests(LabelledFiles& data, const DataOptions& options) {
    if (!(options.testFraction > 0 && options.testFraction < 1))
        throw Error("test_fraction", "is " + std::to_string(options.testFraction),
                    "Choose more than 0 and less than 1");
    std::ranges::sort(data.train, {},
                      [&](const LabelledFile& image) -> const std::string& { return data.files[image.file].name; });
    std::vector<std::uint16_t> labels;
    for (const LabelledFile& image : data.train)
        labels.push_back(image.label);
    const SplitIndices split = stratifiedSplit(labels, options.testFraction, options.splitSeed);
    std::vector<LabelledFile> train;
    for (const std::size_t i : split.train)
        train.push_back(data.train[i]);
    for (const std::size_t i : split.test)
        data.test.push_back(data.train[i]);
    data.train = std::move(train);
}

void checkClasses(const LabelledFiles& data) {
    const std::string source = printable(data.tree);
    const std::size_t classes = data.classNames.size();
    if (classes == 1)
        throw Error(source, "has one class only, \"" + data.classNames.front() + "\"",
                    "Choose data of at least two classes");
    if (classes > static_cast<std::size_t>(limits::kClasses))
        throw Error(source,
                    "has " + std::to_string(classes) + " classes, and at most " + std::to_string(limits::kClasses) +
                        " are read",
                    "Choose data with fewer");
    std::vector<bool> trained(classes);
    for (const LabelledFile& image : data.train)
        trained[image.label] = true;
    const auto missing = std::ranges::find(trained, false);
    if (missing != trained.end())
        throw Error(source,
                    "has no training images of the class \"" +
                        data.classNames[static_cast<std::size_t>(missing - trained.begin())] + "\"",
                    "Add some, or take the class out of the other splits");
}

} // namespace

std::string nameOfData(const std::filesystem::path& path) {
    const std::filesystem::path whole = std::filesystem::absolute(path).lexically_normal();
    const std::filesystem::path last = whole.has_filename() ? whole.filename() : whole.parent_path().filename();
    return last.empty() ? "images" : printable(last);
}

void note(ReadReport& report, const std::string& file, const std::string& reason) {
    if (++report.leftOutCount <= limits::kLeftOutListed)
        report.leftOut.push_back({printable(file), printable(reason)});
}

void leaveOut(ReadReport& report, const std::string& file, const std::string& reason, const DataOptions& options) {
    if (options.unreadable == Unreadable::Refuse)
        throw Error(printable(file), reason, "Mend or remove it, or let files that cannot be read be left out");
    note(report, file, reason);
}

void checkClassName(const std::string& name, const std::string& source) {
    if (name.empty() || name.size() > limits::kClassNameBytes || !isUtf8(name) || onOneLine(name) != name)
        throw Error(source, "has the unusable class name \"" + printable(name) + "\"",
                    "Name classes in UTF-8, with 1 to " + std::to_string(limits::kClassNameBytes) +
                        " bytes and no control characters");
}

void arrange(LabelledFiles& data, const DataOptions& options) {
    if (data.train.empty())
        throw Error(printable(data.tree), "has no training images", "Choose a folder or an archive with images");
    checkClasses(data);
    if (data.test.empty())
        splitOffTests(data, options);
    shuffle(data.train, data, options.splitSeed, "train");
    shuffle(data.test, data, options.splitSeed, "test");
    shuffle(data.validation, data, options.splitSeed, "validation");
}

} // namespace moelab
