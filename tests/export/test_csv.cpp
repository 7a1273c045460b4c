#include "csv_reader.h"
#include "export/csv.h"
#include "hostile_names.h"
#include "test_of_room.h"

#include <QtTest>

using namespace moelab;

/// A line of CSV, as its reader sees it.
class TestCsv : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void anyNameReadsBack();
    void numbersStayNumbers();
    void nothingIsAFormula_data();
    void nothingIsAFormula();
};

void TestCsv::anyNameReadsBack() {
    std::vector<std::string> names = hostileNames();
    names.insert(names.end(), {"", "\"", "\r\n", "a,b", "'quoted'", "''", "@SUM(1)", "+cmd|' /C calc'!A0"});
    const fixture::CsvRows rows = fixture::readCsv(csvLine(names) + csvLine({"end"}));
    QCOMPARE(rows.size(), std::size_t{2});
    QCOMPARE(rows[0].size(), names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        QCOMPARE(QString::fromStdString(fixture::textOfCell(rows[0][i])), QString::fromStdString(names[i]));
}

void TestCsv::numbersStayNumbers() {
    const std::vector<std::string> numbers = {"-0.5", "+4.9", "-1e-05", "1", csvNumber(-1.0 / 3), "+0.0", "-12"};
    QCOMPARE(fixture::readCsv(csvLine(numbers)), fixture::CsvRows{numbers});
}

void TestCsv::nothingIsAFormula_data() {
    QTest::addColumn<QString>("text");
    for (const char* text : {"=1+1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "-", "--help", "+", "=",
                             "-1e5x", "'=1", "''-x", "\uff1d1"})
        QTest::newRow(text) << QString::fromUtf8(text);
}

void TestCsv::nothingIsAFormula() {
    QFETCH(const QString, text);
    const std::string cell = fixture::readCsv(csvLine({text.toStdString()}))[0][0];
    QCOMPARE(QString::fromStdString(cell), u'\'' + text);
    QCOMPARE(QString::fromStdString(fixture::textOfCell(cell)), text);
}

TEST_OF_ROOM(TestCsv);
#include "test_csv.moc"
