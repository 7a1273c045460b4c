#pragma once

#include "data/byte_source.h"

#include <cstdint>
#include <span>

namespace moelab {

/// The rest of a source whose header says how long that is: no more and no less.
class PromisedBytes {
  public:
    /// @param header bytes that were read, @param data bytes that follow
    /// @throws Error naming both lengths if the source states another
    PromisedBytes(ByteSource& source, std::uint64_t header, std::uint64_t data);

    /// Fills `into`. Call it for no more than there are.
    /// @throws Error naming both lengths if the source ends before
    void read(std::span<std::uint8_t> into);

    /// Call it when all has been read. @throws Error if there is more
    void end();

    const std::string& name() const { return m_source.name(); }

  private:
    [[noreturn]] void refuse(std::uint64_t there) const;

    ByteSource& m_source;
    std::uint64_t m_promised;
    std::uint64_t m_read;
};

} // namespace moelab
