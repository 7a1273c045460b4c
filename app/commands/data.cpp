#include "base/error.h"
#include "base/json.h"
#include "commands/commands.h"
#include "commands/dumped.h"
#include "console_progress.h"
#include "data/catalogue.h"
#include "data/printable.h"
#include "interrupt.h"
#include "terminal.h"

#include <cstdio>

namespace moelab {
namespace {

std::vector<std::int64_t> countsPerClass(const ImageSet& set, std::size_t classes) {
    std::vector<std::int64_t> counts(classes);
    for (const std::uint16_t label : set.labels)
        ++counts[label];
    return counts;
}

std::string hashText(const DataSource& source) {
    if (source.drawn)
        return "none: these images are drawn by moelab";
    if (source.sha256.empty())
        return "none: a folder has no published hash";
    return source.sha256 + (source.official ? " (the official one)" : " (not the official one)");
}

void show(const std::string& spec, bool json) {
    const DataSet data = openWholeData(spec.empty() ? defaultDataSpec() : spec);
    const std::size_t classes = data.classNames.size();
    const std::vector<std::int64_t> train = countsPerClass(data.train, classes);
    const std::vector<std::int64_t> test = countsPerClass(data.test, classes);
    if (json) {
        Json counts = Json::object();
        for (std::size_t cls = 0; cls < classes; ++cls)
            counts[data.classNames[cls]] = {{"train", train[cls]}, {"test", test[cls]}};
        printJson({{"name", data.source.name},
                   {"origin", data.source.origin},
                   {"sha256", data.source.sha256},
                   {"official", data.source.official},
                   {"drawn", data.source.drawn},
                   {"train", data.train.size()},
                   {"test", data.test.size()},
                   {"classes", counts}});
        return;
    }
    std::printf("%s\nfrom:   %s\nsha256: %s\nsize:   %d x %d, %d channels\n\n%-12s %8s %8s\n",
                onOneLine(data.source.name).c_str(), onOneLine(data.source.origin).c_str(),
                hashText(data.source).c_str(), data.train.width, data.train.height, data.train.channels, "class",
                "train", "test");
    for (std::size_t cls = 0; cls < classes; ++cls)
        std::printf("%s %8lld %8lld\n", cell(data.classNames[cls], 12).c_str(), static_cast<long long>(train[cls]),
                    static_cast<long long>(test[cls]));
    std::printf("%-12s %8zu %8zu\n", "all", data.train.size(), data.test.size());
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
    struct Options {
        std::string spec;
        bool json = false;
    };
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("data", "Look at data, or fetch CIFAR-10");
    command->require_subcommand(1);
    CLI::App* const showing =
        command->add_subcommand("show", "Contents of a data set, and whether it is the official one");
    showing->add_option(
        "data", options->spec,
        "builtin, cifar10, or a CIFAR-10 folder or archive (default: cifar10 if fetched, else builtin)");
    showing->add_flag("--json", options->json, "Print one JSON object");
    showing->callback([options] { show(options->spec, options->json); });
    command->add_subcommand("fetch", "Download CIFAR-10 (170 MB) once into the cache")->callback(fetch);
}

} // namespace moelab
