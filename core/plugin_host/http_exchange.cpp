// Beast's parser fed by hand; a body of known length goes from the socket straight into its string.
#include "plugin_host/http_exchange.hpp"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>

namespace lt::plugin_host {
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

namespace {

// Small, because what the first read takes of the body is copied once more.
constexpr std::size_t head_read_bytes = 16U << 10U;
constexpr std::size_t chunk_read_bytes = 256U << 10U;

using Parser = http::response_parser<http::string_body>;

class AnswerReader {
 public:
  AnswerReader(HttpConnection& connection, bool body_follows, const ExchangeLimits& limits, const Patience& patience)
      : connection_(connection),
        body_follows_(body_follows),
        limits_(limits),
        patience_(patience),
        buffer_(limits.max_header_bytes + chunk_read_bytes) {}

  Answer read() {
    do {
      parser_.emplace();
      parser_->header_limit(static_cast<std::uint32_t>(limits_.max_header_bytes));
      parser_->body_limit(limits_.max_body_bytes);
      parser_->skip(!body_follows_);
      read_head();
    } while (parser_->get().result_int() / 100 == 1 && parser_->get().result_int() != 101);
    Answer answer = head();
    const auto length = parser_->content_length();
    if (parser_->is_done()) {
      answer.body = std::move(parser_->get().body());
    } else if (length && !parser_->chunked()) {
      read_known(answer.body, static_cast<std::size_t>(*length));
    } else {
      read_parsed(answer);
    }
    answer.keep_alive = answer.keep_alive && buffer_.size() == 0;
    return answer;
  }

 private:
  // Bytes appended to the buffer; 0 at the end of the stream.
  std::size_t fill(std::size_t size, const Patience& patience) {
    const auto space = buffer_.prepare(std::min(size, buffer_.max_size() - buffer_.size()));
    const std::size_t count = connection_.read_some(static_cast<char*>(space.data()), space.size(), patience);
    buffer_.commit(count);
    received_ += count;
    return count;
  }

  void read_head() {
    // A system may think about its answer as long as the whole exchange may take.
    Patience thinking = patience_;
    thinking.silence = std::chrono::hours(24);
    for (;;) {
      if (buffer_.size() != 0 && feed()) return;
      try {
        if (fill(head_read_bytes, thinking) == 0) throw ConnectionLost("the system closed the connection");
      } catch (const ConnectionLost& lost) {
        if (received_ == 0) throw NoAnswer(std::string(lost.what()) + " before it answered");
        throw Error(ErrorKind::unavailable, std::string(lost.what()) + " within the headers of its answer");
      }
    }
  }

  // True once the headers are complete.
  bool feed() {
    error_code error;
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if (error && error != http::error::need_more) refuse(error);
    return parser_->is_header_done();
  }

  Answer head() const {
    Answer answer;
    const auto& message = parser_->get();
    answer.status = static_cast<int>(message.result_int());
    answer.keep_alive = parser_->keep_alive();
    for (const auto& field : message)
      answer.headers.push_back({std::string(field.name_string().data(), field.name_string().size()),
                                std::string(field.value().data(), field.value().size())});
    return answer;
  }

  void read_known(std::string& body, std::size_t length) {
    body.resize(length);
    std::size_t have = std::min(buffer_.size(), length);
    std::copy_n(static_cast<const char*>(buffer_.data().data()), have, body.data());
    buffer_.consume(have);
    while (have < length) {
      std::size_t count = 0;
      try {
        count = connection_.read_some(body.data() + have, length - have, patience_);
      } catch (const ConnectionLost&) {
        count = 0;
      }
      if (count == 0) cut(have, std::to_string(length));
      have += count;
    }
  }

  // Chunks, or whatever comes until the connection closes.
  void read_parsed(Answer& answer) {
    parser_->eager(true);
    while (!parser_->is_done()) {
      if (buffer_.size() != 0) feed();
      if (parser_->is_done()) break;
      const bool until_close = parser_->need_eof();
      std::size_t count = 0;
      try {
        count = fill(chunk_read_bytes, patience_);
      } catch (const ConnectionLost&) {
        cut(parser_->get().body().size(), "an end that never came");
      }
      if (count != 0) continue;
      if (!until_close) cut(parser_->get().body().size(), "a last chunk that never came");
      error_code error;
      parser_->put_eof(error);
      if (error) refuse(error);
      answer.keep_alive = false;
    }
    answer.body = std::move(parser_->get().body());
  }

  [[noreturn]] static void cut(std::size_t received, const std::string& expected) {
    throw Error(ErrorKind::unavailable, "the answer was cut off: " + std::to_string(received) +
                                            " bytes of its body received, expected " + expected);
  }

  [[noreturn]] void refuse(const error_code& error) const {
    if (error == http::error::header_limit)
      throw Error(ErrorKind::failed,
                  "the headers of the answer exceed " + std::to_string(limits_.max_header_bytes) + " bytes");
    if (error == http::error::body_limit)
      throw Error(ErrorKind::failed, "the answer exceeds " + std::to_string(limits_.max_body_bytes) +
                                         " bytes; ask for smaller pages or raise the largest body allowed");
    throw Error(ErrorKind::unavailable, "the answer is not HTTP: " + error.message());
  }

  HttpConnection& connection_;
  bool body_follows_;
  const ExchangeLimits& limits_;
  const Patience& patience_;
  beast::flat_buffer buffer_;
  std::optional<Parser> parser_;
  std::size_t received_ = 0;
};

}  // namespace

std::string_view Answer::header(std::string_view name) const {
  for (const HttpHeader& each : headers)
    if (beast::iequals(each.name, beast::string_view(name.data(), name.size()))) return each.value;
  return {};
}

Answer exchange(HttpConnection& connection, std::string_view method, std::string_view head, std::string_view body,
                const ExchangeLimits& limits, const Patience& patience) {
  AnswerReader reader(connection, method != "HEAD" && method != "CONNECT", limits, patience);
  try {
    connection.write(head, body, patience);
  } catch (const ConnectionLost& lost) {
    // A server that refuses a large body answers and closes while it is still being sent.
    try {
      Answer answer = reader.read();
      answer.keep_alive = false;
      return answer;
    } catch (const ConnectionLost&) {
      throw NoAnswer(lost.what());
    }
  }
  return reader.read();
}

}  // namespace lt::plugin_host
