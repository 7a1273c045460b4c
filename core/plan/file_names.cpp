#include "plan/file_names.h"

#include <algorithm>
#include <cctype>

namespace moelab {
namespace {

constexpr std::size_t kMostBytes = 100;

bool stays(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || std::isalnum(byte) != 0 || std::string_view("._-+=,").find(c) != std::string_view::npos;
}

/// Of UTF-8. Blanks, marks and control characters above ASCII begin with these bytes: C1 and the blank that does
/// not break, Ogham's blank, general punctuation with what turns directions, the blanks of Chinese, the mark of
/// byte order.
std::size_t unseenAt(std::string_view text) {
    const auto byte = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0; };
    if (byte(0) == 0xC2 && byte(1) <= 0xA0)
        return 2;
    const bool isUnseen = (byte(0) == 0xE1 && byte(1) == 0x9A && byte(2) == 0x80) ||
                          (byte(0) == 0xE2 && (byte(1) == 0x80 || byte(1) == 0x81)) ||
                          (byte(0) == 0xE3 && byte(1) == 0x80 && byte(2) <= 0x82) ||
                          (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF);
    return isUnseen ? 3 : 0;
}

std::string withoutCapitals(std::string text) {
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

std::string readableName(const Stage& stage) {
    const std::string group = fileNameOf(stage.title.name);
    return group.empty() ? stage.name : std::string(stage.role) + '-' + group;
}

} // namespace

std::string fileNameOf(std::string_view name) {
    std::string file;
    for (std::size_t at = 0; at < name.size();) {
        const std::size_t unseen = unseenAt(name.substr(at));
        const bool kept = unseen == 0 && stays(name[at]);
        if (kept)
            file += name[at];
        else if (!file.ends_with('-'))
            file += '-';
        at += std::max<std::size_t>(unseen, 1);
    }
    if (file.size() > kMostBytes) {
        std::size_t end = kMostBytes;
        while (end > 0 && (static_cast<unsigned char>(file[end]) & 0xC0) == 0x80) // within a character
            --end;
        file.resize(end);
    }
    const std::size_t first = file.find_first_not_of("-.");
    const std::size_t last = file.find_last_not_of("-.");
    return first == std::string::npos ? std::string() : file.substr(first, last - first + 1);
}

std::string fileNameOf(const Stage& stage, const std::vector<Stage>& stages) {
    const std::string name = readableName(stage);
    const std::string folded = withoutCapitals(name);
    const bool isTaken = std::ranges::any_of(stages, [&](const Stage& other) {
        return other.name != stage.name &&
               (withoutCapitals(readableName(other)) == folded || withoutCapitals(other.name) == folded);
    });
    return isTaken ? stage.name : name;
}

} // namespace moelab
