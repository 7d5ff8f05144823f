#include "ledger/witnessing/curl_transport.h"

#include <string>
#include <thread>

#include <arpa/inet.h>
#include <catch2/catch.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tyst {
namespace {

// Answers one request on a port of this machine that the kernel chose.
class OneAnswer {
  public:
    explicit OneAnswer(std::string answer) : answer_(std::move(answer)) {
        socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        REQUIRE(::bind(socket_, reinterpret_cast<sockaddr*>(&address), size) == 0);
        REQUIRE(::listen(socket_, 1) == 0);
        REQUIRE(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
        url_ = "http://127.0.0.1:" + std::to_string(ntohs(address.sin_port)) + "/add-checkpoint";
        thread_ = std::thread([this] { serve(); });
    }
    ~OneAnswer() {
        wait();
        ::close(socket_);
    }
    void wait() {
        if (thread_.joinable()) {
            thread_.join();
        }
    }
    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] const std::string& request() const { return request_; }

  private:
    void serve() {
        const int peer = ::accept(socket_, nullptr, nullptr);
        char bytes[4096];
        while (!request_.ends_with("END\n")) {
            const ssize_t count = ::read(peer, bytes, sizeof bytes);
            if (count <= 0) {
                break;
            }
            request_.append(bytes, static_cast<std::size_t>(count));
        }
        std::size_t sent = 0;
        while (sent < answer_.size()) {
            const ssize_t count =
                ::send(peer, answer_.data() + sent, answer_.size() - sent, MSG_NOSIGNAL);
            if (count <= 0) {
                break;
            }
            sent += static_cast<std::size_t>(count);
        }
        ::close(peer);
    }

    std::string answer_;
    std::string url_;
    std::string request_;
    int socket_ = -1;
    std::thread thread_;
};

TEST_CASE("curl transport: posts the body as it is and gives status, type and body") {
    OneAnswer server(
        "HTTP/1.1 409 Conflict\r\nContent-Type: text/x.tlog.size\r\n"
        "Content-Length: 3\r\nConnection: close\r\n\r\n17\n"
    );
    CurlTransport transport({});
    const auto reply = transport.post(server.url(), "text/plain", "old 0\n\nEND\n");
    server.wait();
    INFO((reply ? "" : reply.error().context));
    REQUIRE(reply);
    CHECK(reply->status == 409);
    CHECK(reply->content_type == "text/x.tlog.size");
    CHECK(reply->body == "17\n");
    CHECK(server.request().starts_with("POST /add-checkpoint HTTP/1.1\r\n"));
    CHECK(server.request().ends_with("\r\n\r\nold 0\n\nEND\n"));
}

TEST_CASE("curl transport: a redirect is an answer, not a way") {
    OneAnswer server(
        "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
        "Content-Length: 0\r\nConnection: close\r\n\r\n"
    );
    CurlTransport transport({});
    const auto reply = transport.post(server.url(), "text/plain", "END\n");
    REQUIRE(reply);
    CHECK(reply->status == 302);
}

TEST_CASE("curl transport: a reply beyond the limit is refused") {
    OneAnswer server(
        "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" +
        std::string(WitnessTransport::kReplyBytesMax + 1, 'x')
    );
    CurlTransport transport({});
    CHECK(transport.post(server.url(), "text/plain", "END\n").error().code == ErrorCode::io_failed);
}

TEST_CASE("curl transport: plain http goes to this machine only, other schemes nowhere") {
    CurlTransport transport({});
    for (const std::string url :
         {"http://witness.example/",
          "http://127.0.0.1.example/",
          "ftp://127.0.0.1/",
          "file:///etc/passwd",
          "http://user@127.0.0.1/",
          "witness.example",
          ""}) {
        INFO(url);
        CHECK(transport.post(url, "text/plain", "x").error().code == ErrorCode::invalid_value);
    }
    // Nobody listens on port 1: allowed, and not reached.
    CHECK(
        transport.post("http://127.0.0.1:1/", "text/plain", "x").error().code ==
        ErrorCode::io_failed
    );
}

}  // namespace
}  // namespace tyst
