// One connection, one request.
#include "twins/http_get.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace lt::twins {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;

int http_get(const std::string& url, std::chrono::milliseconds most) {
  const std::string scheme = "http://";
  if (!url.starts_with(scheme)) return 0;
  const auto slash = std::min(url.find('/', scheme.size()), url.size());
  const std::string authority = url.substr(scheme.size(), slash - scheme.size());
  const auto colon = authority.find(':');
  const std::string port = colon == std::string::npos ? "80" : authority.substr(colon + 1);

  asio::io_context io;
  beast::error_code error;
  const auto found = tcp::resolver(io).resolve(authority.substr(0, colon), port, error);
  if (error) return 0;
  beast::tcp_stream stream(io);
  stream.expires_after(most);
  const http::request<http::empty_body> wanted = [&] {
    http::request<http::empty_body> made{http::verb::get, slash < url.size() ? url.substr(slash) : "/", 11};
    made.set(http::field::host, authority);
    made.set(http::field::connection, "close");
    return made;
  }();
  http::response<http::string_body> answer;
  beast::flat_buffer buffer;
  int status = 0;
  stream.async_connect(found, [&](beast::error_code failed, const tcp::endpoint&) {
    if (failed) return;
    http::async_write(stream, wanted, [&](beast::error_code broken, std::size_t) {
      if (broken) return;
      http::async_read(stream, buffer, answer, [&](beast::error_code cut, std::size_t) {
        if (!cut) status = static_cast<int>(answer.result_int());
      });
    });
  });
  io.run();
  return status;
}

}  // namespace lt::twins
