#pragma once

#include <string_view>

namespace moelab {

enum class SplitName { None, Train, Test, Validation };

/// The three splits, by what people call them: train, training, test, testing, t10k, val, valid, validation, dev,
/// in any letters.
SplitName splitNamed(std::string_view name);

} // namespace moelab
