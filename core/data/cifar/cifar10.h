#pragma once

#include <cstdint>
#include <string_view>

namespace moelab {

/// An archive as its authors published it, at https://www.cs.toronto.edu/~kriz/cifar.html.
struct PublishedArchive {
    std::string_view address;
    std::uint64_t bytes;
    std::string_view sha256;
};

inline constexpr PublishedArchive kCifar10Binary = {
    "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz", 170052171,
    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"};
inline constexpr PublishedArchive kCifar10Python = {
    "https://www.cs.toronto.edu/~kriz/cifar-10-python.tar.gz", 170498071,
    "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce"};
inline constexpr PublishedArchive kCifar100Binary = {
    "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz", 168513733,
    "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec"};
inline constexpr PublishedArchive kCifar100Python = {
    "https://www.cs.toronto.edu/~kriz/cifar-100-python.tar.gz", 169001437,
    "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7"};

/// The archive that fetchCifar10 gets and the cache holds.
const PublishedArchive& fetchedCifar10();
/// Lets tests fetch a small archive from a server of their own instead of kCifar10Binary. Not while data are
/// opened.
void replaceFetchedCifar10(const PublishedArchive& archive);

/// @returns whether it is the hash of a published archive of CIFAR-10 or CIFAR-100
bool isPublishedCifar(std::string_view sha256);

/// Whether data that are called so (see DataSource) have the layout of such an archive: only of those it says
/// anything that they are another.
bool isLikePublishedCifar(std::string_view name);

} // namespace moelab
