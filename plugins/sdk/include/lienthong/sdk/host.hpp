// The host's services as a connector uses them: one class for what every call may ask, one more for each kind of call.
#pragma once

#include <lienthong/sdk/answers.hpp>
#include <lienthong/sdk/failure.hpp>
#include <lienthong/sdk/http.hpp>
#include <lienthong/sdk/settings.hpp>

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::sdk {

// A connection of the host. Lives as long as the session; belongs to the connector, each use names the call's host.
struct Connection {
  std::int64_t number = 0;
  bool open() const { return number != 0; }
};

// Valid during one call, on its thread; cancelled() and log() from any thread while the call runs.
class Host {
 public:
  explicit Host(const lt_host* host) : host_(host) {}

  // Loops ask this, or require_running(), which throws what stops the call quietly.
  bool cancelled() const { return host_->cancelled(host_) != 0; }
  void require_running() const {
    if (cancelled()) throw Failure(LT_CANCELLED, "");
  }

  void debug(std::string_view message) const { host_->log(host_, LT_LOG_DEBUG, bytes(message)); }
  void info(std::string_view message) const { host_->log(host_, LT_LOG_INFO, bytes(message)); }
  void warn(std::string_view message) const { host_->log(host_, LT_LOG_WARNING, bytes(message)); }

  std::int64_t now() const { return host_->now(host_); }  // milliseconds since 1970 UTC
  void sleep(milliseconds time) const { require_ok(host_->sleep(host_, time.count())); }
  void progress(std::int64_t done, std::int64_t total = -1) const { host_->progress(host_, done, total); }

  // The value of the secret that the setting `member` (with "writeOnly": true) names.
  std::string secret(const Settings& settings, std::string_view member) const {
    lt_bytes value{};
    require_ok(host_->secret(host_, bytes(settings.text(member)), &value));
    return std::string(view(value));
  }

  // Any answer, whatever its status.
  Response send(const Request& request) const {
    std::vector<lt_header> headers;
    headers.reserve(request.headers.size());
    for (const auto& [name, value] : request.headers) headers.push_back({bytes(name), bytes(value)});
    lt_http_request raw{};
    raw.size = sizeof(raw);
    raw.method = bytes(request.method);
    raw.url = bytes(request.url);
    raw.headers = headers.data();
    raw.header_count = headers.size();
    raw.body = bytes(request.body);
    raw.timeout_ms = request.timeout.count();
    raw.max_body_bytes = request.max_body_bytes;
    raw.keep_redirects = request.follow_redirects ? 0 : 1;
    lt_http_response response{};
    response.size = sizeof(response);
    require_ok(host_->http(host_, &raw, &response));
    return Response(response);
  }
  // An answer of 2xx; throws failure_of() any other.
  Response fetch(const Request& request) const {
    const Response response = send(request);
    if (!response.ok()) throw failure_of(request, response);
    return response;
  }

  Connection connect(std::string_view name, int port, bool tls = false, milliseconds timeout = {}) const {
    lt_tcp_target target{};
    target.size = sizeof(target);
    target.host = bytes(name);
    target.port = port;
    target.tls = tls ? 1 : 0;
    target.timeout_ms = timeout.count();
    Connection connection;
    require_ok(host_->tcp_connect(host_, &target, &connection.number));
    return connection;
  }
  // The bytes that were read; 0 when nothing came in time. Throws when the line is broken.
  std::size_t read(Connection connection, std::span<char> buffer, milliseconds timeout) const {
    std::size_t got = 0;
    require_ok(host_->tcp_read(host_, connection.number, buffer.data(), buffer.size(), timeout.count(), &got));
    return got;
  }
  void write(Connection connection, std::string_view data, milliseconds timeout) const {
    require_ok(host_->tcp_write(host_, connection.number, bytes(data), timeout.count()));
  }
  void close(Connection& connection) const {
    if (connection.open()) host_->tcp_close(host_, connection.number);
    connection = {};
  }

  // What the hub lets this system look up.
  Answers answers() const { return Answers(host_); }

  const lt_host* raw() const { return host_; }

 private:
  const lt_host* host_;
};

// Where received and read records go.
class Emitter : public Host {
 public:
  using Host::Host;

  // A whole document with the array of records at `records_pointer` ("": it is the array itself); the host parses it
  // once. `key_pointers`: where the key's parts are inside a record; none: the stream's key.
  void page(std::string_view document, std::string_view records_pointer,
            std::span<const std::string_view> key_pointers = {}) const {
    std::vector<lt_bytes> keys;
    keys.reserve(key_pointers.size());
    for (const auto pointer : key_pointers) keys.push_back(bytes(pointer));
    require_ok(raw()->emit_page(raw(), bytes(document), bytes(records_pointer), keys.data(), keys.size()));
  }
  void page(std::string_view document, std::string_view records_pointer,
            std::initializer_list<std::string_view> key_pointers) const {
    page(document, records_pointer, std::span(key_pointers.begin(), key_pointers.size()));
  }
  // One JSON object; `key` empty: the stream's key.
  void record(std::string_view object, std::string_view key = {}) const {
    require_ok(raw()->emit(raw(), bytes(object), bytes(key)));
  }
  void record(const json::object& object, std::string_view key = {}) const {
    record(std::string_view(json::serialize(object)), key);
  }
  // Something that should be a record and is none.
  void reject(std::string_view what_came, std::string_view reason,
              lt_reject_class reject_class = LT_REJECT_PERMANENT) const {
    require_ok(raw()->reject_record(raw(), bytes(what_came), reject_class, bytes(reason)));
  }
};

class Reader : public Emitter {
 public:
  using Emitter::Emitter;

  // Covers every record emitted before; the last one that the hub stored is the `state` of the next read.
  void checkpoint(std::string_view state) const { require_ok(raw()->checkpoint(raw(), bytes(state))); }
};

class Receiver : public Emitter {
 public:
  Receiver(const lt_host* host, const lt_reply* reply) : Emitter(host), reply_(reply) {}

  // At most once; sent after what was emitted is stored.
  void reply(int status, std::string_view body = {}, std::string_view content_type = "application/json",
             std::initializer_list<std::pair<std::string_view, std::string_view>> more_headers = {}) const {
    std::vector<lt_header> headers;
    headers.reserve(more_headers.size() + 1);
    if (!body.empty()) headers.push_back({bytes("Content-Type"), bytes(content_type)});
    for (const auto& [name, value] : more_headers) headers.push_back({bytes(name), bytes(value)});
    require_ok(reply_->put(reply_, status, headers.data(), headers.size(), bytes(body)));
  }

 private:
  const lt_reply* reply_;
};

// One record to write, borrowed during the call.
struct Record {
  std::size_t index;
  std::string_view json;  // one JSON object
  std::string_view key;
  std::string_view idempotency_key;
  std::string_view remote_id;  // what accept() gave before, or empty
  bool erase;
  int attempt;  // 1 for the first; more after a refusal or a lost answer, when the system may hold it already

  json::value parse() const { return parse_json(json, "a record to write"); }
};

class Writer : public Host {
 public:
  using Host::Host;

  void accept(const Record& record, std::string_view remote_id = {}) const {
    require_ok(raw()->accept(raw(), record.index, bytes(remote_id)));
  }
  void reject(const Record& record, lt_reject_class reject_class, std::string_view reason,
              std::optional<milliseconds> retry_after = std::nullopt) const {
    require_ok(
        raw()->reject(raw(), record.index, reject_class, bytes(reason), retry_after ? retry_after->count() : -1));
  }
  // The result of a request that was about this record alone: 2xx accepts it, 401 ends the call, the rest rejects it.
  void settle(const Record& record, const Request& request, const Response& response,
              std::string_view remote_id = {}) const {
    if (response.ok()) return accept(record, remote_id);
    const Failure failure = failure_of(request, response);
    if (response.status() == 401 || response.status() == 407) throw failure;
    reject(record, reject_class_of(response.status()), failure.what(), response.retry_after());
  }
};

}  // namespace lt::sdk
