#pragma once

#include "data/byte_source.h"
#include "data/cifar/cifar_labels.h"
#include "data/cifar/split_builder.h"

#include <string>
#include <vector>

namespace moelab {

/// Adds the images of one binary file to `split`, whose batch was begun, until it has no more room and `labels`
/// knows all it wants to. A record is a label byte, of CIFAR-100 one of the superclass and one of the class, then
/// 1024 red, 1024 green and 1024 blue bytes, rows from the top (https://www.cs.toronto.edu/~kriz/cifar.html). Any
/// number of records will do; the published files of CIFAR-10 have 10000.
/// @throws Error naming the file and its byte count if it is empty, cut or of the other set; or the record with a
/// bad label
void readBinaryBatch(ByteSource& source, CifarLabels& labels, SplitBuilder& split);

/// @returns the lines of batches.meta.txt, fine_label_names.txt or coarse_label_names.txt that are not blank
std::vector<std::string> readBinaryNames(ByteSource& source);

} // namespace moelab
