#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace moelab {

enum class CifarLayout { Binary, Python };

/// One of the files that a CIFAR data set consists of.
struct CifarFile {
    /// The names of classes and superclasses are in one file of the python layout, in two of the binary one.
    enum class Role { Train, Test, Names, CoarseNames };

    std::string_view name;
    CifarLayout layout;
    Role role;
    int batch = 1;       ///< its number among the files of its role
    bool telling = true; ///< no other data are likely to have a file of this name
};

/// What CIFAR-10 and CIFAR-100 differ in. Their layouts are described at
/// https://www.cs.toronto.edu/~kriz/cifar.html.
struct CifarSet {
    std::string_view name;
    std::string_view classesInWords; ///< "ten classes"
    std::size_t classes;
    std::size_t superclasses;         ///< 0 if it has none; a binary record then has one label byte instead of two
    std::span<const CifarFile> files; ///< of both layouts, each layout's in published order
    std::string_view binaryFolder;
    std::string_view pythonFolder;
    // The keys of the python layout's dictionaries.
    std::string_view labelsKey;
    std::string_view namesKey;

    bool hasSuperclasses() const { return superclasses > 0; }
    /// Label bytes in front of a binary record's pixels: the class, behind the superclass if there is one.
    std::size_t labelBytes() const { return hasSuperclasses() ? 2 : 1; }
    /// The set that this one is most easily taken for.
    const CifarSet& other() const;
};

extern const CifarSet kCifar10Set;
extern const CifarSet kCifar100Set;

/// What a data set is called whose classes are the superclasses of `set`.
std::string superclassesOf(const CifarSet& set);

/// Of the python layout of a set with superclasses.
inline constexpr std::string_view kCoarseLabelsKey = "coarse_labels";
inline constexpr std::string_view kCoarseNamesKey = "coarse_label_names";

} // namespace moelab
