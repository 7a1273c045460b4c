#include "data/cifar/cifar_collector.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"
#include "data/cifar/cifar_binary.h"

#include <algorithm>

namespace moelab {
namespace {

using Role = CifarFile::Role;

bool isUsableName(const std::string& name) {
    return !name.empty() && name.size() <= limits::kClassNameBytes && isUtf8(name) && printable(name) == name;
}

/// @param kind "class" or "superclass"
void checkClassNames(const std::vector<std::string>& names, std::size_t count, const std::string& kind,
                     const CifarSet& set, const std::string& file) {
    const auto refuse = [&](const std::string& problem) {
        throw Error(file, problem, "Choose the published file, which names " + std::string(set.classesInWords));
    };
    if (names.size() != count)
        refuse("names " + std::to_string(names.size()) + " " + kind + "es; " + std::string(set.name) + " has " +
               std::to_string(count));
    std::set<std::string_view> seen;
    for (const std::string& name : names) {
        if (!isUsableName(name))
            refuse("has the unusable " + kind + " name \"" + printable(name) + "\"");
        if (!seen.insert(name).second)
            refuse("names the " + kind + " \"" + name + "\" twice");
    }
}

const CifarFile* cifarFileNamed(const CifarSet& set, std::string_view name) {
    const auto file = std::ranges::find(set.files, name, &CifarFile::name);
    return file == set.files.end() ? nullptr : &*file;
}

} // namespace

CifarCollector::CifarCollector(const CifarSet& set, std::string source, const DataOptions& options)
    : m_set(set)
    , m_source(std::move(source))
    , m_coarse(set.hasSuperclasses() && options.labels == Labels::Coarse)
    , m_labels(set, options.labels)
    , m_train(options.size.train)
    , m_test(options.size.test) {}

void CifarCollector::take(std::string_view fileName, ByteSource& bytes) {
    const CifarFile* file = cifarFileNamed(m_set, fileName);
    if (!file) {
        m_sawOther |= cifarFileNamed(m_set.other(), fileName) != nullptr;
        return;
    }
    if (m_layout.value_or(file->layout) != file->layout)
        throw Error(m_source, "holds both layouts of " + std::string(m_set.name) + ", binary and python",
                    "Keep one of them");
    m_layout = file->layout;
    if (!m_seen.insert(file->name).second)
        throw Error(m_source, "holds " + std::string(file->name) + " twice", "Keep one of the two");
    read(*file, bytes);
}

void CifarCollector::read(const CifarFile& file, ByteSource& bytes) {
    if (file.role == Role::Names || file.role == Role::CoarseNames)
        return readNames(file, bytes);
    SplitBuilder& split = file.role == Role::Train ? m_train : m_test;
    split.beginBatch(file.batch);
    file.layout == CifarLayout::Binary ? readBinaryBatch(bytes, m_labels, split)
                                       : readPythonBatch(bytes, m_labels, split);
}

void CifarCollector::readNames(const CifarFile& file, ByteSource& bytes) {
    if (file.layout == CifarLayout::Python)
        m_names = readPythonNames(bytes, m_set);
    else if (file.role == Role::Names)
        m_names.classes = readBinaryNames(bytes);
    else
        m_names.superclasses = readBinaryNames(bytes);
    if (file.role == Role::Names)
        checkClassNames(m_names.classes, m_set.classes, "class", m_set, bytes.name());
    if (file.role == Role::CoarseNames || file.layout == CifarLayout::Python)
        checkClassNames(m_names.superclasses, m_set.superclasses, "superclass", m_set, bytes.name());
}

DataSet CifarCollector::finish() {
    const std::string name(m_set.name);
    if (!m_layout && m_sawOther)
        throw Error(m_source, "is " + std::string(m_set.other().name) + ", not " + name, "Choose " + name);
    if (!m_layout)
        throw Error(m_source, "holds none of " + name + "'s files",
                    "Choose " + name + " in its binary or python version, as a folder or an archive");
    for (const CifarFile& file : m_set.files)
        if (file.layout == *m_layout && !m_seen.contains(file.name))
            throw Error(m_source, "has no " + std::string(file.name), "Copy it again, or fetch the data again");
    DataSet data;
    data.source.name = m_coarse ? superclassesOf(m_set) : name;
    data.classNames = m_coarse ? m_names.superclasses : m_names.classes;
    if (!m_coarse)
        data.suggestedGroups = m_labels.groups(m_names.superclasses);
    data.train = m_train.take();
    data.test = m_test.take();
    return data;
}

} // namespace moelab
