// Who may use the host and when, and the walk through answers.
#include "runner/host_stub.hpp"

#include <poll.h>
#include <unistd.h>

namespace lt::runner {
namespace {

lt_status each(const lt_answers* table, const lt_answers_query* query, const lt_sink* sink) noexcept {
  auto& stub = *static_cast<HostStub*>(table->self);
  // What is too short to be read is the host's to refuse, so it goes there as it is.
  static const lt_sink nowhere{};
  lt_answers_query wanted{};
  if (query && query->size >= sizeof(wanted)) wanted = *query;
  try {
    return stub.walk(wanted, sink && sink->put ? *sink : nowhere);
  } catch (const std::bad_alloc&) {
    return LT_FAILED;
  } catch (...) {
    _exit(1);  // without a hub that keeps the protocol the runner has no reason to live
  }
}

}  // namespace

HostStub::HostStub(Channel& channel)
    : channel_(channel),
      table_(make_stub_table(*this)),
      answers_{.size = sizeof(lt_answers), .self = this, .each = each} {}

void HostStub::begin() {
  kept.clear();
  told_cancelled_ = false;
  thread_ = std::this_thread::get_id();
  running_ = true;
}

void HostStub::end() { running_ = false; }

bool HostStub::cancelled() const {
  if (!running_ || told_cancelled_) return true;
  pollfd asked{.fd = stop_descriptor, .events = POLLIN, .revents = 0};
  return poll(&asked, 1, 0) > 0;
}

lt_status HostStub::tell(const char* function, const Message& message, bool now) {
  if (!running_ || thread_.load() != std::this_thread::get_id()) {
    const std::string complaint = "the connector used " + std::string(function) + "() of the host " +
                                  (running_ ? "on another thread than its call's" : "outside of a call") +
                                  "; it is refused";
    log(LT_LOG_ERROR, {complaint.data(), complaint.size()});
    return LT_FAILED;
  }
  const std::lock_guard lock(sending_);
  if (now)
    channel_.send(message);
  else
    channel_.queue(message);
  return LT_OK;
}

// What comes after the wish to stop goes to the hub once, which refuses it and so knows that the call was cut short.
lt_status HostStub::tell_unless_cancelled(const char* function, const Message& message) {
  if (told_cancelled_) return LT_CANCELLED;
  const bool stopped = cancelled();
  const lt_status status = tell(function, message, false);
  if (status == LT_OK && stopped) told_cancelled_ = true;
  return status == LT_OK && stopped ? LT_CANCELLED : status;
}

void HostStub::log(lt_log_level level, lt_bytes message) {
  const std::lock_guard lock(sending_);
  channel_.send(Message(Kind::log).number(level).bytes(message));
}

lt_status HostStub::answered(const std::function<void(Fields&)>& take) {
  const Frame frame = channel_.receive();
  if (frame.kind != Kind::answer) throw Broken("the hub answered with something else");
  Fields fields(frame.payload);
  const auto status = static_cast<lt_status>(fields.number());
  if (status == LT_CANCELLED) told_cancelled_ = true;
  if (status == LT_OK) take(fields);
  return status;
}

// The hub sends one document after the other and waits for what the plugin's sink says, which may use the host.
lt_status HostStub::walk(const lt_answers_query& query, const lt_sink& sink) {
  Message message(Kind::answers);
  message.number(query.size > 0 && sink.put ? 1 : 0).bytes(query.name).bytes(query.key);
  message.number(query.since_ms).number(query.until_ms).number(query.limit);
  if (tell("answers", message) != LT_OK) return LT_FAILED;
  for (;;) {
    const Frame frame = channel_.receive();
    Fields fields(frame.payload);
    if (frame.kind == Kind::answer) return static_cast<lt_status>(fields.number());
    if (frame.kind != Kind::document) throw Broken("the hub answered with something else");
    const std::string document(fields.text());
    lt_status status = LT_FAILED;
    try {
      status = sink.put(&sink, {document.data(), document.size()});
    } catch (...) {
      status = LT_FAILED;  // what is thrown across the line counts as a defect
    }
    const std::lock_guard lock(sending_);
    channel_.send(Message(Kind::taken).number(status));
  }
}

}  // namespace lt::runner
