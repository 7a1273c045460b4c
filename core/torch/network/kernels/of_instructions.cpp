#include "network/kernels/of_instructions.h"

namespace moelab::MOELAB_INSTRUCTIONS {

const Kernels& kernels() {
    static const Kernels all = {&direct(), &winograd(), &dense(), pool, unpool};
    return all;
}

} // namespace moelab::MOELAB_INSTRUCTIONS
