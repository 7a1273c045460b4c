#include "opening.h"

#include "base/counted.h"
#include "base/error.h"
#include "base/printable.h"
#include "config/parameter_table.h"
#include "console_progress.h"
#include "data/catalogue.h"

#include <spdlog/fmt/fmt.h>

namespace moelab {

namespace {

DataSet open(const std::string& spec, const Parameters& parameters, const StopToken& stop) {
    CountProgress progress("reading images");
    DataSet data =
        openAtMost(spec.empty() ? defaultDataSpec() : spec, dataOptionsOf(parameters), stop, progress.callback());
    progress.end();
    return data;
}

Parameters follow(const Parameters& parameters, const ParameterNames& given, const DataSet& data) {
    Followed followed = followData(parameters, data, given);
    if (!followed.question.empty())
        throw Error("groups:", "none were given, and " + printable(data.source.name) + " suggests none",
                    followed.question);
    return std::move(followed.parameters);
}

} // namespace

Opened openFor(GivenParameters given, const std::string& spec, const StopToken& stop) {
    DataSet data = open(spec, given.parameters(), stop);
    given.nameClasses(data.classNames);
    Parameters parameters = follow(given.parameters(), given.names(), data);
    checkCounts(data, dataOptionsOf(parameters).size);
    return {std::move(data), std::move(parameters)};
}

Parameters followFor(const Parameters& parameters, const ParameterNames& given, const std::string& spec,
                     const StopToken& stop) {
    return follow(parameters, given, open(spec, parameters, stop));
}

std::string readingText(const DataSet& data) {
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    if (data.validation)
        add(counted(static_cast<std::int64_t>(data.validation->size()), "validation image"));
    if (data.report.resized)
        add(fmt::format("brought to {} x {} from {}", data.train.width, data.train.height,
                        data.report.sizes.size() == 1 ? "another size"
                                                      : fmt::format("{} sizes", data.report.sizes.size())));
    if (const std::size_t count = data.report.leftOutCount; count > 0 && !data.report.leftOut.empty()) {
        const ReadReport::LeftOut& first = data.report.leftOut.front();
        add(fmt::format("{} {} left out, the first: {}, which {}", count, count == 1 ? "file" : "files", first.file,
                        first.reason));
    }
    return onOneLine(text);
}

} // namespace moelab
