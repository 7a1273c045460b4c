#pragma once

#include "data/byte_source.h"

#include <memory>

namespace moelab {

/// The bytes of a source, unpacked if they are gzip, which their beginning tells. It unpacks no further than it is
/// read, so that whoever reads decides how much may come of a few bytes.
class UnpackedSource : public ByteSource {
  public:
    /// @param packed has to live as long, and be at its beginning
    /// @throws Error if a gzip stream is damaged; what `packed` throws
    explicit UnpackedSource(ByteSource& packed);
    ~UnpackedSource() override;

    /// @throws Error if a gzip stream is damaged or cut; what `packed` throws
    std::size_t read(std::span<std::uint8_t> into) override;

  private:
    struct Unpacker;
    std::unique_ptr<Unpacker> m_unpacker;
};

} // namespace moelab
