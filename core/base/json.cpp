#include "base/json.h"

#include "base/error.h"
#include "base/files.h"

#include <set>
#include <vector>

namespace moelab {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::uint64_t kMaxJsonBytes = 64u << 20;

} // namespace

Json parseJson(std::string_view text, const std::string& source) {
    const auto notJson = [&](std::size_t byte) {
        return Error(source, "is not JSON, at byte " + std::to_string(byte),
                     "Mend it there or choose another file");
    };
    // The parser takes a zero byte for the end of the text; no JSON holds one.
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        throw notJson(zero + 1);
    std::vector<std::set<std::string>> keys;
    const auto refuse = [&](int depth, Json::parse_event_t event, Json& parsed) {
        using Event = Json::parse_event_t;
        if (depth >= kMaxDepth && (event == Event::object_start || event == Event::array_start))
            throw Error(source, "is nested deeper than " + std::to_string(kMaxDepth) + " levels",
                        "Choose a file that this program wrote");
        if (event == Event::object_start)
            keys.emplace_back();
        if (event == Event::object_end)
            keys.pop_back();
        if (event == Event::key && !keys.back().insert(parsed.get<std::string>()).second)
            throw Error(source, "has the key \"" + parsed.get<std::string>() + "\" twice", "Remove one of the two");
        return true;
    };
    try {
        return Json::parse(text, refuse);
    } catch (const Json::parse_error& problem) {
        throw notJson(problem.byte);
    } catch (const Json::out_of_range&) {
        throw Error(source, "is not JSON that can be read: it holds a number beyond the range of a double",
                    "Mend the number or choose another file");
    }
}

Json readJson(const std::filesystem::path& path) { return parseJson(readFile(path, kMaxJsonBytes), path.string()); }

void checkSchema(int schema, int known, const std::string& source) {
    if (schema > known)
        throw Error(source,
                    "has schema " + std::to_string(schema) + ", this program knows up to " + std::to_string(known),
                    "Open it with a newer moelab; it was left as it is");
}

} // namespace moelab
