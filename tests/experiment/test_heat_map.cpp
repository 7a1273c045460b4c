#include "analysis/image_way.h"
#include "experiment/heat_map.h"
#include "experiment/own_pictures.h"
#include "message_of.h"
#include "test_of_room.h"
#include "tiny_run.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace moelab;

/// Maps and own pictures, on a real run.
class TestHeatMap : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void ownPicturesAreAskedLikeTestImages();
    void ownPicturesHaveNoLabel();
    void refusesOtherSizes();
    void occlusionIsTheLoss_data();
    void occlusionIsTheLoss();
    void gradCamOfAClassifier();
    void refuses();
    void stops();

  private:
    ImageSet firstTestImages(std::size_t count);
    HeatMap ask(HeatMapKind kind, const std::string& stage, std::int64_t answer, const ImageSet& picture) {
        return heatMap(*m_run, {kind, stage, answer}, picture, StopToken());
    }

    tiny::Place m_place;
    std::unique_ptr<Experiment> m_run;
};

void TestHeatMap::initTestCase() {
    m_run = std::make_unique<Experiment>(Experiment::create(m_place.path("run"), tiny::parameters(), "builtin"));
    tiny::train(*m_run);
}

ImageSet TestHeatMap::firstTestImages(std::size_t count) {
    const ImageSet& test = m_run->data().test;
    const auto bytes = static_cast<std::ptrdiff_t>(count * test.imageBytes());
    return {test.height,
            test.width,
            test.channels,
            {test.pixels.begin(), test.pixels.begin() + bytes},
            std::vector<std::uint16_t>(count, 9)};
}

void TestHeatMap::ownPicturesAreAskedLikeTestImages() {
    const MemberOutputs known = m_run->outputs(StopToken());
    const MemberOutputs own = ownOutputs(*m_run, firstTestImages(3), m_run->stages(), StopToken());
    QCOMPARE(own.images, 3);
    const auto near = [](std::span<const float> a, std::span<const float> b) {
        return std::ranges::equal(a, b, [](float x, float y) { return std::abs(x - y) < 1e-5F; });
    };
    for (std::int64_t image = 0; image < 3; ++image) {
        QVERIFY(near(own.row(own.baseline(), image, 10), known.row(known.baseline(), image, 10)));
        QVERIFY(near(own.row(own.gate(), image, 2), known.row(known.gate(), image, 2)));
        QVERIFY(near(own.row(own.expert(1), image, 10), known.row(known.expert(1), image, 10)));
        QVERIFY(near(own.row(own.mixture(), image, 10), known.row(known.mixture(), image, 10)));
    }
}

void TestHeatMap::ownPicturesHaveNoLabel() {
    const MemberOutputs own = ownOutputs(*m_run, firstTestImages(1), m_run->stages(), StopToken());
    QVERIFY(own.labels.empty());
    const ImageWay way = wayOf(own, 0);
    QVERIFY(!way.label);
    QVERIFY(way.route && way.ways[0].result.size() == 10 && way.ways[1].result.size() == 10);
}

void TestHeatMap::refusesOtherSizes() {
    const ImageSet narrow{32, 31, 3, std::vector<std::uint8_t>(32 * 31 * 3), {0}};
    const std::string message =
        fixture::messageOf([&] { ownOutputs(*m_run, narrow, m_run->stages(), StopToken()); });
    QCOMPARE(message, std::string("the pictures are 32 x 31 x 3, and the run's images 32 x 32 x 3. Scale them to "
                                  "the run's size."));
    const std::string grey = fixture::messageOf([&] {
        ask(HeatMapKind::GradCam, "gate", 0, ImageSet{32, 32, 1, std::vector<std::uint8_t>(1024), {0}});
    });
    QVERIFY2(grey.find("32 x 32 x 1") != std::string::npos, grey.c_str());
}

void TestHeatMap::occlusionIsTheLoss_data() {
    QTest::addColumn<QString>("stage");
    QTest::addColumn<int>("answer");
    QTest::newRow("baseline") << "baseline" << 3;
    QTest::newRow("gate") << "gate" << 1;
    QTest::newRow("expert") << "expert-natural" << 7;
    QTest::newRow("mixture") << "mixture" << 0;
}

/// The first place lies under the first patch only, so its value is that patch's loss alone.
void TestHeatMap::occlusionIsTheLoss() {
    QFETCH(QString, stage);
    QFETCH(int, answer);
    const ImageSet picture = firstTestImages(1);
    ImageSet both = firstTestImages(2);
    std::ranges::copy(picture.pixels, both.pixels.begin() + 3072);
    for (int channel = 0; channel < 3; ++channel) {
        double sum = 0;
        for (int place = 0; place < 1024; ++place)
            sum += picture.pixels[std::size_t(place * 3 + channel)];
        for (int y = 0; y < 8; ++y)
            for (int x = 0; x < 8; ++x)
                both.pixels[std::size_t(3072 + (y * 32 + x) * 3 + channel)] =
                    static_cast<std::uint8_t>(std::lround(sum / 1024));
    }
    const MemberOutputs outputs = ownOutputs(*m_run, both, m_run->stages(), StopToken());
    const auto share = [&](std::int64_t image) {
        const bool gate = stage == "gate";
        const auto& array = gate                  ? outputs.gate()
                            : stage == "mixture"  ? outputs.mixture()
                            : stage == "baseline" ? outputs.baseline()
                                                  : outputs.expert(1);
        const auto row = outputs.row(array, image, gate ? 2 : 10);
        return row[std::size_t(answer)] / std::accumulate(row.begin(), row.end(), 0.0F);
    };
    const HeatMap map = ask(HeatMapKind::Occlusion, stage.toStdString(), answer, picture);
    QCOMPARE(map.values.size(), std::size_t{1024});
    QVERIFY(std::abs(map.values[0] - (share(0) - share(1))) < 1e-5F);
    QVERIFY(std::ranges::any_of(map.values, [](float loss) { return std::abs(loss) > 1e-4F; }));
    QVERIFY(std::ranges::all_of(map.values, [](float loss) { return std::abs(loss) <= 1; }));
}

void TestHeatMap::gradCamOfAClassifier() {
    for (const char* stage : {"baseline", "gate", "expert-artificial"}) {
        float largest = 0;
        for (int answer = 0; answer < 2; ++answer) { // for one of them there is something to see
            const HeatMap map = ask(HeatMapKind::GradCam, stage, answer, firstTestImages(1));
            QCOMPARE(map.height, 32);
            QCOMPARE(map.values.size(), std::size_t{1024});
            QVERIFY(std::ranges::all_of(map.values, [](float value) { return value >= 0 && value <= 1; }));
            largest = std::max(largest, *std::ranges::max_element(map.values));
        }
        QCOMPARE(largest, 1.0F);
    }
}

void TestHeatMap::refuses() {
    const ImageSet picture = firstTestImages(1);
    QCOMPARE(fixture::messageOf([&] { ask(HeatMapKind::GradCam, "mixture", 0, picture); }),
             std::string("stage mixture has no last convolution, which Grad-CAM needs. Choose the occlusion map "
                         "or another stage."));
    QVERIFY(fixture::messageOf([&] { ask(HeatMapKind::GradCam, "baseline", 10, picture); }).find("0 to 9") !=
            std::string::npos);
    QVERIFY(fixture::messageOf([&] { ask(HeatMapKind::Occlusion, "gate", 2, picture); }).find("0 to 1") !=
            std::string::npos);
    Experiment fresh = Experiment::create(m_place.path("fresh"), tiny::parameters(), "builtin");
    QCOMPARE(fixture::messageOf([&] {
                 heatMap(fresh, {HeatMapKind::GradCam, "gate", 0}, picture, StopToken());
             }),
             std::string("stage gate is not trained. Train it first."));
    QVERIFY(fixture::messageOf([&] { ownOutputs(fresh, picture, {}, StopToken()); }).find("no trained stage") !=
            std::string::npos);
}

void TestHeatMap::stops() {
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped,
                             heatMap(*m_run, {HeatMapKind::Occlusion, "baseline", 0}, firstTestImages(1), stop));
}

TEST_OF_ROOM(TestHeatMap);
#include "test_heat_map.moc"
