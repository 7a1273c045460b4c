#include "data/arrays/array_names.h"

#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

class TestArrayNames : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void namesOfIdx_data();
    void namesOfIdx();
    void namesOfNumpy_data();
    void namesOfNumpy();
};

/// "images of test in emnist-letters"
static QString saying(const std::optional<ArrayRole>& role) {
    if (!role)
        return "nothing";
    static const char* const kSplits[] = {"all", "train", "test", "validation"};
    return QString("%1 of %2%3")
        .arg(role->isLabels ? "labels" : "images", kSplits[int(role->split)],
             role->set.empty() ? "" : " in " + QString::fromStdString(role->set));
}

void TestArrayNames::namesOfIdx_data() {
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* says) { QTest::newRow(name) << says; };
    row("train-images-idx3-ubyte.gz", "images of train");
    row("t10k-labels-idx1-ubyte", "labels of test");
    row("t10k-images.idx3-ubyte", "images of test");
    row("train-labels.idx1-ubyte", "labels of train");
    row("emnist-letters-train-images-idx3-ubyte", "images of train in emnist-letters");
    row("emnist-byclass-test-labels-idx1-ubyte.gz", "labels of test in emnist-byclass");
    row("qmnist-train-labels-idx2-int.gz", "labels of train in qmnist");
    row("Train_Images.IDX3", "images of train");
    row("val-images-idx4-ubyte", "images of validation");
    row("images-idx3-ubyte", "images of all");
    row("my signs-labels-idx1-ubyte", "labels of all in my-signs");
    row("train-images", "nothing");
    row("train-idx3-ubyte", "nothing");
    row("idx3-ubyte", "nothing");
    row("train-images-idx3-ubyte.zip", "nothing");
    row("train-images-idx-ubyte", "nothing");
    row("pictures-idx3-ubyte", "nothing");
}

void TestArrayNames::namesOfIdx() { QTEST(saying(idxRole(QTest::currentDataTag())), "says"); }

void TestArrayNames::namesOfNumpy_data() {
    QTest::addColumn<QString>("says");
    const auto row = [](const char* name, const char* says) { QTest::newRow(name) << says; };
    row("train_images.npy", "images of train");
    row("val_labels.npy", "labels of validation");
    row("test_images.npy", "images of test");
    row("x_train.npy", "images of train");
    row("y_test.npy", "labels of test");
    row("X_train.npy", "images of train");
    row("x_valid.npy", "images of validation");
    row("x.npy", "images of all");
    row("labels.npy", "labels of all");
    row("x_train.npz", "nothing");
    row("x_train", "nothing");
    row("arr_0.npy", "nothing");
    row("x_images.npy", "nothing");
    row("train_test.npy", "nothing");
    row("my_x_train.npy", "nothing");
    row(".npy", "nothing");
}

void TestArrayNames::namesOfNumpy() { QTEST(saying(numpyRole(QTest::currentDataTag())), "says"); }

TEST_OF_ROOM(TestArrayNames);
#include "test_array_names.moc"
