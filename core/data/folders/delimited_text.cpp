#include "data/folders/delimited_text.h"

#include "base/error.h"
#include "base/printable.h"
#include "base/text_lines.h"

#include <algorithm>
#include <array>

namespace moelab {
namespace {

constexpr const char* kMend = "Correct it, or save it again as CSV in UTF-8";

class DelimitedReader {
  public:
    DelimitedReader(std::string_view text, const std::string& source)
        : m_text(text)
        , m_source(source)
        , m_separator(separatorOf(text)) {}

    std::vector<DelimitedRow> rows() {
        std::vector<DelimitedRow> rows;
        while (m_at < m_text.size()) {
            DelimitedRow row = readRow();
            if (row.fields.size() == 1 && row.fields.front().empty())
                continue;
            if (!rows.empty() && row.fields.size() != rows.front().fields.size())
                refuse(row.line, "has " + std::to_string(row.fields.size()) +
                                     (row.fields.size() == 1 ? " field" : " fields") + ", and the first row has " +
                                     std::to_string(rows.front().fields.size()));
            rows.push_back(std::move(row));
        }
        return rows;
    }

  private:
    static char separatorOf(std::string_view text) {
        std::array<std::pair<std::ptrdiff_t, char>, 3> counts = {{{0, '\t'}, {0, ';'}, {0, ','}}};
        bool quoted = false;
        bool begins = true; // a field, which may be in quotes
        for (const char c : text) {
            if (c == '"' && (quoted || begins))
                quoted = !quoted;
            if (quoted)
                continue;
            if (c == '\n' || c == '\r')
                break;
            for (auto& [count, separator] : counts)
                count += c == separator ? 1 : 0;
            begins = c == '\t' || c == ';' || c == ',' || (begins && c == ' ');
        }
        return std::ranges::max_element(counts, {}, [](const auto& one) { return one.first; })->second;
    }

    [[noreturn]] void refuse(std::size_t line, const std::string& problem) const {
        throw Error(m_source + ":", "line " + std::to_string(line) + " " + problem, kMend);
    }

    char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\n'; }
    bool atEndOfRow() const { return peek() == '\n' || peek() == '\r'; }

    DelimitedRow readRow() {
        DelimitedRow row{m_line, {}};
        for (;;) {
            row.fields.push_back(readField());
            if (peek() != m_separator || m_at >= m_text.size())
                break;
            ++m_at;
        }
        if (m_text.substr(m_at).starts_with("\r\n"))
            ++m_at;
        ++m_at;
        ++m_line;
        return row;
    }

    std::string readField() {
        while (peek() == ' ')
            ++m_at;
        if (peek() == '"')
            return readQuoted();
        const std::size_t begin = m_at;
        while (!atEndOfRow() && peek() != m_separator)
            ++m_at;
        return std::string(trimmed(m_text.substr(begin, m_at - begin)));
    }

    std::string readQuoted() {
        const std::size_t line = m_line;
        std::string field;
        for (++m_at;; ++m_at) {
            if (m_at >= m_text.size())
                refuse(line, "has a quote that is not closed");
            if (m_text[m_at] == '\n')
                ++m_line;
            if (m_text[m_at] != '"') {
                field += m_text[m_at];
                continue;
            }
            if (!m_text.substr(m_at + 1).starts_with('"'))
                break;
            field += '"';
            ++m_at;
        }
        ++m_at;
        while (peek() == ' ')
            ++m_at;
        if (!atEndOfRow() && peek() != m_separator)
            refuse(line, "has text behind a closing quote");
        return field;
    }

    const std::string_view m_text;
    const std::string& m_source;
    const char m_separator;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
};

} // namespace

std::vector<DelimitedRow> readDelimited(std::string_view text, const std::string& source) {
    if (text.starts_with("\xef\xbb\xbf"))
        text.remove_prefix(3);
    // UTF-16, which Windows calls Unicode, has a zero byte beside every Latin letter.
    if (!isUtf8(text) || text.find('\0') != std::string_view::npos)
        throw Error(source, "is not UTF-8 text", kMend);
    return DelimitedReader(text, source).rows();
}

} // namespace moelab
