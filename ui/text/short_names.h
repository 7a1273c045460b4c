#pragma once

#include <QStringList>

namespace moelab {

/// Names of runs where there is little room, in one line each: without their middle where they are longer, so that
/// both ends stay, which often are all that tells them apart. Names that would be cut to the same keep as much more
/// as makes them differ.
/// @param most letters, from 3 on
QStringList shortNames(const QStringList& names, qsizetype most);

/// The same of one name that stands alone.
QString shortName(const QString& name, qsizetype most);

} // namespace moelab
