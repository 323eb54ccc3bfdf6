// A keep-alive GET client, no more than the floor needs.
#include "page_stream.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <stdexcept>

namespace floor_bench {

namespace beast = boost::beast;
namespace http = beast::http;
using tcp = boost::asio::ip::tcp;

namespace {

constexpr std::size_t padding = 64;
constexpr std::size_t longest_queue = 8;

struct Address {
  std::string host, port, path;
};

Address split(const std::string& url) {
  const std::string scheme = "http://";
  if (!url.starts_with(scheme)) throw std::runtime_error("floor: '" + url + "' does not begin with http://");
  const std::size_t path = std::min(url.find('/', scheme.size()), url.size());
  const std::string authority = url.substr(scheme.size(), path - scheme.size());
  const std::size_t colon = authority.find(':');
  return {authority.substr(0, colon), colon == std::string::npos ? "80" : authority.substr(colon + 1),
          url.substr(path)};
}

}  // namespace

PageStream::PageStream(const std::string& url, int pages)
    : thread_([this, url, pages] {
        try {
          fetch(url, pages);
        } catch (const std::exception& error) {
          const std::lock_guard guard(mutex_);
          failure_ = error.what();
        }
        const std::lock_guard guard(mutex_);
        ended_ = true;
        changed_.notify_all();
      }) {}

PageStream::~PageStream() {
  {
    const std::lock_guard guard(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  thread_.join();
}

bool PageStream::push(std::string page) {
  std::unique_lock guard(mutex_);
  changed_.wait(guard, [&] { return stopping_ || pages_.size() < longest_queue; });
  pages_.push_back(std::move(page));
  changed_.notify_all();
  return !stopping_;
}

std::optional<std::string> PageStream::next() {
  std::unique_lock guard(mutex_);
  changed_.wait(guard, [&] { return ended_ || !pages_.empty(); });
  if (!failure_.empty()) throw std::runtime_error("floor: " + failure_);
  if (pages_.empty()) return std::nullopt;
  std::string page = std::move(pages_.front());
  pages_.pop_front();
  changed_.notify_all();
  return page;
}

void PageStream::fetch(const std::string& url, int pages) {
  const Address address = split(url);
  boost::asio::io_context io;
  tcp::socket socket(io);
  boost::asio::connect(socket, tcp::resolver(io).resolve(address.host, address.port));
  beast::flat_buffer buffer;
  for (int page = 1; page <= pages; ++page) {
    http::request<http::empty_body> request(http::verb::get, address.path + "/records?page=" + std::to_string(page),
                                            11);
    request.set(http::field::host, address.host);
    http::write(socket, request);
    http::response_parser<http::string_body> parser;
    parser.body_limit(64 << 20);
    http::read(socket, buffer, parser);
    if (parser.get().result() != http::status::ok)
      throw std::runtime_error("page " + std::to_string(page) + " answers " +
                               std::to_string(parser.get().result_int()));
    std::string body = std::move(parser.get().body());
    body.reserve(body.size() + padding);
    if (!push(std::move(body))) return;
  }
}

}  // namespace floor_bench
