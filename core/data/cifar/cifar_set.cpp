#include "data/cifar/cifar_set.h"

#include <array>

namespace moelab {
namespace {

using Role = CifarFile::Role;

constexpr std::array<CifarFile, 14> kCifar10Files = {{
    {"data_batch_1.bin", CifarLayout::Binary, Role::Train, 1},
    {"data_batch_2.bin", CifarLayout::Binary, Role::Train, 2},
    {"data_batch_3.bin", CifarLayout::Binary, Role::Train, 3},
    {"data_batch_4.bin", CifarLayout::Binary, Role::Train, 4},
    {"data_batch_5.bin", CifarLayout::Binary, Role::Train, 5},
    {"test_batch.bin", CifarLayout::Binary, Role::Test},
    {"batches.meta.txt", CifarLayout::Binary, Role::Names},
    {"data_batch_1", CifarLayout::Python, Role::Train, 1},
    {"data_batch_2", CifarLayout::Python, Role::Train, 2},
    {"data_batch_3", CifarLayout::Python, Role::Train, 3},
    {"data_batch_4", CifarLayout::Python, Role::Train, 4},
    {"data_batch_5", CifarLayout::Python, Role::Train, 5},
    {"test_batch", CifarLayout::Python, Role::Test},
    {"batches.meta", CifarLayout::Python, Role::Names},
}};

constexpr bool kOfMany = false; // other data may have files of such names
constexpr std::array<CifarFile, 7> kCifar100Files = {{
    {"train.bin", CifarLayout::Binary, Role::Train},
    {"test.bin", CifarLayout::Binary, Role::Test},
    {"fine_label_names.txt", CifarLayout::Binary, Role::Names},
    {"coarse_label_names.txt", CifarLayout::Binary, Role::CoarseNames},
    {"train", CifarLayout::Python, Role::Train, 1, kOfMany},
    {"test", CifarLayout::Python, Role::Test, 1, kOfMany},
    {"meta", CifarLayout::Python, Role::Names, 1, kOfMany},
}};

} // namespace

const CifarSet kCifar10Set = {
    "CIFAR-10", "ten classes", 10, 0, kCifar10Files, "cifar-10-batches-bin", "cifar-10-batches-py",
    "labels",   "label_names"};
const CifarSet kCifar100Set = {
    "CIFAR-100",   "a hundred classes", 100, 20, kCifar100Files, "cifar-100-binary", "cifar-100-python",
    "fine_labels", "fine_label_names"};

std::string superclassesOf(const CifarSet& set) { return std::string(set.name) + "'s superclasses"; }

const CifarSet& CifarSet::other() const { return this == &kCifar10Set ? kCifar100Set : kCifar10Set; }

} // namespace moelab
