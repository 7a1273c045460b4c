#pragma once

#include "base/json.h"

#include <QStringList>

namespace moelab {

/// Class groups as a line of text: "artificial: airplane, ship; natural: bird, cat".
QString groupsToText(const Json& groups, const QStringList& classNames);

/// The reverse; classes may also be numbers. @throws Error on "groups" naming what is no class
Json groupsFromText(const QString& text, const QStringList& classNames);

} // namespace moelab
