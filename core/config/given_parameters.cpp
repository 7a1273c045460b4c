#include "config/given_parameters.h"

#include "base/error.h"
#include "base/printable.h"
#include "config/parameter_file.h"
#include "config/parameter_table.h"

#include <algorithm>
#include <utility>

namespace moelab {
namespace {

constexpr std::string_view kGroups = "groups";

/// @param cls a class's name, or anything else, which stays
Json numberOf(const Json& cls, const std::vector<std::string>& classNames) {
    if (!cls.is_string())
        return cls;
    const auto found = std::ranges::find(classNames, cls.get<std::string>());
    if (found != classNames.end())
        return found - classNames.begin();
    std::string names;
    for (const std::string& name : classNames)
        names += (names.empty() ? "" : ", ") + name;
    throw Error("groups:", "\"" + printable(cls.get<std::string>()) + "\" is not a class of the data",
                "The classes are " + printable(names));
}

} // namespace

bool namesClasses(const Json& groups) {
    return groups.is_object() && std::ranges::any_of(groups, [](const Json& classes) {
               return classes.is_array() &&
                      std::ranges::any_of(classes, [](const Json& c) { return c.is_string(); });
           });
}

void setNamedGroups(Parameters& parameters, const Json& groups, const std::vector<std::string>& classNames) {
    Json numbered = groups;
    for (Json& classes : numbered)
        if (classes.is_array())
            for (Json& cls : classes)
                cls = numberOf(cls, classNames);
    setParameter(parameters, parameterInfo(kGroups), numbered);
}

void GivenParameters::read(const std::filesystem::path& file) {
    m_parameters = {};
    m_names.clear();
    m_namedGroups = nullptr;
    const Json given = readParametersJson(file);
    for (const auto& [name, value] : given.items())
        set(name, value);
}

void GivenParameters::assign(std::string_view assignment) {
    const std::string name(assignment.substr(0, assignment.find_first_of("=.")));
    if (name == kGroups && assignment.find('=') != std::string_view::npos) {
        set(name, typedValue(parameterInfo(name), assignment.substr(name.size() + 1)));
        return;
    }
    setParameter(m_parameters, assignment);
    m_names.insert(name);
}

void GivenParameters::set(const std::string& name, const Json& value) {
    const bool named = name == kGroups && namesClasses(value);
    if (!named)
        setParameter(m_parameters, parameterInfo(name), value);
    if (name == kGroups)
        m_namedGroups = named ? value : Json();
    m_names.insert(name);
}

void GivenParameters::nameClasses(const std::vector<std::string>& classNames) {
    if (!m_namedGroups.is_null())
        setNamedGroups(m_parameters, std::exchange(m_namedGroups, nullptr), classNames);
}

} // namespace moelab
