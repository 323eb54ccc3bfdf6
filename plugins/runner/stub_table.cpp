// The C functions that a plugin in a runner calls.
#include "runner/host_stub.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

namespace lt::runner {
namespace {

HostStub& stub_of(const lt_host* table) { return *static_cast<HostStub*>(table->self); }

constexpr auto nothing = [](Fields&) {};

void write_headers(Message& message, const lt_header* headers, size_t count) {
  const bool sound = headers || count == 0;
  message.number(sound ? static_cast<std::int64_t>(count) : -1);
  for (size_t i = 0; sound && i < count; ++i) message.bytes(headers[i].name).bytes(headers[i].value);
}

int32_t cancelled(const lt_host* table) { return stub_of(table).cancelled() ? 1 : 0; }

void log(const lt_host* table, lt_log_level level, lt_bytes message) { stub_of(table).log(level, message); }

int64_t now(const lt_host* table) {
  int64_t time = 0;
  stub_of(table).ask("now", Message(Kind::now), [&](Fields& fields) { time = fields.number(); });
  return time;
}

lt_status sleep(const lt_host* table, int64_t milliseconds) {
  return stub_of(table).ask("sleep", Message(Kind::sleep).number(milliseconds), nothing);
}

void explain(const lt_host* table, lt_bytes message, int64_t retry_after_ms) {
  stub_of(table).tell("explain", Message(Kind::explain).bytes(message).number(retry_after_ms));
}

lt_status secret(const lt_host* table, lt_bytes name, lt_bytes* value) {
  HostStub& stub = stub_of(table);
  return stub.ask("secret", Message(Kind::secret).number(value ? 1 : 0).bytes(name), [&](Fields& fields) {
    const std::string& text = stub.kept.emplace_back(fields.text());
    *value = {text.data(), text.size()};
  });
}

// What the stub keeps lives as long as the contract says: until the next http(), or the end of the call.
void take_response(HostStub& stub, Fields& fields, lt_http_response& response) {
  stub.response.assign(fields.rest());
  Fields copy(stub.response);
  response.status = static_cast<int32_t>(copy.number());
  response.retry_after_ms = copy.number();
  stub.response_headers.clear();
  for (auto left = copy.number(); left > 0; --left) {
    const lt_bytes name = copy.bytes();
    stub.response_headers.push_back({name, copy.bytes()});
  }
  response.body = copy.bytes();
  response.headers = stub.response_headers.data();
  response.header_count = stub.response_headers.size();
}

lt_status http(const lt_host* table, const lt_http_request* request, lt_http_response* response) {
  HostStub& stub = stub_of(table);
  Message message(Kind::http);
  const bool whole = request && LT_HAS(request, lt_http_request, keep_redirects) && response &&
                     LT_HAS(response, lt_http_response, retry_after_ms);
  message.number(whole ? 1 : 0);
  if (whole) {
    message.bytes(request->method).bytes(request->url).bytes(request->body);
    message.number(request->timeout_ms).number(request->max_body_bytes).number(request->keep_redirects);
    write_headers(message, request->headers, request->header_count);
  }
  return stub.ask("http", message, [&](Fields& fields) { take_response(stub, fields, *response); });
}

lt_status tcp_connect(const lt_host* table, const lt_tcp_target* target, int64_t* connection) {
  Message message(Kind::tcp_connect);
  const bool whole = target && LT_HAS(target, lt_tcp_target, timeout_ms) && connection;
  message.number(whole ? 1 : 0);
  if (whole) message.bytes(target->host).number(target->port).number(target->tls).number(target->timeout_ms);
  return stub_of(table).ask("tcp_connect", message, [&](Fields& fields) { *connection = fields.number(); });
}

lt_status tcp_read(const lt_host* table, int64_t connection, char* buffer, size_t capacity, int64_t timeout_ms,
                   size_t* got) {
  Message message(Kind::tcp_read);
  message.number(buffer && got ? 1 : 0).number(connection).number(static_cast<std::int64_t>(capacity));
  message.number(timeout_ms);
  return stub_of(table).ask("tcp_read", message, [&](Fields& fields) {
    const std::string_view bytes = fields.text();
    *got = std::min(bytes.size(), capacity);
    std::memcpy(buffer, bytes.data(), *got);
  });
}

lt_status tcp_write(const lt_host* table, int64_t connection, lt_bytes data, int64_t timeout_ms) {
  return stub_of(table).ask("tcp_write", Message(Kind::tcp_write).number(connection).bytes(data).number(timeout_ms),
                            nothing);
}

void tcp_close(const lt_host* table, int64_t connection) {
  stub_of(table).tell("tcp_close", Message(Kind::tcp_close).number(connection));
}

lt_status emit_page(const lt_host* table, lt_bytes page, lt_bytes records_pointer, const lt_bytes* key_pointers,
                    size_t key_count) {
  if (stub_of(table).told_cancelled()) return LT_CANCELLED;
  Message message(Kind::emit_page);
  message.bytes(page).bytes(records_pointer);
  const bool sound = (key_pointers || key_count == 0) && key_count <= 64;
  message.number(sound ? static_cast<std::int64_t>(key_count) : -1);
  for (size_t i = 0; sound && i < key_count; ++i) message.bytes(key_pointers[i]);
  return stub_of(table).ask("emit_page", message, nothing);
}

// Records are many: the hub takes them without a word to each, and says by the stop that it wants no more.
lt_status emit(const lt_host* table, lt_bytes record, lt_bytes key) {
  return stub_of(table).tell_unless_cancelled("emit", Message(Kind::emit).bytes(record).bytes(key));
}

lt_status checkpoint(const lt_host* table, lt_bytes state) {
  return stub_of(table).ask("checkpoint", Message(Kind::checkpoint).bytes(state), nothing);
}

lt_status reject_record(const lt_host* table, lt_bytes record, lt_reject_class reject_class, lt_bytes reason) {
  Message message(Kind::reject_record);
  message.bytes(record).number(reject_class).bytes(reason);
  return stub_of(table).tell_unless_cancelled("reject_record", message);
}

lt_status accept(const lt_host* table, size_t index, lt_bytes remote_id) {
  return stub_of(table).tell("accept", Message(Kind::accept).number(static_cast<std::int64_t>(index)).bytes(remote_id));
}

lt_status reject(const lt_host* table, size_t index, lt_reject_class reject_class, lt_bytes reason,
                 int64_t retry_after_ms) {
  Message message(Kind::reject);
  message.number(static_cast<std::int64_t>(index)).number(reject_class).bytes(reason).number(retry_after_ms);
  return stub_of(table).tell("reject", message);
}

void progress(const lt_host* table, int64_t done, int64_t total) {
  stub_of(table).tell("progress", Message(Kind::progress).number(done).number(total), false);
}

const void* extension(const lt_host* table, lt_bytes id) {
  return id.data && view(id) == LT_ANSWERS_ID ? stub_of(table).answers() : nullptr;
}

// No exception crosses the line: without memory a function fails, without a hub the runner has no reason to live.
template <auto function>
struct Guarded;
template <class Result, class... Arguments, Result (*function)(Arguments...)>
struct Guarded<function> {
  static Result call(Arguments... arguments) noexcept {
    try {
      return function(arguments...);
    } catch (const Closed&) {
      _exit(0);
    } catch (const Broken&) {
      _exit(1);
    } catch (...) {
      if constexpr (std::is_same_v<Result, lt_status>)
        return LT_FAILED;
      else
        return Result();
    }
  }
};

}  // namespace

lt_host make_stub_table(HostStub& stub) {
  return {.size = sizeof(lt_host),
          .self = &stub,
          .cancelled = cancelled,
          .log = Guarded<log>::call,
          .now = Guarded<now>::call,
          .sleep = Guarded<sleep>::call,
          .explain = Guarded<explain>::call,
          .secret = Guarded<secret>::call,
          .http = Guarded<http>::call,
          .tcp_connect = Guarded<tcp_connect>::call,
          .tcp_read = Guarded<tcp_read>::call,
          .tcp_write = Guarded<tcp_write>::call,
          .tcp_close = Guarded<tcp_close>::call,
          .emit_page = Guarded<emit_page>::call,
          .emit = Guarded<emit>::call,
          .checkpoint = Guarded<checkpoint>::call,
          .reject_record = Guarded<reject_record>::call,
          .accept = Guarded<accept>::call,
          .reject = Guarded<reject>::call,
          .progress = Guarded<progress>::call,
          .extension = extension};
}

}  // namespace lt::runner
