// Batches in, per-record results out.
#include "twins/app_twin.hpp"

#include "twins/random.hpp"

#include <boost/json/monotonic_resource.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <functional>
#include <mutex>
#include <unordered_map>
#include <unordered_set>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::string_view records_path = "/api/v1/records/";
constexpr std::string_view lists_path = "/api/v1/";
constexpr std::size_t most_repeats = 100;

std::uint64_t hash_of(std::string_view text) { return scramble(std::hash<std::string_view>{}(text) ^ text.size()); }

std::string_view text_view_of(const json::object& record, std::string_view name) {
  const auto* value = record.if_contains(json::string_view(name.data(), name.size()));
  if (value == nullptr || !value->is_string()) return {};
  return {value->get_string().data(), value->get_string().size()};
}

// Without its last three characters, so that the page shows no whole number.
std::string masked(std::string text) {
  for (std::size_t i = text.size() > 3 ? text.size() - 3 : 0; i < text.size(); ++i) text[i] = '*';
  return text;
}

}  // namespace

struct AppTwin::State {
  struct Held {
    std::uint64_t hash = 0;
    std::string data;
    std::string key;  // idempotency key of what was taken last
  };
  // The same content under two keys, one after the other.
  struct Repeat {
    std::string id, first, second;
  };
  struct Stream {
    std::unordered_map<std::string, Held> records;
    std::uint64_t accepted = 0, rejected = 0, deleted = 0, redelivered = 0;
  };
  struct Result {
    std::string_view status = "ok";
    std::string code, message;
  };

  explicit State(AppOptions o) : options(std::move(o)) {}

  const AppRule* broken_rule(std::string_view stream, const json::object& data) const {
    for (const auto& rule : options.rules)
      if ((rule.stream == "*" || rule.stream == stream) && text_view_of(data, rule.field).empty()) return &rule;
    return nullptr;
  }
  std::vector<WebhookEvent> sent(const WebhookOrder& order) const;
  Result take(const std::string& stream, const json::value& record, const std::string& data);
  void keep(Stream& held, const std::string& id, std::string_view key, const std::string& data);

  const AppOptions options;
  const AppEvents events{options.seed, options.events};
  Webhook webhook{[this](const WebhookOrder& order) { return sent(order); }, options.webhook_secret, "records"};
  mutable std::mutex mutex;
  AppCounts counts;
  std::unordered_set<std::uint64_t> keys;
  std::map<std::string, Stream> streams;
  std::vector<Repeat> repeats;  // the first most_repeats
  std::map<std::string, std::uint64_t> rejected_by_code;
};

void AppTwin::State::keep(Stream& held, const std::string& id, std::string_view key, const std::string& data) {
  const auto hash = hash_of(data);
  const auto [at, is_new] = held.records.try_emplace(id);
  counts.ids += is_new;
  if (!is_new && at->second.hash == hash) {
    ++counts.redelivered;
    ++held.redelivered;
    if (repeats.size() < most_repeats) repeats.push_back({id, at->second.key, std::string(key)});
  }
  const bool whole = counts.ids <= options.most_kept;
  at->second = {.hash = hash, .data = whole ? data : "", .key = whole ? std::string(key) : ""};
  ++held.accepted;
  ++counts.accepted;
}

AppTwin::State::Result AppTwin::State::take(const std::string& stream, const json::value& value,
                                            const std::string& data) {
  ++counts.records;
  auto& held = streams[stream];
  const auto refuse = [&](std::string code, std::string message) {
    ++counts.rejected;
    ++held.rejected;
    if (rejected_by_code.size() < 100 || rejected_by_code.count(code) > 0) ++rejected_by_code[code];
    return Result{"rejected", std::move(code), std::move(message)};
  };
  const auto* record = value.if_object();
  if (record == nullptr || text_view_of(*record, "id").empty())
    return refuse("ID_REQUIRED", "a record must be an object with an id");
  const auto key = text_view_of(*record, "idempotencyKey");
  if (key.empty()) return refuse("KEY_REQUIRED", "a record must have an idempotencyKey");
  const std::string id(text_view_of(*record, "id"));
  const auto operation = text_view_of(*record, "operation");
  if (operation != "upsert" && operation != "delete")
    return refuse("OPERATION_UNKNOWN", "operation must be upsert or delete");
  if (operation == "upsert") {
    const auto* fields = record->if_contains("data");
    if (fields == nullptr || !fields->is_object()) return refuse("DATA_REQUIRED", "an upsert must have data");
    if (const auto* rule = broken_rule(stream, fields->get_object())) {
      auto code = rule->field + "_required";
      std::transform(code.begin(), code.end(), code.begin(),
                     [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
      return refuse(code, "Thiếu " + rule->field);
    }
  }
  if (!keys.insert(hash_of(key)).second) {
    ++counts.repeated_keys;
    return {"duplicate", {}, {}};
  }
  ++counts.keys;
  if (operation == "upsert") {
    keep(held, id, key, data);
  } else {
    counts.ids -= held.records.erase(id);
    ++held.deleted;
    ++counts.deleted;
  }
  return {};
}

// First versions before second ones, as they happened.
std::vector<WebhookEvent> AppTwin::State::sent(const WebhookOrder& order) const {
  if (!AppEvents::has(order.stream)) throw std::invalid_argument("stream is declarations, checkins or reports");
  std::vector<WebhookEvent> made;
  const std::uint64_t end = std::min(order.from + order.count, events.count());
  for (int version = 1; version <= 2; ++version) {
    for (std::uint64_t number = order.from; number < end; ++number) {
      if (version > events.versions(number)) continue;
      AppEvent event = events.event(order.stream, number, version);
      made.push_back({event.id + "/" + std::to_string(version), std::move(event.json)});
    }
  }
  return made;
}

AppTwin::AppTwin(AppOptions options) : state_(std::make_unique<State>(std::move(options))) {}
AppTwin::~AppTwin() = default;

Reply AppTwin::handle(const Request& request) {
  if (!request.path.starts_with(records_path)) return list(request);
  if (request.method != "POST") return failure(405, "this path takes POST");
  if (request.header("authorization") != "Bearer " + state_->options.token &&
      request.header("x-api-key") != state_->options.api_key)
    return failure(401, "the token or API key is missing or wrong");
  const auto stream = request.path.substr(records_path.size());
  if (stream.empty() || stream.size() > 100 || stream.find('/') != std::string::npos) return not_found(request);

  json::monotonic_resource memory;
  json::error_code error;
  const auto batch = json::parse(request.body, error, &memory);
  const auto* object = error ? nullptr : batch.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains("records");
  const auto* records = list == nullptr ? nullptr : list->if_array();
  if (records == nullptr) return failure(400, "the body must be {\"records\":[…]}");
  if (records->size() > state_->options.most_batch) return failure(413, "too many records in one request");

  // Serialised before the lock, so that connections do not wait for one another.
  std::vector<std::string> data(records->size());
  for (std::size_t i = 0; i < records->size(); ++i)
    if (const auto* record = (*records)[i].if_object())
      if (const auto* fields = record->if_contains("data")) data[i] = json::serialize(*fields);

  json::array results(&memory);
  results.reserve(records->size());
  {
    const std::lock_guard lock(state_->mutex);
    ++state_->counts.requests;
    if (state_->streams.size() >= 100 && state_->streams.count(stream) == 0)
      return failure(404, "no such stream: " + stream);
    for (std::size_t i = 0; i < records->size(); ++i) {
      const auto result = state_->take(stream, (*records)[i], data[i]);
      const auto* record = (*records)[i].if_object();
      const auto id = record == nullptr ? std::string_view{} : text_view_of(*record, "id");
      auto& made = results.emplace_back(json::object(&memory)).get_object();
      made["id"] = json::string_view(id.data(), id.size());
      made["status"] = json::string_view(result.status.data(), result.status.size());
      if (result.status != "rejected")
        made["remoteId"] = "APP-" + std::to_string(hash_of(stream + "/" + std::string(id)) % 1'000'000'000'000ULL);
      else
        made["error"] = json::object{{"code", result.code}, {"message", result.message}};
    }
  }
  json::object answer(&memory);
  answer["results"] = std::move(results);
  return reply(200, json::serialize(answer));
}

Reply AppTwin::list(const Request& request) const {
  const std::string stream = request.path.starts_with(lists_path) ? request.path.substr(lists_path.size()) : "";
  if (!AppEvents::has(stream)) return not_found(request);
  if (request.method != "GET") return failure(405, "this path takes GET");
  if (request.header("authorization") != "Bearer " + state_->options.token &&
      request.header("x-api-key") != state_->options.api_key)
    return failure(401, "the token or API key is missing or wrong");
  const auto size = static_cast<std::size_t>(std::clamp<std::int64_t>(request.number("size", 100), 1, 10'000));
  const auto page = static_cast<std::size_t>(std::max<std::int64_t>(request.number("page", 0), 0));
  const auto events = state_->events.changed(stream, request.number("updatedFrom", 0));
  std::string records;
  for (std::size_t i = page * size; i < std::min(events.size(), (page + 1) * size); ++i)
    records += (records.empty() ? "" : ",") + events[i].json;
  const std::size_t pages = (events.size() + size - 1) / size;
  return reply(200, "{\"page\":" + std::to_string(page) + ",\"total\":" + std::to_string(events.size()) +
                        ",\"totalPages\":" + std::to_string(pages) + ",\"records\":[" + records + "]}");
}

Reply AppTwin::command(const Request& request) {
  if (request.path == "/twin/reset" && request.method == "POST") {
    const std::lock_guard lock(state_->mutex);
    state_->counts = {};
    state_->keys.clear();
    state_->streams.clear();
    state_->repeats.clear();
    state_->rejected_by_code.clear();
    state_->webhook.reset();
    return reply(200, "{}");
  }
  if (request.path == "/twin/records" && request.method == "GET") {
    if (request.parameter("id").empty()) return whole_stream(std::string(request.parameter("stream")));
    const auto held = data(std::string(request.parameter("stream")), std::string(request.parameter("id")));
    return held.empty() ? failure(404, "no such record") : reply(200, held);
  }
  if (request.path == "/twin/webhook" && request.method == "POST") {
    try {
      return reply(200, state_->webhook.send(WebhookOrder::parse(request.body)));
    } catch (const std::invalid_argument& error) {
      return failure(400, error.what());
    }
  }
  if (request.path == "/twin/truth" && request.method == "GET") {
    json::object truth;
    for (const char* stream : {"declarations", "checkins", "reports"}) {
      const auto events = state_->events.changed(stream, 0);
      truth[stream] = {{"records", events.size()}, {"wrong", std::ranges::count(events, true, &AppEvent::wrong)}};
    }
    return reply(200, json::serialize(truth));
  }
  return not_found(request);
}

Reply AppTwin::whole_stream(const std::string& stream) const {
  const std::lock_guard lock(state_->mutex);
  std::string all;
  for (const auto& [id, held] : state_->streams[stream].records)
    if (!held.data.empty()) all += (all.empty() ? "" : ",") + held.data;
  return reply(200, "[" + all + "]");
}

AppCounts AppTwin::counts() const {
  const std::lock_guard lock(state_->mutex);
  return state_->counts;
}

std::string AppTwin::data(const std::string& stream, const std::string& id) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->streams.find(stream);
  if (found == state_->streams.end()) return {};
  const auto held = found->second.records.find(id);
  return held == found->second.records.end() ? std::string{} : held->second.data;
}

std::string AppTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  const auto& c = state_->counts;
  json::object streams, codes, inboxes;
  json::array repeats;
  for (const auto& [id, first, second] : state_->repeats)
    repeats.push_back({{"id", id}, {"first", first}, {"second", second}});
  for (const auto& [name, stream] : state_->streams) {
    inboxes[std::string(records_path) + name] = {{"held", stream.records.size()},
                                                 {"redeliveredSameContent", stream.redelivered}};
    streams[name] = {{"held", stream.records.size()},
                     {"accepted", stream.accepted},
                     {"rejected", stream.rejected},
                     {"deleted", stream.deleted}};
  }
  for (const auto& [code, count] : state_->rejected_by_code) codes[code] = count;
  const json::object made{{"twin", "app"},
                          {"requests", c.requests},
                          {"records", c.records},
                          {"accepted", c.accepted},
                          {"rejected", c.rejected},
                          {"deleted", c.deleted},
                          {"idempotencyKeys", {{"distinct", c.keys}, {"repeated", c.repeated_keys}}},
                          {"redeliveredSameContent", c.redelivered},
                          {"repeats", repeats},
                          {"held", c.ids},
                          {"streams", streams},
                          {"inboxes", inboxes},
                          {"rejectedByCode", codes}};
  return json::serialize(made);
}

std::string AppTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  const auto& c = state_->counts;
  std::string body = "<table>" + html_row("Số lần gửi", std::to_string(c.requests)) +
                     html_row("Bản ghi đã nhận", std::to_string(c.accepted)) +
                     html_row("Bản ghi đang giữ", std::to_string(c.ids)) +
                     html_row("Bị từ chối", std::to_string(c.rejected)) +
                     html_row("Khóa lặp lại (gửi lại an toàn)", std::to_string(c.repeated_keys)) +
                     html_row("Gửi trùng nội dung với khóa khác (lỗi)", std::to_string(c.redelivered)) + "</table>";
  for (const auto& [name, stream] : state_->streams) {
    body += "<h2>" + html_escaped(name) + ": " + std::to_string(stream.records.size()) + "</h2><table>";
    int shown = 0;
    for (const auto& [id, held] : stream.records) {
      if (++shown > 10) break;
      body += html_row(masked(id), std::to_string(held.data.size()) + " byte");
    }
    body += "</table>";
  }
  return html_page("Ứng dụng công dân Smart Thanh Hóa (mô phỏng)", body);
}

}  // namespace lt::twins
