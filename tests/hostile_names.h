#pragma once

#include <string>
#include <vector>

namespace moelab {

/// Ten names as people and programs give them to classes, groups, runs, files and notes, each of which some way of
/// showing or quoting text takes for something else than text: markup, placeholders, separators, quotes, blanks at
/// the ends, a line's end, a spreadsheet's formula, mnemonics, patterns, right-to-left text, great length. UTF-8.
inline std::vector<std::string> hostileNames() {
    return {
        "<i>cat</i> &amp; <img src='x'>",     // markup
        "%1 %2 %n {0} $HOME `id`",            // placeholders, expansions
        "cat, tabby; 'tom'\t\"the\" \\cat",   // separators and quotes
        " polar bear ",                       // blanks
        "two\nlines",                         // a line's end
        "=1+1",                               // a formula
        "R&D [*] [a,b] *?",                   // mnemonic, a window's mark of change, patterns
        "\u05d7\u05ea\u05d5\u05dc \u202eabc", // right to left, and an override
        "--help",                             // an option
        std::string(300, 'w'),                // as long as no column is
    };
}

} // namespace moelab
