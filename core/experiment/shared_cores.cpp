#include "experiment/shared_cores.h"

#include "config/networks.h"
#include "plan/plan_fused.h"

#include <algorithm>

namespace moelab {

bool threadsChangeBits(const Parameters& parameters, Convolution convolution) {
    const bool own = convolution == Convolution::Direct || convolution == Convolution::Winograd;
    return !own || !std::ranges::all_of(networkRoles(), [&](const NetworkRole& role) {
        return isWhollyFused(networkOf(parameters, role.name));
    });
}

SharedCores::SharedCores(int threads, int sharers)
    : m_threads(threads)
    , m_present(static_cast<std::size_t>(sharers), true) {}

void SharedCores::leave(int sharer) {
    const std::lock_guard guard(m_mutex);
    m_present[static_cast<std::size_t>(sharer)] = false;
}

int SharedCores::of(int sharer) const {
    const std::lock_guard guard(m_mutex);
    const auto sharers = static_cast<int>(std::ranges::count(m_present, true));
    const auto before = static_cast<int>(std::count(m_present.begin(), m_present.begin() + sharer, true));
    return std::max(1, m_threads / sharers + (before < m_threads % sharers ? 1 : 0));
}

} // namespace moelab
