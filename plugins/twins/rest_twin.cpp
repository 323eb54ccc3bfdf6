// Paths of the rest twin.
#include "twins/rest_twin.hpp"

#include "twins/credentials.hpp"
#include "twins/rest_manners.hpp"
#include "twins/rest_table.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <mutex>
#include <set>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::size_t largest_batch = 10'000;

}  // namespace

struct RestTwin::State {
  explicit State(const RestOptions& o)
      : options(o), desk(o.seed, o.user, o.password, std::chrono::seconds(3600)), table(o.seed, o.rows) {}

  RestWindow window(const Request& request, std::int64_t first, std::int64_t count) const;
  Reply batch(const Request& request);
  Reply one(const std::string& id, const Request& request);
  // The status a record gets, and why where it is refused.
  std::pair<int, std::string> write(const json::value& record);

  const RestOptions options;
  TokenDesk desk;
  mutable std::mutex mutex;
  RestTable table;
  std::map<std::string, std::string> written;
  std::set<std::string> keys;
  std::uint64_t writes = 0, refused = 0, repeated_keys = 0;
};

RestWindow RestTwin::State::window(const Request& request, std::int64_t first, std::int64_t count) const {
  const std::lock_guard lock(mutex);
  const auto rows = table.since(request.parameter("updatedSince"));
  RestWindow made;
  made.total = rows.size();
  made.first = std::min<std::uint64_t>(static_cast<std::uint64_t>(first), rows.size());
  made.count = std::min<std::uint64_t>(static_cast<std::uint64_t>(count), rows.size() - made.first);
  for (std::uint64_t i = 0; i < made.count; ++i) {
    if (i > 0) made.items += ',';
    made.items += table.row(rows[made.first + i]);
  }
  return made;
}

std::pair<int, std::string> RestTwin::State::write(const json::value& record) {
  const auto* object = record.if_object();
  const auto* id = object == nullptr ? nullptr : object->if_contains("id");
  const auto refuse = [&](int status, std::string why) {
    ++refused;
    return std::pair(status, std::move(why));
  };
  if (id == nullptr || !id->is_string() || id->get_string().empty()) return refuse(422, "id is required");
  if (const auto* quantity = object->if_contains("quantity");
      quantity != nullptr && quantity->is_int64() && quantity->get_int64() < 0)
    return refuse(422, "quantity must not be negative");
  if (id->get_string().starts_with("LOCKED")) return refuse(409, "the record is locked");
  if (written.size() >= most_held && written.count(std::string(id->get_string())) == 0)
    return refuse(507, "no more room");
  ++writes;
  return {written.insert_or_assign(std::string(id->get_string()), json::serialize(record)).second ? 201 : 200, {}};
}

// {"items":[…]} or a bare array → {"results":[{"id","status":201|200|409|422,"error"}]} in the order of the items.
Reply RestTwin::State::batch(const Request& request) {
  if (request.method != "POST") return failure(405, "this path takes POST");
  json::error_code error;
  const auto body = json::parse(request.body, error);
  const auto* object = error ? nullptr : body.if_object();
  const auto* list = object == nullptr ? (error ? nullptr : body.if_array()) : nullptr;
  if (object != nullptr && object->contains("items")) list = object->at("items").if_array();
  if (list == nullptr) return failure(400, "the body must be {\"items\":[…]} or an array");
  if (list->size() > largest_batch) return failure(413, "too many items in one request");
  json::array results;
  const std::lock_guard lock(mutex);
  for (const auto& record : *list) {
    const auto [status, why] = write(record);
    json::object made{{"status", status}};
    if (const auto* fields = record.if_object())
      if (const auto* id = fields->if_contains("id")) made["id"] = *id;
    if (!why.empty()) made["error"] = why;
    results.push_back(std::move(made));
  }
  return reply(200, json::serialize(json::object{{"results", std::move(results)}}));
}

Reply RestTwin::State::one(const std::string& id, const Request& request) {
  const std::lock_guard lock(mutex);
  const auto found = written.find(id);
  if (request.method == "GET") return found == written.end() ? not_found(request) : reply(200, found->second);
  if (request.method == "DELETE") {
    if (found == written.end()) return not_found(request);
    written.erase(found);
    return reply(204, "");
  }
  if (request.method != "PUT") return failure(405, "this path takes GET, PUT, DELETE");
  if (const auto key = request.header("idempotency-key"); !key.empty() && keys.size() < most_held)
    repeated_keys += keys.emplace(key).second ? 0 : 1;
  json::error_code error;
  auto body = json::parse(request.body, error);
  if (error || !body.is_object()) return failure(400, "the body must be a JSON object");
  body.get_object()["id"] = id;
  const auto [status, why] = write(body);
  return why.empty() ? reply(status, json::serialize(body)) : failure(status, why);
}

RestTwin::RestTwin(const RestOptions& options) : state_(std::make_unique<State>(options)) {}
RestTwin::~RestTwin() = default;

Reply RestTwin::handle(const Request& request) {
  if (request.path == "/oauth/token") return state_->desk.issue(request);
  static constexpr std::array<std::string_view, 6> ways{"none", "basic", "bearer", "apikey", "query", "oauth"};
  if (!request.path.starts_with("/")) return not_found(request);
  const auto slash = request.path.find('/', 1);
  const std::string way = request.path.substr(1, slash == std::string::npos ? slash : slash - 1);
  if (slash == std::string::npos || std::find(ways.begin(), ways.end(), way) == ways.end()) return not_found(request);
  const RestCredentials credentials{state_->options.user, state_->options.password, state_->options.token,
                                    state_->options.api_key};
  if (!admits(way, credentials, state_->desk, request)) return refuse_stranger(way);
  const auto rest = request.path.substr(slash + 1);
  if (rest == "items/batch") return state_->batch(request);
  if (rest.starts_with("items/")) return state_->one(rest.substr(6), request);
  if (!rest.ends_with("/items") || request.method != "GET") return not_found(request);
  return rest_page(rest.substr(0, rest.size() - 6), request,
                   [&](std::int64_t first, std::int64_t count) { return state_->window(request, first, count); });
}

Reply RestTwin::command(const Request& request) {
  const std::lock_guard lock(state_->mutex);
  if (request.method != "POST") return not_found(request);
  if (request.path == "/twin/advance") return reply(200, "{" + json_member("version", state_->table.advance()) + "}");
  if (request.path != "/twin/reset") return not_found(request);
  state_->written.clear();
  state_->keys.clear();
  state_->writes = state_->refused = state_->repeated_keys = 0;
  return reply(200, "{}");
}

std::string RestTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  return R"({"twin":"rest",)" + json_member("rows", state_->options.rows) + "," +
         json_member("version", state_->table.version()) + "," + json_member("held", state_->written.size()) + "," +
         json_member("writes", state_->writes) + "," + json_member("refused", state_->refused) + "," +
         json_member("repeatedKeys", state_->repeated_keys) + "}";
}

std::string RestTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  return html_page("Hệ thống REST (mô phỏng): tồn kho vắc xin",
                   "<table>" + html_row("Số dòng tồn kho", std::to_string(state_->options.rows)) +
                       html_row("Bản ghi đã nhận", std::to_string(state_->written.size())) +
                       html_row("Bị từ chối", std::to_string(state_->refused)) + "</table>");
}

}  // namespace lt::twins
