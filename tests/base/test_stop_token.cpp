#include "base/stop_token.h"
#include "test_of_room.h"

#include <QtTest>

#include <semaphore>
#include <thread>

using namespace moelab;

class TestStopToken : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void runsUntilStopped();
    void pauseHoldsTheWorker();
    void stopEndsAPause();
    void stopIsFinal();
    void manyWorkers();
};

void TestStopToken::runsUntilStopped() {
    StopToken token;
    QVERIFY(token.proceed());
    QVERIFY(!token.paused() && !token.stopRequested());
    token.requestStop();
    QVERIFY(token.stopRequested());
    QVERIFY(!token.proceed());
}

/// Work that takes its steps one at a time: each step needs a permit, so a test knows when none can be under
/// way.
struct Worker {
    StopToken& token;
    std::counting_semaphore<> permits{0};
    std::counting_semaphore<> done{0};
    std::atomic<int> steps = 0;
    std::thread thread{[this] {
        while (token.proceed()) {
            ++steps;
            done.release();
            permits.acquire();
        }
    }};
    ~Worker() {
        token.requestStop();
        permits.release();
        thread.join();
    }
};

void TestStopToken::pauseHoldsTheWorker() {
    StopToken token;
    Worker worker{token};
    for (int step = 1; step <= 50; ++step) {
        worker.done.acquire(); // the worker waits for its permit
        QCOMPARE(worker.steps.load(), step);
        token.pause();
        QVERIFY(token.paused());
        worker.permits.release(); // it continues to proceed, and stays there
        QCOMPARE(worker.steps.load(), step);
        token.resume();
        QVERIFY(!token.paused());
    }
    worker.done.acquire();
    QCOMPARE(worker.steps.load(), 51);
}

void TestStopToken::stopEndsAPause() {
    StopToken token;
    token.pause();
    bool proceeded = true;
    std::thread worker([&] { proceeded = token.proceed(); });
    token.requestStop();
    worker.join();
    QVERIFY(!proceeded);
}

void TestStopToken::stopIsFinal() {
    StopToken token;
    token.requestStop();
    token.pause();
    QVERIFY(!token.paused());
    token.resume();
    QVERIFY(token.stopRequested());
    QVERIFY(!token.proceed());
}

void TestStopToken::manyWorkers() {
    StopToken token;
    token.pause();
    std::atomic<int> through = 0;
    std::vector<std::thread> workers;
    for (int i = 0; i < 8; ++i)
        workers.emplace_back([&] {
            if (token.proceed())
                ++through;
        });
    QCOMPARE(through.load(), 0);
    token.resume();
    for (std::thread& worker : workers)
        worker.join();
    QCOMPARE(through.load(), 8);
}

TEST_OF_ROOM(TestStopToken);
#include "test_stop_token.moc"
