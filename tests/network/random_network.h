#pragma once

#include "config/layer_names.h"
#include "config/network_spec.h"

#include <random>

namespace fixture {

/// Draws small networks of every form that a specification may have, and images for them.
class RandomNetwork {
  public:
    explicit RandomNetwork(std::uint32_t seed)
        : m_random(seed) {
        images = {number(1, 13), number(1, 13), number(1, 4)};
        m_height = images.height;
        m_width = images.width;
        m_channels = images.channels;
        for (int block = number(0, 3); block > 0; --block)
            addBlock();
        spec.push_back({moelab::LayerKind::Flatten, {}});
        for (int layers = number(0, 2); layers > 0; --layers) {
            spec.push_back({moelab::LayerKind::Dense, {}, number(1, 200), 0, chance(80)});
            addDropout();
        }
        spec.push_back({moelab::LayerKind::Dense, {}, number(1, 20)});
        moelab::nameLayers(spec);
    }

    moelab::ImageShape images;
    moelab::NetworkSpec spec;

  private:
    int number(int least, int most) { return std::uniform_int_distribution<int>(least, most)(m_random); }
    bool chance(int percent) { return number(1, 100) <= percent; }

    moelab::Layer convolution(int units) { return {moelab::LayerKind::Convolution, {}, units, 0, chance(93)}; }

    void addBlock() {
        for (int layers = number(0, 3); layers > 0; --layers) {
            m_channels = chance(75) ? 32 * number(1, 3) : number(1, 200);
            spec.push_back(convolution(m_channels));
        }
        if (chance(20)) {
            moelab::Layer residual{moelab::LayerKind::Residual, {}};
            residual.body = {convolution(number(1, 40)), convolution(m_channels)};
            spec.push_back(residual);
        }
        if (chance(20))
            spec.push_back({moelab::LayerKind::Relu, {}});
        for (int pools = chance(15) ? 2 : chance(80) ? 1 : 0; pools > 0 && m_height > 1 && m_width > 1; --pools) {
            spec.push_back({moelab::LayerKind::MaxPool, {}});
            m_height /= 2;
            m_width /= 2;
        }
        addDropout();
        if (chance(10))
            addDropout();
    }

    void addDropout() {
        if (chance(40))
            spec.push_back({moelab::LayerKind::Dropout, {}, 0, 0.1 * number(0, 8)});
    }

    std::mt19937 m_random;
    int m_height, m_width, m_channels;
};

} // namespace fixture
