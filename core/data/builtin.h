#pragma once

#include "base/stop_token.h"
#include "data/catalogue.h"
#include "data/image_set.h"

namespace moelab {

/// Draws a data set that needs no download: ten classes with the names and the order of CIFAR-10, 32 x 32
/// RGB. An image depends only on its split and its position, so the first N are the same whatever the count,
/// and its bytes are the same on every machine.
/// @throws Error naming train_examples or test_examples if a count is not within 1 .. 50000 or 1 .. 10000; Stopped
DataSet drawBuiltin(const DataSize& size, const StopToken& stop = StopToken());

} // namespace moelab
