#include "config/parameter_file.h"

#include "base/error.h"
#include "config/parameter_table.h"

namespace moelab {

Parameters readParameters(const std::filesystem::path& file) {
    return parametersFromJson(readParametersJson(file), file.string());
}

Json readParametersJson(const std::filesystem::path& file) {
    Json object = readJson(file);
    const bool isWhole = object.is_object() && object.contains("parameters"); // no parameter is called so
    if (isWhole && object.contains("name")) // a sweep varies parameters, and a part of it is not the whole
        throw Error(file.string(), "is a sweep", "Train it with: moelab sweep, or give a run's config.json");
    Json parameters = isWhole ? std::move(object.at("parameters")) : std::move(object);
    mustBeObject(parameters, file.string());
    return parameters;
}

} // namespace moelab
