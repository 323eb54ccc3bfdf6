// A small HTTP/1.1 server on 127.0.0.1: keep-alive, many connections, bodies shared and never copied, wire faults on
// demand.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::twins {

struct Request {
  std::string method;
  std::string path;                            // percent-decoded, without the query
  std::map<std::string, std::string> query;    // percent-decoded
  std::map<std::string, std::string> headers;  // names in small letters
  std::string body;

  std::string_view header(const std::string& name) const;
  std::string_view parameter(const std::string& name) const;
  // A number in the query, `otherwise` where it is absent or no number.
  std::int64_t number(const std::string& name, std::int64_t otherwise) const;
};

struct Reply {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::vector<std::pair<std::string, std::string>> headers;
  std::shared_ptr<const std::string> body;
  std::chrono::milliseconds delay{0};
  // How many bytes of the body go out before the connection is closed; npos = all, and it stays open.
  std::size_t cut_after = std::string::npos;
};

Reply reply(int status, std::string body, std::string content_type = "application/json; charset=utf-8");

// The members of a query or of a form, percent-decoded.
std::map<std::string, std::string> decoded_form(std::string_view text);

class HttpService {
 public:
  // May be called from all threads of the service at once.
  using Handler = std::function<Reply(const Request&)>;

  explicit HttpService(int threads);
  ~HttpService();  // closes every connection at once

  // Serves `handler` on a port (0 = a free one) and returns the port. Throws std::runtime_error where it is taken.
  std::uint16_t listen(std::uint16_t port, Handler handler);
  void stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
