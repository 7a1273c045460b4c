#pragma once

#include "base/process.h"
#include "sweep/executor.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace moelab {

/// Trains runs in child processes of this machine: as many at a time as their threads fill its cores and its memory
/// holds, or as many as is said; always at least one. The children end, with their state saved, when this object
/// goes, and also when the thread that started them is killed.
class LocalExecutor : public Executor {
  public:
    /// @param program the path of moelab; @param atOnce runs at the same time, however many cores there are; 0
    /// leaves it to the machine
    LocalExecutor(std::filesystem::path program, std::filesystem::path workspace, int atOnce = 0);
    ~LocalExecutor() override;

    std::string name() const override { return "local"; }
    bool outlivesProgram() const override { return false; }
    std::vector<std::string> inHand() override;
    std::size_t most() override;
    std::size_t room(std::span<const RunTask> waiting) override;
    void start(std::span<const RunTask> tasks) override;
    void stop(const std::string& folder) override;
    std::vector<EndedTask> ended() override;

  private:
    struct Child {
        Process process;
        std::int64_t threads;
        std::uint64_t memory; ///< see memoryOfRun
        bool stopping = false;
    };

    std::filesystem::path m_program;
    std::filesystem::path m_workspace;
    int m_atOnce;
    std::map<std::string, Child> m_children; ///< by folder
};

/// Bytes that training a run takes at most, rounded up from what was measured: 170 MB for the program and LibTorch,
/// 170 MB and 0.84 MB per image of a batch for each stage that trains at the same time (large networks on images of
/// CIFAR-10's size; more for larger ones), and the images.
std::uint64_t memoryOfRun(const Parameters& parameters, std::size_t imageBytes);

} // namespace moelab
