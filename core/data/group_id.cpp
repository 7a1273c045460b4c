#include "data/group_id.h"

#include "base/error.h"
#include "base/printable.h"

#include <algorithm>
#include <array>

namespace moelab {
namespace {

/// A file system's names have at most 255 bytes, and those of exports hold more than the group's.
constexpr std::size_t kMaxIdBytes = 180;

constexpr std::string_view kHexadecimal = "0123456789abcdef";

bool isIdCharacter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; }

[[noreturn]] void refuseName(const std::string& name, const std::string& problem, const std::string& advice) {
    throw Error("groups:", "the name \"" + printable(name) + "\" " + problem, advice);
}

/// Those of UTF-8 that one sees nothing of: Unicode's white space, and what has no width.
constexpr std::array<std::string_view, 22> kBlanks = {" ",
                                                      "\xC2\xA0",
                                                      "\xE1\x9A\x80",
                                                      "\xE2\x80\x80",
                                                      "\xE2\x80\x81",
                                                      "\xE2\x80\x82",
                                                      "\xE2\x80\x83",
                                                      "\xE2\x80\x84",
                                                      "\xE2\x80\x85",
                                                      "\xE2\x80\x86",
                                                      "\xE2\x80\x87",
                                                      "\xE2\x80\x88",
                                                      "\xE2\x80\x89",
                                                      "\xE2\x80\x8A",
                                                      "\xE2\x80\x8B",
                                                      "\xE2\x80\x8C",
                                                      "\xE2\x80\x8D",
                                                      "\xE2\x80\xAF",
                                                      "\xE2\x81\x9F",
                                                      "\xE2\x81\xA0",
                                                      "\xE3\x80\x80",
                                                      "\xEF\xBB\xBF"};

bool beginsWithBlank(std::string_view text) {
    return std::ranges::any_of(kBlanks, [&](std::string_view blank) { return text.starts_with(blank); });
}

bool endsWithBlank(std::string_view text) {
    return std::ranges::any_of(kBlanks, [&](std::string_view blank) { return text.ends_with(blank); });
}

} // namespace

std::string groupId(std::string_view name) {
    std::string id;
    for (const char c : name) {
        const auto byte = static_cast<unsigned char>(c);
        if (isIdCharacter(c))
            id += c;
        else if (c == ' ')
            id += "__";
        else
            id += {'_', kHexadecimal[byte >> 4], kHexadecimal[byte & 15]};
    }
    return id;
}

std::string nameOfGroupId(std::string_view id) {
    std::string name;
    for (std::size_t at = 0; at < id.size();) {
        const auto high = at + 1 < id.size() ? kHexadecimal.find(id[at + 1]) : std::string_view::npos;
        const auto low = at + 2 < id.size() ? kHexadecimal.find(id[at + 2]) : std::string_view::npos;
        if (id.substr(at, 2) == "__") {
            name += ' ';
            at += 2;
        } else if (id[at] == '_' && high != std::string_view::npos && low != std::string_view::npos) {
            name += static_cast<char>(high * 16 + low);
            at += 3;
        } else {
            name += id[at++];
        }
    }
    return groupId(name) == id ? name : std::string(id);
}

void checkGroupName(const std::string& name) {
    if (name.empty() || !isUtf8(name) || onOneLine(name) != name)
        refuseName(name, "cannot be used", "Name groups with visible characters in one line of UTF-8");
    if (beginsWithBlank(name) || endsWithBlank(name))
        refuseName(name, "begins or ends with a blank", "Leave out blanks before and after the name");
    if (const std::size_t bytes = groupId(name).size(); bytes > kMaxIdBytes)
        refuseName(name, "needs " + std::to_string(bytes) + " characters in the names of files",
                   "Use a shorter name. It may need " + std::to_string(kMaxIdBytes) +
                       ": 1 for each of a-z, 0-9 and '-', 2 for a blank, and 3 to 12 for any other character");
}

} // namespace moelab
