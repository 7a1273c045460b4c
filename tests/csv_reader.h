#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fixture {

using CsvRows = std::vector<std::vector<std::string>>;

/// Reads RFC 4180 as its grammar says, and nothing else. @returns no rows if the text is none
inline CsvRows readCsv(std::string_view text) {
    CsvRows rows;
    while (!text.empty()) {
        std::vector<std::string> row;
        for (bool more = true; more;) {
            std::string cell;
            if (text.starts_with('"')) {
                for (text.remove_prefix(1); !text.empty(); text.remove_prefix(1)) {
                    if (text.starts_with("\"\""))
                        text.remove_prefix(1);
                    else if (text.front() == '"')
                        break;
                    cell += text.front();
                }
                if (text.empty())
                    return {}; // the quote never ends
                text.remove_prefix(1);
            } else {
                const std::size_t end = std::min(text.find_first_of(",\"\r\n"), text.size());
                cell = text.substr(0, end);
                text.remove_prefix(end);
            }
            row.push_back(cell);
            more = text.starts_with(',');
            if (more)
                text.remove_prefix(1);
        }
        if (!text.starts_with("\r\n"))
            return {};
        text.remove_prefix(2);
        rows.push_back(row);
    }
    return rows;
}

/// A text as it was before it was kept from being a formula.
inline std::string textOfCell(const std::string& cell) {
    const std::size_t start = cell.find_first_not_of('\'');
    const bool kept = start != 0 && start != std::string::npos &&
                      std::string_view("=+-@\t\r\n\xef").find(cell[start]) != std::string_view::npos;
    return kept ? cell.substr(1) : cell;
}

} // namespace fixture
