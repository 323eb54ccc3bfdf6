// Made-up calls, posted reports, and what agents make of both.
#include "twins/hotline_desk.hpp"

#include "twins/fhir_moment.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::uint64_t calling = 91;

constexpr std::array<HotlineService, 8> services{
    {{"vaccination", "Tiêm chủng", "Sở Y tế", 3, false, "", false},
     {"declaration", "Khai báo y tế", "Trạm y tế", 2, false, "", false},
     {"quarantine", "Cách ly", "UBND xã", 1, false, "KIND", false},
     {"checkpoint", "Chốt kiểm soát và đi lại", "Công an huyện", 1, false, "", false},
     {"suspected_case", "Nghi mắc bệnh", "CDC Thanh Hóa", 1, true, "", false},
     {"gathering", "Tụ tập đông người", "UBND xã", 1, false, "", false},
     {"support", "Hỗ trợ an sinh", "Sở LĐTBXH", 5, false, "HOUSEHOLD", true},
     {"other", "Việc khác", "Tổng đài 1022", 7, false, "", false}}};

constexpr std::array<const char*, 8> call_words{"Bao giờ tôi được tiêm mũi 2?",
                                                "Không mở được tờ khai y tế trên điện thoại",
                                                "Nhà bên cạnh có người không chấp hành cách ly",
                                                "Giấy đi đường đã nộp hai hôm chưa thấy trả lời",
                                                "Trong nhà có người ho, sốt, mất khứu giác",
                                                "Quán nước đầu thôn tụ tập đông người",
                                                "Gia đình chưa nhận được gói hỗ trợ",
                                                "Hỏi số điện thoại của trạm y tế"};

std::string content_of(const HotlineReport& report) {
  const auto place = [](const std::optional<double>& degrees) { return degrees ? std::to_string(*degrees) : ""; };
  std::string all(report.service->code);
  for (const auto& part : {report.description, report.address, report.address_id, place(report.lat), place(report.lon)})
    all += "\n" + part;
  return all;
}

json::object question(std::uint64_t number) {
  const auto& service = services[number % services.size()];
  return {{"topic", service.name},
          {"id", "HD-" + std::to_string(number + 1)},
          {"serviceCode", service.code},
          // Of forty one is wrong: nobody asks anything.
          {"question",
           number == 37 ? "" : call_words[number % call_words.size()] + (" (" + std::to_string(number + 1) + ")")},
          {"answer", std::string(service.agency) + " trả lời trong " + std::to_string(service.days) + " ngày."},
          {"status", "published"},
          {"updatedAt", iso_time(Epidemic::moment(0, 7) + static_cast<std::int64_t>(number) * 60)}};
}

}  // namespace

std::span<const HotlineService> hotline_services() { return services; }

const HotlineService* find_hotline_service(std::string_view code) {
  const auto* const found = std::ranges::find(services, code, &HotlineService::code);
  return found == services.end() ? nullptr : found;
}

std::optional<std::int64_t> read_moment(std::string_view text) {
  const std::int64_t plain = read_fhir_instant(text) / 1000;
  const std::size_t at = text.find_first_of("Z+-", std::string_view("2021-08-02T01:30:00").size());
  if (plain == 0 || at == std::string_view::npos) return std::nullopt;
  const std::string_view zone = text.substr(at);
  int hours = 0, minutes = 0;
  if (zone != "Z" && std::sscanf(std::string(zone.substr(1)).c_str(), "%2d:%2d", &hours, &minutes) != 2)
    return std::nullopt;
  const std::int64_t offset = hours * std::int64_t{3600} + minutes * std::int64_t{60};
  return zone.front() == '-' ? plain + offset : plain - offset;
}

HotlineReport HotlineDesk::call(std::uint64_t number) const {
  Random random(epidemic_.world().seed(), calling, number);
  const auto day = static_cast<int>(number / calls_a_day);
  const std::size_t kind = random.below(services.size());
  const Person caller = epidemic_.world().person(random.below(4'000));
  HotlineReport report;
  report.id = std::to_string(638'001 + number);
  report.service = &services[kind];
  report.description = call_words[kind];
  report.address = caller.address;
  report.lat = 19.8 + static_cast<double>(random.below(1'000)) / 10'000;
  report.lon = 105.7 + static_cast<double>(random.below(1'000)) / 10'000;
  report.requested = report.updated =
      Epidemic::moment(day, 7 + static_cast<int>(number % calls_a_day), static_cast<int>(random.below(60)));
  report.expected = report.requested + report.service->days * day_s;
  // Of five calls one is forgotten.
  if (day < day_ && number % 5 != 4) {
    report.closed = true;
    report.notes = std::string(report.service->agency) + " đã trả lời.";
    report.updated = Epidemic::moment(day + 1, 10, static_cast<int>(number % calls_a_day));
  }
  return report;
}

void HotlineDesk::worked_on(HotlineReport& report) const {
  const auto found = work_.find(report.id);
  if (found == work_.end()) return;
  const json::object& work = found->second;
  if (const auto* status = work.if_contains("status")) report.closed = status->as_string() == "closed";
  if (const auto* notes = work.if_contains("status_notes")) report.notes = notes->as_string();
  if (const auto* expected = work.if_contains("expected_datetime"))
    report.expected = read_moment(expected->as_string()).value_or(report.expected);
  report.updated = work.at("updated").as_int64();
}

std::vector<HotlineReport> HotlineDesk::reports() const {
  std::vector<HotlineReport> all;
  const std::uint64_t calls = calls_a_day * static_cast<std::uint64_t>(day_ + 1);
  all.reserve(calls + posted_.size());
  for (std::uint64_t number = 0; number < calls; ++number) all.push_back(call(number));
  for (const auto& each : posted_)
    if (!each.id.empty()) all.push_back(each);
  for (auto& each : all) worked_on(each);
  return all;
}

std::optional<HotlineReport> HotlineDesk::report(const std::string& id) const {
  auto all = reports();
  const auto found = std::ranges::find(all, id, &HotlineReport::id);
  return found == all.end() ? std::nullopt : std::optional(*found);
}

HotlineDesk::Posted HotlineDesk::post(HotlineReport report) {
  twice_ += contents_.insert(content_of(report)).second ? 0 : 1;
  report.requested = report.updated = now_();
  report.expected = report.requested + report.service->days * day_s;
  Posted made;
  if (report.service->batch) {
    made.token = "T" + std::to_string(posted_.size() + 1);
    tokens_[made.token] = "";
    waiting_[made.token] = posted_.size();
  } else {
    made.id = report.id = std::to_string(700'001 + posted_.size());
  }
  posted_.push_back(std::move(report));
  return made;
}

std::optional<std::string> HotlineDesk::number_of(const std::string& token) {
  const auto found = tokens_.find(token);
  if (found == tokens_.end()) return std::nullopt;
  const auto waits = waiting_.find(token);
  if (waits == waiting_.end()) return found->second;
  if (found->second.empty()) {
    found->second = std::to_string(700'001 + waits->second);
    return "";
  }
  posted_[waits->second].id = found->second;
  waiting_.erase(waits);
  return found->second;
}

bool HotlineDesk::work_on(const std::string& id, const json::object& what) {
  if (!report(id)) return false;
  json::object work;
  for (const auto& [name, value] : what) {
    if (name == "service_request_id") continue;
    const bool known = name == "status" || name == "status_notes" || name == "expected_datetime";
    if (!known || !value.is_string()) return false;
    const std::string_view text = value.get_string();
    if (name == "status" && text != "open" && text != "closed") return false;
    if (name == "expected_datetime" && !read_moment(text)) return false;
    work[name] = value;
  }
  json::object& done = work_[id];
  for (const auto& [name, value] : work) done[name] = value;
  done["updated"] = now_();
  return true;
}

std::vector<json::object> HotlineDesk::bank() const {
  std::map<std::string, json::object> all = questions_;
  for (std::uint64_t number = 0; number < questions; ++number) {
    json::object made = question(number);
    std::string id(made.at("id").as_string());
    if (!removed_questions_.contains(id)) all.try_emplace(std::move(id), std::move(made));
  }
  std::vector<json::object> list;
  list.reserve(all.size());
  for (auto& [id, each] : all) list.push_back(std::move(each));
  std::ranges::stable_sort(list, {}, [](const json::object& each) { return each.at("updatedAt").as_string(); });
  return list;
}

std::string HotlineDesk::put_question(const std::string& id, json::object question) {
  const std::string given = id.empty() ? "HN-" + std::to_string(++asked_) : id;
  question["id"] = given;
  question["updatedAt"] = iso_time(now_());
  questions_[given] = std::move(question);
  return given;
}

bool HotlineDesk::remove_question(const std::string& id) {
  const auto all = bank();
  if (std::ranges::find(all, id, [](const json::object& each) { return std::string(each.at("id").as_string()); }) ==
      all.end())
    return false;
  questions_.erase(id);
  removed_questions_.insert(id);
  return true;
}

void HotlineDesk::reset() {
  day_ = 0;
  posted_.clear();
  waiting_.clear();
  tokens_.clear();
  contents_.clear();
  work_.clear();
  questions_.clear();
  removed_questions_.clear();
  twice_ = asked_ = 0;
}

}  // namespace lt::twins
