#include "data/cifar_collector.h"

#include "base/error.h"
#include "base/limits.h"
#include "data/cifar_binary.h"
#include "data/cifar_python.h"
#include "data/printable.h"

#include <algorithm>

namespace moelab {
namespace {

constexpr std::size_t kClasses = 10;

bool isUsableName(const std::string& name) {
    return !name.empty() && name.size() <= limits::kClassNameBytes && isUtf8(name) && printable(name) == name;
}

void checkClassNames(const std::vector<std::string>& names, const std::string& file) {
    const auto refuse = [&](const std::string& problem) {
        throw Error(file, problem, "Choose the published file, which names ten classes");
    };
    if (names.size() != kClasses)
        refuse("names " + std::to_string(names.size()) + " classes; CIFAR-10 has 10");
    std::set<std::string_view> seen;
    for (const std::string& name : names) {
        if (!isUsableName(name))
            refuse("has the unusable class name \"" + printable(name) + "\"");
        if (!seen.insert(name).second)
            refuse("names the class \"" + name + "\" twice");
    }
}

using Role = CifarFile::Role;

} // namespace

const std::array<CifarFile, 14> kCifarFiles = {{
    {"data_batch_1.bin", CifarLayout::Binary, Role::Train, 1},
    {"data_batch_2.bin", CifarLayout::Binary, Role::Train, 2},
    {"data_batch_3.bin", CifarLayout::Binary, Role::Train, 3},
    {"data_batch_4.bin", CifarLayout::Binary, Role::Train, 4},
    {"data_batch_5.bin", CifarLayout::Binary, Role::Train, 5},
    {"test_batch.bin", CifarLayout::Binary, Role::Test, 1},
    {"batches.meta.txt", CifarLayout::Binary, Role::Names, 0},
    {"data_batch_1", CifarLayout::Python, Role::Train, 1},
    {"data_batch_2", CifarLayout::Python, Role::Train, 2},
    {"data_batch_3", CifarLayout::Python, Role::Train, 3},
    {"data_batch_4", CifarLayout::Python, Role::Train, 4},
    {"data_batch_5", CifarLayout::Python, Role::Train, 5},
    {"test_batch", CifarLayout::Python, Role::Test, 1},
    {"batches.meta", CifarLayout::Python, Role::Names, 0},
}};

bool isCifar100File(std::string_view fileName) {
    static constexpr std::string_view kNames[] = {
        "train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt", "train", "test", "meta"};
    return std::find(std::begin(kNames), std::end(kNames), fileName) != std::end(kNames);
}

CifarCollector::CifarCollector(std::string source, const DataSize& limit)
    : m_source(std::move(source))
    , m_train(limit.train)
    , m_test(limit.test) {}

void CifarCollector::take(std::string_view fileName, ByteSource& bytes) {
    const auto file = std::find_if(kCifarFiles.begin(), kCifarFiles.end(),
                                   [&](const CifarFile& known) { return known.name == fileName; });
    if (file == kCifarFiles.end()) {
        m_sawCifar100 |= isCifar100File(fileName);
        return;
    }
    if (m_layout.value_or(file->layout) != file->layout)
        throw Error(m_source, "holds both layouts of CIFAR-10, binary and python", "Keep one of them");
    m_layout = file->layout;
    if (!m_seen.insert(file->name).second)
        throw Error(m_source, "holds " + std::string(file->name) + " twice", "Keep one of the two");
    read(*file, bytes);
}

void CifarCollector::read(const CifarFile& file, ByteSource& bytes) {
    const bool binary = file.layout == CifarLayout::Binary;
    if (file.role == Role::Names) {
        m_classNames = binary ? readBinaryNames(bytes) : readPythonNames(bytes);
        checkClassNames(m_classNames, bytes.name());
        return;
    }
    SplitBuilder& split = file.role == Role::Train ? m_train : m_test;
    split.beginBatch(file.batch);
    binary ? readBinaryBatch(bytes, split) : readPythonBatch(bytes, split);
}

DataSet CifarCollector::finish() {
    if (!m_layout && m_sawCifar100)
        throw Error(m_source, "is CIFAR-100, not CIFAR-10", "Choose CIFAR-10");
    if (!m_layout)
        throw Error(m_source, "holds none of CIFAR-10's files",
                    "Choose CIFAR-10 in its binary or python version, as a folder or an archive");
    for (const CifarFile& file : kCifarFiles)
        if (file.layout == *m_layout && !m_seen.contains(file.name))
            throw Error(m_source, "has no " + std::string(file.name), "Copy it again, or fetch the data again");
    DataSet data;
    data.source.name = "CIFAR-10";
    data.classNames = m_classNames;
    data.train = m_train.take();
    data.test = m_test.take();
    return data;
}

} // namespace moelab
