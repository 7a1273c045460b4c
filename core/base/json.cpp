#include "base/json.h"

#include "base/error.h"
#include "base/files.h"
#include "base/limits.h"

#include <cstdint>
#include <set>
#include <vector>

namespace moelab {
namespace {

[[noreturn]] void refuseJson(const std::string& source, const std::string& problem) {
    throw Error(source, problem, "Choose a file that this program wrote");
}

/// Looks at every event of the parser: before a value costs memory, whether it is one too many.
class Guard {
  public:
    explicit Guard(const std::string& source)
        : m_source(source) {}

    void look(int depth, Json::parse_event_t event, const Json& parsed) {
        using Event = Json::parse_event_t;
        const bool opens = event == Event::object_start || event == Event::array_start;
        if (opens && depth >= limits::kJsonDepth)
            refuseJson(m_source, "is nested deeper than " + std::to_string(limits::kJsonDepth) + " levels");
        if ((opens || event == Event::value) && ++m_values > limits::kJsonValues)
            refuseJson(m_source, "contains more than " + std::to_string(limits::kJsonValues) + " values");
        if (event == Event::object_start)
            m_keys.emplace_back();
        if (event == Event::object_end)
            m_keys.pop_back();
        if (event == Event::key)
            addKey(parsed);
    }

  private:
    void addKey(const Json& key) {
        const std::string& name = key.get_ref<const std::string&>();
        if (name.size() > limits::kJsonKeyBytes)
            refuseJson(m_source, "has a key of " + std::to_string(name.size()) + " bytes; at most " +
                                     std::to_string(limits::kJsonKeyBytes) + " are read");
        if (!m_keys.back().insert(name).second)
            throw Error(m_source, "has the key " + key.dump() + " twice", "Remove one of the two");
        if (m_keys.back().size() > limits::kJsonKeys)
            refuseJson(m_source, "has an object of more than " + std::to_string(limits::kJsonKeys) + " keys");
    }

    const std::string& m_source;
    std::size_t m_values = 0;
    std::vector<std::set<std::string>> m_keys; ///< of the objects that are open
};

} // namespace

Json parseJson(std::string_view text, const std::string& source) {
    const auto notJson = [&](std::size_t byte) {
        return Error(source, "is not JSON, at byte " + std::to_string(byte),
                     "Correct it there or choose another file");
    };
    if (text.size() > limits::kJsonBytes)
        refuseJson(source, "has " + std::to_string(text.size()) + " bytes of JSON; at most " +
                               std::to_string(limits::kJsonBytes) + " are read");
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        throw Error(source, "is UTF-16 text, and JSON is UTF-8", "Open it in an editor and save it as UTF-8");
    // The parser takes a zero byte for the end of the text; no JSON holds one.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        throw notJson(zero + 1);
    Guard guard(source);
    const auto look = [&](int depth, Json::parse_event_t event, const Json& parsed) {
        guard.look(depth, event, parsed);
        return true;
    };
    try {
        return Json::parse(text, look);
    } catch (const Json::parse_error& problem) {
        throw notJson(problem.byte);
    } catch (const Json::out_of_range&) {
        throw Error(source, "is not valid JSON: it contains a number beyond the range of a double",
                    "Correct the number or choose another file");
    }
}

std::int64_t wholeNumber(const Json& object, const char* key, const std::string& source) {
    const Json& value = object.at(key);
    if (!value.is_number_integer() ||
        (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{INT64_MAX}))
        throw Error(source, "has no whole number under \"" + std::string(key) + "\"",
                    "Correct it there or choose another file");
    return value.get<std::int64_t>();
}

Json readJson(const std::filesystem::path& path) {
    return parseJson(readFile(path, limits::kJsonBytes), path.string());
}

Json readJson(const std::filesystem::path& path, const std::string& ifDamaged) {
    const std::string text = readFile(path, limits::kJsonBytes);
    try {
        return parseJson(text, path.string());
    } catch (const Error& damage) {
        throw Error(damage.subject(), damage.problem(), ifDamaged);
    }
}

void checkSchema(std::int64_t schema, int known, const std::string& source) {
    if (schema > known)
        throw Error(source,
                    "has schema " + std::to_string(schema) + "; this program knows up to " + std::to_string(known),
                    "Open it with a newer moelab; it was left as it is");
}

} // namespace moelab
