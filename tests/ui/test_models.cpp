#include "confusion/class_scores_model.h"
#include "log/log_panel.h"
#include "samples/sample_model.h"
#include "stages/layers_model.h"
#include "test_of_room.h"

#include <QAbstractItemModelTester>
#include <QtTest>

using namespace moelab;

class TestModels : public QObject {
    Q_OBJECT
  private slots:
    void logKeepsAndFilters();
    void samplesShowAnswers();
    void scoresMatchTheMatrix();
    void classesAreArranged();
    void layersAreListed();
};

void TestModels::logKeepsAndFilters() {
    LogModel model;
    const QAbstractItemModelTester tester(&model);
    LogFilter filter;
    filter.setSourceModel(&model);
    const QAbstractItemModelTester filterTester(&filter);
    model.add({{QDateTime::currentDateTime(), 2, "one"}, {QDateTime::currentDateTime(), 4, "two"}});
    QCOMPARE(model.index(1, LogModel::LevelColumn).data().toString(), QString("error"));
    filter.setLevel(3);
    QCOMPARE(filter.rowCount(), 1);
    model.add(std::vector<LogEntry>(25000, {QDateTime::currentDateTime(), 2, "many"}));
    QCOMPARE(model.rowCount(), 20000);
    model.clear();
    QCOMPARE(filter.rowCount(), 0);
}

void TestModels::samplesShowAnswers() {
    SampleModel model;
    const QAbstractItemModelTester tester(&model);
    auto data = std::make_shared<DataView>();
    data->images.pixels.resize(2 * data->images.imageBytes(), 200);
    data->images.labels = {0, 1};
    ScoredMember member{2, {0, 1}, {0, 1}, {0, 0}, {0.75F, 0.5F}, {0.25F, 1}};
    model.showContent({data, member, {1, 0}, {"cat", "dog"}});
    QCOMPARE(model.rowCount(), 2);
    const QModelIndex first = model.index(0);
    QCOMPARE(first.data(SampleModel::ImageRole).toInt(), 1);
    QCOMPARE(first.data(SampleModel::RightRole).toBool(), false);
    QCOMPARE(first.data().toString(), QString("dog → cat 50 %"));
    QVERIFY(first.data(Qt::ToolTipRole).toString().contains("true class dog, predicted cat"));
    QCOMPARE(first.data(Qt::DecorationRole).value<QImage>().size(), QSize(32, 32));
    QCOMPARE(model.rowOf(0), 1);
    QCOMPARE(model.rowOf(7), -1);
}

void TestModels::scoresMatchTheMatrix() {
    ClassScoresModel model;
    const QAbstractItemModelTester tester(&model);
    ConfusionTable table;
    table.names = {"cat", "dog"};
    table.order = {1, 0};
    table.matrix = {2, {3, 1, 0, 0}};
    model.showTable(table);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0, ClassScoresModel::NameColumn).data().toString(), QString("dog"));
    QCOMPARE(model.index(0, ClassScoresModel::RecallColumn).data().toString(), QString("–"));
    QCOMPARE(model.index(1, ClassScoresModel::PrecisionColumn).data().toString(), QString("100.0 %"));
    QCOMPARE(model.index(1, ClassScoresModel::RecallColumn).data().toString(), QString("75.0 %"));
    QCOMPARE(model.index(2, ClassScoresModel::ImagesColumn).data().toString(), QString("4"));
}

void TestModels::classesAreArranged() {
    const ClassGroups groups = {{"even", {0, 2}}, {"odd", {1, 3}}};
    const ConfusionTable grouped = tableFor(referenceOf(stagesOf(groups)), groups, {"a", "b", "c", "d"});
    // 2 is taken for 0 most often, then 0 for 3, and 3 for 1.
    const ConfusionMatrix by{4, {6, 0, 0, 4, 0, 10, 0, 0, 5, 0, 5, 0, 0, 3, 0, 7}};
    const auto arranged = [&](ClassOrder order) {
        ConfusionTable table = grouped;
        arrange(table, order, by);
        return table;
    };
    QCOMPARE(arranged(ClassOrder::Groups).order, (std::vector{0, 2, 1, 3}));
    QCOMPARE(arranged(ClassOrder::Groups).borders, std::vector{2});
    QCOMPARE(arranged(ClassOrder::Data).order, (std::vector{0, 1, 2, 3}));
    QVERIFY(arranged(ClassOrder::Data).borders.empty());
    QCOMPARE(arranged(ClassOrder::Confusion).order, (std::vector{2, 0, 3, 1}));
    QVERIFY(arranged(ClassOrder::Confusion).borders.empty());
}

void TestModels::layersAreListed() {
    LayersModel model;
    const QAbstractItemModelTester tester(&model);
    model.showRows({{"gate", {"conv1", "3x3 convolution, relu", {32, 32, 32}, 896}, false}});
    QCOMPARE(model.index(0, LayersModel::ShapeColumn).data().toString(), QString("32 × 32 × 32"));
    QCOMPARE(model.index(0, LayersModel::ParametersColumn).data().toString(), QLocale().toString(896));
    QCOMPARE(model.index(0, LayersModel::StateColumn).data().toString(), QString("frozen"));
}

TEST_OF_ROOM(TestModels);
#include "test_models.moc"
