#include "terminal.h"

#include "base/printable.h"

#include <algorithm>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <sys/ioctl.h>
#include <unistd.h>

namespace moelab {
namespace {

/// While it lives, the C library knows characters on this thread, in whatever locale a person is: the C locale,
/// which many servers have, knows bytes alone.
class Utf8Characters {
  public:
    Utf8Characters()
        : m_before(::uselocale(locale())) {}
    ~Utf8Characters() { ::uselocale(m_before); }
    Utf8Characters(const Utf8Characters&) = delete;
    Utf8Characters& operator=(const Utf8Characters&) = delete;

  private:
    /// Null, which changes nothing, where the system has none.
    static locale_t locale() {
        static const locale_t made = ::newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
        return made;
    }

    locale_t m_before;
};

struct Character {
    std::size_t bytes;
    std::size_t columns;
};

/// @param text not empty
Character firstOf(std::string_view text) {
    wchar_t character = 0;
    std::mbstate_t state{};
    const std::size_t bytes = std::mbrtowc(&character, text.data(), text.size(), &state);
    if (bytes != 0 && bytes <= text.size())
        return {bytes, static_cast<std::size_t>(std::max(0, ::wcwidth(character)))};
    std::size_t end = 1; // the system has no such locale, or this is no character
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80)
        ++end;
    return {end, 1};
}

} // namespace

bool canRedraw() {
    const char* const kind = std::getenv("TERM");
    return ::isatty(STDERR_FILENO) != 0 && kind && *kind && std::string_view(kind) != "dumb";
}

std::size_t terminalColumns() {
    winsize size{};
    return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::size_t columnsOf(std::string_view text) {
    const Utf8Characters known;
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character first = firstOf(text);
        columns += first.columns;
        text.remove_prefix(first.bytes);
    }
    return columns;
}

std::string cutTo(std::string_view text, std::size_t columns) {
    const Utf8Characters known;
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const Character next = firstOf(text.substr(bytes));
        if (next.columns > columns)
            break;
        columns -= next.columns;
        bytes += next.bytes;
    }
    return std::string(text.substr(0, bytes));
}

std::string padded(std::string text, std::size_t columns) {
    const std::size_t taken = std::min(columns, columnsOf(text));
    return std::move(text) + std::string(columns - taken, ' ');
}

std::string cell(std::string_view name, std::size_t columns) {
    return padded(cutTo(onOneLine(name), columns), columns);
}

std::string cellAtRight(std::string_view name, std::size_t columns) {
    const std::string shown = cutTo(onOneLine(name), columns);
    return std::string(columns - columnsOf(shown), ' ') + shown;
}

std::size_t columnsFor(const std::vector<std::string>& names, std::size_t least) {
    constexpr std::size_t kMost = 40;
    std::size_t longest = least;
    for (const std::string& name : names)
        longest = std::max(longest, columnsOf(onOneLine(name)));
    return std::min(longest, std::max(kMost, least));
}

void printPath(const std::string& path) {
    std::printf("%s\n", ::isatty(STDOUT_FILENO) ? onOneLine(path).c_str() : path.c_str());
}

} // namespace moelab
