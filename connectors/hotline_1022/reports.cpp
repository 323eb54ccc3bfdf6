// Windows, pages, posts and tokens.
#include "reports.hpp"

#include "open311.hpp"

#include <lienthong/rest/json_scan.hpp>
#include <lienthong/rest/moment.hpp>

#include <algorithm>
#include <optional>

namespace hotline_1022 {

using namespace lt::sdk;

namespace {

constexpr std::int64_t second = 1000;
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

std::string text_in(const std::optional<std::string_view>& value) {
  return value ? lt::rest::scalar_text(*value).value_or("") : "";
}

void emit(const Reader& reader, std::string_view body) { reader.page(body, "", {"/service_request_id"}); }

// By what a report is known again where no number is: it must hold a reference of its own in the description.
// Blanks are left out, since centres set lines anew.
std::string said(const std::string& service, const std::string& description) {
  std::string text = service + "/" + description;
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; });
  return text;
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

std::size_t Reports::list(const Host& host, const Request& base, const Page& each_page) const {
  const std::int64_t size = plan_.integer_or("page_size", 0);
  std::size_t count = 0;
  std::string before;
  for (int page = 1; page <= most_pages; ++page) {
    host.require_running();
    Request asked = base;
    if (size > 0) asked.query("page", std::to_string(page)).query("page_size", std::to_string(size));
    const Response response = host.send(asked);
    require_call(errors_.judge(response, lt::rest::RequestKind::read).call, asked, response);
    if (response.body().substr(0, response.body().find_first_not_of(" \t\r\n") + 1).ends_with('{'))
      throw failed("the centre's requests.json is no list of reports: " + errors_in(response.body()));
    // Not parsed whole: one damaged report must not cost its neighbours.
    std::size_t reports = 0;
    lt::rest::for_each_item(response.body(), lt::rest::Pointers({}), [&](const auto&) { ++reports; });
    if (reports == 0) return count;
    if (response.body() == before)
      throw unavailable("the centre gave the same page twice; does it know 'page' and 'page_size'?");
    each_page(response.body());
    count += reports;
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
  static const lt::rest::Pointers changed({"/updated_datetime"});
  list(reader, asked, [&](std::string_view body) {
    emit(reader, body);
    lt::rest::for_each_item(body, changed, [&](const auto& found) {
      const auto updated = iso().read(text_in(found[0]));
      // A report from the future must not hide all that come before it.
      if (updated && *updated <= reader.now() + day_ms) newest = std::max(newest, *updated);
    });
  });
  reader.checkpoint(json::serialize(json::object{{"updated", newest}}));
}

// A centre answers one request with so many reports at most, the convention's 1000; a window with as many is halved.
void Reports::windows(const Host& host, const Span& span, const Page& page,
                      const std::function<void(Moment)>& read_until) const {
  Moment from = span.from;
  const std::int64_t widest = plan_.integer_or("window_days", 90) * day_ms;
  const auto limit = static_cast<std::size_t>(plan_.integer_or("limit", 1000));
  std::int64_t width = widest;
  while (from < span.until) {
    const Moment end = std::min(from + width, span.until);
    Request asked = request("GET", "/requests.json");
    asked.query("start_date", iso().write(from)).query("end_date", iso().write(end));
    if (!span.status.empty()) asked.query("status", span.status);
    const std::size_t count = list(host, asked, page);
    const bool cut = count >= limit && !plan_.has("page_size");
    if (cut && end - from > second) {
      width = std::max(second, (end - from) / 2 / second * second);
      continue;
    }
    if (cut)
      throw failed("the centre has " + std::to_string(count) + " reports or more of " + iso().write(from) +
                   " and no pages; set reports.page_size where it knows pages, or its own reports.limit");
    from = end;
    width = std::min(widest, width * 2);
    read_until(from);
  }
}

void Reports::read_windows(const Reader& reader, std::string_view state) const {
  const std::int64_t now = reader.now();
  const std::int64_t start = *iso().read(plan_.text_or("start", "2020-01-01T00:00:00Z"));
  const auto note = [&](Moment from) { reader.checkpoint(json::serialize(json::object{{"from", from}})); };
  windows(
      reader, {moment_in(state, "from").value_or(start), now, plan_.text_or("status", "")},
      [&](std::string_view body) { emit(reader, body); }, note);
  // Reports change after they were made: the next read looks at the last ones again.
  note(std::max(start, now - plan_.integer_or("again_days", 90) * day_ms));
}

Reports::Held Reports::held_by_centre(const Writer& writer) const {
  static const lt::rest::Pointers telling({"/service_code", "/description", "/service_request_id"});
  Held held;
  // A minute more: the centre's clock may be ahead of ours.
  const std::int64_t until = writer.now() + 60 * second;
  windows(
      writer, {until - plan_.integer_or("doubt_days", 7) * day_ms, until, ""},
      [&](std::string_view body) {
        lt::rest::for_each_item(body, telling, [&](const auto& found) {
          held[said(text_in(found[0]), text_in(found[1]))] = text_in(found[2]);
        });
      },
      [](Moment) {});
  return held;
}

void Reports::write(const Writer& writer, std::span<const Record> records) const {
  std::optional<Held> held;
  for (const Record& record : records) {
    writer.require_running();
    if (record.erase) {
      writer.reject(record, LT_REJECT_PERMANENT, "GeoReport v2 knows no way to take a report back");
    } else if (record.remote_id.starts_with(token_mark)) {
      writer.accept(record, number_of(writer, std::string(record.remote_id.substr(token_mark.size()))));
    } else if (!record.remote_id.empty()) {
      writer.accept(record, record.remote_id);  // it stands at the centre, which alone changes it
    } else {
      const json::value report = record.parse();
      if (!report.is_object()) {
        writer.reject(record, LT_REJECT_PERMANENT, "a report must be a JSON object");
        continue;
      }
      // The convention knows no repeats: what may have arrived is looked for before it is sent again.
      const bool in_doubt = record.attempt > 1 && !text_at(report, "description").empty();
      if (in_doubt && !held) held = held_by_centre(writer);
      const auto found = in_doubt ? held->find(said(text_at(report, "service_code"), text_at(report, "description")))
                                  : Held::iterator();
      if (in_doubt && found != held->end())
        writer.accept(record, found->second);
      else
        send(writer, record, report.get_object());
    }
  }
}

void Reports::send(const Writer& writer, const Record& record, const json::object& fields) const {
  Request post = request("POST", "/requests.json");
  std::string form;
  if (settings_.has("api_key")) put(form, "api_key", json::value(writer.secret(settings_, "api_key")));
  if (settings_.has("jurisdiction_id")) put(form, "jurisdiction_id", json::value(settings_.text("jurisdiction_id")));
  const std::string report = form_of(fields);
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
