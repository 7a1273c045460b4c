#pragma once

#include "data/class_groups.h"

#include <QStringList>

namespace moelab {

struct ImageWay;

/// What happened to an image, in two or three sentences: "Predicted frog, true class cat. Routed correctly;
/// baseline and expert both wrong." Says only what is known: some members may not be trained, and a person's own
/// picture has no true class.
QString whatHappened(const ImageWay& way, const ClassGroups& groups, const QStringList& classNames);

} // namespace moelab
