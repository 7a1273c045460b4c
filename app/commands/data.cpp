#include "base/error.h"
#include "base/json.h"
#include "base/printable.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "config/given_parameters.h"
#include "config/parameter_table.h"
#include "console_progress.h"
#include "data/catalogue.h"
#include "data/cifar/cifar10.h"
#include "data/duplicates.h"
#include "interrupt.h"
#include "terminal.h"

#include <algorithm>
#include <cstdio>
#include <functional>

namespace moelab {
namespace {

/// One part of the data, as a column of the table and a key of the JSON.
struct Part {
    const char* name;
    std::size_t images;
    std::vector<std::int64_t> perClass;
};

std::vector<Part> partsOf(const DataSet& data) {
    std::vector<Part> parts;
    const auto add = [&](const char* name, const ImageSet& set) {
        Part& part = parts.emplace_back(Part{name, set.size(), std::vector<std::int64_t>(data.classNames.size())});
        for (const std::uint16_t label : set.labels)
            ++part.perClass[label];
    };
    add("train", data.train);
    if (data.validation)
        add("validation", *data.validation);
    add("test", data.test);
    return parts;
}

Json sizesJson(const ReadReport& report) {
    Json sizes = Json::array();
    for (const auto& [size, images] : report.sizes)
        sizes.push_back({{"width", size.first}, {"height", size.second}, {"images", images}});
    return sizes;
}

Json leftOutJson(const ReadReport& report) {
    Json files = Json::array();
    for (const ReadReport::LeftOut& each : report.leftOut)
        files.push_back({{"file", each.file}, {"reason", each.reason}});
    return {{"count", report.leftOutCount}, {"first", files}};
}

Json duplicatesJson(const Duplicates& duplicates) {
    Json pairings = Json::array();
    for (const Duplicates::Pairing& each : duplicates.pairings) {
        Json examples = Json::array();
        for (const Duplicates::Pairing::Example& example : each.examples)
            examples.push_back({{"image", example.image}, {"same_as", example.sameAs}});
        pairings.push_back({{"split", each.split},
                            {"stands_in", each.standsIn},
                            {"count", each.count},
                            {"other_class", each.otherClass},
                            {"first", examples}});
    }
    return pairings;
}

Json json(const DataSet& data, const Duplicates& duplicates) {
    Json object = {
        {"name", data.source.name},
        {"origin", data.source.origin},
        {"sha256", data.source.sha256},
        {"official", data.source.official},
        {"drawn", data.source.drawn},
        {"image", {{"width", data.train.width}, {"height", data.train.height}, {"channels", data.train.channels}}},
        {"resized", data.report.resized},
        {"sizes", sizesJson(data.report)},
        {"left_out", leftOutJson(data.report)},
        {"duplicates", duplicatesJson(duplicates)},
        {"leakage", duplicates.leakage},
        {"suggested_groups", groupsByName(groupsFor(data), data.classNames)}};
    Json classes = Json::object();
    for (const Part& part : partsOf(data)) {
        object[part.name] = part.images;
        for (std::size_t cls = 0; cls < data.classNames.size(); ++cls)
            classes[data.classNames[cls]][part.name] = part.perClass[cls];
    }
    object["classes"] = classes;
    return object;
}

std::string hashText(const DataSource& source) {
    if (source.drawn)
        return "none: these images are drawn by moelab";
    if (source.sha256.empty())
        return "none: a folder has no published hash";
    if (!source.official && !isLikePublishedCifar(source.name)) // there is no official one
        return source.sha256;
    return source.sha256 + (source.official ? " (the official one)" : " (not the official one)");
}

void printCounts(const DataSet& data) {
    const std::vector<Part> parts = partsOf(data);
    const auto row = [&](const std::string& name, auto number) {
        std::printf("%s", cell(name, 24).c_str());
        for (const Part& part : parts)
            std::printf(" %10lld", static_cast<long long>(number(part)));
        std::printf("\n");
    };
    std::printf("\n%-24s", "class");
    for (const Part& part : parts)
        std::printf(" %10s", part.name);
    std::printf("\n");
    for (std::size_t cls = 0; cls < data.classNames.size(); ++cls)
        row(data.classNames[cls], [cls](const Part& part) { return part.perClass[cls]; });
    row("all", [](const Part& part) { return part.images; });
}

/// The most frequent ones; --json has them all.
void printSizes(const ReadReport& report) {
    constexpr std::size_t kMostSizes = 10;
    using Size = std::pair<std::pair<int, int>, std::size_t>;
    std::vector<Size> sizes(report.sizes.begin(), report.sizes.end());
    std::ranges::stable_sort(sizes, std::greater(), &Size::second);
    std::printf("\nsizes found, width x height:\n");
    for (std::size_t i = 0; i < std::min(kMostSizes, sizes.size()); ++i)
        std::printf("  %d x %d: %zu %s\n", sizes[i].first.first, sizes[i].first.second, sizes[i].second,
                    sizes[i].second == 1 ? "image" : "images");
    if (sizes.size() <= kMostSizes)
        return;
    const auto area = [](const Size& each) { return std::int64_t{each.first.first} * each.first.second; };
    const auto [least, most] = std::ranges::minmax_element(sizes, {}, area);
    std::printf("  and %zu more, between %d x %d and %d x %d\n", sizes.size() - kMostSizes, least->first.first,
                least->first.second, most->first.first, most->first.second);
}

void printReport(const ReadReport& report) {
    if (report.resized)
        printSizes(report);
    if (report.leftOutCount == 0)
        return;
    std::printf("\nleft out: %zu %s\n", report.leftOutCount, report.leftOutCount == 1 ? "file" : "files");
    for (const ReadReport::LeftOut& each : report.leftOut)
        std::printf("  %s: %s\n", onOneLine(each.file).c_str(), onOneLine(each.reason).c_str());
    if (report.leftOut.size() < report.leftOutCount)
        std::printf("  and %zu more\n", report.leftOutCount - report.leftOut.size());
}

void printDuplicates(const Duplicates& duplicates) {
    if (duplicates.pairings.empty())
        return;
    std::printf("\nimages that are the same to the last byte:\n");
    for (const Duplicates::Pairing& each : duplicates.pairings) {
        const bool within = each.split == each.standsIn;
        std::printf("  %zu %s %s %s, too", each.count, each.split.c_str(),
                    each.count == 1 ? "image stands" : "images stand",
                    (within ? "earlier in it" : "in " + each.standsIn).c_str());
        if (each.otherClass > 0)
            std::printf(", %zu of them with another class", each.otherClass);
        if (!each.examples.empty())
            std::printf("; the first: %s %zu as %s %zu", each.split.c_str(), each.examples.front().image,
                        each.standsIn.c_str(), each.examples.front().sameAs);
        std::printf("\n");
    }
    if (duplicates.leakage > 0)
        std::printf(
            "leakage: networks are trained or chosen on %zu test %s, so that accuracy on the test set says too "
            "much\n",
            duplicates.leakage, duplicates.leakage == 1 ? "image" : "images");
}

void printGroups(const DataSet& data) {
    const ClassGroups groups = groupsFor(data);
    if (groups.empty()) {
        std::printf("\nclass groups: none are suggested; give some with --set groups=... when you train\n");
        return;
    }
    std::printf("\nclass groups that a run has if none are given:\n");
    for (const ClassGroup& group : groups) {
        std::string names;
        for (const int cls : group.classes)
            names += (names.empty() ? "" : ", ") + data.classNames[static_cast<std::size_t>(cls)];
        std::printf("  %s: %s\n", group.name.c_str(), onOneLine(names).c_str());
    }
}

struct DataShowOptions {
    std::string spec;
    std::vector<std::string> assignments;
    bool json = false;
};

void show(const DataShowOptions& options) {
    const Interrupt interrupt;
    GivenParameters given;
    for (const std::string& assignment : options.assignments)
        given.assign(assignment);
    CountProgress progress("reading images");
    const DataSet data = openWholeData(options.spec.empty() ? defaultDataSpec() : options.spec,
                                       dataOptionsOf(given.parameters()), interrupt.token(), progress.callback());
    progress.end();
    const Duplicates duplicates = duplicatesIn(data, interrupt.token());
    if (options.json)
        return printJson(json(data, duplicates));
    std::printf("%s\nfrom:   %s\nsha256: %s\nsize:   %d x %d, %d %s\n", onOneLine(data.source.name).c_str(),
                onOneLine(data.source.origin).c_str(), hashText(data.source).c_str(), data.train.width,
                data.train.height, data.train.channels, data.train.channels == 1 ? "channel" : "channels");
    printCounts(data);
    printReport(data.report);
    printDuplicates(duplicates);
    printGroups(data);
}

void fetch() {
    const Interrupt interrupt;
    try {
        fetchCifar10([](std::uint64_t done, std::uint64_t total) { showProgress("CIFAR-10", done, total); },
                     interrupt.token());
    } catch (const Stopped&) {
        std::fprintf(stderr, "\nStopped. What has arrived is kept; run the same command again to continue.\n");
        throw;
    }
    printPath(cachedCifar10());
}

} // namespace

void addDataCommand(CLI::App& app) {
    auto options = std::make_shared<DataShowOptions>();
    CLI::App* const command = app.add_subcommand("data", "Look at data, or fetch CIFAR-10");
    command->require_subcommand(1);
    CLI::App* const showing = command->add_subcommand(
        "show", "Contents of a data set: images by class, sizes, files left out, class groups");
    showing->add_option(
        "data", options->spec,
        "builtin, cifar10, or the path of a folder, an archive or a file of images (default: cifar10 if fetched, "
        "else builtin)");
    showing
        ->add_option("--set", options->assignments,
                     "name=value, a parameter that says how data are read; may be repeated")
        ->allow_extra_args(false);
    showing->add_flag("--json", options->json, "Print one JSON object");
    showing->callback([options] { show(*options); });
    command->add_subcommand("fetch", "Download CIFAR-10 (170 MB) once into the cache")->callback(fetch);
}

} // namespace moelab
