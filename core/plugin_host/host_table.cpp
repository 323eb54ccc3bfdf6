// The C functions that a plugin calls: each checks what it was given and lets no exception out.
#include "plugin_host/call_host.hpp"
#include "plugin_host/serve_call.hpp"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <string>

namespace lt::plugin_host {
namespace {

constexpr std::size_t longest_state = 1u << 20;

CallHost& host_of(const lt_host* table) { return *static_cast<CallHost*>(table->self); }

// What a struct of version 1.0 holds; a plugin may have been built with that header or with a later one.
template <class Struct>
constexpr std::size_t first_size = 0;
template <>
constexpr std::size_t first_size<lt_http_request> =
    offsetof(lt_http_request, keep_redirects) + sizeof(lt_http_request::keep_redirects);
template <>
constexpr std::size_t first_size<lt_http_response> =
    offsetof(lt_http_response, retry_after_ms) + sizeof(lt_http_response::retry_after_ms);
template <>
constexpr std::size_t first_size<lt_tcp_target> =
    offsetof(lt_tcp_target, timeout_ms) + sizeof(lt_tcp_target::timeout_ms);

// Runs `work(host, call)` for a function of the table.
template <class Work>
lt_status serve(const lt_host* table, const char* function, Work&& work) noexcept {
  return serve(host_of(table), function, std::forward<Work>(work));
}

// Gives something to a sink of the caller; what it throws waits until the plugin has returned.
template <class Work>
lt_status give(Call& call, Work&& work) {
  try {
    work();
    return LT_OK;
  } catch (...) {
    call.sink_error = std::current_exception();
    call.told_cancelled = true;
    return LT_CANCELLED;
  }
}

RejectClass class_of(lt_reject_class reject_class) {
  switch (reject_class) {
    case LT_REJECT_TRANSIENT:
      return RejectClass::transient;
    case LT_REJECT_CONFLICT:
      return RejectClass::conflict;
    case LT_REJECT_FORBIDDEN:
      return RejectClass::forbidden;
    case LT_REJECT_DEPENDENCY:
      return RejectClass::dependency;
    default:
      return RejectClass::permanent;
  }
}

std::optional<std::chrono::milliseconds> retry_after_of(std::int64_t milliseconds) {
  if (milliseconds < 0) return std::nullopt;
  return std::chrono::milliseconds(milliseconds);
}

int32_t cancelled(const lt_host* table) { return host_of(table).cancelled() ? 1 : 0; }

// A line that cannot be logged (no memory) is lost; the call goes on.
void log(const lt_host* table, lt_log_level level, lt_bytes message) noexcept {
  try {
    if (is_sound(message)) host_of(table).log(level, view(message));
  } catch (const std::exception&) {
    return;
  }
}

int64_t now(const lt_host* table) { return host_of(table).now(); }

lt_status sleep(const lt_host* table, int64_t milliseconds) {
  return serve(table, "sleep", [=](CallHost& host, Call& call) {
    host.sleep(call, milliseconds);
    return LT_OK;
  });
}

void explain(const lt_host* table, lt_bytes message, int64_t retry_after_ms) {
  serve(table, "explain", [=](CallHost&, Call& call) {
    if (!is_sound(message)) return CallHost::violate(call, "explain() got a message without bytes");
    call.explanation = view(message);
    call.retry_after = retry_after_of(retry_after_ms);
    return lt_status{LT_OK};
  });
}

lt_status secret(const lt_host* table, lt_bytes name, lt_bytes* value) {
  return serve(table, "secret", [=](CallHost& host, Call& call) {
    if (!is_sound(name) || !value) return CallHost::violate(call, "secret() got no name or no place for the value");
    *value = bytes(host.secret(call, view(name)));
    return lt_status{LT_OK};
  });
}

lt_status http(const lt_host* table, const lt_http_request* request, lt_http_response* response) {
  return serve(table, "http", [=](CallHost& host, Call& call) {
    const auto wanted = copy_of(request, first_size<lt_http_request>);
    if (!wanted || !copy_of(response, first_size<lt_http_response>))
      return CallHost::violate(call, "http() got a struct of a wrong size");
    bool sound = is_sound(wanted->method) && is_sound(wanted->url) && is_sound(wanted->body) &&
                 (wanted->headers || wanted->header_count == 0);
    for (size_t i = 0; sound && i < wanted->header_count; ++i) {
      sound = is_sound(wanted->headers[i].name) && is_sound(wanted->headers[i].value);
    }
    if (!sound) return CallHost::violate(call, "http() got a text without bytes");
    host.http(call, *wanted, *response);
    return lt_status{LT_OK};
  });
}

lt_status tcp_connect(const lt_host* table, const lt_tcp_target* target, int64_t* connection) {
  return serve(table, "tcp_connect", [=](CallHost& host, Call& call) {
    const auto wanted = copy_of(target, first_size<lt_tcp_target>);
    if (!wanted || !is_sound(wanted->host) || !connection) {
      return CallHost::violate(call, "tcp_connect() got no target, or one of a wrong size");
    }
    *connection = host.tcp_connect(call, *wanted);
    return lt_status{LT_OK};
  });
}

lt_status tcp_read(const lt_host* table, int64_t connection, char* buffer, size_t capacity, int64_t timeout_ms,
                   size_t* got) {
  return serve(table, "tcp_read", [=](CallHost& host, Call& call) {
    if (!buffer || !got) return CallHost::violate(call, "tcp_read() got no buffer");
    *got = host.tcp(connection).read(buffer, capacity, std::chrono::milliseconds(timeout_ms), call.stop);
    return lt_status{LT_OK};
  });
}

lt_status tcp_write(const lt_host* table, int64_t connection, lt_bytes data, int64_t timeout_ms) {
  return serve(table, "tcp_write", [=](CallHost& host, Call& call) {
    if (!is_sound(data)) return CallHost::violate(call, "tcp_write() got no bytes");
    host.tcp(connection).write(view(data), std::chrono::milliseconds(timeout_ms), call.stop);
    return lt_status{LT_OK};
  });
}

void tcp_close(const lt_host* table, int64_t connection) {
  serve(table, "tcp_close", [=](CallHost& host, Call&) {
    host.tcp_close(connection);
    return lt_status{LT_OK};
  });
}

// What read() and receive() give: refused outside of them and after a stop.
template <class Work>
lt_status emit_by(const lt_host* table, const char* function, bool sound, Work&& work) {
  return serve(table, function, [&](CallHost&, Call& call) -> lt_status {
    const std::string name = std::string(function) + "()";
    if (!call.read_sink) return CallHost::violate(call, name + " was used outside of read and receive");
    if (!sound) return CallHost::violate(call, name + " got a text without bytes");
    if (call.told_cancelled) return LT_CANCELLED;  // nothing counts any more, the sink does not see it
    if (call.stop.stop_requested()) {
      call.told_cancelled = true;
      return LT_CANCELLED;
    }
    return give(call, [&] { work(call); });
  });
}

lt_status emit_page(const lt_host* table, lt_bytes page, lt_bytes records_pointer, const lt_bytes* key_pointers,
                    size_t key_count) {
  bool sound = is_sound(page) && is_sound(records_pointer) && (key_pointers || key_count == 0) && key_count <= 64;
  std::vector<std::string_view> keys;
  for (size_t i = 0; sound && i < key_count; ++i) {
    sound = is_sound(key_pointers[i]);
    keys.push_back(view(key_pointers[i]));
  }
  return emit_by(table, "emit_page", sound,
                 [&](Call& call) { call.read_sink->page(view(page), view(records_pointer), keys); });
}

lt_status emit(const lt_host* table, lt_bytes record, lt_bytes key) {
  return emit_by(table, "emit", is_sound(record) && is_sound(key),
                 [&](Call& call) { call.read_sink->record(view(record), view(key)); });
}

lt_status checkpoint(const lt_host* table, lt_bytes state) {
  return emit_by(table, "checkpoint", is_sound(state), [&](Call& call) {
    if (!call.may_checkpoint) {
      CallHost::violate(call, "checkpoint() was used outside of read");
    } else if (state.size > longest_state) {
      CallHost::violate(call, "checkpoint() got a state of more than 1 MiB");
    } else {
      call.read_sink->checkpoint(view(state));
    }
  });
}

lt_status reject_record(const lt_host* table, lt_bytes record, lt_reject_class reject_class, lt_bytes reason) {
  return emit_by(table, "reject_record", is_sound(record) && is_sound(reason), [&](Call& call) {
    call.read_sink->reject(view(record), class_of(reject_class), host_of(table).readable(view(reason)));
  });
}

// The result of one record. Taken even after a stop: what the system has, the hub must know.
template <class Work>
lt_status settle(const lt_host* table, const char* function, size_t index, bool sound, Work&& work) {
  return serve(table, function, [&](CallHost&, Call& call) -> lt_status {
    const std::string name = std::string(function) + "()";
    if (!call.write_sink) return CallHost::violate(call, name + " was used outside of write");
    if (!sound) return CallHost::violate(call, name + " got a text without bytes");
    if (index >= call.settled.size()) {
      return CallHost::violate(call, name + " got the index " + std::to_string(index) + " of " +
                                         std::to_string(call.settled.size()) + " records");
    }
    if (call.settled[index] != 0) {
      return CallHost::violate(call, name + " gave record " + std::to_string(index) + " a second result");
    }
    if (call.sink_error) return LT_CANCELLED;
    call.settled[index] = 1;
    return give(call, [&] { work(call); });
  });
}

lt_status accept(const lt_host* table, size_t index, lt_bytes remote_id) {
  return settle(table, "accept", index, is_sound(remote_id),
                [&](Call& call) { call.write_sink->accept(index, view(remote_id)); });
}

lt_status reject(const lt_host* table, size_t index, lt_reject_class reject_class, lt_bytes reason,
                 int64_t retry_after_ms) {
  return settle(table, "reject", index, is_sound(reason), [&](Call& call) {
    call.write_sink->reject(index, class_of(reject_class), host_of(table).readable(view(reason)),
                            retry_after_of(retry_after_ms));
  });
}

void progress(const lt_host* table, int64_t done, int64_t total) {
  serve(table, "progress", [=](CallHost&, Call& call) {
    const auto known = total < 0 ? std::nullopt : std::optional(total);
    return give(call, [&] {
      if (call.read_sink) call.read_sink->progress(done, known);
      if (call.write_sink) call.write_sink->progress(done, known);
    });
  });
}

const void* extension(const lt_host* table, lt_bytes id) {
  return is_sound(id) && view(id) == LT_ANSWERS_ID ? host_of(table).answers() : nullptr;
}

}  // namespace

lt_host make_host_table(CallHost& host) {
  return {.size = sizeof(lt_host),
          .self = &host,
          .cancelled = cancelled,
          .log = log,
          .now = now,
          .sleep = sleep,
          .explain = explain,
          .secret = secret,
          .http = http,
          .tcp_connect = tcp_connect,
          .tcp_read = tcp_read,
          .tcp_write = tcp_write,
          .tcp_close = tcp_close,
          .emit_page = emit_page,
          .emit = emit,
          .checkpoint = checkpoint,
          .reject_record = reject_record,
          .accept = accept,
          .reject = reject,
          .progress = progress,
          .extension = extension};
}

}  // namespace lt::plugin_host
