#include "base/printable.h"

#include "base/limits.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>

namespace moelab {
namespace {

constexpr std::size_t kKeptAtEachEnd = 140;

/// @returns the length of the well-formed UTF-8 sequence that `text` begins with, 0 if there is none.
/// The ranges are those of the Unicode standard, table 3-7.
std::size_t sequenceLength(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto follows = [&](std::size_t i, unsigned low, unsigned high) {
        return byte(i) >= low && byte(i) <= high;
    };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xC2 && first <= 0xDF)
        return follows(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const bool second = follows(1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF);
        return second && follows(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const bool second = follows(1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF);
        return second && follows(2, 0x80, 0xBF) && follows(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

std::string escaped(char c) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    return {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
}

bool isControl(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
}

/// @param sequence well-formed UTF-8
char32_t codePoint(std::string_view sequence) {
    const auto first = static_cast<unsigned char>(sequence.front());
    char32_t point = sequence.size() == 1 ? first : first & (0x7Fu >> sequence.size());
    for (const char c : sequence.substr(1))
        point = point << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
    return point;
}

/// What a terminal obeys instead of showing it, beside the controls of one byte: those of ISO 6429 beyond ASCII,
/// ends of lines and paragraphs, marks, embeddings, overrides and isolates of direction (Unicode, chapter 23).
bool isObeyed(char32_t point) {
    return (point >= 0x80 && point <= 0x9F) || point == 0x61C || point == 0x200E || point == 0x200F ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

std::string escaped(char32_t point) {
    char text[12];
    std::snprintf(text, sizeof text, "\\u%04x", static_cast<unsigned>(point));
    return text;
}

/// The first character of `text`, as a line shows it, or its first byte, if that begins none. Takes it off `text`.
std::string takeShown(std::string_view& text) {
    const std::size_t length = sequenceLength(text);
    const std::string_view character = text.substr(0, std::max<std::size_t>(length, 1));
    text.remove_prefix(character.size());
    if (length == 0 || isControl(character.front()))
        return escaped(character.front());
    const char32_t point = codePoint(character);
    return isObeyed(point) ? escaped(point) : std::string(character);
}

} // namespace

bool isUtf8(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0)
            return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string printable(std::string_view text) {
    if (text.size() > limits::kQuotedBytes)
        return printable(text.substr(0, kKeptAtEachEnd)) + "..." +
               printable(text.substr(text.size() - kKeptAtEachEnd));
    std::string line;
    while (!text.empty()) {
        const std::size_t length = sequenceLength(text);
        if (length == 0 || isControl(text.front()))
            line += escaped(text.front());
        else
            line += text.substr(0, length);
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return line;
}

std::string onOneLine(std::string_view text) {
    std::string line;
    while (!text.empty())
        line += takeShown(text);
    return line;
}

std::string printable(const std::filesystem::path& path) { return printable(std::string_view(path.native())); }

std::string inWords(const std::vector<std::string>& parts) {
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i)
        all += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return all;
}

} // namespace moelab
