#pragma once

#include "base/progress.h"
#include "base/stop_token.h"
#include "data/download/download.h"
#include "data/download/part_file.h"

#include <curl/curl.h>

#include <chrono>
#include <cstddef>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace moelab {

/// One request over HTTP that fills a PartFile from where it ends. Used by download only.
class Transfer {
  public:
    Transfer(const std::string& url, PartFile& part, const ExpectedFile& expected, const Progress& progress,
             const StopToken& stop, const std::filesystem::path& target, std::chrono::seconds stall)
        : m_url(url)
        , m_part(part)
        , m_expected(expected)
        , m_progress(progress)
        , m_stop(stop)
        , m_target(target)
        , m_stall(stall) {}

    enum class From { Here, Beginning };
    /// Asks once: for what is missing, or for the whole file, which replaces what is there once it begins to
    /// arrive.
    /// @returns false if the server cannot continue from here, and a second try from the beginning is due
    bool run(From from);

    /// @throws Error that names the address, the problem and the manual way
    [[noreturn]] void fail(const std::string& problem) const;

  private:
    struct Closer {
        void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
    };

    void configure();
    void checkResult(CURLcode result);
    void acceptBody(std::string_view first);
    void body(std::string_view bytes);
    void header(std::string_view line);
    void comesOn();
    void tick();
    long status() const;
    std::string kept() const;
    [[noreturn]] void failByStatus() const;

    /// Nothing may be thrown through libcurl, which is C: kept here, thrown after it returned.
    template <class Work>
    bool guarded(Work work) {
        try {
            work();
            return true;
        } catch (...) {
            m_caught = std::current_exception();
            return false;
        }
    }
    static std::size_t onBody(char* bytes, std::size_t, std::size_t count, void* self);
    static std::size_t onHeader(char* bytes, std::size_t, std::size_t count, void* self);
    static int onProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

    const std::string& m_url;
    PartFile& m_part;
    const ExpectedFile& m_expected;
    const Progress& m_progress;
    const StopToken& m_stop;
    const std::filesystem::path& m_target;
    std::chrono::seconds m_stall;
    bool m_resumes = false;
    std::chrono::steady_clock::time_point m_cameOn; ///< when enough had come, or the start, or the end of a pause
    std::size_t m_since = 0;                        ///< bytes that came since then
    std::unique_ptr<CURL, Closer> m_handle;
    char m_reason[CURL_ERROR_SIZE] = "";
    std::exception_ptr m_caught;
    bool m_accepted = false;
    // Of the last response: what libcurl tells may be left over from a redirect.
    std::string m_contentRange;
    std::string m_contentType;
};

} // namespace moelab
