// A connector on the bench: loaded as in the hub, with a scripted system, given secrets, and time that stands still.
#pragma once

#include "base/clock.hpp"
#include "plugin_host/session.hpp"
#include "testing/recording_sinks.hpp"
#include "testing/scripted_answers.hpp"
#include "testing/scripted_http.hpp"
#include "testing/scripted_tcp.hpp"

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_testing {

// What came of one request of the system: the reply, and what was emitted before it.
struct Received {
  plugin_host::Reply reply;
  RecordingReadSink emitted;
};

// The bytes of a file of testdata/. Throws lt::Error failed where it cannot be read.
std::string text_of_file(const std::filesystem::path& file);

// One thread at a time.
class Bench {
 public:
  explicit Bench(const std::filesystem::path& library);
  explicit Bench(std::shared_ptr<const plugin_host::Plugin> plugin);
  ~Bench();

  FixedClock clock{1'790'000'000'000};  // 2026-09-21T15:33:20Z; sleep() of the connector moves it and does not wait
  ScriptedHttp http;
  ScriptedTcp tcp;
  ScriptedAnswers& answers() { return *answers_; }  // what the connector may look up

  void give_secret(std::string name, std::string value);  // before open()
  // Opens with settings as YAML or JSON, held against the schema first. Throws ConfigurationError, CallError.
  plugin_host::Session& open(std::string_view settings);
  // The same with any text for settings, held against nothing: for what only the connector itself can refuse.
  plugin_host::Session& open_unchecked(std::string settings_json);
  // The same as open() through the real HTTP client and sockets: for a connector against its twin.
  plugin_host::Session& open_for_real(std::string_view settings);

  plugin_host::Session& session();
  // The system calls the hub at /hooks/bench/<stream>; throws CallError as the session does.
  Received receive(const plugin_host::IncomingRequest& request);
  // Asks the connector a question; gives its answer as JSON.
  std::string call(std::string_view operation, std::string_view input_json = "{}");
  void close() { session_.reset(); }
  const plugin_host::Plugin& plugin() const { return *plugin_; }
  // What the connector logged, "level: [system] text".
  std::vector<std::string> log() const;
  std::vector<std::chrono::milliseconds> sleeps;  // that the connector asked for

 private:
  struct Log;
  std::string checked(std::string_view settings) const;
  plugin_host::Session& open_over(std::string settings_json, plugin_host::HttpTransport& http_transport,
                                  plugin_host::TcpTransport& tcp_transport);

  std::shared_ptr<const plugin_host::Plugin> plugin_;
  std::map<std::string, std::string> secret_values_;
  std::shared_ptr<ScriptedAnswers> answers_ = std::make_shared<ScriptedAnswers>();
  std::unique_ptr<plugin_host::Secrets> secrets_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<plugin_host::HttpTransport> real_http_;
  std::unique_ptr<plugin_host::TcpTransport> real_tcp_;
  std::unique_ptr<plugin_host::Session> session_;
};

}  // namespace lt::plugin_testing
