#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A row of a table that is kept as text.
struct DelimitedRow {
    std::size_t line; ///< of the text, where the row begins; the first is 1
    std::vector<std::string> fields;
};

/// Reads CSV and TSV as people and programs write them (RFC 4180): fields between commas, semicolons or tabs,
/// whichever the first row has most of; quotes around fields that hold these, line ends or quotes, which are
/// doubled; line ends of any system; perhaps a byte order mark. Blanks around fields that have no quotes, and empty
/// lines, are dropped.
/// @param source the file's name, for messages
/// @throws Error naming source and line: for text that is not UTF-8, a quote that is not closed, text behind one,
/// and rows with more or fewer fields than the first
std::vector<DelimitedRow> readDelimited(std::string_view text, const std::string& source);

} // namespace moelab
