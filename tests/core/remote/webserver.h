#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace sw::test {

/// HTTP/1.1 on a loopback port of its own, one request per connection, answered by a function.
class WebServer {
public:
    struct Request {
        std::string path;    ///< with its query
        std::string headers; ///< the rest of the request, as it came
    };
    using Answer = std::function<std::string(const Request&)>;

    explicit WebServer(Answer answer) : m_answer(std::move(answer)), m_socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (::bind(m_socket, reinterpret_cast<sockaddr*>(&address), size) == 0 && ::listen(m_socket, 16) == 0 &&
            ::getsockname(m_socket, reinterpret_cast<sockaddr*>(&address), &size) == 0) {
            m_port = ntohs(address.sin_port);
        }
        m_thread = std::thread([this] { serve(); });
    }
    ~WebServer() {
        ::shutdown(m_socket, SHUT_RDWR);
        m_thread.join();
        ::close(m_socket);
    }
    WebServer(const WebServer&) = delete;
    WebServer& operator=(const WebServer&) = delete;

    std::string url(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(m_port) + path; }
    std::vector<Request> requests() {
        const std::lock_guard lock(m_mutex);
        return m_requests;
    }

private:
    void serve() {
        while (true) {
            const int connection = ::accept4(m_socket, nullptr, nullptr, SOCK_CLOEXEC);
            if (connection < 0) {
                return;
            }
            std::string text;
            char buffer[4096];
            while (text.find("\r\n\r\n") == std::string::npos) {
                const ssize_t count = ::read(connection, buffer, sizeof buffer);
                if (count <= 0) {
                    break;
                }
                text.append(buffer, static_cast<std::size_t>(count));
            }
            Request request;
            const std::size_t blank = text.find(' ');
            request.path = text.substr(blank + 1, text.find(' ', blank + 1) - blank - 1);
            request.headers = text.substr(std::min(text.find("\r\n"), text.size()));
            const std::string answer = m_answer(request);
            {
                const std::lock_guard lock(m_mutex);
                m_requests.push_back(request);
            }
            for (std::size_t done = 0; done < answer.size();) {
                const ssize_t count = ::send(connection, answer.data() + done, answer.size() - done, MSG_NOSIGNAL);
                if (count <= 0) {
                    break;
                }
                done += static_cast<std::size_t>(count);
            }
            ::close(connection);
        }
    }

    Answer m_answer;
    int m_socket;
    int m_port = 0;
    std::mutex m_mutex;
    std::vector<Request> m_requests;
    std::thread m_thread;
};

inline std::string page(const std::string& body, const std::string& headers = {}, const std::string& status = "200 OK") {
    return "HTTP/1.1 " + status + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

} // namespace sw::test
