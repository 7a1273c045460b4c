#include "data/download/download.h"

#include "base/error.h"
#include "base/files.h"
#include "base/sha256.h"
#include "data/download/part_file.h"
#include "http_server.h"
#include "test_of_room.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QtTest>

using namespace moelab;
using fixture::HttpServer;
namespace fs = std::filesystem;

class TestDownload : public QObject {
    Q_OBJECT
  private Q_SLOTS:
    void initTestCase();
    void init();
    void fetches();
    void resumes();
    void startsAnewWithoutRanges();
    void startsAnewOn416();
    void finishesACompletePart();
    void shrinksAnOverlongPart();
    void followsRedirects();
    void refuses_data();
    void refuses();
    void removesWrongHash();
    void removesWhatDoesNotFitTogether();
    void saysThatNobodyAnswers();
    void keepsWhatACutLeft();
    void givesUpOnAStall_data();
    void givesUpOnAStall();
    void givesUpOnADribble();
    void cancels();
    void refusesASecondDownload();
    void refusesUnwritablePlaces();
    void passesOnExceptions();

  private:
    /// @returns the complaint, or nothing
    std::string fetch(const std::string& url, std::chrono::seconds stall = std::chrono::seconds(20));
    std::string part() const { return fs::exists(partOf(m_target)) ? readFile(partOf(m_target), 1 << 24) : ""; }
    void leavePart(std::size_t bytes) { writeFileAtomically(partOf(m_target), m_content.substr(0, bytes)); }

    std::unique_ptr<QTemporaryDir> m_folder;
    fs::path m_target;
    std::string m_content;
    StopToken m_stop;
};

/// @returns where "Range: bytes=N-" begins; npos without one
static std::size_t rangeOf(const std::string& head) {
    const std::size_t at = head.find("Range: bytes=");
    return at == std::string::npos ? at : std::stoul(head.substr(at + 13));
}

static HttpServer::Answer honest(const std::string& head, const std::string& content) {
    const std::size_t begin = rangeOf(head);
    if (begin == std::string::npos)
        return HttpServer::answer("200 OK", "Content-Type: application/x-gzip\r\n", content);
    const std::string total = std::to_string(content.size());
    if (begin >= content.size())
        return HttpServer::answer("416 Range Not Satisfiable", "Content-Range: bytes */" + total + "\r\n",
                                  "no such range");
    return HttpServer::answer("206 Partial Content",
                              "Content-Range: bytes " + std::to_string(begin) + "-" +
                                  std::to_string(content.size() - 1) + "/" + total + "\r\n",
                              content.substr(begin));
}

void TestDownload::initTestCase() {
    // A proxy of the machine has no way to this process.
    qputenv("no_proxy", "*");
    for (int i = 0; i < 300'000; ++i)
        m_content += static_cast<char>(i * 31 + i / 256);
}

void TestDownload::init() {
    m_folder = std::make_unique<QTemporaryDir>();
    m_target = fs::path(m_folder->path().toStdString()) / "cache" / "file.tar.gz";
    fs::create_directories(m_target.parent_path());
}

std::string TestDownload::fetch(const std::string& url, std::chrono::seconds stall) {
    try {
        download(url, m_target, {m_content.size(), sha256(m_content)}, {}, m_stop, stall);
        return {};
    } catch (const Error& problem) {
        return problem.what();
    }
}

void TestDownload::fetches() {
    HttpServer server([&](const std::string& head) { return honest(head, m_content); });
    fs::remove(m_target.parent_path()); // is made
    std::uint64_t last = 0;
    std::uint64_t total = 0;
    download(
        server.url(), m_target, {m_content.size(), sha256(m_content)},
        [&](std::uint64_t done, std::uint64_t all) {
            QVERIFY(done >= last);
            last = done;
            total = all;
        },
        m_stop);
    QCOMPARE(last, m_content.size());
    QCOMPARE(total, m_content.size());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
    QVERIFY(!fs::exists(partOf(m_target)));
}

void TestDownload::resumes() {
    HttpServer server([&](const std::string& head) { return honest(head, m_content); });
    leavePart(123'456);
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
    QCOMPARE(server.requests().size(), std::size_t(1));
    QCOMPARE(rangeOf(server.requests()[0]), std::size_t(123'456));
}

void TestDownload::startsAnewWithoutRanges() {
    HttpServer server([&](const std::string&) { return HttpServer::answer("200 OK", "", m_content); });
    leavePart(1000);
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
}

void TestDownload::startsAnewOn416() {
    HttpServer server([&](const std::string& head) {
        return honest(head, rangeOf(head) == std::string::npos ? m_content : std::string("now it is short"));
    });
    leavePart(1000);
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
    QCOMPARE(server.requests().size(), std::size_t(2));
}

void TestDownload::finishesACompletePart() {
    HttpServer server([&](const std::string& head) { return honest(head, m_content); });
    leavePart(m_content.size());
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(fs::exists(m_target));
    QVERIFY(server.requests().empty());
}

void TestDownload::shrinksAnOverlongPart() {
    HttpServer server([&](const std::string& head) { return honest(head, m_content); });
    writeFileAtomically(partOf(m_target), m_content + "more");
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
}

void TestDownload::followsRedirects() {
    HttpServer server([&](const std::string& head) {
        if (head.starts_with("GET /old"))
            return HttpServer::answer("302 Found", "Location: /new\r\nContent-Type: text/html\r\n",
                                      "<html>moved</html>");
        if (head.starts_with("GET /loop"))
            return HttpServer::answer("302 Found", "Location: /loop\r\n", "");
        if (head.starts_with("GET /file-scheme"))
            return HttpServer::answer("302 Found", "Location: file:///etc/passwd\r\n", "");
        return honest(head, m_content);
    });
    leavePart(10);
    QVERIFY(fetch(server.url("/loop")).find("redirects") != std::string::npos);
    QVERIFY(fetch(server.url("/file-scheme")).find("cannot be fetched") != std::string::npos);
    QCOMPARE(part().size(), std::size_t(10));
    QCOMPARE(fetch(server.url("/old")), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
}

void TestDownload::refuses_data() {
    QTest::addColumn<QByteArray>("status");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("named");
    const QByteArray html = "\n <!DOCTYPE html><html>Sign in</html>";
    QTest::newRow("404") << QByteArray("404 Not Found") << QByteArray("Content-Type: text/html\r\n") << html
                         << "status 404";
    QTest::newRow("404, no body") << QByteArray("404 Not Found") << QByteArray() << QByteArray() << "status 404";
    QTest::newRow("500") << QByteArray("500 Oops") << QByteArray() << QByteArray("sorry") << "status 500";
    QTest::newRow("HTML by type") << QByteArray("200 OK") << QByteArray("Content-Type: Text/HTML; charset=x\r\n")
                                  << QByteArray("hello") << "HTML page";
    QTest::newRow("HTML by look") << QByteArray("200 OK") << QByteArray("Content-Type: application/gzip\r\n")
                                  << html << "HTML page";
    QTest::newRow("wrong length") << QByteArray("200 OK") << QByteArray() << QByteArray(5000, 'x')
                                  << "is 5000 bytes long; the published file has 300000";
    QTest::newRow("states more than it has") << QByteArray("200 OK") << QByteArray("Content-Length: 400000\r\n")
                                             << QByteArray(300'000, 'x') << "is 400000 bytes long";
    QTest::newRow("states less than it has") << QByteArray("200 OK") << QByteArray("Content-Length: 1000\r\n")
                                             << QByteArray(300'000, 'x') << "is 1000 bytes long";
    QTest::newRow("states no number") << QByteArray("200 OK") << QByteArray("Content-Length: many\r\n")
                                      << QByteArray() << "cannot be fetched";
    QTest::newRow("416 again and again")
        << QByteArray("416 Range Not Satisfiable") << QByteArray() << QByteArray("no") << "status 416";
    QTest::newRow("range of another total")
        << QByteArray("206 Partial Content") << QByteArray("Content-Range: bytes 1000-399999/400000\r\n")
        << QByteArray(399'000, 'x') << "is 400000 bytes long; the published file has 300000";
    QTest::newRow("HTML as the range") << QByteArray("206 Partial Content")
                                       << QByteArray("Content-Range: bytes 1000-299999/300000\r\nContent-Type: "
                                                     "text/html\r\n")
                                       << html << "HTML page";
    QTest::newRow("too long, length unknown")
        << QByteArray("200 OK") << QByteArray("Transfer-Encoding: chunked\r\n")
        << QByteArray("493e1\r\n") + QByteArray(300'001, 'x') + "\r\n0\r\n\r\n"
        << "longer than the published file's 300000";
    QTest::newRow("another range") << QByteArray("206 Partial Content")
                                   << QByteArray("Content-Range: bytes 0-299999/300000\r\n") << QByteArray(10, 'x')
                                   << "another part of the file";
    QTest::newRow("range without numbers")
        << QByteArray("206 Partial Content") << QByteArray() << QByteArray(10, 'x') << "another part of the file";
    QTest::newRow("no HTTP") << QByteArray() << QByteArray() << QByteArray() << "cannot be fetched";
}

void TestDownload::refuses() {
    QFETCH(QByteArray, status);
    QFETCH(QByteArray, headers);
    QFETCH(QByteArray, body);
    QFETCH(QString, named);
    const bool chunked = headers.contains("chunked");
    const bool statesItsOwn = chunked || headers.contains("Content-Length");
    HttpServer server([&](const std::string&) {
        if (status.isEmpty())
            return HttpServer::Answer{"nonsense\r\n\r\n"};
        if (statesItsOwn)
            return HttpServer::Answer{"HTTP/1.1 200 OK\r\nConnection: close\r\n" + headers.toStdString() + "\r\n" +
                                      body.toStdString()};
        return HttpServer::answer(status.toStdString(), headers.toStdString(), body.toStdString());
    });
    leavePart(1000);
    const std::string message = fetch(server.url());
    QVERIFY2(message.starts_with(server.url() + " "), message.c_str());
    QVERIFY2(QString::fromStdString(message).contains(named), message.c_str());
    QVERIFY2(message.find("--data FILE") != std::string::npos, message.c_str());
    QVERIFY(!fs::exists(m_target));
    // What was good before is good still, unless it turned out not to be of this file.
    if (!chunked)
        QVERIFY(part() == m_content.substr(0, 1000));
}

void TestDownload::removesWrongHash() {
    HttpServer server([&](const std::string& head) { return honest(head, std::string(m_content.size(), 'x')); });
    const std::string message = fetch(server.url());
    QVERIFY2(message.find("wrong hash and was removed") != std::string::npos, message.c_str());
    QVERIFY(!fs::exists(m_target));
    QVERIFY(!fs::exists(partOf(m_target)));
}

/// The server continues with another file than the one whose beginning is there: both go, and the next try gets it.
void TestDownload::removesWhatDoesNotFitTogether() {
    std::string other = m_content;
    other[200'000] ^= 1;
    HttpServer server([&](const std::string& head) {
        return honest(head, rangeOf(head) == std::string::npos ? m_content : other);
    });
    leavePart(1000);
    const std::string message = fetch(server.url());
    QVERIFY2(message.find("wrong hash and was removed") != std::string::npos, message.c_str());
    QVERIFY(!fs::exists(m_target) && !fs::exists(partOf(m_target)));
    QCOMPARE(fetch(server.url()), std::string());
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
}

void TestDownload::saysThatNobodyAnswers() {
    std::string url;
    {
        const HttpServer gone([](const std::string&) { return HttpServer::Answer{}; });
        url = gone.url();
    }
    leavePart(1000);
    for (const std::string& address : {url, std::string("http://no-such-host.invalid/file")}) {
        const std::string message = fetch(address);
        QVERIFY2(message.starts_with(address + " cannot be fetched ("), message.c_str());
        QVERIFY2(message.find("1000 of 300000 bytes are kept") != std::string::npos, message.c_str());
        QVERIFY2(message.find("--data FILE") != std::string::npos, message.c_str());
    }
    QVERIFY(part() == m_content.substr(0, 1000));
}

void TestDownload::keepsWhatACutLeft() {
    bool cut = true;
    HttpServer server([&](const std::string& head) {
        if (cut)
            return HttpServer::answer("200 OK", "", m_content.substr(0, 70'000), m_content.size());
        return honest(head, m_content);
    });
    const std::string message = fetch(server.url());
    QVERIFY2(message.find("70000 of 300000 bytes are kept") != std::string::npos, message.c_str());
    QVERIFY(!fs::exists(m_target));
    QVERIFY(part() == m_content.substr(0, 70'000));
    cut = false;
    QCOMPARE(fetch(server.url()), std::string());
    QCOMPARE(rangeOf(server.requests()[1]), std::size_t(70'000));
    QVERIFY(readFile(m_target, 1 << 24) == m_content);
}

/// Sends the beginning and then nothing.
static HttpServer::Answer stalled(const std::string& content) {
    auto answer = HttpServer::answer("200 OK", "", content.substr(0, 5000), content.size());
    answer.keepsOpen = true;
    return answer;
}

void TestDownload::givesUpOnAStall_data() {
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<int>("kept");
    QTest::newRow("in the middle") << QByteArray::fromStdString(stalled(m_content).bytes) << 5000;
    QTest::newRow("before the first byte") << QByteArray() << 1000;
    QTest::newRow("within the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le") << 1000;
    QTest::newRow("after the head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n") << 1000;
}

void TestDownload::givesUpOnAStall() {
    QFETCH(QByteArray, sent);
    QFETCH(int, kept);
    HttpServer server([&](const std::string&) { return HttpServer::Answer{sent.toStdString(), true}; });
    leavePart(1000);
    QElapsedTimer timer;
    timer.start();
    const std::string message = fetch(server.url(), std::chrono::seconds(1));
    const std::string named =
        "sent fewer than 1024 bytes in 1 seconds; " + std::to_string(kept) + " of 300000 bytes are kept";
    QVERIFY2(message.find(named) != std::string::npos, message.c_str());
    QVERIFY2(timer.elapsed() < 10'000, "waits too long");
    QCOMPARE(part(), m_content.substr(0, std::size_t(kept)));
}

/// A byte now and then is no download.
void TestDownload::givesUpOnADribble() {
    HttpServer server([&](const std::string&) {
        auto answer = stalled(m_content);
        answer.keepsOpen = false;
        answer.dribbles = true;
        return answer;
    });
    const std::string message = fetch(server.url(), std::chrono::seconds(1));
    QVERIFY2(message.find("sent fewer than 1024 bytes in 1 seconds") != std::string::npos, message.c_str());
    QVERIFY(part().size() > 5000);
}

void TestDownload::cancels() {
    HttpServer server([&](const std::string&) { return stalled(m_content); });
    StopToken stop;
    QElapsedTimer sinceStop;
    const auto stopAtBytes = [&](std::uint64_t done, std::uint64_t) {
        if (done >= 5000 && !stop.stopRequested()) {
            stop.requestStop();
            sinceStop.start();
        }
    };
    QVERIFY_THROWS_EXCEPTION(
        Stopped, download(server.url(), m_target, {m_content.size(), sha256(m_content)}, stopAtBytes, stop));
    QVERIFY2(sinceStop.elapsed() < 3000, "stops late");
    QVERIFY(!fs::exists(m_target));
    QCOMPARE(part().size(), std::size_t(5000));
}

void TestDownload::refusesASecondDownload() {
    PartFile first(partOf(m_target));
    const std::string message = fetch("http://127.0.0.1:9/never-asked");
    QVERIFY2(message.find("is being downloaded already") != std::string::npos, message.c_str());
}

void TestDownload::refusesUnwritablePlaces() {
    writeFileAtomically(m_target.parent_path() / "plain", "x");
    m_target = m_target.parent_path() / "plain" / "below";
    const std::string message = fetch("http://127.0.0.1:9/never-asked");
    QVERIFY2(message.find("below.part cannot be opened") != std::string::npos, message.c_str());
    init();
    const std::string scheme = fetch("file:///etc/passwd");
    QVERIFY2(scheme.find("cannot be fetched") != std::string::npos, scheme.c_str());
    QVERIFY2(!fs::exists(partOf(m_target)), "leaves an empty file");
}

void TestDownload::passesOnExceptions() {
    HttpServer server([&](const std::string& head) { return honest(head, m_content); });
    const Progress broken = [](std::uint64_t, std::uint64_t) { throw std::runtime_error("from progress"); };
    QVERIFY_THROWS_EXCEPTION(std::runtime_error, download(server.url(), m_target,
                                                          {m_content.size(), sha256(m_content)}, broken, m_stop));
}

TEST_OF_ROOM(TestDownload);
#include "test_download.moc"
