#include "data/download/download.h"

#include "base/error.h"
#include "base/sha256.h"
#include "data/download/part_file.h"
#include "data/download/transfer.h"

#include <curl/curl.h>

namespace moelab {
namespace {

/// libcurl wants this once, before any thread uses it.
void startCurl() {
    static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
    if (started != CURLE_OK)
        throw Error("libcurl", "does not start", "Check its installation");
}

} // namespace

std::filesystem::path partOf(const std::filesystem::path& target) {
    return std::filesystem::path(target).concat(".part");
}

void download(const std::string& url, const std::filesystem::path& target, const ExpectedFile& expected,
              const Progress& progress, const StopToken& stop, std::chrono::seconds stall) {
    startCurl();
    PartFile part(partOf(target));
    if (part.size() > expected.bytes)
        part.clear();
    if (part.size() < expected.bytes) {
        const auto run = [&](Transfer::From from) {
            return Transfer(url, part, expected, progress, stop, target, stall).run(from);
        };
        if (!run(Transfer::From::Here))
            run(Transfer::From::Beginning);
    }
    if (sha256OfFile(part.path()) != expected.sha256) {
        part.clear();
        Transfer(url, part, expected, progress, stop, target, stall)
            .fail("arrived with the right size but the wrong hash and was removed");
    }
    part.finishAs(target);
    if (progress)
        progress(expected.bytes, expected.bytes);
}

} // namespace moelab
