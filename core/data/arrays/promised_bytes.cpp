#include "data/arrays/promised_bytes.h"

#include "base/error.h"

#include <array>

namespace moelab {

PromisedBytes::PromisedBytes(ByteSource& source, std::uint64_t header, std::uint64_t data)
    : m_source(source)
    , m_promised(header + data)
    , m_read(header) {
    if (source.statedSize().value_or(m_promised) != m_promised)
        refuse(*source.statedSize());
}

void PromisedBytes::read(std::span<std::uint8_t> into) {
    const std::size_t got = m_source.read(into);
    m_read += got;
    if (got < into.size())
        refuse(m_read);
}

void PromisedBytes::end() {
    std::array<std::uint8_t, 1> more;
    if (m_source.read(more) > 0)
        throw Error(name(), "is longer than the " + std::to_string(m_promised) + " bytes that its header promises",
                    "Copy the file again, or write it again");
}

void PromisedBytes::refuse(std::uint64_t there) const {
    const bool cut = there < m_promised;
    throw Error(name(),
                std::string(cut ? "is truncated" : "is too long") + ": its header promises " +
                    std::to_string(m_promised) + " bytes, it has " + std::to_string(there),
                "Copy the file again, or write it again");
}

} // namespace moelab
