#include "base/text_lines.h"

#include "base/error.h"
#include "base/printable.h"

#include <algorithm>
#include <array>

namespace moelab {
namespace {

/// No letter is seen where these stand. U+FEFF and U+00A0 as UTF-8 writes them; control characters and the blank
/// are what does not exceed it.
constexpr std::array<std::string_view, 2> kUnseen = {"\xef\xbb\xbf", "\xc2\xa0"};

bool isBlank(char c) { return static_cast<unsigned char>(c) <= ' '; }

std::size_t unseenAtBegin(std::string_view line) {
    if (!line.empty() && isBlank(line.front()))
        return 1;
    const auto found = std::ranges::find_if(kUnseen, [&](auto unseen) { return line.starts_with(unseen); });
    return found == kUnseen.end() ? 0 : found->size();
}

std::size_t unseenAtEnd(std::string_view line) {
    if (!line.empty() && isBlank(line.back()))
        return 1;
    const auto found = std::ranges::find_if(kUnseen, [&](auto unseen) { return line.ends_with(unseen); });
    return found == kUnseen.end() ? 0 : found->size();
}

} // namespace

std::string_view trimmed(std::string_view line) {
    while (const std::size_t unseen = unseenAtBegin(line))
        line.remove_prefix(unseen);
    while (const std::size_t unseen = unseenAtEnd(line))
        line.remove_suffix(unseen);
    return line;
}

std::vector<std::string> textLines(std::string_view text, const std::string& source) {
    // UTF-16, which Windows calls Unicode, has a zero byte beside every Latin letter.
    if (!isUtf8(text) || text.find('\0') != std::string_view::npos)
        throw Error(source, "is not UTF-8 text", "Open it in an editor and save it as UTF-8");
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
        if (const std::string_view line = trimmed(text.substr(0, end)); !line.empty())
            lines.emplace_back(line);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return lines;
}

} // namespace moelab
