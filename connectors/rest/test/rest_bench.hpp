// The connector on its bench, with a system that serves numbered records in pages.
#pragma once

#include <testing/bench.hpp>

#include <optional>
#include <string>
#include <vector>

struct RestBench : lt::plugin_testing::Bench {
  RestBench() : Bench(LT_CONNECTOR_FILE) { give_secret("s", "m@t"); }

  // Opens with one stream `items` whose `read` or `write` is given, and more settings.
  void open_read(const std::string& read, const std::string& more = "") {
    open("{url: 'https://x.vn/api/', " + more + "streams: {items: {key: [/id], read: {" + read + "}}}}");
  }
  void open_write(const std::string& write, const std::string& more = "") {
    open("{url: 'https://x.vn/api', " + more + "streams: {items: {key: [/id], write: {" + write + "}}}}");
  }

  lt::plugin_testing::RecordingReadSink read(const std::string& state = "") {
    lt::plugin_testing::RecordingReadSink sink;
    session().read("items", state, sink, {});
    return sink;
  }

  std::optional<lt::plugin_host::CallError> read_error(lt::plugin_testing::RecordingReadSink& sink,
                                                       const std::string& state = "") {
    try {
      session().read("items", state, sink, {});
    } catch (const lt::plugin_host::CallError& error) {
      return error;
    }
    return std::nullopt;
  }

  lt::plugin_testing::RecordingWriteSink write(const std::vector<lt::plugin_host::OutRecord>& records) {
    lt::plugin_testing::RecordingWriteSink sink;
    session().write("items", records, sink, {});
    return sink;
  }

  std::vector<std::string> targets() const {
    std::vector<std::string> list;
    for (const auto& request : http.requests()) list.push_back(lt::plugin_testing::target_of(request.url));
    return list;
  }

  void answer(const std::string& body, int status = 200) { http.next(lt::plugin_testing::json_answer(body, status)); }
};

inline std::string ids(const lt::plugin_testing::RecordingReadSink& sink) {
  std::string text;
  for (const auto& record : sink.records) text += (text.empty() ? "" : " ") + record.key;
  return text;
}

inline lt::plugin_host::OutRecord out(std::string_view key, std::string_view json, std::string_view remote_id = {}) {
  return {.json = json, .key = key, .idempotency_key = key, .remote_id = remote_id};
}

inline lt::plugin_host::OutRecord gone(std::string_view key, std::string_view remote_id = {}) {
  return {.json = {},
          .key = key,
          .idempotency_key = key,
          .remote_id = remote_id,
          .operation = lt::plugin_host::Operation::erase};
}
