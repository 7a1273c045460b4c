#include "base/random.h"
#include "test_of_room.h"

#include <QtTest>

#include <set>

using namespace moelab;

class TestRandom : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void splitmixVectors();
    void pairsKeepTheirOrder();
    void streamVector();
    void everyPartOfAStreamCounts();
    void bitsAreSpread();
};

void TestRandom::splitmixVectors() {
    // The first three outputs of Vigna's splitmix64.c for the state 0, which adds the increment at each call.
    constexpr std::uint64_t kIncrement = 0x9e3779b97f4a7c15u;
    QCOMPARE(mix(0), std::uint64_t{0xe220a8397b1dcdafu});
    QCOMPARE(mix(kIncrement), std::uint64_t{0x6e789e6aa1b965f4u});
    QCOMPARE(mix(2 * kIncrement), std::uint64_t{0x06c45d188009454fu});
}

void TestRandom::pairsKeepTheirOrder() {
    QCOMPARE(mix(1, 2), mix(mix(1) ^ 2));
    QVERIFY(mix(1, 2) != mix(2, 1));
}

void TestRandom::streamVector() {
    // Python, with mix written after splitmix64.c: s = mix2(1, 3); for c in b"gate": s = mix2(s, c);
    // s = mix2(s, 256); for c in b"shuffle": s = mix2(s, c), where mix2(a, b) = mix(mix(a) ^ b).
    QCOMPARE(streamSeed(1, "gate", 3, "shuffle"), std::uint64_t{0x4a5135996bd5b214u});
    QCOMPARE(streamSeed(0, "", 0, ""), std::uint64_t{0xa4a2979c808b2d25u});
}

void TestRandom::everyPartOfAStreamCounts() {
    std::set<std::uint64_t> seeds;
    std::size_t count = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed)
        for (std::uint64_t epoch = 0; epoch < 20; ++epoch)
            for (const char* stage : {"baseline", "gate", "artificial", "natural", "mixture", "", "gates"})
                for (const char* purpose : {"shuffle", "dropout", "initialise", "", "sshuffle"}) {
                    seeds.insert(streamSeed(seed, stage, epoch, purpose));
                    ++count;
                }
    QCOMPARE(seeds.size(), count);
    QVERIFY(streamSeed(1, "ab", 1, "c") != streamSeed(1, "a", 1, "bc"));
}

void TestRandom::bitsAreSpread() {
    // Whichever bit of the seed changes, each of the 64 output bits flips with probability 1/2: of 64 * 64
    // bits 2048 are expected, with a standard deviation of 32.
    int flipped = 0;
    for (int bit = 0; bit < 64; ++bit)
        flipped += __builtin_popcountll(streamSeed(1, "gate", 1, "shuffle") ^
                                        streamSeed(1 ^ std::uint64_t{1} << bit, "gate", 1, "shuffle"));
    QVERIFY2(flipped > 2048 - 5 * 32 && flipped < 2048 + 5 * 32, qPrintable(QString::number(flipped)));
}

TEST_OF_ROOM(TestRandom);
#include "test_random.moc"
