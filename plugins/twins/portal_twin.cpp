// Bulk records, one person's doses, commands of the portal's twin.
#include "twins/portal_twin.hpp"

#include "twins/json_text.hpp"
#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace lt::twins {
namespace {

std::string one_dose(const World& world, const Person& person, unsigned number) {
  const auto dose = world.dose(person, number);
  return R"({"vaccineId":)" + std::to_string(dose.vaccine + 1) + R"(,"vaccineName":)" +
         in_quotes(vaccine_name(dose.vaccine)) + R"(,"injectionDate":)" + std::to_string(dose.injected_at) +
         R"(,"injectionPlace":)" + in_quotes(facilities()[dose.facility].name) + R"(,"batchNumber":)" +
         in_quotes(dose.lot) + "}";
}

std::string patient_json(const World& world, const Person& person) {
  const auto& commune = communes()[person.commune];
  const auto doses = world.doses_of(person.index);
  std::string made = R"({"patientInfo":{"fullname":)" + in_quotes(person.name);
  made += R"(,"birthday":)" + std::to_string(person.birth * day_ms);
  made += R"(,"personalPhoneNumber":)" + in_quotes("0" + person.subscriber);
  made += R"(,"identification":)" + in_quotes(person.identification());
  made += R"(,"healthInsuranceNumber":)" + in_quotes(person.insurance);
  made += R"(,"province":)" + in_quotes(thanh_hoa_name) + R"(,"district":)" + in_quotes(commune.district_name);
  made += R"(,"ward":)" + in_quotes(commune.name) + R"(,"currentProvinceId":)" + in_quotes(thanh_hoa_code);
  made +=
      R"(,"currentDistrictId":)" + in_quotes(commune.district_code) + R"(,"currentWardId":)" + in_quotes(commune.code);
  made += std::string(R"(,"fullyVaccinated":)") +
          (doses >= vaccine_course(world.dose(person, 1).vaccine) ? "true" : "false");
  made += R"(,"vaccinatedInfoes":[)";
  for (unsigned number = 1; number <= doses; ++number)
    made += (number > 1 ? "," : "") + one_dose(world, person, number);
  return made + "]}," + R"("qrCode":null,"errorResponse":null})";
}

}  // namespace

PortalTwin::PortalTwin(const PortalOptions& options)
    : feed_(options.seed, options.records),
      desk_(options.seed, options.client_id, options.client_secret, options.token_life, options.lgsp_access_token),
      cache_(options.cache_bytes) {}

Reply PortalTwin::handle(const Request& request) {
  if (request.path == "/token" || request.path == "/oauth2/token") return desk_.issue(request);
  if (auto answer = open_answer(request)) return *answer;
  if (!request.path.starts_with("/api/vaccination/")) return not_found(request);
  if (!desk_.admits(request)) {
    auto refused = failure(401, "the access token is missing, unknown or expired");
    refused.headers.emplace_back("WWW-Authenticate", "Bearer");
    return refused;
  }
  if (auto answer = exchange_.answer(request, version_)) return *answer;
  if (request.path != "/api/vaccination/records") return not_found(request);
  return request.method == "GET" ? records(request) : failure(405, "this path takes GET");
}

std::optional<Reply> PortalTwin::open_answer(const Request& request) {
  const bool otp = request.path.starts_with("/api/vaccination/public/");
  if (!otp && request.method == "GET") return public_answer(feed_, request);
  if (!otp) return std::nullopt;
  if (request.method != "GET") return failure(405, "this path takes GET");
  if (request.path == "/api/vaccination/public/otp-search") return send_code(request);
  if (request.path == "/api/vaccination/public/patient-vaccinated") return patient(request);
  return not_found(request);
}

// ?page (from 0) &size (1 … 10000, default 1000) &updatedFrom (epoch ms) → {page,size,total,totalPages,records}.
Reply PortalTwin::records(const Request& request) {
  const auto page = request.number("page", 0), size = request.number("size", 1000),
             from = request.number("updatedFrom", 0);
  if (page < 0 || size < 1 || size > largest_page) return failure(400, "page must be 0 or more, size 1 to 10000");
  if (page > INT64_MAX / largest_page) return failure(400, "page is too large");
  const auto version = version_.load();
  const auto corrections = exchange_.corrections();
  const auto key =
      std::to_string(version) + "/" + std::to_string(from) + "/" + std::to_string(size) + "/" + std::to_string(page);
  const auto make = [&] {
    const auto total = feed_.total(from, version);
    const auto width = static_cast<std::uint64_t>(size);
    std::string text;
    text.reserve(width * 900 + 200);
    text += R"({"page":)" + std::to_string(page) + R"(,"size":)" + std::to_string(size) + R"(,"total":)" +
            std::to_string(total) + R"(,"totalPages":)" + std::to_string((total + width - 1) / width) +
            R"(,"records":[)";
    bool first = true;
    for (const auto& entry : feed_.list(from, version, static_cast<std::uint64_t>(page) * width, width)) {
      if (!std::exchange(first, false)) text += ',';
      append_record(text, feed_.world(), entry, *corrections);
    }
    text += "]}";
    return text;
  };
  Reply made;
  made.body = corrections->empty() ? cache_.get(key, make) : std::make_shared<const std::string>(make());
  const std::lock_guard lock(mutex_);
  ++pages_served_;
  return made;
}

// The person whose number, name (marks and capitals aside) and birthday are asked for.
std::optional<Person> PortalTwin::wanted_person(const Request& request) const {
  auto number = request.parameter("identification");
  if (number.empty()) number = request.parameter("healthInsuranceNumber");
  const auto index = feed_.world().find(number);
  if (!index) return std::nullopt;
  auto person = feed_.world().person(*index);
  const auto folded = [](std::string_view name) { return capitals(without_marks(name)); };
  const bool same = folded(request.parameter("fullname")) == folded(person.name) &&
                    request.number("birthday", -1) == person.birth * day_ms &&
                    request.number("genderId", 0) == (person.male ? 1 : 2);
  return same ? std::optional(person) : std::nullopt;
}

Reply PortalTwin::send_code(const Request& request) {
  if (!wanted_person(request)) return failure(400, "Không tìm thấy thông tin người tiêm");
  const std::lock_guard lock(mutex_);
  char code[8];
  std::snprintf(code, sizeof code, "%06u",
                static_cast<unsigned>(Random(feed_.world().seed(), 500, ++codes_).below(1'000'000)));
  last_code_ = code;
  return reply(200, R"({"code":1,"message":"Mã xác thực đã được gửi"})");
}

Reply PortalTwin::patient(const Request& request) {
  const auto person = wanted_person(request);
  if (!person) return failure(400, "Không tìm thấy thông tin người tiêm");
  {
    const std::lock_guard lock(mutex_);
    if (last_code_.empty() || request.parameter("otp") != last_code_)
      return reply(200, R"({"patientInfo":null,"qrCode":null,"errorResponse":{"code":"OTP_INVALID"}})");
    last_code_.clear();
  }
  return reply(200, patient_json(feed_.world(), *person));
}

Reply PortalTwin::command(const Request& request) {
  if (request.path == "/twin/truth" && request.method == "GET") return reply(200, truth());
  if (request.path == "/twin/advance" && request.method == "POST")
    return reply(200, R"({"version":)" + std::to_string(advance()) + R"(,"changed":)" +
                          std::to_string(feed_.records() / 100) + "}");
  if (auto answer = exchange_.command(request, version_)) return *answer;
  return not_found(request);
}

std::string PortalTwin::truth() const {
  const auto truth = feed_.truth();
  const auto count = [](const char* name, std::uint64_t value) {
    return std::string("\"") + name + "\":" + std::to_string(value) + ",";
  };
  std::string made = "{" + count("seed", feed_.world().seed()) + count("records", feed_.records()) +
                     count("distinct", feed_.distinct()) + count("duplicates", truth.duplicates) +
                     count("variants", truth.variants) + count("invalid", truth.invalid.size()) +
                     count("persons", truth.persons) + count("personsWithValidRecord", truth.valid_persons) +
                     count("validDoses", truth.valid_doses) + count("version", version_) + R"("invalidByReason":{)";
  bool first = true;
  for (const auto& [reason, number] : truth.by_reason) {
    made += std::exchange(first, false) ? "" : ",";
    made += in_quotes(to_string(reason)) + ":" + std::to_string(number);
  }
  made += R"(},"invalidRecords":[)";
  first = true;
  for (const auto& [place, reason] : truth.invalid) {
    made += std::exchange(first, false) ? "" : ",";
    made += R"({"id":)" + in_quotes(record_id(place)) + R"(,"reason":)" + in_quotes(to_string(reason)) + "}";
  }
  return made + "]}";
}

std::string PortalTwin::state() const {
  const std::lock_guard lock(mutex_);
  return R"({"twin":"portal","seed":)" + std::to_string(feed_.world().seed()) + R"(,"records":)" +
         std::to_string(feed_.records()) + R"(,"distinct":)" + std::to_string(feed_.distinct()) + R"(,"version":)" +
         std::to_string(version_) + R"(,"pagesServed":)" + std::to_string(pages_served_) + R"(,"tokensIssued":)" +
         std::to_string(desk_.issued()) + R"(,"lastOtp":)" + in_quotes(last_code_) + R"(,"inboxes":)" +
         boost::json::serialize(exchange_.inboxes()) + "}";
}

std::string PortalTwin::page() const {
  std::string rows;
  {
    const std::lock_guard lock(mutex_);
    rows = html_row("Bản ghi mũi tiêm", std::to_string(feed_.records())) +
           html_row("Mũi tiêm khác nhau", std::to_string(feed_.distinct())) +
           html_row("Số đợt thay đổi (mỗi đợt 1 %)", std::to_string(version_)) +
           html_row("Số trang đã gửi", std::to_string(pages_served_)) +
           html_row("Số mã truy cập đã cấp", std::to_string(desk_.issued()));
  }
  return html_page("Cổng tiêm chủng quốc gia (mô phỏng)", "<table>" + rows + "</table>");
}

}  // namespace lt::twins
