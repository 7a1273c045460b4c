#include "test_of_room.h"
#include "ui/open_window.h"

#include "base/sha256.h"
#include "data/catalogue.h"
#include "data/cifar/cifar10.h"
#include "data/cifar_fixture.h"
#include "data/http_server.h"

#include <QComboBox>
#include <QLabel>
#include <QMimeData>
#include <QProgressBar>
#include <QPushButton>

using namespace moelab;
using namespace fixture;

/// Data that come from outside: downloaded from a server of the test's own, or dropped on the window.
class TestFetching : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase();
    void downloadIsCancelledAndGoesOn();
    void dropsOpen_data();
    void dropsOpen();

  private:
    QTemporaryDir m_folder;
    std::string m_archive; ///< its bytes
};

void TestFetching::initTestCase() {
    qputenv("XDG_CACHE_HOME", m_folder.path().toLocal8Bit());
    const std::filesystem::path file = m_folder.filePath("small.tar.gz").toStdString();
    // As many images as the parameters' defaults ask for at least.
    ArchiveWriter(file, ArchiveWriter::Kind::TarGz).add("", cifarFiles(true, 1000));
    std::ifstream stream(file, std::ios::binary);
    m_archive.assign(std::istreambuf_iterator<char>(stream), {});
    QVERIFY(m_archive.size() > 10000);
}

void TestFetching::downloadIsCancelledAndGoesOn() {
    const std::size_t half = m_archive.size() / 2;
    const HttpServer server([&](const std::string& request) {
        const auto range = request.find("Range: bytes=" + std::to_string(half) + "-");
        if (range == std::string::npos) { // the first half, and then silence
            auto answer = HttpServer::answer("200 OK", "", m_archive.substr(0, half), m_archive.size());
            answer.keepsOpen = true;
            return answer;
        }
        return HttpServer::answer("206 Partial Content",
                                  "Content-Range: bytes " + std::to_string(half) + "-" +
                                      std::to_string(m_archive.size() - 1) + "/" +
                                      std::to_string(m_archive.size()) + "\r\n",
                                  m_archive.substr(half));
    });
    const std::string url = server.url("/small.tar.gz");
    const std::string hash = sha256(m_archive);
    replaceFetchedCifar10({url, m_archive.size(), hash});
    OpenWindow open(m_folder);
    open.session.startDraft("builtin");
    QTRY_VERIFY_WITH_TIMEOUT(open.session.data(), kLong);
    auto* const choice = open.find<QComboBox>("dataChoice");
    const auto fetch = [&] {
        const int entry = choice->findData("fetch");
        QVERIFY(entry >= 0);
        emit choice->activated(entry);
    };
    fetch();
    QVERIFY(open.find<QProgressBar>("downloadProgress")->isVisible());
    const std::filesystem::path part = cachedCifar10().string() + ".part";
    std::error_code ignored;
    QTRY_COMPARE_WITH_TIMEOUT(std::filesystem::file_size(part, ignored), half, kLong);
    QTest::mouseClick(open.find<QPushButton>("cancelDownload"), Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(!open.session.fetching(), kLong);
    QVERIFY(!open.find<QProgressBar>("downloadProgress")->isVisible());
    QCOMPARE(open.session.dataSpec(), QString("builtin")); // what was open stays open
    fetch();
    QTRY_COMPARE_WITH_TIMEOUT(open.session.dataSpec(), QString("cifar10"), kLong);
    QCOMPARE(server.requests().size(), std::size_t(2));
    QVERIFY(open.find<QLabel>("dataSummary")->text().startsWith("CIFAR-10"));
    replaceFetchedCifar10(kCifar10Binary);
}

void TestFetching::dropsOpen_data() {
    QTest::addColumn<bool>("run");
    QTest::newRow("archive") << false;
    QTest::newRow("run") << true;
}

void TestFetching::dropsOpen() {
    QFETCH(bool, run);
    QString path = m_folder.filePath("small.tar.gz");
    if (run) {
        OpenWindow open(m_folder);
        QVERIFY(open.trainAll());
        path = open.session.runFolder();
    }
    OpenWindow open(m_folder);
    QMimeData dragged;
    dragged.setUrls({QUrl::fromLocalFile(path)});
    QDragEnterEvent enter({9, 9}, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(open.window.get(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop({9, 9}, Qt::CopyAction, &dragged, Qt::LeftButton, {});
    QApplication::sendEvent(open.window.get(), &drop);
    QTRY_VERIFY_WITH_TIMEOUT(open.session.data(), kLong);
    QCOMPARE(open.session.hasRun(), run);
    QCOMPARE(run ? open.session.runFolder() : open.session.dataSpec(), path);
}

TEST_OF_ROOM(TestFetching);
#include "test_fetching.moc"
