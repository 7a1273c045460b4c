#pragma once

#include "data/byte_source.h"
#include "data/split_builder.h"

#include <string>
#include <vector>

namespace moelab {

/// Adds the images of one data_batch_N.bin or test_batch.bin to `split`, whose batch was begun, until it has no
/// more room. A record is a label byte 0-9, then 1024 red, 1024 green and 1024 blue bytes, rows from the top
/// (https://www.cs.toronto.edu/~kriz/cifar.html). Any number of records will do; the published files have 10000.
/// @throws Error naming the file and its byte count if it is empty, cut or CIFAR-100; or the record with a bad
/// label
void readBinaryBatch(ByteSource& source, SplitBuilder& split);

/// @returns the lines of batches.meta.txt that are not blank
std::vector<std::string> readBinaryNames(ByteSource& source);

} // namespace moelab
