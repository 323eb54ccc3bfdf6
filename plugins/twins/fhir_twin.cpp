// Paths of the fhir twin.
#include "twins/fhir_twin.hpp"

#include "twins/fhir_moment.hpp"
#include "twins/fhir_store.hpp"
#include "twins/fhir_world.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::size_t lines_a_file = 100;

Reply fhir(int status, const json::value& body) {
  return reply(status, json::serialize(body), "application/fhir+json; charset=utf-8");
}
Reply refuse(int status, std::string_view code, std::string_view words) {
  return fhir(status, operation_outcome(code, words));
}

std::string base_of(const Request& request, const std::string& server) {
  return "http://" + std::string(request.header("host")) + "/" + server;
}

}  // namespace

struct FhirTwin::State {
  explicit State(FhirOptions o) : options(std::move(o)), world(options) { reset(); }

  void reset() {
    servers.clear();
    world.begin(servers["r4"], now);
    servers["copy"];
  }

  Reply search(FhirStore& store, const std::string& server, const std::string& type, const Request& request) const {
    auto rows = store.changed(type, read_fhir_instant(request.parameter("_lastUpdated")));
    if (const std::string_view category = request.parameter("category"); !category.empty())
      std::erase_if(rows, [&](const json::object* resource) { return !FhirStore::is_of(*resource, category); });
    const auto count = static_cast<std::size_t>(std::clamp<std::int64_t>(request.number("_count", 20), 1, 1000));
    const auto offset = static_cast<std::size_t>(std::max<std::int64_t>(request.number("_offset", 0), 0));
    json::array entries;
    for (std::size_t i = offset; i < std::min(rows.size(), offset + count); ++i)
      entries.push_back(json::object{
          {"fullUrl", base_of(request, server) + "/" + type}, {"resource", *rows[i]}, {"search", {{"mode", "match"}}}});
    json::array links;
    if (offset + count < rows.size())
      links.push_back(json::object{{"relation", "next"},
                                   {"url", base_of(request, server) + "/" + type + "?_count=" + std::to_string(count) +
                                               "&_offset=" + std::to_string(offset + count) +
                                               "&_lastUpdated=" + std::string(request.parameter("_lastUpdated")) +
                                               "&category=" + std::string(request.parameter("category"))}});
    json::object bundle{{"resourceType", "Bundle"}, {"type", "searchset"}};
    if (!entries.empty()) bundle["entry"] = std::move(entries);
    bundle["meta"] = json::object{{"lastUpdated", fhir_instant(now)}};
    bundle["total"] = rows.size();
    bundle["link"] = std::move(links);
    return fhir(200, bundle);
  }

  Reply kick_off(const std::string& server, const Request& request) {
    if (request.header("prefer") != "respond-async") return refuse(400, "required", "Prefer: respond-async");
    jobs.push_back({std::string(request.parameter("_type")), read_fhir_instant(request.parameter("_since")), now, 1});
    Reply made = reply(202, "");
    made.headers.emplace_back("Content-Location",
                              base_of(request, server) + "/jobs/" + std::to_string(jobs.size() - 1));
    return made;
  }

  // /jobs/N: not ready at the first question; /jobs/N/F: the F-th file.
  Reply job(FhirStore& store, const std::string& server, const std::string& rest, const Request& request) {
    const std::size_t number = static_cast<std::size_t>(std::strtoull(rest.c_str(), nullptr, 10));
    if (number >= jobs.size()) return refuse(404, "not-found", "no such export");
    Job& job = jobs[number];
    const auto rows = store.changed(job.type, job.since);
    if (const auto slash = rest.find('/'); slash != std::string::npos) {
      const std::size_t file = static_cast<std::size_t>(std::strtoull(rest.c_str() + slash + 1, nullptr, 10));
      std::string lines;
      for (std::size_t i = file * lines_a_file; i < std::min(rows.size(), (file + 1) * lines_a_file); ++i)
        lines += json::serialize(*rows[i]) + "\n";
      return reply(200, lines, "application/fhir+ndjson");
    }
    if (job.questions-- > 0) {
      Reply made = reply(202, "");
      made.headers.emplace_back("Retry-After", "1");
      return made;
    }
    json::array output;
    for (std::size_t file = 0; file * lines_a_file < rows.size(); ++file)
      output.push_back(json::object{
          {"type", job.type},
          {"url", base_of(request, server) + "/jobs/" + std::to_string(number) + "/" + std::to_string(file)}});
    return reply(200, json::serialize(json::object{{"transactionTime", fhir_instant(job.moment)},
                                                   {"request", base_of(request, server) + "/$export"},
                                                   {"requiresAccessToken", true},
                                                   {"output", std::move(output)},
                                                   {"error", json::array()}}));
  }

  Reply answer(FhirStore& store, const std::string& server, const std::string& rest, const Request& request) {
    if (request.method == "POST" && rest.empty()) {
      json::error_code error;
      const auto bundle = json::parse(request.body, error);
      if (error) return refuse(400, "structure", "the body is no JSON");
      auto made = store.apply(bundle, now += 1000);
      return fhir(made.status, made.body);
    }
    if (request.method != "GET") return refuse(405, "not-supported", "this path takes GET");
    if (rest == "metadata")
      return fhir(200, json::object{{"resourceType", "CapabilityStatement"}, {"fhirVersion", "4.0.1"}});
    if (rest == "$export") return kick_off(server, request);
    if (rest.starts_with("jobs/")) return job(store, server, rest.substr(5), request);
    const auto slash = rest.find('/');
    if (slash == std::string::npos) return search(store, server, rest, request);
    const auto* found = store.find(rest.substr(0, slash), rest.substr(slash + 1));
    return found == nullptr ? refuse(404, "not-found", rest + " is not known") : fhir(200, *found);
  }

  struct Job {
    std::string type;
    std::int64_t since, moment;
    int questions;
  };
  const FhirOptions options;
  FhirWorld world;
  mutable std::mutex mutex;
  std::int64_t now = 0;  // each change is a second later
  std::map<std::string, FhirStore> servers;
  std::vector<Job> jobs;
};

FhirTwin::FhirTwin(const FhirOptions& options) : state_(std::make_unique<State>(options)) {}
FhirTwin::~FhirTwin() = default;

Reply FhirTwin::handle(const Request& request) {
  if (request.header("authorization") != "Bearer " + state_->options.token)
    return refuse(401, "login", "a bearer token is wanted");
  const auto slash = request.path.find('/', 1);
  const std::string server = request.path.substr(1, slash == std::string::npos ? slash : slash - 1);
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->servers.find(server);
  if (found == state_->servers.end()) return not_found(request);
  return state_->answer(found->second, server, slash == std::string::npos ? "" : request.path.substr(slash + 1),
                        request);
}

Reply FhirTwin::command(const Request& request) {
  const std::lock_guard lock(state_->mutex);
  if (request.method == "POST" && request.path == "/twin/reset") {
    state_->reset();
    return reply(200, "{}");
  }
  if (request.method == "POST" && request.path == "/twin/advance") {
    state_->world.next_day(state_->servers["r4"], state_->now);
    return reply(200, "{}");
  }
  constexpr std::string_view records = "/twin/records/";
  if (!request.path.starts_with(records)) return not_found(request);
  const std::string which = request.path.substr(records.size());
  const auto slash = which.find('/');
  const auto found = state_->servers.find(which.substr(0, slash));
  if (slash == std::string::npos || found == state_->servers.end()) return not_found(request);
  json::array held;
  for (const auto* resource : found->second.changed(which.substr(slash + 1), 0)) held.push_back(*resource);
  return reply(200, json::serialize(held));
}

std::string FhirTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  json::object made{{"twin", "fhir"}};
  for (const auto& [name, store] : state_->servers)
    made[name] = json::object{{"held", store.size()},     {"created", store.created}, {"updated", store.updated},
                              {"matched", store.matched}, {"deleted", store.deleted}, {"refused", store.refused}};
  return json::serialize(made);
}

std::string FhirTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  std::string rows;
  for (const auto& [name, store] : state_->servers)
    rows += html_row("Bản ghi ở /" + name, std::to_string(store.size()));
  return html_page("Máy chủ FHIR của bệnh viện (mô phỏng)", "<table>" + rows + "</table>");
}

}  // namespace lt::twins
