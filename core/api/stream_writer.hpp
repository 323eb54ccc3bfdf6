// Writes a stream to its reader on the network's thread, so that no worker waits for it.
#pragma once

#include "api/stream.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace lt::api {

// Over any stream with a time limit of Beast's manner, TLS or not. Lives as long as an operation of it is under way.
template <class Wire>
class StreamWriter : public std::enable_shared_from_this<StreamWriter<Wire>> {
  using error_code = boost::system::error_code;
  using Head = boost::beast::http::response<boost::beast::http::empty_body>;

 public:
  // `owner` keeps the wire alive; `over` closes it.
  StreamWriter(Wire& wire, std::shared_ptr<void> owner, std::shared_ptr<Stream> source,
               std::chrono::milliseconds write_time, std::function<void()> over)
      : wire_(wire),
        owner_(std::move(owner)),
        source_(std::move(source)),
        write_time_(write_time),
        over_(std::move(over)) {}

  void start(Head head) {
    head_ = std::move(head);
    serializer_.emplace(head_);
    wire_.expires_after(write_time_);
    boost::beast::http::async_write_header(wire_, *serializer_,
                                           [self = this->shared_from_this()](error_code error, std::size_t) {
                                             if (error) return self->end();
                                             self->watch();
                                             self->follow();
                                           });
  }

 private:
  // A reader that says anything more, or goes away, has had enough.
  void watch() {
    wire_.expires_never();
    wire_.async_read_some(boost::asio::buffer(said_),
                          [self = this->shared_from_this()](error_code, std::size_t) { self->end(); });
  }

  // Whoever puts something in does so on a thread of his own, on which nothing of this may end.
  void follow() {
    source_->on_ready([weak = this->weak_from_this(), network = wire_.get_executor()] {
      boost::asio::post(network, [weak] {
        if (const auto self = weak.lock()) self->next();
      });
    });
  }

  void next() {
    if (writing_ || ended_) return;
    text_ = source_->take();
    if (text_.empty()) {
      if (source_->ended()) end();
      return;
    }
    writing_ = true;
    wire_.expires_after(write_time_);
    boost::asio::async_write(wire_, boost::asio::buffer(text_),
                             [self = this->shared_from_this()](error_code error, std::size_t) {
                               self->writing_ = false;
                               if (error) return self->end();
                               self->next();
                             });
  }

  void end() {
    if (std::exchange(ended_, true)) return;
    source_->end();
    over_();
  }

  Wire& wire_;
  std::shared_ptr<void> owner_;
  std::shared_ptr<Stream> source_;
  std::chrono::milliseconds write_time_;
  std::function<void()> over_;
  Head head_;
  std::optional<boost::beast::http::response_serializer<boost::beast::http::empty_body>> serializer_;
  std::array<char, 1> said_{};
  std::string text_;
  bool writing_ = false;
  bool ended_ = false;
};

}  // namespace lt::api
