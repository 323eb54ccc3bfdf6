// Windows, pages, posts and tokens.
#include "reports.hpp"

#include "open311.hpp"

#include <lienthong/rest/moment.hpp>

#include <algorithm>
#include <optional>

namespace hotline_1022 {

using namespace lt::sdk;

namespace {

constexpr std::int64_t second = 1000;
constexpr std::int64_t day = 86'400 * second;
constexpr int most_pages = 1'000'000;
constexpr std::string_view token_mark = "token:";

const lt::rest::MomentFormat& iso() {
  static const lt::rest::MomentFormat format("iso");
  return format;
}

std::optional<std::int64_t> moment_in(std::string_view state, std::string_view name) {
  json::error_code error;
  const json::value value = json::parse(state, error);
  if (error || !value.is_object()) return std::nullopt;
  const json::value* const moment = value.get_object().if_contains(name);
  return moment && moment->is_int64() ? std::optional(moment->get_int64()) : std::nullopt;
}

std::string text_at(const json::value& answer, std::string_view member) {
  const json::value* const first = answer.is_array() ? at_pointer(answer, "/0") : &answer;
  const json::value* const value = first && first->is_object() ? first->get_object().if_contains(member) : nullptr;
  if (!value || value->is_null()) return {};
  return value->is_string() ? std::string(value->get_string()) : json::serialize(*value);
}

void put(std::string& form, std::string_view name, const json::value& value) {
  if (value.is_null()) return;
  form += (form.empty() ? "" : "&") + percent_encode(name) + "=" + percent_encode(text_of(value));
}

// As the convention wants a report: a form, whose address is `address_string`.
std::string form_of(const json::object& report) {
  std::string form;
  for (const auto& [name, value] : report) {
    if (value.is_object()) {
      for (const auto& each : value.get_object())
        put(form, std::string(name) + "[" + std::string(each.key()) + "]", each.value());
    } else {
      put(form, name == "address" ? std::string_view("address_string") : std::string_view(name), value);
    }
  }
  return form;
}

}  // namespace

Reports::Reports(const Settings& settings)
    : settings_(settings),
      plan_(settings.object("reports")),
      url_(settings.text("url")),
      idempotency_header_(plan_.text_or("idempotency_header", "Idempotency-Key")),
      errors_(json::array()) {
  const std::string start = plan_.text_or("start", "2020-01-01T00:00:00Z");
  if (!iso().read(start))
    throw misconfigured("reports.start '" + start + "' is no moment such as 2020-01-01T00:00:00Z");
}

Request Reports::request(const std::string& method, const std::string& path) const {
  Request made = Request::make(method, url_ + path);
  if (settings_.has("jurisdiction_id") && method == "GET")
    made.query("jurisdiction_id", settings_.text("jurisdiction_id"));
  return made;
}

void Reports::require_call(lt_status status, const Request& request, const Response& response) const {
  if (status == LT_OK) return;
  throw Failure(status,
                request.method + " " + request.url.substr(0, request.url.find('?')) + " answered " +
                    std::to_string(response.status()) + ": " + errors_in(response.body()),
                response.retry_after());
}

void Reports::check(const Host& host) const {
  const Request asked = request("GET", "/services.json");
  const Response response = host.send(asked);
  require_call(errors_.judge(response, lt::rest::RequestKind::read).call, asked, response);
  const json::value services = response.json();
  if (!services.is_array()) throw failed("the centre's services.json is no list of services");
  for (const auto& code : settings_.list("service_codes")) {
    const bool known = std::ranges::any_of(services.get_array(), [&](const json::value& service) {
      return service.is_object() && text_at(service, "service_code") == code.as_string();
    });
    if (!known)
      throw misconfigured("the centre has no service '" + std::string(code.as_string()) + "'; see service_codes");
  }
}

void Reports::read(const Reader& reader, std::string_view state) const {
  if (plan_.has("updated_parameter")) return read_changes(reader, state);
  read_windows(reader, state);
}

std::size_t Reports::list(const Reader& reader, const Request& base, Moment* newest) const {
  const std::int64_t size = plan_.integer_or("page_size", 0);
  std::size_t count = 0;
  std::string before;
  for (int page = 1; page <= most_pages; ++page) {
    reader.require_running();
    Request asked = base;
    if (size > 0) asked.query("page", std::to_string(page)).query("page_size", std::to_string(size));
    const Response response = reader.send(asked);
    require_call(errors_.judge(response, lt::rest::RequestKind::read).call, asked, response);
    const json::value answer = response.json();
    if (!answer.is_array())
      throw failed("the centre's requests.json is no list of reports: " + errors_in(response.body()));
    const json::array& reports = answer.get_array();
    if (reports.empty()) return count;
    if (response.body() == before)
      throw unavailable("the centre gave the same page twice; does it know 'page' and 'page_size'?");
    reader.page(response.body(), "", {"/service_request_id"});
    count += reports.size();
    for (const auto& report : reports) {
      const auto updated = report.is_object() ? iso().read(text_at(report, "updated_datetime")) : std::nullopt;
      // A report from the future must not hide all that come before it.
      if (newest && updated && *updated <= reader.now() + day) *newest = std::max(*newest, *updated);
    }
    if (size == 0) return count;
    before = response.body();
  }
  throw failed("the centre's list of reports has no end");
}

void Reports::read_changes(const Reader& reader, std::string_view state) const {
  const auto since = moment_in(state, "updated");
  Moment newest = since.value_or(*iso().read(plan_.text_or("start", "2020-01-01T00:00:00Z")));
  Request asked = request("GET", "/requests.json");
  asked.query(plan_.text("updated_parameter"), iso().write(newest - plan_.integer_or("overlap_s", 60) * second));
  if (plan_.has("status")) asked.query("status", plan_.text("status"));
  list(reader, asked, &newest);
  reader.checkpoint(json::serialize(json::object{{"updated", newest}}));
}

// A centre answers one request with so many reports at most, the convention's 1000; a window with as many is halved.
void Reports::read_windows(const Reader& reader, std::string_view state) const {
  const std::int64_t now = reader.now();
  const std::int64_t widest = plan_.integer_or("window_days", 90) * day;
  const auto limit = static_cast<std::size_t>(plan_.integer_or("limit", 1000));
  const std::int64_t start = *iso().read(plan_.text_or("start", "2020-01-01T00:00:00Z"));
  Moment from = moment_in(state, "from").value_or(start);
  std::int64_t width = widest;
  while (from < now) {
    const Moment until = std::min(from + width, now);
    Request asked = request("GET", "/requests.json");
    asked.query("start_date", iso().write(from)).query("end_date", iso().write(until));
    if (plan_.has("status")) asked.query("status", plan_.text("status"));
    const std::size_t count = list(reader, asked, nullptr);
    const bool cut = count >= limit && !plan_.has("page_size");
    if (cut && until - from > second) {
      width = std::max(second, (until - from) / 2 / second * second);
      continue;
    }
    if (cut)
      throw failed("the centre has " + std::to_string(count) + " reports or more of " + iso().write(from) +
                   " and no pages; set reports.page_size where it knows pages, or its own reports.limit");
    from = until;
    width = std::min(widest, width * 2);
    reader.checkpoint(json::serialize(json::object{{"from", from}}));
  }
  // Reports change after they were made: the next read looks at the last ones again.
  const Moment again = std::max(start, now - plan_.integer_or("again_days", 90) * day);
  reader.checkpoint(json::serialize(json::object{{"from", again}}));
}

void Reports::write(const Writer& writer, std::span<const Record> records) const {
  for (const Record& record : records) {
    writer.require_running();
    if (record.erase) {
      writer.reject(record, LT_REJECT_PERMANENT, "GeoReport v2 knows no way to take a report back");
    } else if (record.remote_id.starts_with(token_mark)) {
      writer.accept(record, number_of(writer, std::string(record.remote_id.substr(token_mark.size()))));
    } else if (!record.remote_id.empty()) {
      writer.accept(record, record.remote_id);  // it stands at the centre, which alone changes it
    } else {
      send(writer, record);
    }
  }
}

void Reports::send(const Writer& writer, const Record& record) const {
  const json::value parsed = record.parse();
  if (!parsed.is_object()) return writer.reject(record, LT_REJECT_PERMANENT, "a report must be a JSON object");
  Request post = request("POST", "/requests.json");
  std::string form;
  if (settings_.has("api_key")) put(form, "api_key", json::value(writer.secret(settings_, "api_key")));
  if (settings_.has("jurisdiction_id")) put(form, "jurisdiction_id", json::value(settings_.text("jurisdiction_id")));
  const std::string report = form_of(parsed.get_object());
  post.body = form.empty() ? report : form + "&" + report;
  post.header("Content-Type", "application/x-www-form-urlencoded");
  if (!idempotency_header_.empty()) post.header(idempotency_header_, record.idempotency_key);
  const Response response = writer.send(post);
  const auto verdict = errors_.judge(response, lt::rest::RequestKind::write);
  require_call(verdict.call, post, response);
  if (verdict.record) return writer.reject(record, *verdict.record, errors_in(response.body()), response.retry_after());
  json::error_code error;
  const json::value answer = json::parse(response.body(), error);
  const std::string number = error ? std::string() : text_at(answer, "service_request_id");
  if (!number.empty()) return writer.accept(record, number);
  const std::string token = error ? std::string() : text_at(answer, "token");
  // Sent again it would be a second report.
  if (token.empty())
    return writer.reject(record, LT_REJECT_PERMANENT,
                         "the centre took the report and gave neither number nor token: " + errors_in(response.body()));
  writer.accept(record, number_of(writer, token));
}

std::string Reports::number_of(const Host& host, const std::string& token) const {
  std::string pending = std::string(token_mark) + token;
  try {
    const Response response = host.fetch(request("GET", "/tokens/" + percent_encode(token) + ".json"));
    const std::string number = text_at(response.json(), "service_request_id");
    return number.empty() ? pending : number;
  } catch (const Failure& failure) {
    if (failure.status() == LT_CANCELLED) return pending;
    host.warn("the token of a report that was sent cannot be looked up yet: " + std::string(failure.what()));
    return pending;
  }
}

}  // namespace hotline_1022
