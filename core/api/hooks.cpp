// From an address to a session, from a session's answer to HTTP.
#include "api/hooks.hpp"

#include "base/error.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>

namespace lt::api {
namespace {

// The next segment of a path, which it loses.
std::string_view next_segment(std::string_view& path) {
  path.remove_prefix(std::min<std::size_t>(1, path.size()));
  const std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// Requests that wait for one another; more are told to come again, so that no system takes all workers.
constexpr int most_waiting = 24;

// Counts itself while it lives.
class Waiting {
 public:
  explicit Waiting(std::atomic<int>& count) : count_(count) {
    if (++count_ <= most_waiting) return;
    --count_;
    throw Error(ErrorKind::unavailable, "too many requests of this system wait already");
  }
  ~Waiting() { --count_; }
  Waiting(const Waiting&) = delete;

 private:
  std::atomic<int>& count_;
};

// Of a stream that no flow takes: a connector may answer there, but what it emits has nowhere to go.
class NowhereToGo : public plugin_host::ReadSink {
 public:
  explicit NowhereToGo(std::string_view stream) : stream_(stream) {}
  void page(std::string_view, std::string_view, std::span<const std::string_view>) override { refuse(); }
  void record(std::string_view, std::string_view) override { refuse(); }
  void checkpoint(std::string_view) override {}
  void reject(std::string_view, plugin_host::RejectClass, std::string_view) override { refuse(); }

 private:
  [[noreturn]] void refuse() const {
    throw Error(ErrorKind::misconfigured, "no flow with schedule: {on_receive: true} takes the stream '" +
                                              std::string(stream_) + "'; add one under flows/");
  }
  std::string_view stream_;
};

struct HookRefusal {
  int status;
  const char* message;
};

// What the sender is told; why stands in the log.
HookRefusal refusal_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::denied:
      return {401, "the credentials or the signature of this request are not accepted"};
    case ErrorKind::unavailable:
      return {503, "this cannot be taken now; send it again"};
    case ErrorKind::cancelled:
      return {503, "the hub is stopping; send it again"};
    case ErrorKind::unsupported:
      return {404, "this system receives nothing here"};
    case ErrorKind::misconfigured:
      return {500, "the hub is not set up for this; its operator finds the reason in the log"};
    case ErrorKind::failed:
      break;
  }
  return {500, "the hub failed to take this; its operator finds the reason in the log"};
}

Response refuse(const Error& error, std::optional<std::chrono::milliseconds> retry_after) {
  const HookRefusal refusal = refusal_of(error.kind());
  Response response = error_response(refusal.status, to_string(error.kind()), refusal.message);
  if (refusal.status == 503) {
    const auto wait = std::chrono::ceil<std::chrono::seconds>(retry_after.value_or(std::chrono::seconds(5)));
    response.headers.push_back({"Retry-After", std::to_string(std::max<std::int64_t>(wait.count(), 1))});
  }
  return response;
}

}  // namespace

struct Hooks::System {
  // Where the records of a stream go.
  struct Place {
    template <class... Parts>
    explicit Place(std::function<bool()> its_paused, Parts&&... parts)
        : paused(std::move(its_paused)), receiver(std::forward<Parts>(parts)...) {}

    const std::function<bool()> paused;
    std::atomic<int> waiting{0};
    std::mutex mutex;  // of storing
    sync::Receiver receiver;
  };

  explicit System(ReceivingSystem its_definition) : definition(std::move(its_definition)) {}

  // The session, opened by the first request, and a receiver for each flow of it.
  plugin_host::Session& ready(store::Store& store, const Clock& clock, const std::stop_token& stop) {
    if (session) return *session;
    auto opened = std::make_unique<plugin_host::Session>(definition.open());
    streams = opened->streams(stop);
    for (const auto& flow : definition.flows) {
      const auto stream = std::ranges::find(streams, flow.definition.stream, &plugin_host::StreamInfo::name);
      places.try_emplace(flow.definition.stream, flow.paused, flow.definition, flow.mapping,
                         stream == streams.end() ? std::vector<std::string>() : stream->key, store, clock);
    }
    session = std::move(opened);
    return *session;
  }
  bool has_stream(std::string_view name) const {
    return std::ranges::find(streams, name, &plugin_host::StreamInfo::name) != streams.end();
  }

  ReceivingSystem definition;
  std::atomic<int> waiting{0};
  std::mutex mutex;  // of all below, but not within a place
  std::unique_ptr<plugin_host::Session> session;
  std::vector<plugin_host::StreamInfo> streams;
  std::map<std::string, Place, std::less<>> places;  // by stream; complete once the session is there
};

Hooks::Hooks(std::vector<ReceivingSystem> systems, store::Store& store, const Clock& clock,
             std::function<void()> changed)
    : store_(store), clock_(clock), changed_(std::move(changed)) {
  for (auto& system : systems) {
    std::string name = system.name;
    systems_.emplace(std::move(name), std::make_unique<System>(std::move(system)));
  }
}

Hooks::~Hooks() { close(); }

Response Hooks::answer(const Request& request, const std::stop_token& stop) {
  std::string_view path = request.path();
  next_segment(path);
  const std::string_view name = next_segment(path);
  const std::string_view stream = next_segment(path);
  const auto found = systems_.find(name);
  if (found == systems_.end()) {
    return error_response(
        404, "not_found",
        "no system '" + std::string(name) + "' receives here; the address is /hooks/<system>/<stream>");
  }
  std::optional<std::chrono::milliseconds> retry_after;
  try {
    return receive(*found->second, stream, request, stop);
  } catch (const plugin_host::CallError& error) {
    spdlog::warn("hook {}/{}: {}: {}", name, stream, to_string(error.kind()), error.what());
    return refuse(error, error.retry_after());
  } catch (const Error& error) {
    spdlog::warn("hook {}/{}: {}: {}", name, stream, to_string(error.kind()), error.what());
    return refuse(error, std::nullopt);
  }
}

Response Hooks::receive(System& system, std::string_view stream, const Request& request, const std::stop_token& stop) {
  sync::Taken taken;
  System::Place* place = nullptr;
  {
    const Waiting waiting(system.waiting);
    const std::lock_guard lock(system.mutex);
    if (stop.stop_requested()) throw Error(ErrorKind::cancelled, "stopped before it was received");
    plugin_host::Session& session = system.ready(store_, clock_, stop);
    if (!system.has_stream(stream)) {
      return error_response(404, "not_found",
                            "the system '" + system.definition.name + "' has no stream '" + std::string(stream) + "'");
    }
    const plugin_host::IncomingRequest incoming{.stream = stream,
                                                .method = request.method,
                                                .target = request.target,
                                                .headers = request.headers,
                                                .body = request.body,
                                                .remote_address = request.remote_address};
    if (const auto found = system.places.find(stream); found != system.places.end()) {
      place = &found->second;
      if (place->paused()) throw Error(ErrorKind::unavailable, "a person has paused the flow; send this again later");
      taken = place->receiver.take(session, incoming, stop);
    } else {
      NowhereToGo sink(stream);
      taken.reply = session.receive(incoming, sink, stop);
    }
  }
  if (taken.batch) {
    const Waiting waiting(place->waiting);
    bool changed = false;
    {
      const std::lock_guard lock(place->mutex);
      changed = place->receiver.store(*taken.batch);
    }
    if (changed && changed_) changed_();
  }
  return {.status = taken.reply.status, .headers = std::move(taken.reply.headers), .body = std::move(taken.reply.body)};
}

void Hooks::look_at_the_clock() {
  for (auto& [name, system] : systems_) {
    const std::unique_lock lock(system->mutex, std::try_to_lock);
    if (!lock) continue;  // it is being used, which looks at the clock too
    for (auto& [stream, place] : system->places) {
      const std::unique_lock storing(place.mutex, std::try_to_lock);
      if (storing) place.receiver.look_at_the_clock();
    }
  }
}

void Hooks::close() {
  for (auto& [name, system] : systems_) {
    const std::lock_guard lock(system->mutex);
    for (auto& [stream, place] : system->places) {
      const std::lock_guard storing(place.mutex);
      place.receiver.close();
    }
  }
}

}  // namespace lt::api
