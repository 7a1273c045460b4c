#pragma once

#include <string>

namespace fixture {

/// The parameter `networks` as JSON: for each role a network of the notebook's kind with about a fiftieth of the
/// weights of the small preset, for tests that train. Of the presets' two million weights most tests would only
/// feel the hashing and saving. Convolutions have channels that moelab's own kernels take.
inline std::string tinyNetworks() {
    const std::string classifier =
        R"([{"layer": "convolution", "channels": 32}, {"layer": "max_pool"}, {"layer": "dropout", "rate": 0.25},
            {"layer": "convolution", "channels": 32}, {"layer": "max_pool"}, {"layer": "dropout", "rate": 0.25},
            {"layer": "flatten"}, {"layer": "dense", "units": 16}, {"layer": "dropout", "rate": 0.5},
            {"layer": "dense", "units": "outputs"}])";
    const std::string subGate = R"([{"layer": "flatten"}, {"layer": "dense", "units": 16},
            {"layer": "dropout", "rate": 0.5}, {"layer": "dense", "units": "outputs"}])";
    return R"({"baseline": )" + classifier + R"(, "gate": )" + classifier + R"(, "expert": )" + classifier +
           R"(, "sub-gate": )" + subGate + "}";
}

} // namespace fixture
