#include "base/files.h"
#include "base/new_folder.h"
#include "error_text.h"
#include "test_of_room.h"

#include <QDir>
#include <QProcess>
#include <QtTest>

#include <csignal>
#include <sys/wait.h>
#include <unistd.h>

using namespace moelab;

/// Whatever happens, a folder has its name if it is whole, and there is none if not.
class TestNewFolder : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void init();
    void hasItsNameAtTheEnd();
    void goesIfItHasNoEnd();
    void neverTakesAnothersName();
    void longNames();
    void killedOnesAreSwept();
    void refusesWhereNothingCanBe();

  private:
    std::filesystem::path path() const { return m_folder->path().toStdString(); }
    QStringList names() const {
        return QDir(m_folder->path()).entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestNewFolder::init() { m_folder = std::make_unique<QTemporaryDir>(); }

void TestNewFolder::hasItsNameAtTheEnd() {
    NewFolder folder(path());
    writeFileAtomically(folder.path() / "one", "1");
    QCOMPARE(names().size(), 1);
    QVERIFY(isTemporaryFile(names().front().toStdString()));
    QCOMPARE(folder.finish("who", "le"), path() / "whole");
    QCOMPARE(names(), QStringList{"whole"});
    QCOMPARE(readFile(path() / "whole" / "one", 10), std::string("1"));
}

void TestNewFolder::goesIfItHasNoEnd() {
    {
        const NewFolder folder(path());
        writeFileAtomically(folder.path() / "one", "1");
    }
    QCOMPARE(names(), QStringList());
}

void TestNewFolder::neverTakesAnothersName() {
    writeFileAtomically(path() / "name", "a file");
    std::filesystem::create_directory(path() / "name-2");
    std::filesystem::create_symlink("nowhere", path() / "name-3");
    NewFolder folder(path());
    QCOMPARE(folder.finish("name", ""), path() / "name-4");
    QCOMPARE(readFile(path() / "name", 10), std::string("a file"));
}

void TestNewFolder::longNames() {
    for (int i = 0; i < 2; ++i) {
        NewFolder folder(path());
        const std::string name = folder.finish(QString(300, u'\u00fc').toStdString(), "-end").filename().string();
        QVERIFY(name.size() > 200 && name.size() <= 255);
        QVERIFY(name.ends_with(i == 0 ? "-end" : "-end-2"));
        QVERIFY(!QString::fromStdString(name).contains(QChar::ReplacementCharacter));
    }
    QCOMPARE(names().size(), 2);
}

/// A process that fills a folder is killed; its folder goes when the next is made, and none that is being filled.
void TestNewFolder::killedOnesAreSwept() {
    const pid_t child = ::fork();
    if (child == 0) {
        const NewFolder folder(path());
        ::kill(::getpid(), SIGKILL);
    }
    QVERIFY(child > 0);
    QCOMPARE(::waitpid(child, nullptr, 0), child);
    QCOMPARE(names().size(), 1);
    const QString left = names().front();
    const NewFolder first(path());
    QVERIFY(!names().contains(left));
    const NewFolder second(path());
    QCOMPARE(names().size(), 2);
    QVERIFY(isThere(first.path()));
}

void TestNewFolder::refusesWhereNothingCanBe() {
    const QString message = errorText([&] { const NewFolder folder(path() / "missing"); });
    QVERIFY2(message.contains("missing cannot be written (No such file or directory)"), qPrintable(message));
}

TEST_OF_ROOM(TestNewFolder);
#include "test_new_folder.moc"
