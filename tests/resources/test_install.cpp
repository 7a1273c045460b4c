#include "test_of_room.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QSettings>
#include <QTemporaryDir>
#include <QXmlStreamReader>
#include <QtTest>

/// Installs the program into an empty folder and looks at what a desktop finds there. What the freedesktop.org
/// tools check beyond that, they check themselves: desktop-file-validate and appstreamcli validate --no-net.
class TestInstall : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void filesAreThere_data();
    void filesAreThere();
    void theProgramRuns();
    void theDesktopFileNamesWhatIsInstalled();
    void theMetainfoAgrees();

  private:
    QString path(const QString& name) const { return m_prefix.filePath(name); }

    QTemporaryDir m_prefix;
};

namespace {

const QString kId = QStringLiteral("io.github.moelab.moelab");
const QString kData = QStringLiteral(MOELAB_DATA_DIR);
const QString kDesktopFile = kData + "/applications/" + kId + ".desktop";
const QString kMetainfo = kData + "/metainfo/" + kId + ".metainfo.xml";
const QString kIconFolder = kData + "/icons/hicolor/scalable/apps/";

/// Every text and attribute by its element's name.
QMultiMap<QString, QString> elementsOf(QXmlStreamReader& xml) {
    QMultiMap<QString, QString> found;
    QString element;
    while (!xml.atEnd()) {
        xml.readNext();
        if (xml.isStartElement()) {
            element = xml.name().toString();
            for (const QXmlStreamAttribute& attribute : xml.attributes())
                found.insert(element + u'@' + attribute.name().toString(), attribute.value().toString());
        } else if (xml.isCharacters() && !xml.isWhitespace())
            found.insert(element, xml.text().toString());
    }
    return found;
}

} // namespace

void TestInstall::initTestCase() {
    QProcess install;
    install.start(MOELAB_CMAKE, {"--install", MOELAB_BUILD_DIR, "--prefix", m_prefix.path()});
    QVERIFY(install.waitForFinished(60000));
    QVERIFY2(install.exitCode() == 0, install.readAllStandardError());
}

void TestInstall::filesAreThere_data() {
    QTest::addColumn<QString>("start"); // of its content
    QTest::newRow(MOELAB_BIN_DIR "/moelab") << "\x7f"
                                               "ELF";
    QTest::newRow(MOELAB_MAN_DIR "/man1/moelab.1") << ".TH MOELAB 1";
    QTest::newRow(qPrintable(kDesktopFile)) << "[Desktop Entry]";
    QTest::newRow(qPrintable(kMetainfo)) << "<?xml";
    QTest::newRow(qPrintable(kIconFolder + kId + ".svg")) << "<svg";
}

void TestInstall::filesAreThere() {
    QFETCH(QString, start);
    QFile file(path(QTest::currentDataTag()));
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.fileName()));
    QVERIFY(file.read(64).startsWith(start.toLatin1()));
}

void TestInstall::theProgramRuns() {
    QProcess program;
    program.start(path(MOELAB_BIN_DIR "/moelab"), {"--version"});
    QVERIFY(program.waitForFinished(60000));
    QCOMPARE(program.exitCode(), 0);
    QVERIFY(program.readAllStandardOutput().startsWith("moelab " MOELAB_VERSION "\n"));
}

void TestInstall::theDesktopFileNamesWhatIsInstalled() {
    QSettings file(path(kDesktopFile), QSettings::IniFormat);
    file.beginGroup("Desktop Entry");
    QCOMPARE(file.value("Type").toString(), QString("Application"));
    const QStringList command = file.value("Exec").toString().split(u' ');
    QCOMPARE(command.size(), 2);
    QVERIFY(QFileInfo(path(MOELAB_BIN_DIR "/" + command[0])).isExecutable());
    QCOMPARE(command[1], QString("%f")); // one file or folder, as the command line takes
    QVERIFY(QFileInfo::exists(path(kIconFolder + file.value("Icon").toString() + ".svg")));
    QVERIFY(!file.contains("MimeType"));
}

void TestInstall::theMetainfoAgrees() {
    QFile file(path(kMetainfo));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    const QMultiMap<QString, QString> elements = elementsOf(xml);
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    QCOMPARE(elements.values("id"), QStringList{kId});
    QCOMPARE(elements.value("project_license"), QString("GPL-3.0-or-later"));
    QVERIFY(QFileInfo::exists(path(kData + "/applications/" + elements.value("launchable"))));
    QVERIFY(QFileInfo::exists(path(MOELAB_BIN_DIR "/" + elements.value("binary"))));
    QVERIFY(elements.values("release@version").contains(MOELAB_VERSION));
}

TEST_OF_ROOM(TestInstall);
#include "test_install.moc"
