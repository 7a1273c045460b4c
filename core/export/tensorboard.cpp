#include "export/tensorboard.h"

#include "base/crc32c.h"
#include "base/error.h"

#include <bit>
#include <chrono>
#include <cstdint>
#include <cstdio>

namespace moelab {
namespace {

/// Little-endian on every machine.
template <class Number>
std::string littleEndian(Number number) {
    std::string bytes;
    for (std::size_t i = 0; i < sizeof number; ++i)
        bytes += static_cast<char>(number >> (8 * i) & 0xff);
    return bytes;
}

// The three kinds of protocol buffer fields that an event has (protobuf.dev/programming-guides/encoding).

enum WireType { Varint = 0, Fixed64 = 1, Length = 2, Fixed32 = 5 };

std::string varint(std::uint64_t value) {
    std::string bytes;
    for (; value >= 0x80; value >>= 7)
        bytes += static_cast<char>((value & 0x7f) | 0x80);
    return bytes + static_cast<char>(value);
}

std::string key(unsigned number, WireType type) { return varint(number << 3 | type); }

std::string field(unsigned number, std::int64_t value) {
    return key(number, Varint) + varint(static_cast<std::uint64_t>(value));
}
std::string field(unsigned number, double value) {
    return key(number, Fixed64) + littleEndian(std::bit_cast<std::uint64_t>(value));
}
std::string field(unsigned number, float value) {
    return key(number, Fixed32) + littleEndian(std::bit_cast<std::uint32_t>(value));
}
std::string field(unsigned number, const std::string& bytes) {
    return key(number, Length) + varint(bytes.size()) + bytes;
}

/// TensorFlow's mask, so that a checksum of bytes that hold checksums is none of theirs.
std::uint32_t maskedCrc(const std::string& bytes) {
    constexpr std::uint32_t kMask = 0xa282ead8;
    return std::rotr(crc32c(bytes), 15) + kMask;
}

std::string record(const std::string& message) {
    const std::string length = littleEndian(static_cast<std::uint64_t>(message.size()));
    return length + littleEndian(maskedCrc(length)) + message + littleEndian(maskedCrc(message));
}

/// A value of a Summary.
std::string scalar(const char* tag, double value) {
    return field(1, field(1, std::string(tag)) + field(2, static_cast<float>(value)));
}

std::string epochEvent(const EpochMetrics& epoch, double wallTime) {
    const std::string summary = scalar("loss", epoch.loss) + scalar("accuracy", epoch.accuracy) +
                                scalar("val_loss", epoch.validationLoss) +
                                scalar("val_accuracy", epoch.validationAccuracy);
    return field(1, wallTime) + field(2, epoch.epoch) + field(5, summary);
}

/// @returns seconds since 1970
std::int64_t startOf(const RunConfig& config) {
    int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
    const int found = std::sscanf(config.startedUtc.c_str(), "%4d-%2d-%2dT%2d:%2d:%2dZ", &year, &month, &day, &hour,
                                  &minute, &second);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (found != 6 || !date.ok())
        throw Error("started_utc", "is not a time such as 2026-01-31T12:00:00Z", "Correct the run's config.json");
    return std::chrono::sys_days(date).time_since_epoch() / std::chrono::seconds(1) + hour * 3600L + minute * 60L +
           second;
}

} // namespace

std::string eventFile(const RunConfig& config, const std::vector<EpochMetrics>& epochs) {
    auto wallTime = static_cast<double>(startOf(config));
    std::string file = record(field(1, wallTime) + field(3, std::string("brain.Event:2")));
    for (const EpochMetrics& epoch : epochs) {
        wallTime += epoch.seconds;
        file += record(epochEvent(epoch, wallTime));
    }
    return file;
}

std::string eventFileName(const RunConfig& config) {
    return "events.out.tfevents." + std::to_string(startOf(config)) + ".moelab";
}

} // namespace moelab
