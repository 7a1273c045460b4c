// What pickles write as lines of text: names of globals, and up to protocol 1 numbers and texts.
#include "data/cifar/pickle_machine.h"

#include "base/limits.h"

#include <charconv>
#include <optional>

namespace moelab::pickle {
namespace {

/// @returns -1 if it is none
int hexDigit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

/// @returns the number that the first `count` digits of `text` make; nothing if they are not that many
std::optional<std::uint32_t> hexNumber(std::string_view text, std::size_t count) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const int digit = i < text.size() ? hexDigit(text[i]) : -1;
        if (digit < 0)
            return std::nullopt;
        number = number << 4 | static_cast<std::uint32_t>(digit);
    }
    return number;
}

void appendUtf8(std::string& text, std::uint32_t character) {
    const auto add = [&](std::uint32_t byte) { text += static_cast<char>(byte); };
    const auto addRest = [&](unsigned shift) { add(0x80 | (character >> shift & 0x3F)); };
    if (character < 0x80) {
        add(character);
    } else if (character < 0x800) {
        add(0xC0 | character >> 6);
        addRest(0);
    } else if (character < 0x10000) {
        add(0xE0 | character >> 12);
        addRest(6);
        addRest(0);
    } else {
        add(0xF0 | character >> 18);
        addRest(12);
        addRest(6);
        addRest(0);
    }
}

} // namespace

std::string_view Machine::line(std::size_t most) {
    const std::string_view rest = m_bytes.substr(m_position, most);
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos && rest.size() < most)
        fail("ends too early, within a line", "Copy the file again, or fetch the data again");
    if (end == std::string_view::npos)
        fail("has a line without an end");
    m_position += end + 1;
    return rest.substr(0, end);
}

/// A line that holds a number or a name.
std::string_view Machine::word() {
    const std::string_view word = line(limits::kPickleNameBytes);
    if (word.ends_with('\r'))
        fail("has lines that end in CR LF, so that it was copied as text", "Copy the file again, as a binary file");
    return word;
}

std::int64_t Machine::numberLine() {
    std::string_view digits = word();
    if (digits.ends_with('L')) // Python 2 marked its long integers
        digits.remove_suffix(1);
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    if (problem != std::errc() || end != digits.data() + digits.size())
        fail("has something other than an integer of 64 bits");
    return number;
}

/// Truth values had no opcode of their own before protocol 2.
Value Machine::integerLine() {
    const std::size_t begin = m_position;
    const std::int64_t number = numberLine();
    const std::string_view digits = m_bytes.substr(begin, m_position - begin - 1);
    if (digits == "00" || digits == "01")
        return number == 1;
    return number;
}

/// A str as Python 2 prints it: 'it\'s \x00'.
Text Machine::quotedLine() {
    std::string_view quoted = line(m_bytes.size());
    if (quoted.size() < 2 || quoted.front() != quoted.back() || (quoted.front() != '\'' && quoted.front() != '"'))
        fail("has text without quotes");
    quoted = quoted.substr(1, quoted.size() - 2);
    std::string& text = newText();
    text.reserve(quoted.size());
    for (std::size_t i = 0; i < quoted.size(); ++i) {
        if (quoted[i] != '\\') {
            text += quoted[i];
            continue;
        }
        static constexpr std::string_view kEscapes = "\\'\"nrt";
        static constexpr std::string_view kMeant = "\\'\"\n\r\t";
        const char escape = ++i < quoted.size() ? quoted[i] : '\0';
        const std::size_t known = kEscapes.find(escape);
        const auto byte = escape == 'x' ? hexNumber(quoted.substr(i + 1), 2) : std::nullopt;
        if (known == std::string_view::npos && !byte)
            fail("has text with an unknown escape");
        text += byte ? static_cast<char>(*byte) : kMeant[known];
        i += byte ? 2 : 0;
    }
    return {text};
}

/// A str of Python 3 or unicode of Python 2: Latin-1, and \uNNNN or \UNNNNNNNN for what that does not have.
Text Machine::escapedLine() {
    const std::string_view escaped = line(m_bytes.size());
    std::string& text = newText();
    text.reserve(escaped.size());
    for (std::size_t i = 0; i < escaped.size(); ++i) {
        if (escaped[i] != '\\') {
            appendUtf8(text, static_cast<unsigned char>(escaped[i]));
            continue;
        }
        const char escape = ++i < escaped.size() ? escaped[i] : '\0';
        const std::size_t digits = escape == 'u' ? 4 : escape == 'U' ? 8 : 0;
        const auto character = digits > 0 ? hexNumber(escaped.substr(i + 1), digits) : std::nullopt;
        if (!character || *character > 0x10FFFF)
            fail("has text with an unknown escape");
        appendUtf8(text, *character);
        i += digits;
    }
    return {text};
}

} // namespace moelab::pickle
