#include "data/catalogue.h"
#include "data/cifar/cifar_reader.h"
#include "data/data_reader.h"

#include "array_fixture.h"
#include "cifar_fixture.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
using namespace fixture;
using Kind = ArchiveWriter::Kind;
namespace fs = std::filesystem;

/// IDX and NumPy files in folders and archives. Images are 8 x 8, of one channel.
class TestArrayReaders : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void opensMnist_data();
    void opensMnist();
    void opensOneSplitAlone();
    void prefersUnpackedFiles();
    void opensOneOfSeveralSets();
    void opensMedMnist();
    void opensWhatNumpyWrites();
    void opensFoldersOfNumpy();
    void opensUnits();
    void refuses_data();
    void refuses();
    void refusesNames_data();
    void refusesNames();
    void areRecognised_data();
    void areRecognised();
    void foldersAreNoFilesOfCifar();
    void stops();

  private:
    DataSet opened(const fs::path& path, const DataOptions& options = {}) const {
        return openWholeData(path.empty() ? m_root.string() : (m_root / path).string(), options);
    }
    std::string complaint(const fs::path& path) const {
        return messageOf([&] { opened(path); });
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

void TestArrayReaders::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
}

constexpr std::size_t kPixels = 64;

static std::string idxImages(std::size_t count, unsigned first) {
    return idxFile({count, 8, 8}, ramp(count * kPixels, first));
}

/// 0 1 2 0 1 2 ..., each larger by `first`
static std::string labelBytes(std::size_t count, int first = 0) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += static_cast<char>(first + int(i % 3));
    return text;
}

static std::string idxLabels(std::size_t count, int first = 0) {
    return idxFile({count}, labelBytes(count, first));
}

/// 9 training images and 6 test images of three classes.
static Files mnistFiles(const std::string& set = "", const std::string& test = "t10k") {
    return {{set + "train-images-idx3-ubyte", idxImages(9, 0)},
            {set + "train-labels-idx1-ubyte", idxLabels(9)},
            {set + test + "-images-idx3-ubyte", idxImages(6, 100)},
            {set + test + "-labels-idx1-ubyte", idxLabels(6)}};
}

static Files packedFiles(Files files) {
    for (auto& [name, content] : files) {
        name += ".gz";
        content = gzipped(content);
    }
    return files;
}

static std::string pixelsOf(const ImageSet& set) { return {set.pixels.begin(), set.pixels.end()}; }

static void checkMnist(const DataSet& data) {
    QCOMPARE(data.classNames, (std::vector<std::string>{"0", "1", "2"}));
    QCOMPARE(data.train.height, 8);
    QCOMPARE(data.train.channels, 1);
    QVERIFY(pixelsOf(data.train) == ramp(9 * kPixels, 0));
    QVERIFY(pixelsOf(data.test) == ramp(6 * kPixels, 100));
    QCOMPARE(data.train.labels, (std::vector<std::uint16_t>{0, 1, 2, 0, 1, 2, 0, 1, 2}));
    QVERIFY(!data.validation);
}

void TestArrayReaders::opensMnist_data() {
    QTest::addColumn<QString>("place");
    QTest::addColumn<bool>("packed");
    for (const bool packed : {false, true}) {
        const QString ending = packed ? ".gz" : "";
        for (const QString& place :
             {QString("digits"), "digits/train-images-idx3-ubyte" + ending,
              "digits/t10k-images-idx3-ubyte" + ending, "digits/t10k-labels-idx1-ubyte" + ending,
              QString("digits.zip"), QString("digits.tar.gz")})
            QTest::addRow("%s%s", qPrintable(place), packed ? " packed" : "") << place << packed;
    }
}

void TestArrayReaders::opensMnist() {
    QFETCH(QString, place);
    QFETCH(bool, packed);
    Files files = packed ? packedFiles(mnistFiles()) : mnistFiles();
    files.emplace_back("readme.txt", "text");
    files.emplace_back("._train-images-idx3-ubyte", "left behind by a system");
    writeFolder(m_root / "digits", files);
    ArchiveWriter(m_root / "digits.zip", Kind::Zip).add("raw/", files);
    ArchiveWriter(m_root / "digits.tar.gz", Kind::TarGz).add("", files);
    const DataSet data = opened(place.toStdString());
    checkMnist(data);
    QCOMPARE(QString::fromStdString(data.source.name),
             place.section("/", 0, 0)); // of one of the files its folder's
    QCOMPARE(data.source.origin, (m_root / place.toStdString()).string());
}

/// The images of the split that is not there come from the other one, the same ones each time.
void TestArrayReaders::opensOneSplitAlone() {
    write(m_root / "t10k-images-idx3-ubyte", idxImages(30, 0));
    write(m_root / "t10k-labels-idx1-ubyte", idxLabels(30, 1));
    DataOptions options;
    options.testFraction = 0.3;
    const DataSet data = opened("", options);
    QCOMPARE(data.classNames, (std::vector<std::string>{"1", "2", "3"})); // as EMNIST's letters, from 1
    QCOMPARE(data.train.size(), std::size_t(21));
    QCOMPARE(data.test.size(), std::size_t(9));
    for (std::uint16_t label = 0; label < 3; ++label)
        QCOMPARE(std::ranges::count(data.test.labels, label), 3);
    QVERIFY(opened("t10k-images-idx3-ubyte", options).test.pixels == data.test.pixels);
    options.splitSeed = 2;
    QVERIFY(opened("", options).test.pixels != data.test.pixels);
}

/// As programs leave them that fetch and unpack.
void TestArrayReaders::prefersUnpackedFiles() {
    writeFolder(m_root, mnistFiles());
    for (const auto& [name, content] : mnistFiles())
        write(m_root / (name + ".gz"), "not read");
    checkMnist(opened(""));
}

void TestArrayReaders::opensOneOfSeveralSets() {
    writeFolder(m_root / "emnist", mnistFiles("emnist-digits-", "test"));
    for (const auto& [name, content] : mnistFiles("emnist-letters-", "test"))
        write(m_root / "emnist" / name, "not read");
    const DataSet data = opened("emnist/emnist-digits-test-images-idx3-ubyte");
    checkMnist(data);
    QCOMPARE(data.source.name, std::string("emnist-digits"));
    const std::string both = complaint("emnist");
    QVERIFY2(both.find("emnist holds several data sets, emnist-digits and emnist-letters. ") != std::string::npos,
             both.c_str());
}

static std::string npyImages(std::size_t count, unsigned first) {
    return npyFile("'|u1'", "(" + std::to_string(count) + ", 8, 8)", ramp(count * kPixels, first));
}

/// As MedMNIST has them, [N, 1]
static std::string npyColumn(std::size_t count) {
    return npyFile("'|u1'", "(" + std::to_string(count) + ", 1)", labelBytes(count));
}

void TestArrayReaders::opensMedMnist() {
    ArchiveWriter(m_root / "mednist.npz", Kind::Zip)
        .add("", Files{{"train_images.npy", npyImages(9, 0)},
                       {"val_images.npy", npyImages(3, 50)},
                       {"test_images.npy", npyImages(6, 100)},
                       {"train_labels.npy", npyColumn(9)},
                       {"val_labels.npy", npyColumn(3)},
                       {"test_labels.npy", npyColumn(6)},
                       {"notes.npy", "not read"}});
    DataSet data = opened("mednist.npz");
    QVERIFY(data.validation);
    QVERIFY(pixelsOf(*data.validation) == ramp(3 * kPixels, 50));
    QCOMPARE(data.validation->labels, (std::vector<std::uint16_t>{0, 1, 2}));
    QCOMPARE(data.source.name, std::string("mednist.npz"));
    data.validation.reset();
    checkMnist(data);
}

void TestArrayReaders::opensWhatNumpyWrites() {
    write(m_root / "data.npz", QByteArray::fromBase64(kSavedByNumpy).toStdString());
    const DataSet data = opened("data.npz");
    QCOMPARE(data.train.size(), std::size_t(2));
    for (std::size_t i = 0; i < 128; ++i)
        QCOMPARE(std::size_t(data.train.pixels[i]), i);
    QCOMPARE(data.train.labels, (std::vector<std::uint16_t>{0, 1}));
    QCOMPARE(pixelsOf(data.test), std::string(128, '\0'));
    QCOMPARE(data.test.labels, (std::vector<std::uint16_t>{1, 0}));
}

void TestArrayReaders::opensFoldersOfNumpy() {
    const Files files = {{"x_train.npy", npyImages(9, 0)},
                         {"y_train.npy", npyColumn(9)},
                         {"x_test.npy", npyImages(6, 100)},
                         {"y_test.npy", npyColumn(6)}};
    writeFolder(m_root / "arrays", files);
    checkMnist(opened("arrays"));
    checkMnist(opened("arrays/x_test.npy"));
    ArchiveWriter(m_root / "arrays.tar.gz", Kind::TarGz).add("arrays/", files);
    checkMnist(opened("arrays.tar.gz"));
    fs::create_directory(m_root / "one");
    ArchiveWriter(m_root / "one" / "saved.npz", Kind::Zip).add("", files);
    const DataSet saved = opened("one");
    checkMnist(saved);
    QCOMPARE(saved.source.name, std::string("saved.npz"));
    fs::copy_file(m_root / "one" / "saved.npz", m_root / "one" / "again.npz");
    const std::string two = complaint("one");
    QVERIFY2(two.find("one holds several .npz files, again.npz and saved.npz. Choose one") != std::string::npos,
             two.c_str());
}

void TestArrayReaders::opensUnits() {
    std::string floats; // struct.pack("<f", value) of 0, 1 and 0.5
    for (const char* value : {"00000000", "0000803f", "0000003f"})
        for (std::size_t i = 0; i < kPixels; ++i)
            floats += QByteArray::fromHex(value).toStdString();
    write(m_root / "x.npy", npyFile("'<f4'", "(3, 8, 8)", floats));
    write(m_root / "y.npy", npyColumn(3));
    const std::string refusal = complaint("");
    QVERIFY2(refusal.find("x.npy holds numbers with a fraction (f4)") != std::string::npos, refusal.c_str());
    DataOptions options;
    options.pixels = PixelRange::Unit;
    // One image of each class: all are for training.
    const DataSet data = opened("", options);
    QCOMPARE(data.train.size(), std::size_t(3));
    QCOMPARE(pixelsOf(data.train), std::string(64, '\0') + std::string(64, '\xff') + std::string(64, '\x80'));
}

void TestArrayReaders::refuses_data() {
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named"); // ROOT is the folder
    const auto row = [](const char* name, const char* file, const std::string& content, const char* named) {
        QTest::newRow(name) << file << QByteArray::fromStdString(content) << named;
    };
    const std::string whole = idxImages(9, 0);
    row("truncated", "train-images-idx3-ubyte", whole.substr(0, 500),
        "train-images-idx3-ubyte is truncated: its header promises 592 bytes, it has 500");
    row("truncated, packed", "train-images-idx3-ubyte.gz", gzipped(whole.substr(0, 500)),
        "train-images-idx3-ubyte.gz is truncated: its header promises 592 bytes, it has 500");
    row("too long", "train-labels-idx1-ubyte", idxLabels(9) + "x",
        "train-labels-idx1-ubyte is too long: its header promises 17 bytes, it has 18");
    row("too long, packed", "train-labels-idx1-ubyte.gz", gzipped(idxLabels(9) + "x"),
        "train-labels-idx1-ubyte.gz is longer than the 17 bytes that its header promises");
    row("damaged gzip", "train-images-idx3-ubyte.gz", gzipped(whole).substr(0, 60),
        "train-images-idx3-ubyte.gz is damaged or cut (");
    row("overflow", "train-images-idx3-ubyte", idxFile({0xffffffff, 0xffffffff, 0xffffffff}, ""),
        "more than the 4294967296 bytes that are read");
    row("overflow to nothing", "train-images-idx3-ubyte", idxFile({0x80000000, 0x80000000, 4}, ""),
        "more than the 4294967296 bytes that are read");
    row("other magic", "train-images-idx3-ubyte", "GIF89a",
        "is not an IDX file: it begins with the bytes 71 and 73");
    row("packed but not called so", "train-images-idx3-ubyte", gzipped(whole), "begins with the bytes 31 and 139");
    row("more labels", "train-labels-idx1-ubyte", idxLabels(10),
        "train-labels-idx1-ubyte has 10 labels; ROOT/train-images-idx3-ubyte has 9 images");
    row("wide labels", "train-labels-idx1-ubyte", idxFile({9, 2}, std::string(18, '\1')),
        "has labels of shape (9 x 2), several for each image");
    row("missing", "train-labels-idx1-ubyte", "REMOVE", "ROOT has images (ROOT/train-images-idx3-ubyte) without");
    row("objects", "x_train.npy", npyFile("'|O'", "(9,)", "cos\nsystem\n(S'id'\ntR."),
        "x_train.npy holds Python objects (type \"|O\"), which are never unpickled");
}

void TestArrayReaders::refuses() {
    QFETCH(QString, file);
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    if (!file.endsWith(".npy"))
        writeFolder(m_root, mnistFiles());
    const fs::path path = m_root / file.toStdString();
    write(path, content.toStdString());
    if (file.endsWith(".gz"))
        fs::remove(m_root / file.chopped(3).toStdString());
    if (content == "REMOVE")
        fs::remove(path);
    named.replace("ROOT", QString::fromStdString(m_root.string()));
    const std::string message = complaint("");
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

void TestArrayReaders::refusesNames_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("named");
    const char* const nameless = " has a name that does not say which images or labels it holds. Name it";
    QTest::newRow("an IDX file") << "digits.idx" << nameless;
    QTest::newRow("a NumPy file") << "digits.npy" << nameless;
    QTest::newRow("a .npz") << "digits.npz"
                            << " holds no NumPy files whose names say what they are (it holds arr_0.npy and "
                               "a\\x1bb.npy). Name them x_train, y_train, x_test and y_test";
    QTest::newRow("splits and none") << "mixed"
                                     << " holds images of a split and others of none";
}

void TestArrayReaders::refusesNames() {
    QFETCH(QString, path);
    QFETCH(QString, named);
    write(m_root / "digits.idx", idxImages(9, 0));
    write(m_root / "digits.npy", npyImages(9, 0));
    ArchiveWriter(m_root / "digits.npz", Kind::Zip)
        .add("", Files{{"arr_0.npy", ""},
                       {"a\x1b"
                        "b.npy",
                        ""}});
    writeFolder(m_root / "mixed", mnistFiles());
    write(m_root / "mixed" / "images-idx3-ubyte", idxImages(9, 0));
    write(m_root / "mixed" / "labels-idx1-ubyte", idxLabels(9));
    const std::string message = complaint(path.toStdString());
    QVERIFY2(QString::fromStdString(message).contains(path + named), message.c_str());
}

/// Each path is the business of one reader.
void TestArrayReaders::areRecognised_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reads"); // how what the reader says of itself begins
    QTest::newRow("folder of IDX") << "idx"
                                   << "MNIST";
    QTest::newRow("file of IDX") << "idx/train-images-idx3-ubyte"
                                 << "MNIST";
    QTest::newRow("archive of IDX") << "idx.tar.gz"
                                    << "MNIST";
    QTest::newRow("folder of NumPy") << "numpy"
                                     << "NumPy";
    QTest::newRow("file of NumPy") << "numpy/x_train.npy"
                                   << "NumPy";
    QTest::newRow("archive of NumPy") << "numpy.npz"
                                      << "NumPy";
    QTest::newRow("CIFAR-10") << "cifar10"
                              << "CIFAR-10,";
    QTest::newRow("CIFAR-100, binary") << "cifar100"
                                       << "CIFAR-100";
    QTest::newRow("CIFAR-100, python") << "cifar100-py"
                                       << "CIFAR-100";
    QTest::newRow("CIFAR-100, archive") << "cifar100.tar"
                                        << "CIFAR-100";
    QTest::newRow("both") << "both"
                          << "CIFAR-10,";
}

void TestArrayReaders::areRecognised() {
    QFETCH(QString, path);
    QFETCH(QString, reads);
    const Files numpy = {{"x_train.npy", ""}, {"y_train.npy", ""}};
    const Files python = {{"train", ""}, {"test", ""}, {"meta", ""}};
    writeFolder(m_root / "idx", mnistFiles());
    ArchiveWriter(m_root / "idx.tar.gz", Kind::TarGz).add("a/b/", mnistFiles());
    writeFolder(m_root / "numpy", numpy);
    ArchiveWriter(m_root / "numpy.npz", Kind::Zip).add("", numpy);
    write(m_root / "cifar10" / "data_batch_3.bin", "");
    write(m_root / "cifar100" / "fine_label_names.txt", "");
    writeFolder(m_root / "cifar100-py" / "cifar-100-python", python);
    ArchiveWriter(m_root / "cifar100.tar", Kind::Tar).add("cifar-100-python/", python);
    write(m_root / "both" / "train.bin", "");
    write(m_root / "both" / "test_batch", "");
    const auto reader = readerOf(m_root / path.toStdString()).reads;
    QVERIFY2(QString::fromUtf8(reader.data(), qsizetype(reader.size())).startsWith(reads), reader.data());
}

/// A folder of pictures may have a folder called train and one called test.
void TestArrayReaders::foldersAreNoFilesOfCifar() {
    for (const char* split : {"train", "test", "meta"})
        fs::create_directories(m_root / split / "cat");
    QCOMPARE(recognisesCifar100(glanceAt(m_root)), 0);
    fs::remove_all(m_root / "meta");
    write(m_root / "meta", "");
    QCOMPARE(recognisesCifar100(glanceAt(m_root)), 0); // one such file is not enough
}

void TestArrayReaders::stops() {
    writeFolder(m_root, mnistFiles());
    StopToken stop;
    stop.requestStop();
    QVERIFY_THROWS_EXCEPTION(Stopped, openWholeData(m_root.string(), {}, stop));
}

TEST_OF_ROOM(TestArrayReaders);
#include "test_array_readers.moc"
