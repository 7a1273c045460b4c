#include "experiment/occlusion.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestOcclusion : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void copiesAreCoveredInTurn();
    void aCornerThatDecides();
    void patchesFollowTheSize_data();
    void patchesFollowTheSize();
    void everyPlaceOfATinyPicture();
    void oneColourLosesNothing();
    void whatHelpsWhenCoveredIsNegative();
};

/// 32 high and 36 wide, so that patches are 8 wide and move by 2: 13 places down, 15 across.
constexpr int kHigh = 32;
constexpr int kWide = 36;
constexpr std::size_t kPlaces = kHigh * kWide;

/// A member that looks at one place only and gives its brightness, of 255, to the answer.
static std::vector<float> sharesByFirstPlace(const ImageSet& copies) {
    std::vector<float> shares;
    for (std::size_t copy = 0; copy < copies.size(); ++copy)
        shares.push_back(static_cast<float>(copies.image(copy)[0]) / 255);
    return shares;
}

void TestOcclusion::copiesAreCoveredInTurn() {
    ImageSet picture{kHigh, kWide, 3, {}, {0}};
    for (std::size_t i = 0; i < kPlaces; ++i) // whole rounds of 128 and of 64
        picture.pixels.insert(picture.pixels.end(),
                              {std::uint8_t(i % 128), std::uint8_t(255 - i % 128), std::uint8_t(i % 64)});
    const ImageSet copies = occludedCopies(picture);
    QCOMPARE(copies.size(), std::size_t{1 + 13 * 15});
    QVERIFY(std::ranges::equal(copies.image(0), picture.image(0)));
    // The means of 0..127, 255 less that and 0..63 are 63.5, 191.5 and 31.5; halves are rounded up.
    const std::vector<std::uint8_t> mean = {64, 192, 32};
    for (int y = 0; y < kHigh; ++y)
        for (int x = 0; x < kWide; ++x) { // the second of the second row covers rows 2..9, columns 2..9
            const auto place = static_cast<std::size_t>(y * kWide + x) * 3;
            const bool covered = y >= 2 && y < 10 && x >= 2 && x < 10;
            const auto expected = covered ? std::span(mean) : picture.image(0).subspan(place, 3);
            QVERIFY(std::ranges::equal(copies.image(1 + 15 + 1).subspan(place, 3), expected));
        }
}

void TestOcclusion::aCornerThatDecides() {
    ImageSet picture{kHigh, kWide, 1, std::vector<std::uint8_t>(kPlaces, 0), {0}};
    picture.pixels[0] = 255; // the mean of all is 0
    const HeatMap map = occlusionMap(picture, sharesByFirstPlace(occludedCopies(picture)));
    QCOMPARE(map.height, kHigh);
    QCOMPARE(map.width, kWide);
    // Only the first patch, of rows and columns 0..7, covers the place: the answer falls from 1 to 0. What is
    // covered by 1 to 4 patches side by side and by 1 to 4 one above the other has that loss by their number.
    for (int y = 0; y < kHigh; ++y)
        for (int x = 0; x < kWide; ++x) {
            const float expected = y < 8 && x < 8 ? 1 / static_cast<float>((x / 2 + 1) * (y / 2 + 1)) : 0;
            QVERIFY(std::abs(map.values[static_cast<std::size_t>(y * kWide + x)] - expected) < 1e-6F);
        }
}

/// As many places for every size, more or less: a patch is a quarter of the side, and moves by a quarter of itself.
void TestOcclusion::patchesFollowTheSize_data() {
    QTest::addColumn<int>("side");
    QTest::addColumn<int>("across");
    QTest::newRow("CIFAR-10: 8, by 2") << 32 << 13;
    QTest::newRow("MNIST: 7, by 2, and one at the end") << 28 << 12;
    QTest::newRow("small: 2, by 1") << 8 << 7;
    QTest::newRow("large: 56, by 14") << 224 << 13;
}

void TestOcclusion::patchesFollowTheSize() {
    QFETCH(int, side);
    QFETCH(int, across);
    const auto places = static_cast<std::size_t>(side * side);
    const ImageSet picture{side, side, 1, std::vector<std::uint8_t>(places, 9), {0}};
    QCOMPARE(occludedCopies(picture).size(), static_cast<std::size_t>(1 + across * across));
}

void TestOcclusion::everyPlaceOfATinyPicture() {
    const ImageSet picture{2, 3, 1, {10, 20, 30, 40, 50, 60}, {0}};
    const ImageSet copies = occludedCopies(picture);
    QCOMPARE(copies.size(), std::size_t{7});
    QVERIFY(std::ranges::equal(copies.image(5), std::vector<std::uint8_t>{10, 20, 30, 40, 35, 60}));
    const std::vector shares = {0.75F, 0.5F, 0.75F, 0.75F, 0.75F, 0.75F, 0.25F};
    QCOMPARE(occlusionMap(picture, shares).values, (std::vector{0.25F, 0.0F, 0.0F, 0.0F, 0.0F, 0.5F}));
}

void TestOcclusion::oneColourLosesNothing() {
    const ImageSet picture{32, 32, 3, std::vector<std::uint8_t>(3072, 77), {0}};
    const ImageSet copies = occludedCopies(picture);
    QCOMPARE(copies.size(), std::size_t{1 + 13 * 13});
    for (std::size_t copy = 0; copy < copies.size(); ++copy)
        QVERIFY(std::ranges::equal(copies.image(copy), picture.image(0)));
}

void TestOcclusion::whatHelpsWhenCoveredIsNegative() {
    const ImageSet picture{2, 2, 1, {1, 2, 3, 4}, {0}};
    QCOMPARE(occlusionMap(picture, std::vector{0.25F, 0.75F, 0.25F, 0.25F, 0.25F}).values,
             (std::vector{-0.5F, 0.0F, 0.0F, 0.0F}));
}

TEST_OF_ROOM(TestOcclusion);
#include "test_occlusion.moc"
