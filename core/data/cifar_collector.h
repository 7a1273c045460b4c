#pragma once

#include "data/byte_source.h"
#include "data/catalogue.h"
#include "data/split_builder.h"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace moelab {

enum class CifarLayout { Binary, Python };

/// One of the files that CIFAR-10 consists of.
struct CifarFile {
    enum class Role { Train, Test, Names };

    std::string_view name;
    CifarLayout layout;
    Role role;
    int batch; ///< 1..5 for training batches
};

/// The files of both layouts, each layout's in published order.
extern const std::array<CifarFile, 14> kCifarFiles;

/// Files that only CIFAR-100 has.
bool isCifar100File(std::string_view fileName);

/// Puts a data set together from CIFAR-10's files, which may come in any order.
class CifarCollector {
  public:
    /// @param source of the data: a folder or an archive, for messages
    /// @param limit  images beyond these counts are not kept
    CifarCollector(std::string source, const DataSize& limit);

    /// Reads the file if it is one of CIFAR-10's, else only notes its name.
    /// @param fileName without folders
    /// @throws Error as the readers of the layouts do; and for a file that came before, or one of another layout
    void take(std::string_view fileName, ByteSource& bytes);

    /// @returns the data set, named but without its source's other fields
    /// @throws Error if a file is missing or the class names are not ten different ones
    DataSet finish();

  private:
    void read(const CifarFile& file, ByteSource& bytes);

    std::string m_source;
    SplitBuilder m_train;
    SplitBuilder m_test;
    std::vector<std::string> m_classNames;
    std::optional<CifarLayout> m_layout;
    std::set<std::string_view> m_seen;
    bool m_sawCifar100 = false;
};

} // namespace moelab
