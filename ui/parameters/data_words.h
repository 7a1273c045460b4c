#pragma once

#include "session/data_view.h"

namespace moelab {

/// What was read, beside the numbers of images: "64 × 64 pixels, colour, from 12 sizes between 8 × 8 and 700 × 500.
/// Files left out: 2." Of a run whose images are to be had.
QString readingWords(const DataView& data);

/// The files that were left out, a line each with its reason; empty if there are none.
QString leftOutWords(const DataView& data);

} // namespace moelab
