// Wiring of scheduler, runner and store.
#include "app/hub.hpp"

#include "api/listen_address.hpp"
#include "app/operation_routes.hpp"
#include "app/present.hpp"
#include "app/resources/resources.hpp"
#include "base/log_scope.hpp"
#include "base/program_places.hpp"
#include "base/sealing.hpp"

#include <spdlog/spdlog.h>

#include <thread>
#include <utility>

namespace lt::app {
namespace {

std::string counts_text(const sync::RunResult& result, sync::Direction direction) {
  const store::Counts& c = result.counts;
  return direction != sync::Direction::out
             ? fmt::format("read {} = created {} + updated {} + unchanged {} + filtered {} + dead {}", c.read,
                           c.created, c.updated, c.unchanged, c.filtered, c.dead)
             : fmt::format("due {} = delivered {} + unchanged {} + withheld {} + dead {} + pending {}", c.due,
                           c.delivered, c.unchanged, c.withheld, c.dead, c.pending);
}

void log(const sync::FlowDefinition& flow, const sync::RunResult& result) {
  const std::string counts = counts_text(result, flow.direction);
  const LogScope scope({flow.name, flow.system, result.id});
  if (!result.error) {
    spdlog::info("{}: {}", to_string(result.state), counts);
  } else if (*result.error == ErrorKind::cancelled) {
    spdlog::info("stopped: {}", counts);
  } else {
    spdlog::warn("{}: {}; {}", to_string(*result.error), result.message, counts);
  }
}

// "127.0.0.1:0" with the port that the hub had before.
std::optional<api::TlsFiles> tls_files(const HubSettings& settings) {
  if (!settings.tls_self_signed) return settings.tls;
  return api::self_signed_files(settings.store.parent_path(),
                                api::listen_address(settings.listen).address().to_string());
}

}  // namespace

Hub::Hub(const Configuration& configuration, const Clock& clock, Lasting& lasting)
    : configuration_(configuration),
      clock_(clock),
      lasting_(lasting),
      store_(store::Store::open(configuration.store_options(store::Access::serve), configuration.model(), clock)),
      runner_(configuration, clock),
      last_starts_(configuration.flows(), store_),
      retention_(configuration, store_, clock),
      scheduler_(std::make_unique<schedule::Scheduler>(
          configuration.flows(), schedule::Scheduler::Options{.workers = configuration.hub().workers}, clock,
          last_starts_,
          [this](const sync::FlowDefinition& flow, const std::stop_token& stop) { return run(flow, stop); })),
      reports_(configuration, clock, store_, [this] { return scheduler_->states(); }),
      events_(clock,
              [this] {
                store::Reader reader = store_.reader();
                return present_of(configuration_, reader, scheduler_->states());
              }),
      serving_(store_, clock) {}

Hub::~Hub() { end_jobs(std::chrono::hours(1)); }

std::vector<std::string> Hub::end_jobs(std::chrono::milliseconds within) {
  return lasting_.jobs.close(within, configuration_.hub().language == "vi"
                                         ? "hệ thống đã nhận cấu hình khác; hãy bắt đầu lại công việc này"
                                         : "the hub took another configuration; begin this job again");
}

void Hub::start(std::shared_ptr<const api::ListeningSocket> socket) {
  warn_of_sealed_letters();
  heed_pauses();
  note_service(true);
  seen_ = store_.reader().last_seq();
  const HubSettings& settings = configuration_.hub();
  if (!settings.listen.empty()) {
    if (!socket || socket->listen() != settings.listen)
      socket = std::make_shared<api::ListeningSocket>(settings.listen);
    socket_ = std::move(socket);
    hooks_ = std::make_unique<api::Hooks>(receiving_systems(), store_, clock_, [this] { scheduler_->changed(); });
    lasting_.jobs.open([this](const Job& job) { events_.tell(event_of(job)); });
    access_ = std::make_unique<access::Access>(access_options(settings), clock_);
    service_ = std::make_unique<api::Service>(
        api_table({configuration_, store_, clock_, *access_, [this] { return scheduler_->states(); }, runner_,
                   lasting_.jobs, events_, [this] { heed_pauses(); }, lasting_.renewal}),
        *access_, LIENTHONG_VERSION);
    metrics_ = std::make_unique<Metrics>(
        MetricsSource{.configuration = [this]() -> const Configuration& { return configuration_; },
                      .store = store_,
                      .clock = clock_,
                      .states = [this] { return scheduler_->states(); },
                      .connections =
                          [this] {
                            const api::HttpServer* server = listening_.load();
                            return server != nullptr ? server->connections() : 0;
                          },
                      .tally = lasting_.tally});
    pages_ = std::make_unique<api::Pages>(shared_file("console"));
    server_ = std::make_unique<api::HttpServer>(
        api::ServerOptions{.socket = socket_, .trusted_proxies = settings.trusted_proxies, .tls = tls_files(settings)},
        api::route_by(routes()));
    listening_ = server_.get();
    spdlog::info("listening on port {} ({})", server_->port(), settings.listen);
    if (!server_->fingerprint().empty()) spdlog::info("TLS by the certificate SHA-256 {}", server_->fingerprint());
  }
  scheduler_->start();
  scheduler_->changed();  // what changed while the hub was down
  if (!configuration_.reports().schedule.empty()) reports_.start();
}

void Hub::warn_of_sealed_letters() {
  const auto keys = configuration_.letter_keys(store::Access::read_only);
  for (const auto& id : store_.reader().letter_keys()) {
    if (keys && keys->has(id)) continue;
    spdlog::warn(
        "dead letters are sealed with the key {}, which the hub does not have; add it behind its own keys, "
        "from the backup of the keys, and they can be read again",
        id);
  }
}

std::vector<api::ReceivingSystem> Hub::receiving_systems() {
  std::vector<api::ReceivingSystem> systems;
  for (const auto& [name, system] : configuration_.systems()) {
    if (!system.definition.enabled || !system.plugin->receives()) continue;
    api::ReceivingSystem receiving{
        .name = name, .open = [this, &known = system] { return runner_.open(known, &store_); }, .flows = {}};
    for (const auto& flow : configuration_.flows()) {
      if (flow.system != name || flow.paused || !flow.receives()) continue;
      receiving.flows.push_back(
          {flow, configuration_.mappings().in(flow.mapping), [this, its = flow.name] { return paused(its); }});
    }
    systems.push_back(std::move(receiving));
  }
  return systems;
}

std::vector<api::Route> Hub::routes() {
  std::vector<api::Route> routes = operation_routes(*metrics_, *access_, [this] { return unready(); });
  const std::vector<api::Route> others = {
      {"*", "/api/*",
       [this](const api::Request& request, const std::stop_token& stop) { return service_->answer(request, stop); }},
      {"*", "/hooks/*",
       [this](const api::Request& request, const std::stop_token& stop) { return hooks_->answer(request, stop); }},
      {"GET", "/*", [this](const api::Request& request, const std::stop_token&) { return pages_->answer(request); }}};
  routes.insert(routes.end(), others.begin(), others.end());
  return routes;
}

std::vector<std::string> Hub::unready() const {
  std::vector<std::string> reasons;
  try {
    store_.reader().last_seq();
  } catch (const std::exception& error) {
    spdlog::debug("not ready: {}", error.what());
    reasons.emplace_back("the store does not answer");
  }
  if (!scheduler_->alive()) reasons.emplace_back("the scheduler does not run: the hub is starting or stopping");
  return reasons;
}

void Hub::look_for_changes() {
  if (hooks_) hooks_->look_at_the_clock();
  retention_.look_at_the_clock();
  events_.look_at_the_clock();
  note_service(false);
  const std::optional<store::Seq> last = look_at_the_store();
  if (!last || *last == seen_) return;
  seen_ = *last;
  scheduler_->changed();
}

// What cannot be noted counts as time in which nobody served, which is what it was to those who wait.
void Hub::note_service(bool now) {
  try {
    now ? serving_.note() : serving_.look_at_the_clock();
  } catch (const Error& error) {
    spdlog::debug("that the hub serves could not be noted: {}", error.what());
  }
}

// What a person said since the last look, here or on the command line.
void Hub::heed_pauses() {
  const std::lock_guard lock(pauses_mutex_);
  store::Reader reader = store_.reader();
  for (const auto& flow : configuration_.flows()) {
    auto word = sync::last_pause_word(reader, flow.name);
    const auto [position, first] = pauses_.try_emplace(flow.name);
    std::optional<sync::PauseWord>& heeded = position->second;
    if (word == heeded) continue;
    heeded = std::move(word);
    scheduler_->hold(flow.name, heeded->paused ? in_words(*heeded) : std::string());
    if (heeded->paused || !first)
      spdlog::info("flow {} {}", flow.name, heeded->paused ? "is paused by " + in_words(*heeded) : "goes on");
  }
}

bool Hub::paused(const std::string& flow) {
  const std::lock_guard lock(pauses_mutex_);
  const auto found = pauses_.find(flow);
  return found != pauses_.end() && found->second && found->second->paused;
}

// What is new in it. None while it does not answer: a database server may restart beside a hub that serves.
std::optional<store::Seq> Hub::look_at_the_store() {
  try {
    const store::Seq last = store_.reader().last_seq();
    if (std::exchange(silent_, false)) spdlog::info("the store answers again");
    heed_pauses();
    events_.look();
    return last;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::unavailable) throw;
    if (!std::exchange(silent_, true)) spdlog::warn("the store does not answer and is asked again: {}", error.what());
    return std::nullopt;
  }
}

std::vector<std::string> Hub::stop() {
  retention_.stop();
  events_.end();
  bool answered = true;
  std::jthread ending([&] {
    if (server_) answered = server_->stop(std::chrono::seconds(10));
  });
  std::vector<std::string> stuck_jobs;
  std::jthread ending_jobs([&] { stuck_jobs = end_jobs(std::chrono::seconds(10)); });
  std::vector<std::string> stuck = scheduler_->stop();
  reports_.stop();
  ending.join();
  ending_jobs.join();
  stuck.insert(stuck.end(), stuck_jobs.begin(), stuck_jobs.end());
  if (!answered) stuck.emplace_back("that answers a request");
  if (answered && hooks_) hooks_->close();
  note_service(true);
  if (metrics_) metrics_->catch_up();
  return stuck;
}

// A run that cannot even begin, its store being full or gone, has no result that could be logged.
sync::RunResult Hub::run_logged(const sync::FlowDefinition& flow, const std::stop_token& stop) {
  try {
    sync::RunResult result = runner_.run(flow, store_, {.trigger = "schedule", .progress = {}}, stop);
    log(flow, result);
    return result;
  } catch (const std::exception& error) {
    const LogScope scope({.flow = flow.name, .system = flow.system});
    spdlog::warn("it cannot run: {}", error.what());
    throw;
  }
}

schedule::RunResult Hub::run(const sync::FlowDefinition& flow, const std::stop_token& stop) {
  const sync::RunResult result = run_logged(flow, stop);
  if (result.counts.created + result.counts.updated > 0) scheduler_->changed();
  schedule::RunResult told{.error = result.error, .message = result.message, .again_at = result.next_retry};
  if (result.retry_after) told.again_at = clock_.now() + result.retry_after->count();
  return told;
}

}  // namespace lt::app
