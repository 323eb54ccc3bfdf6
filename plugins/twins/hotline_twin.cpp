// Addresses, parameters and documents of GeoReport v2.
#include "twins/hotline_twin.hpp"

#include "twins/hotline_desk.hpp"
#include "twins/open311_writing.hpp"
#include "twins/writing.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <mutex>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::int64_t widest = 90 * day_s;
constexpr std::size_t most = 1'000, longest = 4'000;

std::int64_t machine_now() {
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

bool among(std::string_view words, std::string_view word) {
  if (words.empty()) return true;
  return ("," + std::string(words) + ",").find("," + std::string(word) + ",") != std::string::npos;
}

std::optional<std::int64_t> moment_of(const Request& request, const std::string& name) {
  const auto text = request.parameter(name);
  if (text.empty()) return std::nullopt;
  const auto moment = read_moment(text);
  if (!moment) throw Open311Refusal(400, name + " is no moment such as 2021-08-02T00:00:00Z");
  return moment;
}

std::optional<double> degrees(const std::string& name, const std::string& text, double largest) {
  if (text.empty()) return std::nullopt;
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || !(value >= -largest && value <= largest))
    throw Open311Refusal(400, name + " is no coordinate");
  return value;
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::ranges::count_if(utf8, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// The report of a form, or why it is none.
HotlineReport read_report(const std::map<std::string, std::string>& form) {
  const auto text = [&](const std::string& name) {
    const auto found = form.find(name);
    return found == form.end() ? std::string() : found->second;
  };
  const std::string code = text("service_code");
  if (code.empty()) throw Open311Refusal(400, "service_code was not provided");
  HotlineReport report;
  report.service = find_hotline_service(code);
  if (report.service == nullptr) throw Open311Refusal(404, "service_code '" + code + "' was not found");
  report.description = text("description");
  report.address = text("address_string");
  report.address_id = text("address_id");
  report.media_url = text("media_url");
  report.lat = degrees("lat", text("lat"), 90);
  report.lon = degrees("long", text("long"), 180);
  if (report.lat.has_value() != report.lon.has_value()) throw Open311Refusal(400, "lat and long go together");
  if (!report.lat && report.address.empty() && report.address_id.empty())
    throw Open311Refusal(400, "lat and long, address_string or address_id must be provided");
  if (characters(report.description) > longest) throw Open311Refusal(400, "description has more than 4000 characters");
  const std::string attribute(report.service->attribute);
  if (report.service->attribute_required && text("attribute[" + attribute + "]").empty())
    throw Open311Refusal(400, "attribute[" + attribute + "] was not provided");
  return report;
}

}  // namespace

struct HotlineTwin::State {
  explicit State(HotlineOptions o)
      : options(std::move(o)),
        desk(Epidemic(options.seed, options.people, 1), options.now ? options.now : machine_now) {}

  Open311Document answer(const Request& request, const std::string& path);
  Open311Document post(const Request& request);
  json::array list(const Request& request) const;
  Reply bank(const Request& request);
  void require_jurisdiction(std::string_view given) const {
    if (!given.empty() && given != options.jurisdiction)
      throw Open311Refusal(404, "jurisdiction_id '" + std::string(given) + "' was not found");
  }

  const HotlineOptions options;
  mutable std::mutex mutex;
  HotlineDesk desk;
  std::uint64_t refused = 0;
};

json::array HotlineTwin::State::list(const Request& request) const {
  const auto numbers = request.parameter("service_request_id");
  const auto start = moment_of(request, "start_date"), end = moment_of(request, "end_date");
  const auto updated_after = moment_of(request, "updated_after");
  if (start && end && *end - *start > widest) throw Open311Refusal(400, "a range may not span more than 90 days");
  const std::int64_t now = options.now ? options.now() : machine_now();
  const std::int64_t last = end ? *end : start ? *start + widest : now + day_s;
  const std::int64_t first = start ? *start : last - widest;
  auto all = desk.reports();
  std::erase_if(all, [&](const HotlineReport& each) {
    if (!numbers.empty()) return !among(numbers, each.id);
    const bool in_time = updated_after ? each.updated >= *updated_after && (!end || each.updated <= *end)
                                       : each.requested >= first && each.requested <= last;
    return !in_time || !among(request.parameter("service_code"), each.service->code) ||
           !among(request.parameter("status"), each.closed ? "closed" : "open");
  });
  if (updated_after)
    std::ranges::stable_sort(all, {}, &HotlineReport::updated);
  else
    std::ranges::stable_sort(all, std::ranges::greater{}, &HotlineReport::requested);
  const std::size_t size = static_cast<std::size_t>(
      std::clamp<std::int64_t>(request.number("page_size", most), 1, static_cast<std::int64_t>(most)));
  const std::size_t page = static_cast<std::size_t>(std::max<std::int64_t>(request.number("page", 1), 1));
  json::array made;
  for (std::size_t i = (page - 1) * size; i < std::min(all.size(), page * size); ++i)
    made.push_back(open311_request(all[i]));
  return made;
}

Open311Document HotlineTwin::State::post(const Request& request) {
  const auto form = decoded_form(request.body);
  const auto key = form.find("api_key");
  if (key == form.end()) throw Open311Refusal(403, "api_key was not provided");
  if (key->second != options.api_key) throw Open311Refusal(403, "api_key was invalid");
  const auto jurisdiction = form.find("jurisdiction_id");
  require_jurisdiction(jurisdiction == form.end() ? "" : jurisdiction->second);
  const auto posted = desk.post(read_report(form));
  json::object made;
  if (posted.id.empty())
    made["token"] = posted.token;
  else
    made["service_request_id"] = posted.id;
  made["service_notice"] = "Tổng đài 1022 đã tiếp nhận";
  return {"service_requests", json::array{std::move(made)}, 201};
}

Open311Document HotlineTwin::State::answer(const Request& request, const std::string& path) {
  const auto after = [&](std::string_view prefix) { return path.substr(prefix.size()); };
  if (path == "/requests" && request.method == "POST") return post(request);
  if (request.method != "GET") throw Open311Refusal(405, "this address takes no " + request.method);
  require_jurisdiction(request.parameter("jurisdiction_id"));
  if (path == "/services") return {"services", open311_services(hotline_services())};
  if (path == "/requests") return {"service_requests", list(request)};
  if (path.starts_with("/services/")) {
    const auto* service = find_hotline_service(after("/services/"));
    if (service == nullptr) throw Open311Refusal(404, "service_code '" + after("/services/") + "' was not found");
    return {"service_definition", open311_definition(*service)};
  }
  if (path.starts_with("/requests/")) {
    const auto report = desk.report(after("/requests/"));
    if (!report) throw Open311Refusal(404, "service_request_id '" + after("/requests/") + "' was not found");
    return {"service_requests", json::array{open311_request(*report)}};
  }
  if (path.starts_with("/tokens/")) {
    const auto number = desk.number_of(after("/tokens/"));
    if (!number) throw Open311Refusal(404, "token '" + after("/tokens/") + "' was not found");
    json::object made{{"token", after("/tokens/")}};
    if (!number->empty()) made["service_request_id"] = *number;
    return {"service_requests", json::array{std::move(made)}};
  }
  throw Open311Refusal(404, "there is no such address");
}

Reply HotlineTwin::State::bank(const Request& request) {
  if (request.header("authorization") != "Bearer " + options.token) return failure(401, "the token is wrong");
  const std::string id = request.path.size() > 11 ? request.path.substr(11) : "";  // behind "/questions/"
  if (request.method == "DELETE")
    return desk.remove_question(id) ? reply(200, "{}") : failure(404, "no such question: " + id);
  if (request.method == "POST" || request.method == "PUT") {
    json::error_code error;
    const auto body = json::parse(request.body, error);
    if (error || !body.is_object() || !body.get_object().contains("question"))
      return failure(422, "a question must be an object with a question");
    const auto given = desk.put_question(id, body.get_object());
    return reply(request.method == "POST" ? 201 : 200, json::serialize(json::object{{"id", given}}));
  }
  const auto since = request.parameter("updatedFrom");
  auto all = desk.bank();
  std::erase_if(all, [&](const json::object& each) {
    return !since.empty() && std::string_view(each.at("updatedAt").as_string()) < since;
  });
  const auto size = static_cast<std::size_t>(std::clamp<std::int64_t>(request.number("size", 100), 1, 10'000));
  const auto page = static_cast<std::size_t>(std::max<std::int64_t>(request.number("page", 0), 0));
  json::array records;
  for (std::size_t i = page * size; i < std::min(all.size(), (page + 1) * size); ++i)
    records.push_back(std::move(all[i]));
  return reply(200, json::serialize(json::object{{"page", page},
                                                 {"total", all.size()},
                                                 {"totalPages", (all.size() + size - 1) / size},
                                                 {"records", std::move(records)}}));
}

HotlineTwin::HotlineTwin(HotlineOptions options) : state_(std::make_unique<State>(std::move(options))) {}
HotlineTwin::~HotlineTwin() = default;

Reply HotlineTwin::handle(const Request& request) {
  const std::lock_guard lock(state_->mutex);
  if (request.path.starts_with("/questions")) return state_->bank(request);
  const bool xml = request.path.ends_with(".xml");
  try {
    if (!xml && !request.path.ends_with(".json")) throw Open311Refusal(404, "an address here ends with .json or .xml");
    return open311_reply(state_->answer(request, request.path.substr(0, request.path.rfind('.'))), xml);
  } catch (const Open311Refusal& refusal) {
    state_->refused += request.method == "POST" ? 1 : 0;
    return open311_reply(
        {"errors", json::array{{{"code", refusal.code}, {"description", refusal.what()}}}, refusal.code}, xml);
  }
}

Reply HotlineTwin::command(const Request& request) {
  const std::lock_guard lock(state_->mutex);
  auto& desk = state_->desk;
  const std::string what = request.method + " " + request.path;
  if (what == "POST /twin/advance") {
    desk.advance();
    return reply(200, R"({"day":)" + std::to_string(desk.day()) + "}");
  }
  if (what == "POST /twin/reset") {
    desk.reset();
    state_->refused = 0;
    return reply(200, "{}");
  }
  if (what == "POST /twin/agent") {
    json::error_code error;
    const auto order = json::parse(request.body, error);
    const auto* work = error ? nullptr : order.if_object();
    const auto* id = work == nullptr ? nullptr : work->if_contains("service_request_id");
    const bool done = id != nullptr && id->is_string() && desk.work_on(std::string(id->get_string()), *work);
    return done ? reply(200, "{}")
                : failure(400, "service_request_id of a report, and status, status_notes or expected_datetime");
  }
  if (what == "GET /twin/truth") {
    const auto bank = desk.bank();
    const auto wrong = std::ranges::count_if(bank, [](const auto& each) { return each.at("question") == ""; });
    const json::object truth{{"/requests.json", {{"rows", desk.reports().size()}, {"wrong", 0}}},
                             {"/questions", {{"rows", bank.size()}, {"wrong", wrong}}}};
    return reply(200, json::serialize(truth));
  }
  if (what == "GET /twin/records") {
    const auto report = desk.report(std::string(request.parameter("id")));
    return report ? reply(200, json::serialize(open311_request(*report))) : failure(404, "no such report");
  }
  return not_found(request);
}

std::string HotlineTwin::state() const {
  const std::lock_guard lock(state_->mutex);
  const auto& desk = state_->desk;
  const auto reports = desk.reports();
  const json::object inbox{{"held", desk.posted()},
                           {"accepted", desk.posted()},
                           {"rejected", state_->refused},
                           {"redeliveredSameContent", desk.posted_twice()}};
  return json::serialize(
      json::object{{"twin", "hotline"},
                   {"day", desk.day()},
                   {"lists", {{"/requests.json", reports.size()}, {"/questions", desk.bank().size()}}},
                   {"open", std::ranges::count(reports, false, &HotlineReport::closed)},
                   {"inboxes", {{"/requests.json", inbox}}}});
}

std::string HotlineTwin::page() const {
  const std::lock_guard lock(state_->mutex);
  const auto& desk = state_->desk;
  const auto reports = desk.reports();
  std::string body =
      "<table>" + html_row("Ngày mô phỏng", std::to_string(desk.day() + 1)) +
      html_row("Phản ánh đang giữ", std::to_string(reports.size())) +
      html_row("Chưa trả lời", std::to_string(std::ranges::count(reports, false, &HotlineReport::closed))) +
      html_row("Nhận qua Open311", std::to_string(desk.posted())) +
      html_row("Gửi trùng nội dung (lỗi)", std::to_string(desk.posted_twice())) +
      html_row("Câu hỏi và trả lời", std::to_string(desk.bank().size())) + "</table><table>";
  for (auto each = reports.rbegin(); each != reports.rend() && each - reports.rbegin() < 20; ++each)
    body += html_row(each->id + " " + std::string(each->service->name),
                     (each->closed ? "đã trả lời; hạn " : "đang xử lý; hạn ") + iso_time(each->expected));
  return html_page("Tổng đài 1022 (mô phỏng)", body + "</table>");
}

}  // namespace lt::twins
