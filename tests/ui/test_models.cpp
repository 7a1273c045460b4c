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
    QCOMPARE(first.data().toString(), QString("cat"));
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
