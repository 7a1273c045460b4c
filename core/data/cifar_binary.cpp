#include "data/cifar_binary.h"

#include "base/error.h"
#include "base/limits.h"
#include "data/text_lines.h"

namespace moelab {
namespace {

constexpr std::size_t kRecord = 1 + SplitBuilder::kImageBytes;
constexpr std::size_t kCifar100Record = 2 + SplitBuilder::kImageBytes;
constexpr std::size_t kRecordsABlock = 64;

void checkSize(const std::string& name, std::uint64_t bytes) {
    const std::string count = std::to_string(bytes) + " bytes";
    if (bytes == 0)
        throw Error(name, "is empty (0 bytes)", "Copy the file again, or fetch the data again");
    if (bytes > limits::kBatchBytes)
        throw Error(name, "is " + count + " long; at most " + std::to_string(limits::kBatchBytes) + " are read",
                    "Choose the published file");
    if (bytes % kRecord == 0)
        return;
    if (bytes % kCifar100Record == 0)
        throw Error(name,
                    "is CIFAR-100, not CIFAR-10: " + count + " are " + std::to_string(bytes / kCifar100Record) +
                        " records of 3074",
                    "Choose CIFAR-10");
    throw Error(name,
                "is truncated or damaged: " + count + " are " + std::to_string(bytes / kRecord) +
                    " records of 3073 and " + std::to_string(bytes % kRecord) + " bytes more",
                "Copy the file again, or fetch the data again");
}

/// @param index of the record in the file, from 0
void addRecord(std::span<const std::uint8_t, kRecord> record, std::uint64_t index, const std::string& name,
               SplitBuilder& split) {
    if (record[0] > 9)
        throw Error(name + ":",
                    "record " + std::to_string(index + 1) + " (at byte " + std::to_string(index * kRecord) +
                        ") has label " + std::to_string(record[0]) + "; CIFAR-10 has labels 0 to 9",
                    "Copy the file again, or fetch the data again");
    split.add(record[0], record.subspan<1>());
}

} // namespace

void readBinaryBatch(ByteSource& source, SplitBuilder& split) {
    if (source.statedSize())
        checkSize(source.name(), *source.statedSize());
    std::vector<std::uint8_t> block(kRecordsABlock * kRecord);
    std::uint64_t index = 0;
    while (split.room() > 0) {
        const std::size_t got = source.read(block);
        const std::size_t whole = got / kRecord;
        for (std::size_t i = 0; i < whole && split.room() > 0; ++i)
            addRecord(std::span(block).subspan(i * kRecord).first<kRecord>(), index + i, source.name(), split);
        index += whole;
        if (index * kRecord > limits::kBatchBytes)
            checkSize(source.name(), index * kRecord);
        if (got < block.size())
            return checkSize(source.name(), index * kRecord + got % kRecord);
    }
}

std::vector<std::string> readBinaryNames(ByteSource& source) {
    return textLines(readAll(source, limits::kClassNamesBytes), source.name());
}

} // namespace moelab
