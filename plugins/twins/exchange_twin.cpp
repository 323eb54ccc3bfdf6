// Lists out, batches in, with a result for each record.
#include "twins/exchange_twin.hpp"

#include "twins/inbox.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <map>
#include <mutex>

namespace lt::twins {
namespace json = boost::json;

struct ExchangeTwin::State {
  State(ExchangeService s, std::uint64_t seed, RestCredentials c)
      : service(std::move(s)),
        credentials(std::move(c)),
        desk(seed, credentials.user, credentials.password, std::chrono::seconds(3600)) {
    if (service.webhook) {
      webhook = std::make_unique<Webhook>([this](const WebhookOrder& order) { return sent(order); },
                                          service.webhook->secret, service.webhook->list);
    }
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

  Inbox& inbox_at(const ExchangeInbox& inbox) {
    return inboxes.try_emplace(inbox.path, service.name + "-", inbox.required).first->second;
  }
  std::vector<WebhookEvent> sent(const WebhookOrder& order) const;
  Reply batch(const ExchangeInbox& inbox, const Request& request);
  Reply whole(const ExchangeInbox& inbox, const Request& request, const json::object& body, const json::array& items);
  Reply document(const ExchangeInbox& inbox) const;

  const ExchangeService service;
  const RestCredentials credentials;
  TokenDesk desk;
  std::unique_ptr<Webhook> webhook;  // null where the service does not call
  mutable std::mutex mutex;
  int day = 0;
  std::map<std::string, std::vector<ExchangeRow>> rows, echoes;  // by the list's path
  std::map<std::string, Inbox> inboxes;                          // by path, once something came
  std::map<std::string, std::string> documents;                  // of whole lists by path, as they came
};

// A whole list takes the place of what was there.
Reply ExchangeTwin::State::whole(const ExchangeInbox& inbox, const Request& request, const json::object& body,
                                 const json::array& items) {
  auto& held = inbox_at(inbox);
  if (std::string fault = inbox.judge ? inbox.judge(body) : ""; !fault.empty())
    return failure(422, held.refuse(std::move(fault)));
  if (const auto wrong = held.replace(items)) return failure(422, *wrong);
  documents[inbox.path] = request.body;
  return reply(200, R"({"status":"ok","count":)" + std::to_string(items.size()) + "}");
}

Reply ExchangeTwin::State::document(const ExchangeInbox& inbox) const {
  const std::lock_guard lock(mutex);
  const auto found = documents.find(inbox.path);
  return found == documents.end() ? failure(404, "nothing came in on that path") : reply(200, found->second);
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
  for (const auto& item : *items)
    results.push_back(inbox_at(inbox).take(item, {}, [&](const auto& id, const auto& data, auto sequence) {
      if (inbox.echo) echoes[inbox.echo_path].push_back(inbox.echo(id, data, sequence, day));
    }));
  if (inbox.echo) make_day();
  return reply(200, json::serialize(json::object{{"results", std::move(results)}}));
}

std::vector<WebhookEvent> ExchangeTwin::State::sent(const WebhookOrder& order) const {
  const std::lock_guard lock(mutex);
  const auto list =
      std::ranges::find_if(rows, [&](const auto& each) { return each.first.ends_with("/" + order.stream); });
  if (order.stream.empty() || list == rows.end()) throw std::invalid_argument("there is no stream " + order.stream);
  std::vector<WebhookEvent> made;
  const std::size_t end = std::min<std::size_t>(order.from + order.count, list->second.size());
  for (std::size_t i = order.from; i < end; ++i) {
    const auto& row = list->second[i];
    made.push_back({std::to_string(i) + "/" + row.updated_at, row.json});
  }
  return made;
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
  if (request.path == "/twin/webhook" && request.method == "POST" && state_->webhook) {
    try {
      return reply(200, state_->webhook->send(WebhookOrder::parse(request.body)));
    } catch (const std::invalid_argument& error) {
      return failure(400, error.what());
    }
  }
  const std::lock_guard lock(state_->mutex);
  if (request.path == "/twin/advance" && request.method == "POST") {
    state_->day = std::min(state_->day + 1, last_twin_day);
    state_->make_day();
    return reply(200, R"({"day":)" + std::to_string(state_->day) + "}");
  }
  if (request.path == "/twin/reset" && request.method == "POST") {
    state_->day = 0;
    state_->echoes.clear();
    if (state_->webhook) state_->webhook->reset();
    state_->inboxes.clear();
    state_->documents.clear();
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
    const auto inbox = state_->inboxes.find(request.path.substr(records.size()));
    return reply(200, json::serialize(inbox == state_->inboxes.end() ? json::object() : inbox->second.all()));
  }
  if (request.path == records && request.method == "GET") {
    const auto inbox = state_->inboxes.find(std::string(request.parameter("path")));
    if (inbox == state_->inboxes.end()) return failure(404, "nothing came in on that path");
    const auto* record = inbox->second.find(std::string(request.parameter("id")));
    return record == nullptr ? failure(404, "no such record") : reply(200, *record);
  }
  return not_found(request);
}

std::string ExchangeTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  json::object lists, inboxes;
  for (const auto& [path, rows] : state_->rows) lists[path] = rows.size();
  for (const auto& [path, inbox] : state_->inboxes) inboxes[path] = inbox.state();
  return json::serialize(
      json::object{{"twin", state_->service.name}, {"day", state_->day}, {"lists", lists}, {"inboxes", inboxes}});
}

std::string ExchangeTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  std::string body = "<table>" + html_row("Ngày mô phỏng", std::to_string(state_->day + 1));
  for (const auto& [path, rows] : state_->rows) body += html_row("Danh sách " + path, std::to_string(rows.size()));
  for (const auto& [path, inbox] : state_->inboxes)
    body += html_row("Đã nhận " + path,
                     std::to_string(inbox.held()) + " (từ chối " + std::to_string(inbox.rejected()) + ")");
  return html_page(state_->service.title + " (mô phỏng)", body + "</table>");
}

}  // namespace lt::twins
