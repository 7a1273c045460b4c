#pragma once

#include "analysis/image_query.h"

#include <span>

class QString;

namespace moelab {

class Session;

/// One query for all images of a member that any of the queries asks for. @param queries at least one; they name
/// the same epoch
ImageQuery uniteQueries(const Session& session, const QString& stage, std::span<const ImageQuery> queries);

} // namespace moelab
