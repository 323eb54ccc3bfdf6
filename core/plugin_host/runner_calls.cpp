// Each call is a message, then the plugin's requests, then what it returned.
#include "plugin_host/runner_calls.hpp"

#include "plugin_host/call_error.hpp"
#include "plugin_host/call_host.hpp"
#include "plugin_host/host_requests.hpp"
#include "plugin_host/outside_needs.hpp"
#include "plugin_host/runner.hpp"

#include <optional>
#include <set>

namespace lt::plugin_host {
namespace {

using runner::Kind;
using runner::Message;

// What a plugin let out that says nothing of itself.
struct Unnamed {};

bool has_failed(const runner::Frame& frame) {
  return frame.kind == Kind::threw || runner::Fields(frame.payload).number() == LT_FAILED;
}

class CallsThere : public PluginCalls {
 public:
  explicit CallsThere(const Plugin& plugin) : plugin_(plugin), runner_(plugin.runner()) {}
  ~CallsThere() override;
  CallsThere(const CallsThere&) = delete;

  bool has_session() const override { return has_session_; }
  lt_status open(const Asked& asked, lt_bytes settings) override;
  lt_status check(const Asked& asked) override { return make(asked, Message(Kind::check), {.proves = false}); }
  lt_status streams(const Asked& asked, const lt_sink& sink) override {
    return make(asked, Message(Kind::streams), {.sink = &sink, .proves = false});
  }
  lt_status read(const Asked& asked, lt_bytes stream, lt_bytes state) override {
    return make(asked, Message(Kind::read).bytes(stream).bytes(state), {.proves = true});
  }
  lt_status write(const Asked& asked, lt_bytes stream, const lt_record* records, std::size_t count) override;
  lt_status receive(const Asked& asked, const lt_request& request, const lt_reply& reply) override;
  lt_status call(const Asked& asked, lt_bytes operation, lt_bytes input, const lt_sink& sink) override {
    return make(asked, Message(Kind::call).bytes(operation).bytes(input), {.sink = &sink});
  }

 private:
  struct Results {
    const lt_sink* sink = nullptr;
    const lt_reply* reply = nullptr;
    bool proves = true;  // that the connector works: opening a session, or telling its streams, does not
  };
  struct Fault {
    std::string what;
    bool asked_to_stop = false;
  };

  lt_status make(const Asked& asked, const Message& message, const Results& results);
  lt_status start(const Asked& asked);
  lt_status exchange(const Asked& asked, const Message& message, const Results& results);
  lt_status returned(const runner::Frame& frame);
  lt_status lost(const Asked& asked, const Fault& fault);

  const Plugin& plugin_;
  std::shared_ptr<Runner> runner_;
  std::string settings_;
  std::unique_ptr<RunnerProcess> process_;
  std::set<std::int64_t> connections_;  // that the hub holds for the process
  bool has_session_ = false;
};

CallsThere::~CallsThere() {
  if (!process_) return;
  try {
    process_->begin_call(runner_->limits().stopping);
    process_->channel().send(Message(Kind::close));
    process_->end(runner_->limits().stopping);
  } catch (const std::exception&) {
    process_->end();
  }
}

lt_status CallsThere::open(const Asked& asked, lt_bytes settings) {
  settings_ = view(settings);
  return start(asked);
}

lt_status CallsThere::start(const Asked& asked) {
  const lt_host* host = asked.host;
  for (const auto connection : connections_) host->tcp_close(host, connection);
  connections_.clear();
  has_session_ = false;
  try {
    process_ = runner_->start(local_folders(plugin_.settings_schema(), settings_), asked.stop);
  } catch (const CallError& error) {
    host->explain(host, bytes(error.what()), error.retry_after().value_or(std::chrono::milliseconds(-1)).count());
    return status_of(error.kind());
  } catch (const Error& error) {
    host->explain(host, bytes(error.what()), -1);
    return status_of(error.kind());
  }
  if (runner_->shall_warn()) {
    const std::string warning = "its connector's process is not wholly confined; " + runner_->open_doors();
    host->log(host, LT_LOG_WARNING, bytes(warning));
  }
  Message message(Kind::open);
  message.number(host->extension(host, bytes(LT_ANSWERS_ID)) ? 1 : 0).text(settings_);
  return exchange(asked, message, {.proves = false});
}

lt_status CallsThere::make(const Asked& asked, const Message& message, const Results& results) {
  if (!process_) {
    const lt_status status = start(asked);
    if (status != LT_OK) return status;
  }
  return exchange(asked, message, results);
}

lt_status CallsThere::exchange(const Asked& asked, const Message& message, const Results& results) {
  std::optional<Fault> fault;
  {
    RunnerProcess& process = *process_;
    process.begin_call(runner_->limits().silent);
    const std::stop_callback wake(asked.stop, [&process] { process.ask_to_stop(); });
    Desk desk{.host = asked.host,
              .channel = process.channel(),
              .sink = results.sink,
              .reply = results.reply,
              .stop = [&process] { process.ask_to_stop(); },
              .hold = [&process] { process.hold_to_stop(); },
              .connections = connections_};
    try {
      process.channel().send(message);
      const runner::Frame frame = serve_until(desk, Kind::returned);
      if (const auto why = has_failed(frame) ? process.out_of_memory() : std::nullopt) {
        fault = Fault{.what = *why};
      } else {
        if (results.proves) runner_->worked();
        return returned(frame);
      }
    } catch (const runner::Closed&) {
      fault = Fault{.what = process.end(runner_->limits().stopping)};
    } catch (const Overdue& error) {
      fault = Fault{.what = error.what(), .asked_to_stop = error.asked_to_stop};
    } catch (const runner::Broken& error) {
      fault = Fault{.what = std::string("it sent ") + error.what()};
    }
  }
  return lost(asked, *fault);
}

lt_status CallsThere::returned(const runner::Frame& frame) {
  runner::Fields fields(frame.payload);
  if (frame.kind == Kind::threw) {
    const bool named = fields.number() != 0;
    if (named) throw std::runtime_error(std::string(fields.text()));
    throw Unnamed();
  }
  const auto status = static_cast<lt_status>(fields.number());
  has_session_ = fields.number() != 0;
  return status;
}

// A run is lost, the next one has a process again. One that would not stop has stopped now, which is what was asked.
lt_status CallsThere::lost(const Asked& asked, const Fault& fault) {
  process_.reset();
  const std::string text =
      "the process of " + runner_->library().string() + " is lost: " + fault.what + "; " + runner_->failed();
  asked.host->explain(asked.host, bytes(text), -1);
  if (!fault.asked_to_stop) return LT_FAILED;
  asked.host->log(asked.host, LT_LOG_WARNING, bytes(text));
  return LT_CANCELLED;
}

lt_status CallsThere::write(const Asked& asked, lt_bytes stream, const lt_record* records, std::size_t count) {
  Message message(Kind::write);
  message.bytes(stream).number(static_cast<std::int64_t>(count));
  for (std::size_t i = 0; i < count; ++i) {
    const lt_record& record = records[i];
    message.bytes(record.json).bytes(record.key).bytes(record.idempotency_key).bytes(record.remote_id);
    message.number(record.operation).number(record.attempt);
  }
  return make(asked, message, {.proves = true});
}

lt_status CallsThere::receive(const Asked& asked, const lt_request& request, const lt_reply& reply) {
  Message message(Kind::receive);
  message.bytes(request.stream).bytes(request.method).bytes(request.target).bytes(request.body);
  message.bytes(request.remote_address).number(static_cast<std::int64_t>(request.header_count));
  for (std::size_t i = 0; i < request.header_count; ++i) {
    message.bytes(request.headers[i].name).bytes(request.headers[i].value);
  }
  return make(asked, message, {.reply = &reply});
}

}  // namespace

std::unique_ptr<PluginCalls> make_runner_calls(const Plugin& plugin) { return std::make_unique<CallsThere>(plugin); }

}  // namespace lt::plugin_host
