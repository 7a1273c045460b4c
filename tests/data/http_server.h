#pragma once

#include <QtGlobal>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace fixture {

/// A web server on 127.0.0.1 for one test: one request a connection, each answered by the test's function.
class HttpServer {
  public:
    struct Answer {
        std::string bytes;      ///< the whole response, head included
        bool keepsOpen = false; ///< then says nothing more until the client leaves or the server ends
        bool dribbles = false;  ///< then continues with a byte every 20 ms
    };
    using Handler = std::function<Answer(const std::string& requestHead)>;

    explicit HttpServer(Handler handler)
        : m_handler(std::move(handler))
        , m_listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(m_listener, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(m_listener, 8) != 0)
            qFatal("no port is free");
        ::getsockname(m_listener, reinterpret_cast<sockaddr*>(&address), &length);
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~HttpServer() {
        m_ends = true;
        m_thread.join();
        ::close(m_listener);
    }
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    std::string url(const std::string& path = "/file") const {
        return "http://127.0.0.1:" + std::to_string(m_port) + path;
    }
    std::vector<std::string> requests() const {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

    static Answer answer(const std::string& status, const std::string& headers, const std::string& body,
                         std::size_t statedLength) {
        return {"HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: " + std::to_string(statedLength) +
                "\r\n" + headers + "\r\n" + body};
    }
    static Answer answer(const std::string& status, const std::string& headers, const std::string& body) {
        return answer(status, headers, body, body.size());
    }

  private:
    static bool readable(int socket) {
        pollfd wanted{socket, POLLIN, 0};
        return ::poll(&wanted, 1, 20) > 0;
    }

    void serve() {
        while (!m_ends) {
            if (!readable(m_listener))
                continue;
            const int client = ::accept(m_listener, nullptr, nullptr);
            talk(client);
            ::close(client);
        }
    }

    void talk(int client) {
        std::string head;
        char block[4096];
        while (!m_ends && head.find("\r\n\r\n") == std::string::npos) {
            if (!readable(client))
                continue;
            const ssize_t got = ::recv(client, block, sizeof block, 0);
            if (got <= 0)
                return;
            head.append(block, static_cast<std::size_t>(got));
        }
        {
            const std::lock_guard lock(m_mutex);
            m_requests.push_back(head);
        }
        const Answer answer = m_handler(head);
        for (std::size_t sent = 0; sent < answer.bytes.size();) {
            const ssize_t count =
                ::send(client, answer.bytes.data() + sent, answer.bytes.size() - sent, MSG_NOSIGNAL);
            if (count <= 0)
                return;
            sent += static_cast<std::size_t>(count);
        }
        while ((answer.keepsOpen || answer.dribbles) && !m_ends) {
            if (readable(client) && ::recv(client, block, sizeof block, 0) <= 0)
                return;
            if (answer.dribbles && ::send(client, "x", 1, MSG_NOSIGNAL) <= 0)
                return;
        }
    }

    Handler m_handler;
    int m_listener;
    int m_port = 0;
    std::atomic<bool> m_ends = false;
    mutable std::mutex m_mutex;
    std::vector<std::string> m_requests;
    std::thread m_thread;
};

} // namespace fixture
