#pragma once

#include "base/json.h"
#include "config/follow_data.h"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// Whether groups name classes, {"animals": ["cat", "dog"], ...}, rather than number them.
bool namesClasses(const Json& groups);

/// Sets the groups to those that are given by the names of classes.
/// @throws Error naming what is none of `classNames`; else as setParameter
void setNamedGroups(Parameters& parameters, const Json& groups, const std::vector<std::string>& classNames);

/// Parameters as a person gives them, by a file and by assignments, and which of them that were. Classes of groups
/// may be given by their names, which mean something once the data are known.
class GivenParameters {
  public:
    explicit GivenParameters(Parameters base = {})
        : m_parameters(std::move(base)) {}

    /// Puts what a file says, as readParameters takes it, in the place of what was given before.
    void read(const std::filesystem::path& file);
    /// "name=value", see setParameter. @throws Error
    void assign(std::string_view assignment);

    /// Puts the classes' numbers in the place of their names. @throws Error naming what is none of the classes
    void nameClasses(const std::vector<std::string>& classNames);

    /// Groups that are given by the names of classes are missing until nameClasses.
    const Parameters& parameters() const { return m_parameters; }
    const ParameterNames& names() const { return m_names; }

  private:
    void set(const std::string& name, const Json& value);

    Parameters m_parameters;
    ParameterNames m_names;
    Json m_namedGroups; ///< null if groups are given by numbers, or not at all
};

} // namespace moelab
