#pragma once

#include "data/arrays/number_array.h"
#include "data/arrays/split_arrays.h"
#include "data/data_reader.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

/// A format of files that hold an array each, whose names say what is in them.
struct ArrayFormat {
    /// @param fileName without folders. @returns nothing if the file is none of the format, or its name says
    /// nothing
    std::optional<ArrayRole> (*roleOf)(std::string_view fileName);
    /// Whether a file that begins with these bytes may be one of the format.
    bool (*looksLike)(std::string_view head);
    ArrayHeader (*readHeader)(ByteSource& source);
    std::string_view name;       ///< for messages: "NumPy"
    std::string_view namesToUse; ///< names of files that are read, for messages
};

/// Puts a data set together from files of one format, which may come in any order.
class ArrayCollector {
  public:
    /// @param source of the data: a folder or an archive, for messages
    /// @param set    takes the files of this one only; if nothing, there may be one
    /// @param progress told images of the file that is being read; it has to live as long
    ArrayCollector(const ArrayFormat& format, std::string source, std::optional<std::string> set,
                   const DataOptions& options, const Progress& progress);

    /// Reads the file if its name says what it is, unpacked if it is called .gz; else only notes its name.
    /// @param fileName without folders
    /// @throws Error for a file that is none of the format or damaged, or of another set than those before
    void take(std::string_view fileName, ByteSource& bytes);

    /// @returns the data set, called as its set, if that has a name
    /// @throws Error as SplitArrays::finish does
    DataSet finish();

  private:
    void read(const ArrayRole& role, ByteSource& bytes);

    const ArrayFormat& m_format;
    std::string m_source;
    std::optional<std::string> m_set;
    bool m_skipsOthers;
    PixelRange m_pixels;
    const Progress& m_progress;
    SplitArrays m_arrays;
    bool m_tookSome = false;
    std::vector<std::string> m_others; ///< the first files whose names say nothing
};

/// As DataReader::recognises: by names of files in a folder or an archive, or by the name or the first bytes of a
/// file.
int confidenceInArrays(const ArrayFormat& format, const Glance& glance);

/// As DataReader::open. A path is a folder that holds the files, one of these, or an archive.
DataSet openArrays(const ArrayFormat& format, const std::filesystem::path& path, const DataOptions& options,
                   const StopToken& stop, const Progress& progress);

} // namespace moelab
