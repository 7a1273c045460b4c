#include "base/json_reason.h"

namespace moelab {
namespace {

// As the JSON library numbers its exceptions.
constexpr int kWrongType = 302;
constexpr int kNoKey = 403;

} // namespace

std::string reasonOf(const Json::exception& problem) {
    const std::string what = problem.what(); // "[json.exception.out_of_range.403] key 'epochs' not found"
    const std::size_t end = what.find("] ");
    const std::string text = end == std::string::npos ? what : what.substr(end + 2);
    const std::size_t first = text.find('\'');
    const std::size_t last = text.rfind('\'');
    if (problem.id == kNoKey && first < last)
        return "it has no \"" + text.substr(first + 1, last - first - 1) + '"';
    if (const std::size_t must = text.find("must be"); problem.id == kWrongType && must != std::string::npos)
        return "a value " + text.substr(must); // "must be number, but is null"
    return text;
}

} // namespace moelab
