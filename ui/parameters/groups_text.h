#pragma once

#include "base/json.h"

#include <QStringList>

namespace moelab {

/// Class groups as text, a line each: "artificial: airplane, ship\nnatural: bird, cat".
QString groupsToText(const Json& groups, const QStringList& classNames);

/// The reverse; a semicolon ends a group as a line does, and classes may also be numbers. A name that would be read
/// as something else stands in double quotes: "cat, tabby". @throws Error on "groups" naming what is no class
Json groupsFromText(const QString& text, const QStringList& classNames);

} // namespace moelab
