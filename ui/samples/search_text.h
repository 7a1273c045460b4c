#pragma once

#include "analysis/image_query.h"

#include <QStringList>

namespace moelab {

/// Reads what a person types to find images: words apart by blanks or commas, each of which is
/// - a number or two with a hyphen ("17", "10-20"): positions;
/// - "right" or "wrong": of the prediction;
/// - the beginning of a name ("cat", "auto"): the true class; with a > before it (">dog"): the predicted class;
/// - with a @ before it ("@natural"): the group that the gate chose.
/// A name with blanks may be typed as it is (polar bear); one that would be read as something else stands in double
/// quotes ("cat, tabby", >"17").
/// @param answers names of the member's outputs. @param groups names of the groups
/// @throws Error naming the first word that is none of these
ImageQuery searchFor(const QString& text, const QStringList& answers, const QStringList& groups);

} // namespace moelab
