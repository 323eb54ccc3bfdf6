// Puts each twin behind its own port with its own faults and log.
#include "twins/twins.hpp"

#include "twins/app_twin.hpp"
#include "twins/checkpoint_twin.hpp"
#include "twins/fault.hpp"
#include "twins/fhir_twin.hpp"
#include "twins/files_twin.hpp"
#include "twins/hotline_twin.hpp"
#include "twins/http_service.hpp"
#include "twins/population_twin.hpp"
#include "twins/portal_twin.hpp"
#include "twins/provincial_services.hpp"
#include "twins/rest_twin.hpp"
#include "twins/sms_ledger.hpp"

#include <algorithm>
#include <cctype>
#include <mutex>
#include <stdexcept>

namespace lt::twins {
namespace {

constexpr std::size_t most_paths = 1'000;

}  // namespace

// A twin with what every twin has beside its own contract.
class Twins::Host {
 public:
  Host(std::string name, std::unique_ptr<Twin> twin, std::uint64_t seed)
      : name_(std::move(name)), twin_(std::move(twin)), faults_(seed) {}

  const std::string& name() const { return name_; }
  Twin& twin() { return *twin_; }
  FaultBox& faults() { return faults_; }

  Reply answer(const Request& request) {
    if (request.path == "/" && request.method == "GET") return reply(200, twin_->page(), "text/html; charset=utf-8");
    if (request.path.starts_with("/twin/")) return administer(request);
    const auto struck = faults_.strike(request);
    auto made = acts_on(struck) ? twin_->handle(request) : Reply{};
    const auto whole = made;
    for (const auto& fault : struck) faults_.damage(fault, request, made);
    faults_.remember(request, whole);
    const std::lock_guard lock(mutex_);
    const bool known = log_.size() < most_paths || log_.count({request.path, made.status}) > 0;
    ++log_[{known ? request.path : "(other)", made.status}];
    return made;
  }

  std::string log() const {
    const std::lock_guard lock(mutex_);
    std::string made = "[";
    for (const auto& [what, count] : log_) {
      made += made.size() > 1 ? "," : "";
      made += R"({"path":")";
      for (const char c : what.first) made += c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20 ? '?' : c;
      made += R"(","status":)" + std::to_string(what.second) + R"(,"count":)" + std::to_string(count) + "}";
    }
    return made + "]";
  }

  std::uint64_t requests(const std::string& path, int status) const {
    const std::lock_guard lock(mutex_);
    std::uint64_t sum = 0;
    for (const auto& [what, count] : log_)
      if (what.first == path && (status == 0 || what.second == status)) sum += count;
    return sum;
  }

 private:
  bool acts_on(const std::vector<Fault>& struck) const {
    return std::ranges::all_of(struck, [this](const Fault& fault) {
      const int status = std::isdigit(static_cast<unsigned char>(fault.kind.front())) ? std::stoi(fault.kind) : 0;
      return status == 0 || twin_->acts_before(status);
    });
  }

  Reply administer(const Request& request) {
    if (request.path == "/twin/state") return reply(200, twin_->state());
    if (request.path == "/twin/log") return reply(200, log());
    if (request.path != "/twin/faults") return twin_->command(request);
    if (request.method == "POST") {
      try {
        const bool words = request.body.find_first_of("{[") == std::string::npos;
        for (const auto& fault : words ? std::vector{parse_fault(request.body)} : parse_faults_json(request.body)) {
          faults_.add(fault);
        }
      } catch (const std::invalid_argument& error) {
        return failure(400, error.what());
      }
    }
    if (request.method == "DELETE") faults_.clear();
    return reply(200, faults_.list_json());
  }

  std::string name_;
  std::unique_ptr<Twin> twin_;
  FaultBox faults_;
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, int>, std::uint64_t> log_;
};

struct Twins::State {
  explicit State(const TwinsOptions& o) : options(o), service(o.threads) {}

  void start(const std::string& name, std::unique_ptr<Twin> twin) {
    auto host = std::make_unique<Host>(name, std::move(twin), options.seed);
    for (const auto& fault : options.faults) host->faults().add(parse_fault(fault));
    const auto wanted = options.ports.find(name);
    auto* borrowed = host.get();
    ports[name] = service.listen(wanted == options.ports.end() ? std::uint16_t{0} : wanted->second,
                                 [borrowed](const Request& request) { return borrowed->answer(request); });
    hosts[name] = std::move(host);
  }

  Host& host(const std::string& name) {
    const auto found = hosts.find(name);
    if (found == hosts.end()) throw std::out_of_range("there is no twin \"" + name + '"');
    return *found->second;
  }

  TwinsOptions options;
  std::map<std::string, std::unique_ptr<Host>> hosts;  // outlives the service's threads
  std::map<std::string, std::uint16_t> ports;
  PortalTwin* portal = nullptr;
  HttpService service;
};

Twins::Twins(const TwinsOptions& options) : state_(std::make_unique<State>(options)) {
  PortalOptions portal;
  portal.seed = options.seed;
  portal.records = options.records;
  portal.cache_bytes = options.cache_bytes;
  portal.lgsp_access_token = options.lgsp_access_token;
  auto made = std::make_unique<PortalTwin>(portal);
  state_->portal = made.get();
  state_->start("portal", std::move(made));
  AppOptions app;
  app.seed = options.seed;
  state_->start("app", std::make_unique<AppTwin>(app));
  RestOptions rest;
  rest.seed = options.seed;
  rest.rows = options.rest_rows;
  state_->start("rest", std::make_unique<RestTwin>(rest));
  state_->start("population",
                std::make_unique<PopulationTwin>(PopulationOptions{.seed = options.seed, .people = options.people}));
  state_->start("checkpoint",
                std::make_unique<CheckpointTwin>(CheckpointOptions{.seed = options.seed, .people = options.people}));
  for (auto& service : provincial_services(Epidemic(options.seed, options.people, options.cases_a_day))) {
    const auto name = service.name;
    state_->start(name, std::make_unique<ExchangeTwin>(std::move(service), options.seed));
  }
  for (auto& [name, provider] : sms_providers()) state_->start(name, std::move(provider));
  state_->start("fhir", std::make_unique<FhirTwin>(FhirOptions{.seed = options.seed, .folder = options.fhir_folder}));
  state_->start("hotline",
                std::make_unique<HotlineTwin>(HotlineOptions{.seed = options.seed, .people = options.people}));
  if (!options.files.empty()) state_->start("files", std::make_unique<FilesTwin>(options.files, options.cache_bytes));
}

Twins::~Twins() = default;

std::vector<std::string> Twins::names() const {
  std::vector<std::string> made;
  for (const auto& [name, port] : state_->ports) made.push_back(name);
  return made;
}

std::uint16_t Twins::port(const std::string& name) const {
  state_->host(name);
  return state_->ports.at(name);
}

std::string Twins::url(const std::string& name) const { return "http://127.0.0.1:" + std::to_string(port(name)); }

void Twins::fault(const std::string& name, std::string_view specification) {
  state_->host(name).faults().add(parse_fault(specification));
}

void Twins::clear_faults(const std::string& name) { state_->host(name).faults().clear(); }
std::string Twins::state(const std::string& name) const { return state_->host(name).twin().state(); }
std::string Twins::log(const std::string& name) const { return state_->host(name).log(); }

std::uint64_t Twins::requests(const std::string& name, const std::string& path, int status) const {
  return state_->host(name).requests(path, status);
}

std::string Twins::command(const std::string& name, const std::string& method, const std::string& path,
                           const std::string& body) {
  return ask(name, method, path, {}, body).second;
}

std::pair<int, std::string> Twins::ask(const std::string& name, const std::string& method, const std::string& path,
                                       const std::map<std::string, std::string>& query, const std::string& body) {
  Request request;
  request.method = method;
  request.path = path;
  request.query = query;
  request.body = body;
  const auto answer = state_->host(name).answer(request);
  return {answer.status, answer.body ? *answer.body : ""};
}

std::uint64_t Twins::advance() { return state_->portal->advance(); }
std::string Twins::truth() const { return state_->portal->truth(); }

}  // namespace lt::twins
