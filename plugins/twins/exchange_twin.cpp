// Lists out, batches in, with a result for each record.
#include "twins/exchange_twin.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <mutex>
#include <set>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::size_t most_batch = 1'000, most_held = 1'000'000;
constexpr int last_day = 365;

std::string text_of(const json::object& record, std::string_view name) {
  const auto* value = record.if_contains(json::string_view(name.data(), name.size()));
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool filled(const json::object& record, const std::string& name) {
  const auto* value = record.if_contains(name);
  return value != nullptr && !value->is_null() && !(value->is_string() && value->get_string().empty());
}

struct Inbox {
  std::map<std::string, std::string> held;  // id → data
  std::string document;                     // of a whole list, as it came
  std::set<std::string> keys;
  std::uint64_t accepted = 0, rejected = 0, deleted = 0, repeated = 0, redelivered = 0;
};

}  // namespace

struct ExchangeTwin::State {
  State(ExchangeService s, std::uint64_t seed, RestCredentials c)
      : service(std::move(s)),
        credentials(std::move(c)),
        desk(seed, credentials.user, credentials.password, std::chrono::seconds(3600)) {
    make_day();
  }

  // Under the lock: the rows as they stand today, echoes after the day's own.
  void make_day() {
    for (const auto& list : service.lists) {
      auto made = list.rows(day);
      for (const auto& row : echoes[list.path]) made.push_back(row);
      std::stable_sort(made.begin(), made.end(),
                       [](const auto& a, const auto& b) { return a.updated_at < b.updated_at; });
      rows[list.path] = std::move(made);
    }
  }

  RestWindow window(const std::string& path, const Request& request, std::int64_t first, std::int64_t count) const {
    const std::lock_guard lock(mutex);
    const auto& all = rows.at(path);
    const auto since = request.parameter("updatedSince");
    const auto begin =
        std::find_if(all.begin(), all.end(), [&](const auto& row) { return since.empty() || row.updated_at >= since; });
    RestWindow made;
    made.total = static_cast<std::uint64_t>(all.end() - begin);
    made.first = std::min(static_cast<std::uint64_t>(first), made.total);
    made.count = std::min(static_cast<std::uint64_t>(count), made.total - made.first);
    for (std::uint64_t i = 0; i < made.count; ++i) {
      if (i > 0) made.items += ',';
      made.items += begin[static_cast<std::ptrdiff_t>(made.first + i)].json;
    }
    return made;
  }

  json::object take(const ExchangeInbox& inbox, const json::value& value);
  Reply batch(const ExchangeInbox& inbox, const Request& request);
  Reply whole(const ExchangeInbox& inbox, const Request& request, const json::object& body, const json::array& items);
  Reply document(const ExchangeInbox& inbox) const;

  const ExchangeService service;
  const RestCredentials credentials;
  TokenDesk desk;
  mutable std::mutex mutex;
  int day = 0;
  std::map<std::string, std::vector<ExchangeRow>> rows, echoes;  // by the list's path
  std::map<std::string, Inbox> inboxes;                          // by path
};

json::object ExchangeTwin::State::take(const ExchangeInbox& inbox, const json::value& value) {
  auto& held = inboxes[inbox.path];
  const auto* record = value.if_object();
  const std::string id = record == nullptr ? "" : text_of(*record, "id");
  json::object made{{"id", id}, {"status", "ok"}};
  const auto refuse = [&](const char* code, const std::string& why) {
    ++held.rejected;
    made["status"] = "rejected";
    made["code"] = code;
    made["error"] = why;
    return made;
  };
  if (id.empty()) return refuse("ID_REQUIRED", "a record must be an object with an id");
  const auto key = text_of(*record, "idempotencyKey"), operation = text_of(*record, "operation");
  if (key.empty()) return refuse("KEY_REQUIRED", "a record must have an idempotencyKey");
  if (operation != "upsert" && operation != "delete")
    return refuse("OPERATION_UNKNOWN", "operation must be upsert or delete");
  if (held.keys.count(key) > 0) {
    ++held.repeated;
    made["status"] = "duplicate";
    return made;
  }
  if (operation == "delete") {
    held.deleted += held.held.erase(id);
    held.keys.insert(key);
    return made;
  }
  const auto* fields = record->if_contains("data");
  const auto* data = fields == nullptr ? nullptr : fields->if_object();
  if (data == nullptr) return refuse("DATA_REQUIRED", "an upsert must have data");
  for (const auto& name : inbox.required)
    if (!filled(*data, name)) return refuse("FIELD_REQUIRED", "Thiếu " + name);
  if (held.held.size() >= most_held) return refuse("FULL", "no more room");
  held.keys.insert(key);
  ++held.accepted;
  auto text = json::serialize(*data);
  const auto [at, is_new] = held.held.try_emplace(id);
  held.redelivered += !is_new && at->second == text ? 1 : 0;
  at->second = text;
  if (inbox.echo) echoes[inbox.echo_path].push_back(inbox.echo(id, text, held.accepted, day));
  made["remoteId"] = service.name + "-" + id;
  return made;
}

// A whole list takes the place of what was there.
Reply ExchangeTwin::State::whole(const ExchangeInbox& inbox, const Request& request, const json::object& body,
                                 const json::array& items) {
  auto& held = inboxes[inbox.path];
  if (const std::string fault = inbox.judge ? inbox.judge(body) : ""; !fault.empty()) {
    ++held.rejected;
    return failure(422, fault);
  }
  held.held.clear();
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto* item = items[i].if_object();
    for (const auto& name : inbox.required)
      if (item == nullptr || !filled(*item, name)) {
        ++held.rejected;
        return failure(422, "item " + std::to_string(i) + ": thiếu " + name);
      }
    held.held[std::to_string(i)] = json::serialize(items[i]);
  }
  ++held.accepted;
  held.document = request.body;
  return reply(200, R"({"status":"ok","count":)" + std::to_string(items.size()) + "}");
}

Reply ExchangeTwin::State::document(const ExchangeInbox& inbox) const {
  const std::lock_guard lock(mutex);
  const auto found = inboxes.find(inbox.path);
  if (found == inboxes.end() || found->second.accepted == 0) return failure(404, "nothing came in on that path");
  return reply(200, found->second.document);
}

Reply ExchangeTwin::State::batch(const ExchangeInbox& inbox, const Request& request) {
  if (inbox.whole && request.method == "GET") return document(inbox);
  if (request.method != (inbox.whole ? "PUT" : "POST"))
    return failure(405, inbox.whole ? "this path takes PUT" : "this path takes POST");
  json::error_code error;
  const auto body = json::parse(request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* list = object == nullptr ? nullptr : object->if_contains(inbox.list);
  const auto* items = list == nullptr ? nullptr : list->if_array();
  if (items == nullptr) return failure(400, "the body must be {\"" + inbox.list + "\":[…]}");
  const std::lock_guard lock(mutex);
  if (inbox.whole) return whole(inbox, request, *object, *items);
  if (items->size() > most_batch) return failure(413, "too many items in one request");
  json::array results;
  for (const auto& item : *items) results.push_back(take(inbox, item));
  if (inbox.echo) make_day();
  return reply(200, json::serialize(json::object{{"results", std::move(results)}}));
}

ExchangeTwin::ExchangeTwin(ExchangeService service, std::uint64_t seed, RestCredentials credentials)
    : state_(std::make_unique<State>(std::move(service), seed, std::move(credentials))) {}
ExchangeTwin::~ExchangeTwin() = default;

Reply ExchangeTwin::handle(const Request& request) {
  if (request.path == "/oauth/token") return state_->desk.issue(request);
  const auto& service = state_->service;
  if (!admits(service.way, state_->credentials, state_->desk, request)) return refuse_stranger(service.way);
  for (const auto& list : service.lists)
    if (request.path == list.path && request.method == "GET")
      return rest_page(service.paging, request, [&](std::int64_t first, std::int64_t count) {
        return state_->window(list.path, request, first, count);
      });
  for (const auto& inbox : service.inboxes)
    if (request.path == inbox.path) return state_->batch(inbox, request);
  return not_found(request);
}

Reply ExchangeTwin::command(const Request& request) {
  const std::lock_guard lock(state_->mutex);
  if (request.path == "/twin/advance" && request.method == "POST") {
    state_->day = std::min(state_->day + 1, last_day);
    state_->make_day();
    return reply(200, R"({"day":)" + std::to_string(state_->day) + "}");
  }
  if (request.path == "/twin/reset" && request.method == "POST") {
    state_->day = 0;
    state_->echoes.clear();
    state_->inboxes.clear();
    state_->make_day();
    return reply(200, "{}");
  }
  if (request.path == "/twin/truth" && request.method == "GET") {
    json::object made;
    for (const auto& [path, rows] : state_->rows)
      made[path] = {{"rows", rows.size()},
                    {"wrong", std::count_if(rows.begin(), rows.end(), [](const auto& row) { return row.wrong; })}};
    return reply(200, json::serialize(made));
  }
  constexpr std::string_view records = "/twin/records";
  if (request.path.starts_with("/twin/records/") && request.method == "GET") {
    json::object held;
    const auto inbox = state_->inboxes.find(request.path.substr(records.size()));
    if (inbox != state_->inboxes.end())
      for (const auto& [id, data] : inbox->second.held) held[id] = json::parse(data);
    return reply(200, json::serialize(held));
  }
  if (request.path == records && request.method == "GET") {
    const auto inbox = state_->inboxes.find(std::string(request.parameter("path")));
    if (inbox == state_->inboxes.end()) return failure(404, "nothing came in on that path");
    const auto record = inbox->second.held.find(std::string(request.parameter("id")));
    return record == inbox->second.held.end() ? failure(404, "no such record") : reply(200, record->second);
  }
  return not_found(request);
}

std::string ExchangeTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  json::object lists, inboxes;
  for (const auto& [path, rows] : state_->rows) lists[path] = rows.size();
  for (const auto& [path, inbox] : state_->inboxes)
    inboxes[path] = {{"held", inbox.held.size()},
                     {"accepted", inbox.accepted},
                     {"rejected", inbox.rejected},
                     {"deleted", inbox.deleted},
                     {"idempotencyKeys", {{"distinct", inbox.keys.size()}, {"repeated", inbox.repeated}}},
                     {"redeliveredSameContent", inbox.redelivered}};
  return json::serialize(
      json::object{{"twin", state_->service.name}, {"day", state_->day}, {"lists", lists}, {"inboxes", inboxes}});
}

std::string ExchangeTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  std::string body = "<table>" + html_row("Ngày mô phỏng", std::to_string(state_->day + 1));
  for (const auto& [path, rows] : state_->rows) body += html_row("Danh sách " + path, std::to_string(rows.size()));
  for (const auto& [path, inbox] : state_->inboxes)
    body += html_row("Đã nhận " + path,
                     std::to_string(inbox.held.size()) + " (từ chối " + std::to_string(inbox.rejected) + ")");
  return html_page(state_->service.title + " (mô phỏng)", body + "</table>");
}

}  // namespace lt::twins
