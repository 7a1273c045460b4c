#include "parameters/groups_text.h"

#include "base/error.h"
#include "text/quoted_text.h"

namespace moelab {
namespace {

constexpr QStringView kEndsName = u":;\n";
constexpr QStringView kEndsClass = u",;\n";
constexpr QStringView kMarks = u":,;\n";

int classFrom(const QuotedReader::Word& word, const QStringList& classNames) {
    if (const auto position = classNames.indexOf(word.text); position >= 0)
        return static_cast<int>(position);
    bool isNumber = false;
    const int cls = word.text.toInt(&isNumber);
    if (isNumber && !word.isQuoted)
        return cls;
    QStringList names;
    for (const QString& name : classNames)
        names << quoted(name, kMarks);
    throw Error("groups:", '"' + word.text.toStdString() + "\" is not a class",
                "The classes are " + names.join(QStringLiteral(", ")).toStdString());
}

} // namespace

QString groupsToText(const Json& groups, const QStringList& classNames) {
    QStringList parts;
    for (const auto& [name, classes] : groups.items()) {
        QStringList names;
        for (const Json& cls : classes)
            names << quoted(classNames.value(cls.get<int>(), QString::number(cls.get<int>())), kMarks);
        parts << QString::fromStdString(name) + QStringLiteral(": ") + names.join(QStringLiteral(", "));
    }
    return parts.join(u'\n');
}

Json groupsFromText(const QString& text, const QStringList& classNames) {
    Json groups = Json::object();
    QuotedReader reader(text);
    while (!reader.atEnd()) {
        const QuotedReader::Word name = reader.next(kEndsName);
        if (name.mark != u':' && name.text.isEmpty())
            continue; // an empty line
        if (name.mark != u':')
            throw Error("groups:", '"' + name.text.toStdString() + "\" has no classes",
                        "Write one group per line, such as animals: cat, dog");
        Json& classes = groups[name.text.toStdString()] = Json::array();
        for (QChar mark(u','); mark == u',';) {
            const QuotedReader::Word cls = reader.next(kEndsClass);
            mark = cls.mark;
            if (cls.isQuoted || !cls.text.isEmpty())
                classes.push_back(classFrom(cls, classNames));
        }
    }
    return groups;
}

} // namespace moelab
