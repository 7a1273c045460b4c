#pragma once

#include "base/system_error.h"
#include "sweep/executor.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

/// An executor whose tasks end when the test says so.
class FakeExecutor : public moelab::Executor {
  public:
    std::size_t tasks = 100; ///< tasks at a time
    bool outlives = false;
    bool refuses = false;                     ///< cannot start anything
    bool noPlace = false;                     ///< cannot start anything for now
    std::size_t takes = 100;                  ///< tasks of those that it is given
    std::chrono::seconds late = {};           ///< what lag says
    std::map<std::string, std::string> waits; ///< what waitsFor says
    std::string called = "fake";
    std::vector<std::string> started; ///< all, in order
    std::vector<std::string> stopped; ///< all, in order
    std::vector<std::string> held;    ///< in hand now

    void end(const std::string& folder, std::optional<int> code, const std::string& words = "") {
        m_ended.push_back({folder, code, words});
        std::erase(held, folder);
    }

    std::string name() const override { return called; }
    bool outlivesProgram() const override { return outlives; }
    std::vector<std::string> inHand() override { return held; }
    std::size_t most() override { return tasks - std::min(tasks, held.size()); }
    std::size_t room(std::span<const moelab::RunTask> waiting) override { return std::min(waiting.size(), most()); }
    void start(std::span<const moelab::RunTask> now) override {
        if (refuses)
            throw moelab::Error("fake", "has no room", "Wait");
        if (noPlace)
            throw moelab::NoPlaceError("fake", "has no room now", "Wait");
        for (const moelab::RunTask& task : now.first(std::min(takes, now.size()))) {
            started.push_back(task.folder);
            held.push_back(task.folder);
        }
    }
    void stop(const std::string& folder) override { stopped.push_back(folder); }
    std::string waitsFor(const std::string& folder) const override {
        const auto found = waits.find(folder);
        return found == waits.end() ? std::string() : found->second;
    }
    std::chrono::seconds lag() const override { return late; }
    std::vector<moelab::EndedTask> ended() override { return std::exchange(m_ended, {}); }

  private:
    std::vector<moelab::EndedTask> m_ended;
};
