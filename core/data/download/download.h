#pragma once

#include "base/limits.h"
#include "base/progress.h"
#include "base/stop_token.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>

namespace moelab {

/// What a download has to be in the end.
struct ExpectedFile {
    std::uint64_t bytes;
    std::string sha256;
};

/// Fetches `url` (http or https, at most 5 redirects) to `target`, which appears only when it is complete and its
/// size and hash are right. Until then the bytes are in TARGET.part, and the next call continues from there, even
/// in another process; two at once is an Error. A .part that is complete but has the wrong hash is removed.
/// @param progress told the bytes of the whole file that are there, and their total; on the calling thread
/// @param stop     acts within about a second; the .part stays
/// @param stall    after so long with less than limits::kStallBytes it is given up
/// @throws Error naming the address, what happened, and how to get the file by hand; Stopped; what `progress`
/// throws
void download(const std::string& url, const std::filesystem::path& target, const ExpectedFile& expected,
              const Progress& progress, const StopToken& stop,
              std::chrono::seconds stall = std::chrono::seconds(limits::kStallSeconds));

/// Where the bytes are until `target` is complete.
std::filesystem::path partOf(const std::filesystem::path& target);

} // namespace moelab
