#pragma once

#include "base/error.h"

namespace moelab {

/// Thrown when a stage's loss is no longer a finite number. The same training would end the same way again.
class DivergedError : public Error {
  public:
    using Error::Error;
};

} // namespace moelab
