#pragma once

#include "data/byte_source.h"
#include "data/cifar/cifar_labels.h"
#include "data/cifar/cifar_python.h"
#include "data/cifar/cifar_set.h"
#include "data/cifar/split_builder.h"
#include "data/image_set.h"

#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace moelab {

/// Puts a data set together from the files of CIFAR-10 or CIFAR-100, which may come in any order.
class CifarCollector {
  public:
    /// @param source  of the data: a folder or an archive, for messages
    /// @param options images beyond options.size are not kept; options.labels says which labels of CIFAR-100 are
    CifarCollector(const CifarSet& set, std::string source, const DataOptions& options);

    /// Reads the file if it is one of the set's, else only notes its name.
    /// @param fileName without folders
    /// @throws Error as the readers of the layouts do; and for a file that came before, or one of another layout
    void take(std::string_view fileName, ByteSource& bytes);

    /// @returns the data set, named but without its source's other fields
    /// @throws Error if a file is missing or the class names are not as many different ones as there are classes
    DataSet finish();

  private:
    void read(const CifarFile& file, ByteSource& bytes);
    void readNames(const CifarFile& file, ByteSource& bytes);

    const CifarSet& m_set;
    std::string m_source;
    bool m_coarse;
    CifarLabels m_labels;
    SplitBuilder m_train;
    SplitBuilder m_test;
    CifarNames m_names;
    std::optional<CifarLayout> m_layout;
    std::set<std::string_view> m_seen;
    bool m_sawOther = false;
};

} // namespace moelab
