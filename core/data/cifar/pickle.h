#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A numpy array of bytes as a pickle holds it. `bytes` points into the Pickle.
struct PickledArray {
    std::vector<std::size_t> shape; ///< its product is bytes.size()
    std::string_view bytes;         ///< row by row (C order)
};

/// The dictionary in a CIFAR-10 python batch file. A pickle is a program; this reader knows only the opcodes and
/// the globals that such a file needs (pickle protocols 0 to 5, of Python 2 and 3, numpy 1 and 2), runs none of the
/// latter, and refuses all others by name. What it allocates is bounded by the bytes that are there.
class Pickle {
  public:
    /// @param bytes the whole file
    /// @param name  what messages call it
    /// @throws Error naming the file, the byte and what is wrong there
    Pickle(std::string bytes, std::string name);
    ~Pickle();

    /// Keys compare as bytes: Python 3 writes b'data' where Python 2 wrote 'data'.
    bool contains(std::string_view key) const;

    /// The values below the key, which are Errors if they are missing or of another type.
    /// Integers may be a list, a tuple or an array of one column; an array may be stored column by column, or be
    /// bytes without a shape, which get the shape [bytes].
    std::vector<std::int64_t> integers(std::string_view key) const;
    std::vector<std::string> texts(std::string_view key) const;
    PickledArray array(std::string_view key);

  private:
    struct Content;
    std::unique_ptr<Content> m_content;
};

} // namespace moelab
