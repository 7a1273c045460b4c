#include "base/files.h"

#include "base/content_of.h"
#include "base/file_lock.h"
#include "base/process.h"
#include "message_of.h"
#include "test_of_room.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace moelab;
using fixture::messageOf;
namespace fs = std::filesystem;

class TestFiles : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void writesWholeFiles();
    void replacesWholeFiles();
    void joinsPieces();
    void takesRelativePaths();
    void refusesPlaces_data();
    void refusesPlaces();
    void keepsOldContentWhenThereIsNoRoom();
    void refusesTakenNames();
    void oneThreadGetsANewName();
    void oneProcessGetsANewName();
    void saysWhatMayPass();
    void readsWithinLimits();
    void refusesPipes();
    void sweepsOnlyItsOwn();
    void saysWhyItCannotRead();
    void tellsWhatIsNotThere();
    void filesFollowTheUmask_data();
    void filesFollowTheUmask();

  private:
    std::set<std::string> entries() const {
        std::set<std::string> names;
        for (const auto& entry : fs::directory_iterator(m_root))
            names.insert(entry.path().filename().string());
        return names;
    }
    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_root;
};

using Names = std::set<std::string>;

/// Where this is run with a system call that fails (see faults/faulty_calls.cpp), it really fails.
void TestFiles::initTestCase() {
    if (!qEnvironmentVariableIsSet("MOELAB_RENAMEAT2"))
        return;
    QCOMPARE(::syscall(SYS_renameat2, AT_FDCWD, "/none", AT_FDCWD, "/none", 0), -1L);
    QCOMPARE(errno, qgetenv("MOELAB_RENAMEAT2") == "EINVAL" ? EINVAL : ENOSYS);
    QCOMPARE(::link("/none", "/none"), -1);
    QCOMPARE(errno, qEnvironmentVariableIsSet("MOELAB_NO_LINKS") ? EPERM : ENOENT);
}

void TestFiles::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_root = m_folder->path().toStdString();
}

void TestFiles::writesWholeFiles() {
    const std::string content("a\0\r\n\xff", 5);
    writeFileAtomically(m_root / "new", content);
    QCOMPARE(fixture::contentOf(m_root / "new"), content);
    writeFileAtomically(m_root / "empty", "");
    QVERIFY(fs::exists(m_root / "empty") && fs::is_empty(m_root / "empty"));
    QCOMPARE(entries(), (Names{"new", "empty"}));
}

void TestFiles::replacesWholeFiles() {
    writeFileAtomically(m_root / "file", std::string(100'000, 'x'));
    // Whoever has the old file open continues reading the old content: it was not written over.
    std::ifstream old(m_root / "file", std::ios::binary);
    writeFileAtomically(m_root / "file", "short");
    QCOMPARE(fixture::contentOf(m_root / "file"), std::string("short"));
    QCOMPARE(std::string(std::istreambuf_iterator<char>(old), {}), std::string(100'000, 'x'));
    QCOMPARE(entries(), Names{"file"});
}

void TestFiles::joinsPieces() {
    const std::vector<std::string_view> pieces = {"one", "", "two", "three"};
    writeFileAtomically(m_root / "file", pieces);
    QCOMPARE(fixture::contentOf(m_root / "file"), std::string("onetwothree"));
}

void TestFiles::takesRelativePaths() {
    const fs::path before = fs::current_path();
    fs::current_path(m_root);
    const std::string message = messageOf([] { writeFileAtomically("file", "1"); });
    fs::current_path(before);
    QCOMPARE(message, std::string());
    QCOMPARE(fixture::contentOf(m_root / "file"), std::string("1"));
}

void TestFiles::refusesPlaces_data() {
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("reason"); ///< and what to do about it
    QTest::newRow("missing folder") << "missing/file"
                                    << "(No such file or directory). Check the path, and that its disk is there";
    QTest::newRow("below a file") << "plain/file"
                                  << "(Not a directory). Check the path, and that its disk is there";
    QTest::newRow("a folder") << "folder"
                              << "(Is a directory). Choose another path";
    QTest::newRow("long name") << QString(300, 'x') << "(File name too long). Choose another path";
}

void TestFiles::refusesPlaces() {
    QFETCH(QString, path);
    QFETCH(QString, reason);
    std::ofstream(m_root / "plain") << "old";
    fs::create_directories(m_root / "folder");
    const fs::path target = m_root / path.toStdString();
    const std::string message = messageOf([&] { writeFileAtomically(target, "new"); });
    QCOMPARE(QString::fromStdString(message), QString::fromStdString(target.string()) + " cannot be written " +
                                                  reason + "; what was there before is unchanged.");
    QCOMPARE(fixture::contentOf(m_root / "plain"), std::string("old"));
    QCOMPARE(entries(), (Names{"plain", "folder"}));
}

void TestFiles::keepsOldContentWhenThereIsNoRoom() {
    writeFileAtomically(m_root / "file", "old");
    // A limit on the size of files stands in for a full disk: the write begins and then fails.
    rlimit before;
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit little{10'000, before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &little), 0);
    const std::string message = messageOf([&] { writeFileAtomically(m_root / "file", std::string(20'000, 'x')); });
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    QVERIFY2(message.starts_with((m_root / "file").string() + " cannot be written (File too large)"),
             message.c_str());
    QCOMPARE(fixture::contentOf(m_root / "file"), std::string("old"));
    QCOMPARE(entries(), Names{"file"});
}

void TestFiles::readsWithinLimits() {
    const fs::path path = m_root / "file";
    const std::string content("12\0"
                              "45",
                              5);
    std::ofstream(path, std::ios::binary) << content;
    QCOMPARE(readFile(path, 5), content);
    QCOMPARE(messageOf([&] { readFile(path, 4); }),
             path.string() + " is 5 bytes long; at most 4 are read. Choose the right file.");
    { const std::ofstream file(m_root / "empty"); }
    QVERIFY(readFile(m_root / "empty", 0).empty());
    for (const fs::path& unreadable : {m_root / "missing", m_root, fs::path("/dev/zero")})
        QVERIFY(
            messageOf([&] { readFile(unreadable, 1000); }).starts_with(unreadable.string() + " cannot be read"));
}

/// A pipe that nobody writes to would be waited for without an end.
void TestFiles::refusesPipes() {
    const fs::path pipe = m_root / "pipe";
    QCOMPARE(::mkfifo(pipe.c_str(), 0600), 0);
    QVERIFY(messageOf([&] { readFile(pipe, 100); }).starts_with(pipe.string() + " cannot be read"));
    QVERIFY(messageOf([&] { readFile(m_root, 100); }).starts_with(m_root.string() + " cannot be read"));
}

void TestFiles::refusesTakenNames() {
    const fs::path file = m_root / "file";
    writeFileAtomically(file, "first", IfExists::Refuse);
    const std::string taken = file.string() + " exists already. Choose another name or remove it first.";
    QCOMPARE(messageOf([&] { writeFileAtomically(file, "second", IfExists::Refuse); }), taken);
    QCOMPARE(fixture::contentOf(file), std::string("first"));
    fs::create_symlink("nowhere", m_root / "link");
    QVERIFY(messageOf([&] { refuseExisting(m_root / "link"); }).find("exists already") != std::string::npos);
    QVERIFY(messageOf([&] {
                writeFileAtomically(m_root / "link", "x", IfExists::Refuse);
            }).find("exists already") != std::string::npos);
    QCOMPARE(entries(), (Names{"file", "link"}));
}

/// Many begin at the same moment; one file is written, whole, and all others say that it exists.
void TestFiles::oneThreadGetsANewName() {
    for (int round = 0; round < 50; ++round) {
        const fs::path file = m_root / ("round" + std::to_string(round));
        std::barrier start(4);
        std::atomic<int> written = 0, refused = 0;
        std::vector<std::thread> threads;
        for (char letter = 'a'; letter < 'e'; ++letter)
            threads.emplace_back([&, letter] {
                start.arrive_and_wait();
                const std::string message =
                    messageOf([&] { writeFileAtomically(file, std::string(5000, letter), IfExists::Refuse); });
                ++(message.empty() ? written : refused);
            });
        for (std::thread& thread : threads)
            thread.join();
        QCOMPARE(written.load(), 1);
        QCOMPARE(refused.load(), 3);
        const std::string content = fixture::contentOf(file);
        QCOMPARE(content, std::string(5000, content.front()));
    }
    QCOMPARE(entries().size(), std::size_t{50});
}

void TestFiles::oneProcessGetsANewName() {
    for (int round = 0; round < 50; ++round) {
        const fs::path file = m_root / ("round" + std::to_string(round));
        int start[2];
        QCOMPARE(::pipe(start), 0);
        std::vector<pid_t> children;
        for (char letter = 'a'; letter < 'c'; ++letter) {
            const pid_t child = ::fork();
            if (child == 0) {
                char byte;
                ::close(start[1]);
                (void)!::read(start[0], &byte, 1); // ends when the parent closes its end
                const std::string message =
                    messageOf([&] { writeFileAtomically(file, std::string(5000, letter), IfExists::Refuse); });
                ::_exit(message.empty() ? 0 : message.find("exists already") != std::string::npos ? 1 : 2);
            }
            children.push_back(child);
        }
        ::close(start[0]);
        ::close(start[1]);
        int outcomes[3] = {};
        for (const pid_t child : children) {
            int status = 0;
            QCOMPARE(::waitpid(child, &status, 0), child);
            ++outcomes[WEXITSTATUS(status)];
        }
        QCOMPARE(outcomes[0], 1);
        QCOMPARE(outcomes[1], 1);
        const std::string content = fixture::contentOf(file);
        QCOMPARE(content, std::string(5000, content.front()));
    }
}

void TestFiles::saysWhatMayPass() {
    QVERIFY_THROWS_EXCEPTION(NoPlaceError, writeFileAtomically(m_root / "gone" / "file", "x"));
    fs::create_directories(m_root / "folder");
    try {
        writeFileAtomically(m_root / "folder", "x");
        QFAIL("wrote over a folder");
    } catch (const NoPlaceError&) {
        QFAIL("waiting does not make a folder a file");
    } catch (const Error&) {
    }
}

void TestFiles::sweepsOnlyItsOwn() {
    fs::create_directories(m_root / "stages" / "gate");
    fs::create_directories(m_root / "folder.1.moelab-tmp");
    for (const char* name : {"config.json", "config.json.123.moelab-tmp", "stages/gate/best.safetensors",
                             "stages/gate/best.safetensors.99.moelab-tmp", "x.moelab-tmp.txt"})
        std::ofstream(m_root / name) << "1";
    sweepTemporaryFiles(m_root);
    QCOMPARE(entries(), (Names{"config.json", "folder.1.moelab-tmp", "stages", "x.moelab-tmp.txt"}));
    QVERIFY(fs::exists(m_root / "stages/gate/best.safetensors"));
    QVERIFY(!fs::exists(m_root / "stages/gate/best.safetensors.99.moelab-tmp"));
    sweepTemporaryFiles(m_root / "missing"); // nothing to do, nothing to say
}

void TestFiles::saysWhyItCannotRead() {
    fs::create_symlink("around", m_root / "round");
    fs::create_symlink("round", m_root / "around");
    const std::map<std::string, std::string> reasons = {
        {"missing", "(No such file or directory)"},
        {"round", "(Too many levels of symbolic links)"},
        {std::string(300, 'x'), "(File name too long)"},
    };
    for (const auto& [name, reason] : reasons) {
        const fs::path file = m_root / name;
        const std::string message = messageOf([&] { readFile(file, 100); });
        QVERIFY2(message.find(" cannot be read " + reason) != std::string::npos, message.c_str());
    }
}

/// Only of what surely is not there may anyone think that it never was.
void TestFiles::tellsWhatIsNotThere() {
    { const std::ofstream file(m_root / "file"); }
    fs::create_symlink("round", m_root / "round");
    QVERIFY(isSurelyThere(m_root / "file"));
    QVERIFY(!isSurelyThere(m_root / "missing"));
    QVERIFY(!isSurelyThere(m_root / "file" / "below"));
    QVERIFY(messageOf([&] { isSurelyThere(m_root / "round"); }).find("symbolic links") != std::string::npos);
}

void TestFiles::filesFollowTheUmask_data() {
    QTest::addColumn<int>("mask");
    QTest::addColumn<int>("mode");
    QTest::newRow("one's own") << 0077 << 0600;
    QTest::newRow("others read") << 0022 << 0644;
    QTest::newRow("a group writes") << 0002 << 0664;
}

void TestFiles::filesFollowTheUmask() {
    QFETCH(const int, mask);
    QFETCH(const int, mode);
    const mode_t before = ::umask(static_cast<mode_t>(mask));
    writeFileAtomically(m_root / "written", "x");
    writeFileAtomically(m_root / "new", "x", IfExists::Refuse);
    const FileLock lock(m_root / "lock", "lock");
    Process({"true"}, m_root / "said").wait();
    ::umask(before);
    for (const char* name : {"written", "new", "lock", "said"}) {
        struct stat status {};
        QCOMPARE(::stat((m_root / name).c_str(), &status), 0);
        QCOMPARE(static_cast<int>(status.st_mode & 0777), mode);
    }
}

TEST_OF_ROOM(TestFiles);
#include "test_files.moc"
