#include "data/cifar/cifar_python.h"
#include "data/cifar/pickle.h"
#include "test_of_room.h"

#include "cifar_fixture.h"
#include "pickled_batches.h"

#include <QtTest>

using namespace moelab;
using namespace fixture;
using namespace std::string_literals;

class TestCifarPython : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void sameImagesAsBinary();
    void readsOnlyWithRoom();
    void readsNames();
    void readsPython3_data();
    void readsPython3();
    void readsEveryProtocol_data();
    void readsEveryProtocol();
    void readsPython2();
    void dataColumnByColumn();
    void dataWithoutShape();
    void refusesPickles_data();
    void refusesPickles();
    void refusesContents_data();
    void refusesContents();
    void survivesEveryCut();
    void survivesEveryFlip();
    void survivesEveryCutAndFlipOfPickles_data() { readsEveryProtocol_data(); }
    void survivesEveryCutAndFlipOfPickles();
};

static ImageSet readPython(const std::string& content, std::size_t limit = 1000) {
    SplitBuilder split(limit);
    split.beginBatch(1);
    TextSource source("data_batch_1", content);
    CifarLabels labels(kCifar10Set, Labels::Fine);
    readPythonBatch(source, labels, split);
    return split.take();
}

static std::string repeated(const std::string& part, int times) {
    std::string text;
    for (int i = 0; i < times; ++i)
        text += part;
    return text;
}

static QByteArray bytes(const std::string& text) { return QByteArray::fromStdString(text); }

void TestCifarPython::sameImagesAsBinary() {
    const ImageSet images = readPython(pythonBatch(1, 5));
    QCOMPARE(images.size(), std::size_t(5));
    for (std::size_t i = 0; i < 5; ++i) {
        QCOMPARE(int(images.labels[i]), labelOf(1, int(i)));
        // Row 2, column 7: green is 1024 bytes after red.
        QCOMPARE(images.image(i)[(2 * 32 + 7) * 3 + 1], planarByte(1, int(i), 1024 + 2 * 32 + 7));
        QCOMPARE(images.image(i)[3071], planarByte(1, int(i), 3071));
    }
    QCOMPARE(readPython(pythonBatch(1, 5), 2).size(), std::size_t(2));
}

void TestCifarPython::readsOnlyWithRoom() {
    SplitBuilder split(0);
    split.beginBatch(1);
    TextSource source("data_batch_1", "no pickle");
    CifarLabels labels(kCifar10Set, Labels::Fine);
    readPythonBatch(source, labels, split);
    QCOMPARE(source.position(), std::size_t(0));
}

void TestCifarPython::readsNames() {
    TextSource source("batches.meta", pythonNames());
    QCOMPARE(readPythonNames(source, kCifar10Set).classes, kNames);
    TextSource padded("batches.meta", pickledDict(pickledText("label_names") + "](" + pickledText("cat \r") +
                                                  pickledText("\xef\xbb\xbf"
                                                              "dog") +
                                                  "e"));
    QCOMPARE(readPythonNames(padded, kCifar10Set).classes, (std::vector<std::string>{"cat", "dog"}));
}

void TestCifarPython::readsPython3_data() {
    QTest::addColumn<QByteArray>("content");
    // pickle.dumps({"labels": [3, 300], "data": numpy.array([[126, 127, 128], [129, 130, 255]], "u1")}) of
    // Python 3.11, where numpy was three classes whose __reduce__ gives what numpy 1's gives.
    QTest::newRow("protocol 2") << QByteArray::fromHex(
        "80027d71002858060000006c6162656c7371015d7102284b034d2c01655804000000646174617103636e756d70792e636f72"
        "652e6d756c746961727261790a5f7265636f6e7374727563740a7104636e756d70790a6e6461727261790a71054b00857106"
        "635f636f646563730a656e636f64650a7107580100000062710858060000006c6174696e31710986710a52710b87710c5271"
        "0d284b014b024b0386710e636e756d70790a64747970650a710f5802000000753171108988877111527112284b0358010000"
        "007c71134e4e4e4affffffff4affffffff4b0074711462896807580a0000007e7fc280c281c282c3bf711568098671165271"
        "1774711862752e");
    QTest::newRow("protocol 4") << QByteArray::fromHex(
        "800495ad000000000000007d94288c066c6162656c73945d94284b034d2c01658c0464617461948c156e756d70792e636f72"
        "652e6d756c74696172726179948c0c5f7265636f6e7374727563749493948c056e756d7079948c076e646172726179949394"
        "4b0085944301629487945294284b014b024b03869468078c0564747970659493948c02753194898887945294284b038c017c"
        "944e4e4e4affffffff4affffffff4b007494628943067e7f808182ff94749462752e");
}

void TestCifarPython::readsPython3() {
    QFETCH(QByteArray, content);
    Pickle pickle(content.toStdString(), "file");
    QCOMPARE(pickle.integers("labels"), (std::vector<std::int64_t>{3, 300}));
    const PickledArray array = pickle.array("data");
    QCOMPARE(array.shape, (std::vector<std::size_t>{2, 3}));
    QCOMPARE(std::string(array.bytes), "\x7e\x7f\x80\x81\x82\xff"s);
    QVERIFY(!pickle.contains("filenames"));
}

void TestCifarPython::readsEveryProtocol_data() {
    QTest::addColumn<QByteArray>("content");
    for (const PickledBatch& batch : kPickledBatches)
        QTest::newRow(batch.name) << QByteArray::fromBase64(batch.base64);
}

void TestCifarPython::readsEveryProtocol() {
    QFETCH(QByteArray, content);
    Pickle pickle(content.toStdString(), "file");
    QCOMPARE(pickle.integers("labels"), (std::vector<std::int64_t>{3, 300}));
    const PickledArray array = pickle.array("data");
    QCOMPARE(bytes(std::string(array.bytes)), bytes("\0\n\r'\\\xff"s));
    const bool flat = QByteArray(QTest::currentDataTag()).startsWith("data of bytes") ||
                      QByteArray(QTest::currentDataTag()).startsWith("data of bytearray");
    QCOMPARE(array.shape, flat ? std::vector<std::size_t>{6} : (std::vector<std::size_t>{2, 3}));
}

/// What cPickle of Python 2 writes in protocol 0, after numpy.ndarray.__reduce__: str in quotes, truth as I01,
/// long integers with an L, unicode escaped. Written by hand from pickle.py and pickletools.py.
void TestCifarPython::readsPython2() {
    Pickle pickle(
        "(dp1\nS'labels'\np2\n(lp3\nI3\naL300L\nasS'data'\np4\n"
        "cnumpy.core.multiarray\n_reconstruct\np5\n(cnumpy\nndarray\np6\n(I0\ntS'b'\ntRp7\n"
        "(I1\n(I2\nI3\ntcnumpy\ndtype\np8\n(S'u1'\nI0\nI1\ntRp9\n(I3\nS'|'\nNNNI-1\nI-1\nI0\ntbI00\n"
        "S\"\\x00\\n\\r'\\\\\xff\"\ntbsS'mean'\nF0.5\nsVlabel_names\n(lS'it\\'s'\naV\\u00e4\\U0001F42D\nas.",
        "file");
    QCOMPARE(pickle.integers("labels"), (std::vector<std::int64_t>{3, 300}));
    const PickledArray array = pickle.array("data");
    QCOMPARE(array.shape, (std::vector<std::size_t>{2, 3}));
    QCOMPARE(bytes(std::string(array.bytes)), bytes("\0\n\r'\\\xff"s));
    QCOMPARE(pickle.texts("label_names"), (std::vector<std::string>{"it's", "\xc3\xa4\xf0\x9f\x90\xad"}));
}

/// The batch with its array's shape and bytes as another program may store them.
static std::string batchOf(const std::string& data) {
    return pickledDict(pickledText("labels") + pickledLabels({labelOf(1, 0), labelOf(1, 1)}) + pickledText("data") +
                       data);
}

void TestCifarPython::dataColumnByColumn() {
    const std::string rows[] = {planarImage(1, 0), planarImage(1, 1)};
    std::string columns;
    for (std::size_t i = 0; i < 3072; ++i)
        columns += {rows[0][i], rows[1][i]};
    std::string array = pickledArray(2, 3072, columns);
    array.replace(array.find("tb\x89"), 3, "tb\x88");
    QCOMPARE(readPython(batchOf(array)).pixels, readPython(pythonBatch(1, 2)).pixels);
}

void TestCifarPython::dataWithoutShape() {
    const std::string two = planarImage(1, 0) + planarImage(1, 1);
    QCOMPARE(readPython(batchOf(pickledText(two))).pixels, readPython(pythonBatch(1, 2)).pixels);
    const std::string cut = messageOf([&] { readPython(batchOf(pickledText(two.substr(1)))); });
    QVERIFY2(cut.find("has data of shape (6143)") != std::string::npos, cut.c_str());
}

void TestCifarPython::refusesPickles_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const std::string& content, const char* named) {
        QTest::newRow(name) << bytes(content) << named;
    };
    row("os.system", "\x80\2cposix\nsystem\nU\2id\x85R.", "asks for posix.system");
    row("builtins.eval, protocol 4",
        "\x80\4\x8c\x08"
        "builtins\x8c\4eval\x93.",
        "asks for builtins.eval");
    row("another numpy global", "\x80\2cnumpy._core.multiarray\nfromfile\n.", "numpy._core.multiarray.fromfile");
    row("copied as text", "(dp0\r\n", "lines that end in CR LF, so that it was copied as text");
    row("global copied as text", "\x80\2cnumpy.core.multiarray\r\n_reconstruct\r\n", "end in CR LF");
    row("global with escapes", "\x80\2cx\x1b[2J\ny\n.", "asks for x\\x1b[2J.y");
    row("INST", "\x80\2(U\2idiposix\nsystem\n.", "opcode INST");
    row("OBJ", "\x80\2(cnumpy\nndarray\no.", "opcode OBJ");
    row("NEWOBJ", "\x80\2cnumpy\nndarray\n)\x81.", "opcode NEWOBJ");
    row("extension", "\x80\2\x82\1.", "opcode EXT1");
    row("persistent id", "\x80\2U\1xQ.", "opcode BINPERSID");
    row("unknown opcode", "\x80\2\xfe.", "unknown opcode 254, which");
    row("buffers outside", "\x80\5\x97.", "opcode NEXT_BUFFER");
    row("cut within a line", "(dp0\nS'labels", "ends too early, within a line");
    row("endless number", "I" + std::string(300, '1') + "\n.", "a line without an end");
    row("too large a number", "I9223372036854775808\n.", "other than an integer of 64 bits");
    row("no number", "L1x\n.", "other than an integer of 64 bits");
    row("number of blanks", "I \n.", "other than an integer of 64 bits");
    row("recalls nothing, protocol 0", "g-1\n.", "never stored");
    row("text without quotes", "Sabc\n.", "text without quotes");
    row("one quote", "S'\n.", "text without quotes");
    row("two kinds of quotes", "S'a\"\n.", "text without quotes");
    row("octal escape", "S'\\101'\n.", "unknown escape");
    row("short escape", "S'\\x1'\n.", "unknown escape");
    row("lone backslash", "S'\\'\n.", "unknown escape");
    row("short \\u", "V\\u12\n.", "unknown escape");
    row("beyond Unicode", "V\\U00110000\n.", "unknown escape");
    row("bytearray past the end", "\x80\5\x96\xff\xff\xff\xff\xff\xff\xff\x7f.", "more bytes are needed");
    row("bytearray of a number", "\x80\3cbuiltins\nbytearray\nK\x09\x85R.", "bytes of something that is not bytes");
    row("bytearray of another code", "\x80\2c__builtin__\nbytearray\nX\1\0\0\0aX\5\0\0\0utf-8\x86R."s,
        "bytes of something that is not bytes");
    const std::string dtype = "cnumpy\ndtype\nU\2";
    row("dtype without a size", "\x80\2cnumpy\ndtype\nU\1u\x85R.", "unknown type");
    row("dtype with a sign", "\x80\2" + dtype + "u-\x85R.", "unknown type");
    row("dtype of gigabytes", "\x80\2cnumpy\ndtype\nU\x0bS4294967295\x85R.", "unknown type");
    const std::string scalar = "\x80\4cnumpy._core.multiarray\nscalar\n";
    row("scalar of too few bytes", scalar + dtype + "i8\x85RC\1x\x86R.", "number whose description");
    row("scalar without a type", scalar + "NC\1x\x86R.", "number whose description");
    const std::string buffer = "\x80\5cnumpy._core.numeric\n_frombuffer\n(C\2ab";
    row("buffer without an order", buffer + dtype + "u1\x85RK\2\x85tR.", "array whose description");
    row("buffer too short", buffer + dtype + "u1\x85RK\3\x85U\1CtR.", "does not fit its 2 bytes");
    row("buffer too long", buffer + dtype + "u1\x85RK\1\x85U\1CtR.", "does not fit its 2 bytes");
    row("buffer of many dimensions", buffer + dtype + "u1\x85R(" + repeated("K\1", 65) + "tU\1CtR.",
        "without a shape");
    row("ndarray called", "\x80\2cnumpy\nndarray\n)R.", "calls numpy.ndarray itself");
    row("encode to another code", "\x80\2c_codecs\nencode\nU\1xU\3rot\x86R.", "other than to latin1");
    row("encode outside latin1", "\x80\2c_codecs\nencode\nX\2\0\0\0\xc4\x80U\6latin1\x86R."s,
        "latin1 does not have");
    row("text past the end", "\x80\2T\xff\xff\xff\x7fx.", "ends too early: 2147483647 more bytes");
    row("no STOP", "\x80\2}", "ends too early");
    row("only STOP", ".", "takes a value where there is none");
    row("no mark", "\x80\2]u.", "takes a mark where there is none");
    row("pops through a mark", "\x80\2](a.", "takes a value where there is none");
    row("recalls nothing", "\x80\2j\xff\xff\xff\xff.", "never stored (4294967295)");
    row("append to dict", "\x80\2}K\1a.", "APPEND on a value of another type");
    row("odd dict", "\x80\2}(K\1u.", "key without a value");
    row("build on a dict", "\x80\2})b.", "uses BUILD");
    row("call of a number", "\x80\2K\1)R.", "calls something that is not a function");
    row("huge LONG1",
        "\x80\2\x8a\x09"
        "123456789.",
        "more than 64 bits");
    row("too many steps", "\x80\2" + std::string(3'000'000, 'N') + ".", "more than 2000000 steps");
    row("not a dict", "\x80\2K\1.", "something other than a dictionary");
    // A text of 2000 bytes, encoded again and again from the memo.
    std::string bomb = "\x80\2c_codecs\nencode\nq\0X\xd0\7\0\0"s + std::string(2000, 'x') + "U\6latin1\x86q\1R"s;
    for (int i = 0; i < 50; ++i)
        bomb += "h\0h\1R"s;
    row("encoding bomb", bomb + ".", "encodes more text than it holds");
    // An array of one byte in many dimensions, made again and again from the memo.
    row("shape bomb",
        "\x80\4cnumpy._core.numeric\n_frombuffer\n\x94(C\1x" + dtype + "u1\x85R(" + repeated("K\1", 100'000) +
            "tU\1Ct\x94" + repeated("h\0h\1R"s, 100'000) + ".",
        "without a shape");
}

void TestCifarPython::refusesPickles() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const auto message = messageOf([&] { Pickle(content.toStdString(), "data_batch_1"); });
    QVERIFY2(message.starts_with("data_batch_1"), message.c_str());
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

void TestCifarPython::refusesContents_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<QString>("named");
    const std::string one = planarImage(1, 0);
    const auto row = [](const char* name, const std::string& items, const char* named) {
        QTest::newRow(name) << bytes(pickledDict(items)) << named;
    };
    const std::string labels = pickledText("labels") + pickledLabels({1});
    const std::string data = pickledText("data");
    QTest::newRow("empty") << QByteArray() << "empty (0 bytes)";
    row("no labels", data + pickledArray(1, 3072, one), "no list \"labels\"");
    row("CIFAR-100", pickledText("fine_labels") + pickledLabels({1}) + data + pickledArray(1, 3072, one),
        "is CIFAR-100");
    row("no data", labels, "no numpy array \"data\"");
    row("data is a list", labels + data + pickledLabels({1}), "no numpy array \"data\"");
    row("data is text", labels + data + pickledText("x"), "has data of shape (1)");
    row("labels are floats",
        pickledText("labels") + pickledArray(1, 1, "1234", "f4") + data + pickledArray(1, 3072, one),
        "other than one integer for each image in \"labels\"");
    row("labels in rows", pickledText("labels") + pickledArray(1, 2, "ab") + data + pickledArray(1, 3072, one),
        "other than one integer for each image in \"labels\"");
    row("label 10", pickledText("labels") + pickledLabels({10}) + data + pickledArray(1, 3072, one),
        "image 1 has label 10");
    row("label -1", pickledText("labels") + pickledLabels({-1}) + data + pickledArray(1, 3072, one),
        "image 1 has label -1");
    row("label is text", pickledText("labels") + "]" + pickledText("x") + "a" + data + pickledArray(1, 3072, one),
        "other than an integer in \"labels\"");
    row("counts differ", pickledText("labels") + pickledLabels({1, 2}) + data + pickledArray(1, 3072, one),
        "1 images and 2 labels");
    row("other width", labels + data + pickledArray(1, 1024, one.substr(0, 1024)), "shape (1 x 1024)");
    row("shape beyond the bytes", labels + data + pickledArray(2, 3072, one), "does not fit its 3072 bytes");
    row("overflowing shape", labels + data + pickledArray(0x7fffffff, 0x7fffffff, one),
        "does not fit its 3072 bytes");
    row("negative shape", labels + data + pickledArray(std::size_t(-1), 3072, one), "does not fit its 3072 bytes");
    row("float array", labels + data + pickledArray(1, 768, one, "f4"), "numbers of type f4 in \"data\"");
    row("holds itself", "U\1a" + std::string("]q\5h\5a"), "no list \"labels\"");
}

void TestCifarPython::refusesContents() {
    QFETCH(QByteArray, content);
    QFETCH(QString, named);
    const auto message = messageOf([&] { readPython(content.toStdString()); });
    QVERIFY2(message.starts_with("data_batch_1"), message.c_str());
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
}

void TestCifarPython::survivesEveryCut() {
    const std::string whole = pythonBatch(1, 1);
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(!messageOf([&] { readPython(whole.substr(0, length)); }).empty());
}

void TestCifarPython::survivesEveryFlip() {
    const std::string whole = pythonBatch(1, 1);
    const std::size_t pixels = whole.find(planarImage(1, 0));
    for (std::size_t at = 0; at < whole.size(); ++at) {
        if (at == pixels)
            at += 3072; // any pixel is as good as another
        for (int bit = 0; bit < 8; ++bit) {
            std::string flipped = whole;
            flipped[at] = static_cast<char>(flipped[at] ^ (1 << bit));
            // Whether it still is a batch depends on the bit; an Error or images, but nothing else, may come of it.
            messageOf([&] { readPython(flipped); });
        }
    }
}

/// An Error or values, but nothing else, may come of any change.
void TestCifarPython::survivesEveryCutAndFlipOfPickles() {
    QFETCH(QByteArray, content);
    const auto look = [](const std::string& changed) {
        return messageOf([&] {
            Pickle pickle(changed, "data_batch_1");
            pickle.integers("labels");
            pickle.array("data");
        });
    };
    const std::string whole = content.toStdString();
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY(!look(whole.substr(0, length)).empty());
    for (std::size_t bit = 0; bit < 8 * whole.size(); ++bit) {
        std::string flipped = whole;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        look(flipped);
    }
}

TEST_OF_ROOM(TestCifarPython);
#include "test_cifar_python.moc"
