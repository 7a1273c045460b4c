#pragma once

#include "hostile_names.h"

#include <QString>

#include <algorithm>
#include <string>
#include <vector>

/// Hostile names as a command gets them, and what its text for a person may hold.
namespace hostile {

/// Most of the ways in which a name is hostile, in one, for what need not be tried with each.
inline const std::string kAll = "<i>cat</i> &amp; %1 %n {0} $HOME `id` cat, tabby; 'tom'\t\"the\" \\cat two\nlines "
                                "R&D [*] [a,b] *? \u05d7\u05ea\u05d5\u05dc \u202eabc \x1b[31mred ";

/// Those that a folder can have, kAll first.
inline std::vector<std::string> folders() {
    std::vector<std::string> names = moelab::hostileNames();
    std::erase_if(names, [](const std::string& name) { return name.size() > 255; });
    names.insert(names.begin(), kAll);
    return names;
}

/// With those that the command line itself or its library could mistake.
inline std::vector<std::string> runs() {
    std::vector<std::string> names = folders();
    names.insert(names.end(), {"<i>cat</i> &amp;", "[a,b]", "{}", "++", "-x", "show", "%%", "..."});
    return names;
}

/// For a row of a test.
inline QByteArray tagOf(const std::string& name) {
    return QString::fromStdString(name.substr(0, 30)).toUtf8().toPercentEncoding(" <>&;'=%$`[]{},*?+-");
}

/// Nothing that a terminal obeys, and nothing that is cut inside a character.
inline bool isReadable(const QString& text) {
    return std::ranges::none_of(text, [](QChar c) {
        const char16_t code = c.unicode();
        return (code < 0x20 && code != '\n') || (code >= 0x7f && code < 0xa0) ||
               (code >= 0x200e && code <= 0x200f) || (code >= 0x2028 && code <= 0x202e) ||
               (code >= 0x2066 && code <= 0x2069) || code == 0xfffd;
    });
}

#define QVERIFY_READABLE(text) QVERIFY2(hostile::isReadable(text), qPrintable(text))

} // namespace hostile
