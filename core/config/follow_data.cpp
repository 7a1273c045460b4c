#include "config/follow_data.h"

#include "base/error.h"
#include "base/shell_word.h"
#include "config/parameter_table.h"

#include <algorithm>
#include <array>

namespace moelab {
namespace {

/// In their published order, which the lab's groups number.
constexpr std::array<std::string_view, 10> kCifar10 = {"airplane", "automobile", "bird",  "cat",  "deer",
                                                       "dog",      "frog",       "horse", "ship", "truck"};
constexpr std::string_view kCifar10Source = "CIFAR-10"; ///< whatever a person calls its classes

constexpr std::size_t kNamedInExample = 3; ///< classes of each group

/// The lab's, for classes that are CIFAR-10's in whatever order; else none.
ClassGroups labGroups(const DataSet& data) {
    const std::vector<std::string>& names = data.classNames;
    if (names.size() != kCifar10.size())
        return {};
    if (data.source.name == kCifar10Source)
        return defaultGroups();
    ClassGroups groups = defaultGroups();
    for (ClassGroup& group : groups)
        for (int& cls : group.classes) {
            const auto found = std::ranges::find(names, kCifar10[static_cast<std::size_t>(cls)]);
            if (found == names.end())
                return {};
            cls = static_cast<int>(found - names.begin());
        }
    for (ClassGroup& group : groups)
        std::ranges::sort(group.classes);
    return groups;
}

bool isUsable(const ClassGroups& groups, std::size_t classes) {
    try {
        checkGroups(groups, static_cast<int>(classes));
        return true;
    } catch (const Error&) {
        return false;
    }
}

/// Half of the classes each.
ClassGroups halves(std::size_t classes) {
    ClassGroups groups = {{"first", {}}, {"second", {}}};
    for (std::size_t cls = 0; cls < classes; ++cls)
        groups[cls < (classes + 1) / 2 ? 0 : 1].classes.push_back(static_cast<int>(cls));
    return groups;
}

std::string questionFor(const DataSet& data) {
    Json example = Json::object();
    bool cut = false;
    for (const ClassGroup& group : halves(data.classNames.size())) {
        Json& names = example[group.name] = Json::array();
        for (const int cls : group.classes)
            if (names.size() < kNamedInExample)
                names.push_back(data.classNames[static_cast<std::size_t>(cls)]);
        cut = cut || names.size() < group.classes.size();
    }
    const std::string text = example.dump(-1, ' ', false, Json::error_handler_t::replace);
    return "Say which of its " + std::to_string(data.classNames.size()) +
           " classes belong together, for instance " + "--set " + shellWord("groups=" + text) +
           (cut ? ", with the other classes, too" : "");
}

} // namespace

ClassGroups groupsFor(const DataSet& data) {
    const std::size_t classes = data.classNames.size();
    for (const ClassGroups& groups : {labGroups(data), data.suggestedGroups})
        if (isUsable(groups, classes))
            return groups;
    if (classes != 2)
        return {};
    // There is no other way.
    const ClassGroups groups = {{data.classNames[0], {0}}, {data.classNames[1], {1}}};
    return isUsable(groups, classes) ? groups : halves(classes);
}

bool isDecidedByData(std::string_view parameter, const DataSource& source) {
    return !source.drawn && source.name != kCifar10Source && (parameter == "groups" || parameter == "validation");
}

Json groupsByName(const ClassGroups& groups, const std::vector<std::string>& classNames) {
    Json object = Json::object();
    for (const ClassGroup& group : groups) {
        Json& names = object[group.name] = Json::array();
        for (const int cls : group.classes)
            names.push_back(classNames[static_cast<std::size_t>(cls)]);
    }
    return object;
}

Followed followData(const Parameters& given, const DataSet& data, const ParameterNames& set) {
    Followed followed{given, {}};
    Parameters& parameters = followed.parameters;
    const auto atMost = [&](const char* name, std::int64_t& wanted, std::size_t there) {
        if (!set.contains(name))
            wanted = std::max<std::int64_t>(1, std::min(wanted, static_cast<std::int64_t>(there)));
    };
    atMost("train_examples", parameters.trainExamples, data.train.size());
    atMost("test_examples", parameters.testExamples, data.test.size());
    if (!set.contains("validation"))
        parameters.validation = data.validation ? Validation::Own : Parameters().validation;
    if (set.contains("groups"))
        return followed;
    parameters.groups = groupsFor(data);
    if (parameters.groups.empty() && data.classNames.size() > 1) {
        parameters.groups = halves(data.classNames.size());
        followed.question = questionFor(data);
    }
    return followed;
}

ParameterNames fitting(const Parameters& parameters, const DataSet& data) {
    ParameterNames names;
    for (const ParameterInfo& info : parameterTable())
        names.emplace(info.name);
    const auto eraseIf = [&](const char* name, bool cannotBeMeant) {
        if (cannotBeMeant)
            names.erase(name);
    };
    eraseIf("train_examples", parameters.trainExamples > static_cast<std::int64_t>(data.train.size()));
    eraseIf("test_examples", parameters.testExamples > static_cast<std::int64_t>(data.test.size()));
    eraseIf("groups", !isUsable(parameters.groups, data.classNames.size()));
    eraseIf("validation", parameters.validation == Validation::Own && !data.validation);
    return names;
}

ParameterNames changedFor(const Parameters& parameters, const DataSet& data) {
    ParameterNames names = fitting(parameters, data);
    std::erase_if(names, [&](const std::string& name) { return isDefault(parameters, parameterInfo(name)); });
    return names;
}

Parameters mergedFollowing(Parameters now, const Parameters& before, const Parameters& followed) {
    for (const ParameterInfo& info : parameterTable()) {
        const Json value = getParameter(followed, info);
        const Json old = getParameter(before, info);
        if (value != old && getParameter(now, info) == old)
            setParameter(now, info, value);
    }
    return now;
}

} // namespace moelab
