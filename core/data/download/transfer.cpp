#include "data/download/transfer.h"

#include "base/error.h"
#include "base/limits.h"
#include "base/printable.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>

namespace moelab {
namespace {

constexpr long kWholeFile = 200;
constexpr long kPartOfFile = 206;
constexpr long kBadRange = 416;

using Clock = std::chrono::steady_clock;

std::string asLowerCase(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
    return lower;
}

/// @param text "bytes 100-199/200". @returns the first number
std::optional<std::uint64_t> beginOfRange(std::string_view text) {
    const std::size_t digits = text.find_first_of("0123456789");
    std::uint64_t begin = 0;
    if (digits == std::string_view::npos ||
        std::from_chars(text.data() + digits, text.data() + text.size(), begin).ec != std::errc())
        return std::nullopt;
    return begin;
}

bool startsAsHtml(std::string_view first) {
    const std::size_t begin = first.find_first_not_of(" \t\r\n");
    const std::string head = asLowerCase(first.substr(std::min(begin, first.size()), 16));
    return head.starts_with("<!doctype") || head.starts_with("<html");
}

} // namespace

bool Transfer::run(From from) {
    m_resumes = from == From::Here && m_part.size() > 0;
    m_handle.reset(curl_easy_init());
    if (!m_handle)
        fail("cannot be fetched: libcurl does not start");
    configure();
    m_cameOn = Clock::now();
    const CURLcode result = curl_easy_perform(m_handle.get());
    if (m_caught)
        std::rethrow_exception(m_caught);
    if (status() == kBadRange && m_resumes)
        return false;
    checkResult(result);
    return true;
}

void Transfer::configure() {
    CURL* const handle = m_handle.get();
    curl_easy_setopt(handle, CURLOPT_URL, m_url.c_str());
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS, long{CURLPROTO_HTTP | CURLPROTO_HTTPS});
    curl_easy_setopt(handle, CURLOPT_REDIR_PROTOCOLS, long{CURLPROTO_HTTP | CURLPROTO_HTTPS});
#endif
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 1L);
    curl_easy_setopt(handle, CURLOPT_MAXREDIRS, limits::kRedirects);
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT, limits::kConnectSeconds);
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_USERAGENT, "moelab");
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, m_reason);
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &Transfer::onBody);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &Transfer::onHeader);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, &Transfer::onProgress);
    curl_easy_setopt(handle, CURLOPT_XFERINFODATA, this);
    // Not CURLOPT_RESUME_FROM: with that a server that ignores ranges is an error, here it only starts again.
    if (m_resumes)
        curl_easy_setopt(handle, CURLOPT_RANGE, (std::to_string(m_part.size()) + "-").c_str());
}

long Transfer::status() const {
    long status = 0;
    curl_easy_getinfo(m_handle.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
}

void Transfer::fail(const std::string& problem) const {
    throw Error(printable(m_url), problem,
                "Try again later, it resumes where it stopped; or download it in a browser and pass --data FILE, "
                "or move it to " +
                    printable(m_target));
}

void Transfer::failByStatus() const {
    fail("is refused by the server (HTTP status " + std::to_string(status()) + ")");
}

std::string Transfer::kept() const {
    return std::to_string(m_part.size()) + " of " + std::to_string(m_expected.bytes) + " bytes are kept";
}

void Transfer::checkResult(CURLcode result) {
    if (result == CURLE_OK && status() != kWholeFile && status() != kPartOfFile)
        failByStatus();
    if (result != CURLE_OK)
        fail("cannot be fetched (" + std::string(*m_reason ? m_reason : curl_easy_strerror(result)) + "); " +
             kept());
    if (m_part.size() < m_expected.bytes)
        fail("ended early; " + kept());
}

/// Decides by the response's head and first bytes, before the .part is touched.
void Transfer::acceptBody(std::string_view first) {
    curl_off_t length = -1;
    curl_easy_getinfo(m_handle.get(), CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
    const bool resumes = status() == kPartOfFile;
    if (status() != kWholeFile && !resumes)
        failByStatus();
    if (m_contentType.starts_with("text/html") || (!resumes && startsAsHtml(first)))
        fail("returned an HTML page instead of the file, perhaps the login page of the network");
    if (resumes && beginOfRange(m_contentRange) != m_part.size())
        fail("returned another part of the file than requested (Content-Range: " + printable(m_contentRange) + ")");
    const std::uint64_t before = resumes ? m_part.size() : 0;
    if (length >= 0 && before + static_cast<std::uint64_t>(length) != m_expected.bytes)
        fail("is " + std::to_string(before + static_cast<std::uint64_t>(length)) +
             " bytes long; the published file has " + std::to_string(m_expected.bytes));
    if (!resumes)
        m_part.clear();
    m_accepted = true;
}

void Transfer::body(std::string_view bytes) {
    if (status() == kBadRange && m_resumes)
        return; // run says so
    if (!m_accepted)
        acceptBody(bytes);
    if (bytes.size() > m_expected.bytes - m_part.size()) {
        m_part.clear();
        fail("is longer than the published file's " + std::to_string(m_expected.bytes) + " bytes");
    }
    m_part.append(std::as_bytes(std::span(bytes)));
    m_since += bytes.size();
    if (m_since >= limits::kStallBytes)
        comesOn();
}

void Transfer::header(std::string_view line) {
    if (line.starts_with("HTTP/")) {
        m_contentRange.clear();
        m_contentType.clear();
    }
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::size_t begin = std::min(line.find_first_not_of(" \t", colon + 1), line.size());
    const std::size_t end = line.find_last_not_of(" \t\r\n") + 1;
    const std::string name = asLowerCase(line.substr(0, colon));
    const std::string value = begin < end ? asLowerCase(line.substr(begin, end - begin)) : "";
    if (name == "content-range")
        m_contentRange = value;
    else if (name == "content-type")
        m_contentType = value;
}

void Transfer::comesOn() {
    m_cameOn = Clock::now();
    m_since = 0;
}

void Transfer::tick() {
    const bool waits = m_stop.paused();
    if (!m_stop.proceed())
        throw Stopped();
    if (waits)
        comesOn();
    // libcurl's own watch averages over seconds and would take a pause for a stall.
    if (Clock::now() - m_cameOn >= m_stall)
        fail("sent fewer than " + std::to_string(limits::kStallBytes) + " bytes in " +
             std::to_string(m_stall.count()) + " seconds; " + kept());
    if (m_progress)
        m_progress(m_part.size(), m_expected.bytes);
}

std::size_t Transfer::onBody(char* bytes, std::size_t, std::size_t count, void* self) {
    auto* const transfer = static_cast<Transfer*>(self);
    const bool done = transfer->guarded([&] { transfer->body({bytes, count}); });
    return done ? count : count + 1; // any other number than count ends the transfer
}

std::size_t Transfer::onHeader(char* bytes, std::size_t, std::size_t count, void* self) {
    auto* const transfer = static_cast<Transfer*>(self);
    return transfer->guarded([&] { transfer->header({bytes, count}); }) ? count : count + 1;
}

int Transfer::onProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    auto* const transfer = static_cast<Transfer*>(self);
    return transfer->guarded([&] { transfer->tick(); }) ? 0 : 1;
}

} // namespace moelab
