#include "config/parameter_file.h"

#include "base/error.h"
#include "config/parameter_table.h"

namespace moelab {

Parameters readParameters(const std::filesystem::path& file) {
    const Json object = readJson(file);
    if (!object.is_object() || !object.contains("parameters")) // no parameter is called so
        return parametersFromJson(object, file.string());
    if (object.contains("name")) // a sweep varies parameters, and a part of it is not the whole
        throw Error(file.string(), "is a sweep", "Train it with: moelab sweep, or give a run's config.json");
    return parametersFromJson(object.at("parameters"), file.string());
}

} // namespace moelab
