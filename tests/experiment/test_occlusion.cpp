#include "experiment/occlusion.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestOcclusion : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void copiesAreCoveredInTurn();
    void aCornerThatDecides();
    void onePatchWhereThePictureIsSmaller();
    void oneColourLosesNothing();
    void whatHelpsWhenCoveredIsNegative();
};

/// 10 high and 12 wide, grey, black but for its first place: the mean of all 120 is 1.
static ImageSet cornerPicture() {
    ImageSet picture{10, 12, 1, std::vector<std::uint8_t>(120, 0), {0}};
    picture.pixels[0] = 120;
    return picture;
}

/// A member that looks at one place only and gives its brightness, of 120, to the answer.
static std::vector<float> sharesByFirstPlace(const ImageSet& copies) {
    std::vector<float> shares;
    for (std::size_t copy = 0; copy < copies.size(); ++copy)
        shares.push_back(static_cast<float>(copies.image(copy)[0]) / 120);
    return shares;
}

void TestOcclusion::copiesAreCoveredInTurn() {
    ImageSet picture{10, 12, 3, {}, {0}};
    for (int i = 0; i < 120; ++i)
        picture.pixels.insert(picture.pixels.end(), {std::uint8_t(i), std::uint8_t(2 * i), std::uint8_t(255 - i)});
    const ImageSet copies = occludedCopies(picture);
    QCOMPARE(copies.size(), std::size_t{7}); // as it is, and patches at rows 0, 2 and columns 0, 2, 4
    QVERIFY(std::ranges::equal(copies.image(0), picture.image(0)));
    // The means of 0..119, twice that and 255 less that are 59.5, 119 and 195.5; halves are rounded up.
    const std::vector<std::uint8_t> mean = {60, 119, 196};
    for (int y = 0; y < 10; ++y)
        for (int x = 0; x < 12; ++x) { // the last but one covers rows 2..9, columns 2..9
            const auto place = std::size_t(y * 12 + x) * 3;
            const bool covered = y >= 2 && x >= 2 && x < 10;
            const auto expected = covered ? std::span(mean) : picture.image(0).subspan(place, 3);
            QVERIFY(std::ranges::equal(copies.image(5).subspan(place, 3), expected));
        }
}

void TestOcclusion::aCornerThatDecides() {
    const ImageSet picture = cornerPicture();
    const HeatMap map = occlusionMap(picture, sharesByFirstPlace(occludedCopies(picture)));
    QCOMPARE(map.height, 10);
    QCOMPARE(map.width, 12);
    // Only the first patch, of rows and columns 0..7, covers the place: the answer falls from 1 to 1 / 120. What is
    // covered by 1, 2, 3 patches side by side and by 1, 2 one above the other has that loss by their number.
    const float loss = 119.0F / 120;
    const auto patchesAcross = [](int x) { return x < 2 ? 1 : x < 4 ? 2 : 3; };
    for (int y = 0; y < 10; ++y)
        for (int x = 0; x < 12; ++x) {
            const float expected =
                y < 8 && x < 8 ? loss / static_cast<float>(patchesAcross(x) * (y < 2 ? 1 : 2)) : 0;
            QVERIFY(std::abs(map.values[std::size_t(y * 12 + x)] - expected) < 1e-6F);
        }
}

void TestOcclusion::onePatchWhereThePictureIsSmaller() {
    const ImageSet picture{2, 3, 1, {10, 20, 30, 40, 50, 60}, {0}};
    const ImageSet copies = occludedCopies(picture);
    QCOMPARE(copies.pixels, (std::vector<std::uint8_t>{10, 20, 30, 40, 50, 60, 35, 35, 35, 35, 35, 35}));
    QCOMPARE(occlusionMap(picture, std::vector{0.75F, 0.25F}).values, std::vector<float>(6, 0.5F));
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
    QCOMPARE(occlusionMap(picture, std::vector{0.25F, 0.75F}).values, std::vector<float>(4, -0.5F));
}

TEST_OF_ROOM(TestOcclusion);
#include "test_occlusion.moc"
