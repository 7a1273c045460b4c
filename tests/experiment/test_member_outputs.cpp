#include "base/files.h"
#include "base/safetensors.h"
#include "error_text.h"
#include "experiment/member_outputs.h"
#include "test_of_room.h"

#include <QtTest>

#include <cmath>
#include <numeric>

using namespace moelab;

using Metadata = std::map<std::string, std::string>;

class TestMemberOutputs : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void roundTrip();
    void membersOfAnyName();
    void untrainedMembersStayAbsent();
    void rows();
    void hostileTensors_data();
    void hostileTensors();
    void hostileBytes_data();
    void hostileBytes();

  private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::filesystem::path m_file;
};

static std::vector<float> numbers(std::size_t count, float first) {
    std::vector<float> values(count);
    std::iota(values.begin(), values.end(), first);
    for (float& value : values)
        value /= 7;
    return values;
}

/// Three images, two classes, two groups.
static MemberOutputs small() {
    return {3,
            2,
            2,
            {1, 0, 1},
            {{"baseline", numbers(6, 1)},
             {"gate", numbers(6, 10)},
             {"expert-0", numbers(6, 20)},
             {"expert-1", numbers(6, 30)},
             {"sub_gates", numbers(24, 40)},
             {"mixture", numbers(6, 70)}}};
}

static std::string_view bytes(const auto& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(values[0])};
}

void TestMemberOutputs::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_file = m_folder->filePath("outputs.safetensors").toStdString();
}

void TestMemberOutputs::roundTrip() {
    const MemberOutputs saved = small();
    saveOutputs(m_file, saved, {{"fingerprint.gate", "abc"}, {"other", "\xF0\x9F\x90\xB1 \"quoted\""}});
    Metadata metadata;
    const MemberOutputs loaded = loadOutputs(m_file, &metadata);
    QCOMPARE(metadata, (Metadata{{"fingerprint.gate", "abc"}, {"other", "\xF0\x9F\x90\xB1 \"quoted\""}}));
    QCOMPARE(loaded.images, 3);
    QCOMPARE(loaded.classes, 2);
    QCOMPARE(loaded.groups, 2);
    QCOMPARE(loaded.labels, saved.labels);
    QVERIFY(loaded.arrays == saved.arrays);
    QVERIFY(loadOutputs(m_file, nullptr).mixture() == saved.mixture());
}

/// What the mixture's rule does not combine: a control, say.
void TestMemberOutputs::membersOfAnyName() {
    MemberOutputs saved = small();
    saved.arrays["baseline-2"] = numbers(6, 90);
    saved.arrays["a gate of 5"] = numbers(15, 100);
    saveOutputs(m_file, saved, {});
    QVERIFY(loadOutputs(m_file, nullptr).arrays == saved.arrays);
    QVERIFY(saved.of("baseline-3").empty());
}

void TestMemberOutputs::untrainedMembersStayAbsent() {
    MemberOutputs saved = small();
    saved.arrays["baseline"].clear();
    saved.arrays["mixture"].clear();
    saved.arrays["sub_gates"].clear();
    saved.arrays["expert-0"].clear();
    saveOutputs(m_file, saved, {});
    const SafeTensors content = readSafeTensors(m_file);
    QStringList names;
    for (const StoredTensor& tensor : content.tensors)
        names << QString::fromStdString(tensor.name);
    names.sort();
    QCOMPARE(names, QStringList({"experts", "gate", "labels"}));
    const StoredTensor& experts = content.find("experts", "F32", std::vector<std::int64_t>{2, 3, 2}, "test");
    std::vector<float> values(12);
    std::memcpy(values.data(), experts.bytes.data(), experts.bytes.size());
    for (std::size_t i = 0; i < 6; ++i) {
        QVERIFY(std::isnan(values[i]));
        QCOMPARE(values[6 + i], saved.expert(1)[i]);
    }
    const MemberOutputs loaded = loadOutputs(m_file, nullptr);
    QVERIFY(loaded.baseline().empty());
    QVERIFY(loaded.mixture().empty());
    QVERIFY(loaded.subGates().empty());
    QVERIFY(loaded.expert(0).empty());
    QVERIFY(loaded.expert(1) == saved.expert(1));
    QVERIFY(loaded.gate() == saved.gate());
}

void TestMemberOutputs::rows() {
    const MemberOutputs outputs = small();
    const auto row = outputs.row(outputs.gate(), 2, 2);
    QCOMPARE(row.size(), std::size_t{2});
    QCOMPARE(row[0], outputs.gate()[4]);
    QCOMPARE(row[1], outputs.gate()[5]);
}

void TestMemberOutputs::hostileTensors_data() {
    QTest::addColumn<QString>("tensor"); // replaces the good one of that name
    QTest::addColumn<QList<qint64>>("shape");
    QTest::addColumn<QString>("dtype");
    QTest::addColumn<QString>("named");
    using Shape = QList<qint64>;
    QTest::newRow("flat experts") << "experts" << Shape{12} << "F32"
                                  << "\"experts\" [groups, images, classes]";
    QTest::newRow("integer experts") << "experts" << Shape{2, 3, 1} << "I64"
                                     << "\"experts\" [groups, images, classes]";
    QTest::newRow("no groups") << "experts" << Shape{0, 3, 2} << "F32"
                               << "\"experts\" [groups, images, classes]";
    QTest::newRow("fewer labels") << "labels" << Shape{2} << "I64"
                                  << "labels";
    QTest::newRow("labels as bytes") << "labels" << Shape{3} << "U8"
                                     << "labels";
    QTest::newRow("transposed gate") << "gate" << Shape{2, 3} << "F32"
                                     << "gate";
    QTest::newRow("flat sub-gates") << "sub_gates" << Shape{24} << "F32"
                                    << "sub_gates";
    QTest::newRow("wider mixture") << "mixture" << Shape{3, 3} << "F32"
                                   << "mixture";
    QTest::newRow("label out of range") << "labels" << Shape{3, -1} << "I64"
                                        << "label 99";
}

void TestMemberOutputs::hostileTensors() {
    QFETCH(QString, tensor);
    QFETCH(QList<qint64>, shape);
    QFETCH(QString, dtype);
    QFETCH(QString, named);
    const MemberOutputs good = small();
    const std::vector<std::int64_t> badLabels = {1, 99, 0};
    const std::vector<float> experts = numbers(12, 1);
    std::vector<StoredTensor> tensors = {{"labels", "I64", {3}, bytes(good.labels)},
                                         {"gate", "F32", {3, 2}, bytes(good.gate())},
                                         {"experts", "F32", {2, 3, 2}, bytes(experts)},
                                         {"sub_gates", "F32", {2, 3, 2, 2}, bytes(good.subGates())},
                                         {"mixture", "F32", {3, 2}, bytes(good.mixture())}};
    const std::string zeros(256, '\0');
    for (StoredTensor& stored : tensors)
        if (stored.name == tensor.toStdString() && shape.last() < 0) {
            stored.bytes = bytes(badLabels);
        } else if (stored.name == tensor.toStdString()) {
            stored.dtype = dtype.toStdString();
            stored.shape = {shape.begin(), shape.end()};
            std::size_t size = dtype == "I64" ? 8 : dtype == "F32" ? 4 : 1;
            for (const qint64 extent : shape)
                size *= static_cast<std::size_t>(extent);
            stored.bytes = std::string_view(zeros).substr(0, size);
        }
    writeSafeTensors(m_file, {}, tensors);
    const QString message = errorText([&] { loadOutputs(m_file, nullptr); });
    QVERIFY2(message.startsWith(QString::fromStdString(m_file.string())), qPrintable(message));
    QVERIFY2(message.contains(named), qPrintable(message));
}

void TestMemberOutputs::hostileBytes_data() {
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("header longer than the file") << QByteArray("\xff\xff\xff\xff\xff\xff\xff\x7f{}", 10);
    QTest::newRow("text") << QByteArray("these are no tensors at all");
    QTest::newRow("no tensors") << QByteArray("\2\0\0\0\0\0\0\0{}", 10);
    const QByteArray header =
        R"({"experts":{"dtype":"F32","shape":[4294967296,4294967296,4],"data_offsets":[0,4]}})";
    QByteArray overflow(8, '\0');
    overflow[0] = static_cast<char>(header.size());
    QTest::newRow("overflowing shape") << overflow + header + QByteArray(4, '\0');
}

void TestMemberOutputs::hostileBytes() {
    QFETCH(QByteArray, content);
    writeFileAtomically(m_file, content.toStdString());
    const QString message = errorText([&] { loadOutputs(m_file, nullptr); });
    QVERIFY2(message.startsWith(QString::fromStdString(m_file.string())), qPrintable(message));
    QCOMPARE(readFile(m_file, 1000), content.toStdString());
}

TEST_OF_ROOM(TestMemberOutputs);
#include "test_member_outputs.moc"
