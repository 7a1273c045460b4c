#include "parameters/groups_text.h"

#include "base/error.h"

namespace moelab {
namespace {

int classFrom(const QString& text, const QStringList& classNames) {
    if (const auto position = classNames.indexOf(text); position >= 0)
        return static_cast<int>(position);
    bool number = false;
    const int cls = text.toInt(&number);
    if (!number)
        throw Error("groups", '"' + text.toStdString() + "\" is no class",
                    "The classes are " + classNames.join(QStringLiteral(", ")).toStdString());
    return cls;
}

} // namespace

QString groupsToText(const Json& groups, const QStringList& classNames) {
    QStringList parts;
    for (const auto& [name, classes] : groups.items()) {
        QStringList names;
        for (const Json& cls : classes)
            names << classNames.value(cls.get<int>(), QString::number(cls.get<int>()));
        parts << QString::fromStdString(name) + QStringLiteral(": ") + names.join(QStringLiteral(", "));
    }
    return parts.join(u'\n');
}

Json groupsFromText(const QString& text, const QStringList& classNames) {
    Json groups = Json::object();
    for (const QString& part : QString(text).replace(u';', u'\n').split(u'\n', Qt::SkipEmptyParts)) {
        const auto colon = part.indexOf(u':');
        if (colon < 0)
            throw Error("groups", '"' + part.trimmed().toStdString() + "\" names no classes",
                        "Write a line a group, such as animals: cat, dog");
        Json& classes = groups[part.left(colon).trimmed().toStdString()] = Json::array();
        for (const QString& cls : part.mid(colon + 1).split(u',', Qt::SkipEmptyParts))
            classes.push_back(classFrom(cls.trimmed(), classNames));
    }
    return groups;
}

} // namespace moelab
