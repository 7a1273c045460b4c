#include "data/cifar/cifar_binary.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/text_lines.h"

namespace moelab {
namespace {

constexpr std::size_t kRecordsABlock = 64;

std::size_t recordBytes(const CifarSet& set) { return set.labelBytes() + SplitBuilder::kImageBytes; }

/// "6145 bytes are 1 records of 3073"
std::string asRecords(std::uint64_t bytes, std::size_t record) {
    return std::to_string(bytes) + " bytes are " + std::to_string(bytes / record) + " records of " +
           std::to_string(record);
}

void checkSize(const std::string& name, std::uint64_t bytes, const CifarSet& set) {
    if (bytes == 0)
        throw Error(name, "is empty (0 bytes)", "Copy the file again, or fetch the data again");
    if (bytes > limits::kBatchBytes)
        throw Error(name,
                    "is " + std::to_string(bytes) + " bytes long; at most " + std::to_string(limits::kBatchBytes) +
                        " are read",
                    "Choose the published file");
    if (bytes % recordBytes(set) == 0)
        return;
    const CifarSet& other = set.other();
    if (bytes % recordBytes(other) == 0)
        throw Error(name,
                    "is " + std::string(other.name) + ", not " + std::string(set.name) + ": " +
                        asRecords(bytes, recordBytes(other)),
                    "Choose " + std::string(set.name));
    throw Error(name,
                "is truncated or damaged: " + asRecords(bytes, recordBytes(set)) + " and " +
                    std::to_string(bytes % recordBytes(set)) + " bytes more",
                "Copy the file again, or fetch the data again");
}

/// @param index of the record in the file, from 0
void addRecord(std::span<const std::uint8_t> record, std::uint64_t index, const std::string& name,
               CifarLabels& labels, SplitBuilder& split) {
    const std::size_t labelBytes = labels.set().labelBytes();
    const int coarse = record[0];
    const int fine = record[labelBytes - 1];
    const std::string problem = labels.take(fine, coarse);
    if (!problem.empty())
        throw Error(name + ":",
                    "record " + std::to_string(index + 1) + " (at byte " + std::to_string(index * record.size()) +
                        ") " + problem,
                    "Copy the file again, or fetch the data again");
    if (split.room() > 0)
        split.add(labels.wanted(fine, coarse), record.subspan(labelBytes).first<SplitBuilder::kImageBytes>());
}

} // namespace

void readBinaryBatch(ByteSource& source, CifarLabels& labels, SplitBuilder& split) {
    const CifarSet& set = labels.set();
    const std::size_t record = recordBytes(set);
    const auto isWanted = [&] { return split.room() > 0 || labels.wantsMore(); };
    if (source.statedSize())
        checkSize(source.name(), *source.statedSize(), set);
    std::vector<std::uint8_t> block(kRecordsABlock * record);
    std::uint64_t index = 0;
    while (isWanted()) {
        const std::size_t got = source.read(block);
        const std::size_t whole = got / record;
        for (std::size_t i = 0; i < whole && isWanted(); ++i)
            addRecord(std::span(block).subspan(i * record, record), index + i, source.name(), labels, split);
        index += whole;
        if (index * record > limits::kBatchBytes)
            checkSize(source.name(), index * record, set);
        if (got < block.size())
            return checkSize(source.name(), index * record + got % record, set);
    }
}

std::vector<std::string> readBinaryNames(ByteSource& source) {
    return textLines(readAll(source, limits::kClassNamesBytes), source.name());
}

} // namespace moelab
