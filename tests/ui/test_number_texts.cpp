#include "base/error.h"
#include "test_of_room.h"
#include "text/typed_number.h"
#include "ui/typed_texts.h"

using namespace moelab;
using namespace fixture;

/// What a text means as a number, in the locale of who typed it.
class TestNumberTexts : public QObject {
    Q_OBJECT
  private slots:
    void areReadOrRefused();
    void hintsSpeakOfWhatWasTyped();
    void whatIsShownIsRead_data() { eachLocale(); }
    void whatIsShownIsRead();
};

void TestNumberTexts::areReadOrRefused() {
    for (const Typed& typed : kTyped) {
        const QLocale locale{QLatin1String(typed.locale)};
        std::optional<double> read;
        QString message;
        try {
            read = typedNumber(typed.text, "field", locale);
        } catch (const Error& problem) {
            message = QString::fromStdString(problem.what());
        }
        QVERIFY2(read == typed.meant,
                 qPrintable(QString("%1 in %2: %3 %4")
                                .arg(typed.text, typed.locale, QString::number(read.value_or(-1)), message)));
        QVERIFY2(read || message.contains(typed.text), qPrintable(message));
    }
}

void TestNumberTexts::hintsSpeakOfWhatWasTyped() {
    const auto messageFor = [](const char* text, const char* locale) {
        try {
            typedNumber(QLatin1String(text), "learning_rate", QLocale(QLatin1String(locale)));
        } catch (const Error& problem) {
            return QString::fromStdString(problem.what());
        }
        return QString();
    };
    QCOMPARE(messageFor("0,001", "C"),
             QString("learning_rate: \"0,001\" is not a number. Type 0.001 if that is meant."));
    QCOMPARE(messageFor("1.000", "de_DE"), QString("learning_rate: \"1.000\" may mean 1 or 1000. Type 1 or 1000."));
    QCOMPARE(messageFor("fast", "de_DE"),
             QString("learning_rate: \"fast\" is not a number. Type a number such as 0,001."));
}

void TestNumberTexts::whatIsShownIsRead() {
    QFETCH(QByteArray, locale);
    const QLocale its{QLatin1String(locale)};
    for (const double number :
         {0.0, 0.001, 1.0, 12.5, 1000.0, 1234567.0, 9007199254740991.0, 1e-8, 0.30000000000000004})
        QCOMPARE(typedNumber(numberText(number, its), "field", its), number);
}

TEST_OF_ROOM(TestNumberTexts);
#include "test_number_texts.moc"
