#include "experiment/log_sinks.h"
#include "test_of_room.h"

#include <QtTest>
#include <spdlog/sinks/base_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <thread>

using namespace moelab;

/// Runs are opened and closed, and their logs with them, while other threads train and log.
class TestLogSinks : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void comeAndGoWhileOthersLog();
};

class Counter : public spdlog::sinks::base_sink<std::mutex> {
  public:
    std::atomic<int> messages = 0;

  private:
    void sink_it_(const spdlog::details::log_msg&) override { ++messages; }
    void flush_() override {}
};

void TestLogSinks::comeAndGoWhileOthersLog() {
    constexpr int kThreads = 4;
    constexpr int kMessages = 2000;
    spdlog::default_logger()->sinks().clear(); // 8000 lines say nothing to who reads the test's
    const auto whole = std::make_shared<Counter>();
    addLogSink(whole);
    std::atomic<int> running = kThreads;
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i)
        threads.emplace_back([&] {
            for (int message = 0; message < kMessages; ++message)
                spdlog::info("message {}", message);
            --running;
        });
    std::vector<std::shared_ptr<Counter>> parts;
    while (running > 0) {
        parts.push_back(std::make_shared<Counter>());
        addLogSink(parts.back());
        removeLogSink(parts.back());
    }
    for (std::thread& thread : threads)
        thread.join();
    removeLogSink(whole);
    spdlog::info("nobody hears this");
    QCOMPARE(whole->messages.load(), kThreads * kMessages);
    QVERIFY(!parts.empty());
}

TEST_OF_ROOM(TestLogSinks);
#include "test_log_sinks.moc"
