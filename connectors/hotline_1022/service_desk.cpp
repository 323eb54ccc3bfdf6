// Addresses, keys, filters.
#include "service_desk.hpp"

#include "submission.hpp"

#include <lienthong/rest/moment.hpp>
#include <lienthong/rest/signing.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>

namespace hotline_1022 {

using namespace lt::sdk;

namespace {

constexpr std::int64_t widest = 90 * day_ms;  // of a list, as the convention has it
constexpr std::int64_t most_reports = 1000;

struct Enough {};  // ends a walk over answers

std::set<std::string> words(const std::optional<std::string>& list) {
  std::set<std::string> found;
  std::string_view left = list ? std::string_view(*list) : std::string_view();
  while (!left.empty()) {
    const std::string_view word = left.substr(0, left.find(','));
    left.remove_prefix(std::min(word.size() + 1, left.size()));
    if (!word.empty()) found.emplace(word);
  }
  return found;
}

std::optional<std::int64_t> moment_of(const Incoming& request, std::string_view name) {
  const auto text = request.query(name);
  if (!text) return std::nullopt;
  const auto moment = lt::rest::MomentFormat("iso").read(*text);
  if (!moment) throw Refusal(400, std::string(name) + " is no moment such as 2021-08-02T00:00:00Z");
  return moment;
}

std::int64_t number_of(const Incoming& request, std::string_view name, std::int64_t usual, std::int64_t largest) {
  const auto text = request.query(name);
  if (!text) return usual;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
  if (error != std::errc() || end != text->data() + text->size() || number < 1 || number > largest)
    throw Refusal(400, std::string(name) + " must be a number from 1 to " + std::to_string(largest));
  return number;
}

bool among(const std::set<std::string>& allowed, const json::object& report, std::string_view name) {
  if (allowed.empty()) return true;
  const json::value* const value = report.if_contains(name);
  return value && value->is_string() && allowed.contains(std::string(value->get_string()));
}

std::string string_at(const json::object& members, std::string_view name) {
  const json::value* const value = members.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

json::object request_in(std::string_view document) {
  const json::value value = parse_json(document, "an answer of the hub");
  if (!value.is_object()) throw failed("an answer of the hub is no object");
  return as_request(value.get_object());
}

}  // namespace

ServiceDesk::ServiceDesk(const Settings& settings)
    : settings_(settings), answers_(settings.text_or("answers", "requests")) {
  std::set<std::string> codes;
  for (const auto& each : settings_.list("services")) {
    const std::string code = Settings(each.as_object()).text("code");
    if (!codes.insert(code).second) throw misconfigured("serve.services has '" + code + "' twice");
  }
}

void ServiceDesk::receive(const Receiver& receiver, const Incoming& request) {
  const std::string path = request.rest();
  const bool xml = path.ends_with(".xml");
  Reply reply{};
  try {
    if (!xml && !path.ends_with(".json")) throw Refusal(404, "an address here ends with .json or .xml");
    reply = answer(receiver, request, path.substr(0, path.rfind('.')));
  } catch (const Refusal& refusal) {
    reply = {refusal.code, {"errors", json::array{{{"code", refusal.code}, {"description", refusal.what()}}}}};
  }
  const std::string body = xml ? as_xml(reply.document) : as_json(reply.document);
  receiver.reply(reply.status, body, xml ? "application/xml; charset=utf-8" : "application/json; charset=utf-8");
}

ServiceDesk::Reply ServiceDesk::answer(const Receiver& receiver, const Incoming& request, const std::string& path) {
  constexpr std::string_view of_service = "/services/";
  constexpr std::string_view of_request = "/requests/";
  if (request.method == "POST" && path == "/requests") return take(receiver, request);
  if (request.method != "GET") throw Refusal(405, "this address takes no " + std::string(request.method));
  require_jurisdiction(request.query("jurisdiction_id").value_or(""));
  if (path == "/services") return {200, {"services", services()}};
  if (path.starts_with(of_service)) {
    const Settings found = service(std::string_view(path).substr(of_service.size()));
    return {200,
            {"service_definition",
             json::object{{"service_code", found.text("code")}, {"attributes", found.list("attributes")}}}};
  }
  if (path != "/requests" && !path.starts_with(of_request)) throw Refusal(404, "there is no such address");
  if (!settings_.boolean_or("public", false)) require_key(receiver, request.query("api_key").value_or(""));
  if (path == "/requests") return {200, {"service_requests", list(receiver, request)}};
  return {200, {"service_requests", one(receiver, std::string_view(path).substr(of_request.size()))}};
}

ServiceDesk::Reply ServiceDesk::take(const Receiver& receiver, const Incoming& request) {
  const json::object members = members_of(request);
  require_key(receiver, string_at(members, "api_key"));
  require_jurisdiction(string_at(members, "jurisdiction_id"));
  const std::string code = string_at(members, "service_code");
  if (code.empty()) throw Refusal(400, "service_code was not provided");
  const Settings asked = service(code);
  // A repeat with the same key is the same report; without a key each is a report of its own.
  const std::string_view once = request.header("Idempotency-Key");
  const std::string mark =
      once.empty() ? std::to_string(receiver.now()) + "#" + std::to_string(++taken_) : "key " + std::string(once);
  const std::string digest = lt::rest::hex(lt::rest::sha256(mark + "\n" + std::string(request.body)));
  const std::string number = settings_.text_or("prefix", "LT-") + digest.substr(0, 20);
  const json::object report = report_of(members, asked, number, receiver.now());
  receiver.record(report, number);
  json::object reply{{"service_request_id", number}};
  if (asked.has("notice")) reply["service_notice"] = asked.text("notice");
  return {201, {"service_requests", json::array{std::move(reply)}}};
}

json::array ServiceDesk::services() const {
  json::array all;
  for (const auto& value : settings_.list("services")) {
    const Settings each(value.as_object());
    json::object service{{"service_code", each.text("code")},
                         {"service_name", each.text("name")},
                         {"metadata", !each.list("attributes").empty()},
                         {"type", "realtime"}};
    for (const char* const name : {"description", "keywords", "group"})
      if (each.has(name)) service[name] = each.text(name);
    all.push_back(std::move(service));
  }
  return all;
}

Settings ServiceDesk::service(std::string_view code) const {
  for (const auto& value : settings_.list("services")) {
    Settings each(value.as_object());
    if (each.text("code") == code) return each;
  }
  throw Refusal(404, "there is no service '" + std::string(code) + "'");
}

json::array ServiceDesk::one(const Receiver& receiver, std::string_view number) const {
  const auto found = receiver.answers().find(answers_, number);
  if (!found) throw Refusal(404, "there is no report '" + std::string(number) + "'");
  return {request_in(*found)};
}

json::array ServiceDesk::list(const Receiver& receiver, const Incoming& request) const {
  json::array found;
  if (const auto numbers = words(request.query("service_request_id")); !numbers.empty()) {
    for (const std::string& number : numbers)
      if (const auto document = receiver.answers().find(answers_, number)) found.emplace_back(request_in(*document));
    return found;
  }
  const auto start = moment_of(request, "start_date");
  const auto end = moment_of(request, "end_date");
  const std::int64_t last = end ? *end : start ? std::min(*start + widest, receiver.now()) : receiver.now();
  const std::int64_t first = std::max(start.value_or(last - widest), last - widest);
  const auto codes = words(request.query("service_code"));
  const auto statuses = words(request.query("status"));
  const std::int64_t size = number_of(request, "page_size", most_reports, most_reports);
  std::int64_t before = (number_of(request, "page", 1, 1'000'000) - 1) * size;
  if (last < first) return found;
  try {
    receiver.answers().each(answers_, {.since = std::max<std::int64_t>(first, 1), .until = last + 1},
                            [&](std::string_view document) {
                              json::object report = request_in(document);
                              if (!among(codes, report, "service_code") || !among(statuses, report, "status")) return;
                              if (before-- > 0) return;
                              found.push_back(std::move(report));
                              if (static_cast<std::int64_t>(found.size()) == size) throw Enough();
                            });
  } catch (const Enough&) {
    return found;
  }
  return found;
}

void ServiceDesk::require_key(const Receiver& receiver, std::string_view given) const {
  const std::string key = receiver.secret(settings_, "api_key");
  if (key.empty()) throw misconfigured("the secret of serve.api_key is empty, so anybody could speak");
  if (given.empty()) throw Refusal(403, "api_key was not provided");
  if (!lt::rest::equal_in_constant_time(key, given)) throw Refusal(403, "api_key is not valid");
}

void ServiceDesk::require_jurisdiction(std::string_view given) const {
  if (!given.empty() && settings_.has("jurisdiction_id") && settings_.text("jurisdiction_id") != given)
    throw Refusal(404, "there is no jurisdiction '" + std::string(given) + "' here");
}

}  // namespace hotline_1022
