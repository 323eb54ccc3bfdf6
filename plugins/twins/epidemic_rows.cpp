// Rows as JSON.
#include "twins/epidemic_rows.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>
#include <string>

namespace lt::twins {
namespace json = boost::json;
namespace {

enum RowUse : std::uint64_t { spoiling = 950, checking, breaching, watching, working, rating, measuring };

constexpr std::uint64_t facility_count = 12, enterprise_count = 8, workers_each = 150, one_row_wrong_in = 100;
constexpr int stay_days = 14;

std::string code(const char* prefix, std::uint64_t number) {
  char made[40];
  std::snprintf(made, sizeof made, "%s%07llu", prefix, static_cast<unsigned long long>(number));
  return made;
}

std::string_view commune_code(const Person& person) { return communes()[person.commune].code; }

json::object person_of(const Epidemic& epidemic, std::uint64_t index) {
  const auto person = epidemic.world().person(index);
  return {{"fullName", person.name},
          {"birthDate", write_day(person.birth)},
          {"gender", person.male ? "Nam" : "Nữ"},
          {"phone", "0" + person.subscriber},
          {"identityNumber", person.identification()},
          {"insuranceNumber", person.insurance},
          {"address", person.address},
          {"communeCode", commune_code(person)}};
}

bool spoiled(const Epidemic& epidemic, std::uint64_t list, std::uint64_t number) {
  return Random(epidemic.world().seed(), spoiling, list, number).below(one_row_wrong_in) == 0;
}

void add(Rows& rows, json::object record, std::int64_t at, bool wrong = false) {
  record["updatedAt"] = iso_time(at);
  rows.push_back({iso_time(at), json::serialize(record), wrong});
}

// A contact of the household is watched at home, the others and the sick are taken to a facility.
std::uint64_t facility_of(std::uint64_t number) { return scramble(number) % facility_count; }
std::string facility_code(std::uint64_t number) { return code("CL", number + 1); }

std::string at_home(const Contact& contact) { return code("GS", contact.number); }

std::uint64_t contacts_until(const Epidemic& epidemic, int day) {
  return epidemic.cases_until(day) * Epidemic::contacts_a_case;
}

}  // namespace

Rows sample_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (std::uint64_t n = 0; n < epidemic.cases_until(day) * Epidemic::samples_a_case; ++n) {
    const auto sample = epidemic.sample(n);
    auto person = person_of(epidemic, sample.person);
    const bool wrong = spoiled(epidemic, 1, n);
    if (wrong) person["birthDate"] = "31/02/1980";
    Random random(epidemic.world().seed(), measuring, n);
    add(made,
        {{"code", code("XN", n)},
         {"person", std::move(person)},
         {"method", random.chance(80) ? "RT-PCR" : "TEST-NHANH"},
         {"takenAt", iso_time(sample.taken)},
         {"takenPlace", facilities()[random.below(facilities().size())].name},
         {"status", "DA_CO_KET_QUA"}},
        sample.taken, wrong);
  }
  return made;
}

Rows result_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (std::uint64_t n = 0; n < epidemic.cases_until(day) * Epidemic::samples_a_case; ++n) {
    if (spoiled(epidemic, 1, n)) continue;  // of a sample that no hub has
    const auto sample = epidemic.sample(n);
    const bool wrong = spoiled(epidemic, 2, n) && !sample.positive;
    json::object record{{"sampleCode", code("XN", n)},
                        {"result", wrong             ? "KQ?"
                                   : sample.positive ? "DUONG_TINH"
                                                     : "AM_TINH"},
                        {"testedAt", iso_time(sample.tested)},
                        {"laboratory", "CDC Thanh Hóa"}};
    if (sample.positive)
      record["ct"] = static_cast<double>(150 + Random(epidemic.world().seed(), measuring, n, 1).below(200)) / 10;
    add(made, std::move(record), sample.tested, wrong);
  }
  return made;
}

Rows home_stay_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (std::uint64_t n = 0; n < contacts_until(epidemic, day); ++n) {
    const auto contact = epidemic.contact(n);
    if (!contact.family) continue;
    auto person = person_of(epidemic, contact.person);
    const bool wrong = spoiled(epidemic, 3, n);
    if (wrong) person["fullName"] = "";
    const auto from = Epidemic::first_day() + contact.day;
    add(made,
        {{"id", at_home(contact)},
         {"person", std::move(person)},
         {"fromDate", write_day(from)},
         {"toDate", write_day(from + stay_days)},
         {"reason", "F1"},
         {"status", "DANG_CACH_LY"}},
        Epidemic::moment(contact.day, 18), wrong);
  }
  return made;
}

Rows home_checkin_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (int today = 1; today <= day; ++today)
    for (std::uint64_t n = 0; n < contacts_until(epidemic, today - 1); ++n) {
      const auto contact = epidemic.contact(n);
      if (!contact.family || spoiled(epidemic, 3, n) || today - contact.day > stay_days) continue;
      Random random(epidemic.world().seed(), checking, n, static_cast<std::uint64_t>(today));
      const bool wrong = spoiled(epidemic, 4, n * 400 + static_cast<std::uint64_t>(today));
      const auto at = Epidemic::moment(today, 6, static_cast<int>(random.below(120)));
      add(made,
          {{"id", at_home(contact) + "-" + std::to_string(today)},
           {"stayId", at_home(contact)},
           {"at", wrong ? "hôm nay" : iso_time(at)},
           {"temperature", static_cast<double>(362 + random.below(15)) / 10},
           {"symptoms", random.chance(5) ? "Ho, đau họng" : ""},
           {"atHome", !random.chance(2)}},
          at, wrong);
    }
  return made;
}

Rows home_breach_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (int today = 1; today <= day; ++today)
    for (std::uint64_t n = 0; n < contacts_until(epidemic, today - 1); ++n) {
      const auto contact = epidemic.contact(n);
      if (!contact.family || spoiled(epidemic, 3, n)) continue;
      Random random(epidemic.world().seed(), breaching, n, static_cast<std::uint64_t>(today));
      if (!random.chance(2)) continue;
      const auto at = Epidemic::moment(today, 9, static_cast<int>(random.below(600)));
      static constexpr std::array<const char*, 3> kinds{"ROI_KHOI_NHA", "KHONG_DIEM_DANH", "TIEP_XUC"};
      add(made,
          {{"id", "VP-" + at_home(contact) + "-" + std::to_string(today)},
           {"stayId", at_home(contact)},
           {"kind", random.pick(kinds)},
           {"at", iso_time(at)},
           {"note", "Camera và công an khu vực báo"}},
          at);
    }
  return made;
}

Rows facility_rows(const Epidemic& epidemic, int) {
  Rows made;
  for (std::uint64_t n = 0; n < facility_count; ++n) {
    const auto& commune = communes()[scramble(epidemic.world().seed() + n) % communes().size()];
    add(made,
        {{"code", facility_code(n)},
         {"name", "Khu cách ly " + std::string(n % 3 == 2 ? "y tế " : "tập trung ") + std::string(commune.name)},
         {"kind", n % 3 == 2 ? "Y_TE" : "TAP_TRUNG"},
         {"communeCode", commune.code},
         {"capacity", 100 + scramble(n) % 400},
         {"lat", 19.8 + static_cast<double>(scramble(n) % 400) / 1000},
         {"lng", 105.4 + static_cast<double>(scramble(n + 77) % 400) / 1000}},
        Epidemic::moment(0, 0));
  }
  return made;
}

Rows facility_stay_rows(const Epidemic& epidemic, int day) {
  Rows made;
  const auto stay = [&](const std::string& id, std::uint64_t person, int from, const char* reason, std::uint64_t at) {
    add(made,
        {{"id", id},
         {"facilityCode", facility_code(facility_of(at))},
         {"person", person_of(epidemic, person)},
         {"fromDate", write_day(Epidemic::first_day() + from)},
         {"toDate", write_day(Epidemic::first_day() + from + stay_days)},
         {"reason", reason},
         {"room", "P" + std::to_string(100 + scramble(person) % 300)},
         {"status", "DANG_CACH_LY"}},
        Epidemic::moment(from, 20));
  };
  for (std::uint64_t n = 0; n < epidemic.cases_until(day); ++n) {
    const auto of = epidemic.infection(n);
    stay(code("F0-", n), of.person, of.day, "F0", n);
  }
  for (std::uint64_t n = 0; n < contacts_until(epidemic, day); ++n) {
    const auto contact = epidemic.contact(n);
    if (!contact.family) stay(code("F1-", n), contact.person, contact.day, "F1", n);
  }
  return made;
}

Rows camera_event_rows(const Epidemic& epidemic, int day) {
  Rows made;
  static constexpr std::array<const char*, 4> kinds{"TRO_VE_PHONG", "RA_KHOI_PHONG", "TU_TAP", "XAM_NHAP"};
  for (int today = 0; today <= day; ++today)
    for (std::uint64_t n = 0; n < facility_count * 4; ++n) {
      Random random(epidemic.world().seed(), watching, n, static_cast<std::uint64_t>(today));
      const auto at = Epidemic::moment(today, 0, static_cast<int>(random.below(1'440)));
      const bool wrong = spoiled(epidemic, 5, n * 400 + static_cast<std::uint64_t>(today));
      add(made,
          {{"id", "SK-" + std::to_string(today) + "-" + std::to_string(n)},
           {"facilityCode", wrong ? "" : facility_code(n % facility_count)},
           {"kind", random.pick(kinds)},
           {"at", iso_time(at)},
           {"camera", "CAM" + std::to_string(1 + random.below(16))},
           {"people", 1 + random.below(9)}},
          at, wrong);
    }
  return made;
}

Rows enterprise_rows(const Epidemic& epidemic, int) {
  static constexpr std::array<const char*, enterprise_count> names{
      "May Lam Sơn", "Giày Hàm Rồng",   "Điện tử Nghi Sơn", "Thép Nghi Sơn",
      "Gỗ Bỉm Sơn",  "Xi măng Bỉm Sơn", "Thực phẩm Lễ Môn", "Bao bì Lễ Môn"};
  static constexpr std::array<const char*, 3> zones{"KCN Lễ Môn", "KKT Nghi Sơn", "KCN Bỉm Sơn"};
  Rows made;
  for (std::uint64_t n = 0; n < enterprise_count; ++n) {
    const auto& commune = communes()[scramble(epidemic.world().seed() * 3 + n) % communes().size()];
    add(made,
        {{"code", code("DN", n)},
         {"name", std::string("Công ty ") + names[n]},
         {"zone", zones[n % zones.size()]},
         {"communeCode", commune.code},
         {"workers", workers_each}},
        Epidemic::moment(0, 0));
  }
  return made;
}

Rows worker_rows(const Epidemic& epidemic, int) {
  Rows made;
  for (std::uint64_t n = 0; n < enterprise_count * workers_each; ++n) {
    // Fathers and mothers work; a shift is entered each hour of the first day.
    const auto person = n / 2 * 4 + n % 2;
    const bool wrong = spoiled(epidemic, 6, n);
    auto who = person_of(epidemic, person);
    if (wrong) who["birthDate"] = "00/00/0000";
    add(made,
        {{"id", code("CN", n)},
         {"enterpriseCode", code("DN", n / workers_each)},
         {"person", std::move(who)},
         {"shift", n % 3 + 1}},
        Epidemic::moment(0, static_cast<int>(n % 12)), wrong);
  }
  return made;
}

Rows worker_contact_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (std::uint64_t n = 0; n < epidemic.cases_until(day); ++n) {
    const auto of = epidemic.infection(n);
    Random random(epidemic.world().seed(), working, n);
    if (!random.chance(40)) continue;
    const auto worker = random.below(enterprise_count * workers_each);
    add(made,
        {{"id", code("TX", n)},
         {"workerId", code("CN", worker)},
         {"person", person_of(epidemic, worker / 2 * 4 + worker % 2)},
         {"casePerson", person_of(epidemic, of.person)},
         {"caseSample", code("XN", n * Epidemic::samples_a_case)},
         {"level", "F1"},
         {"metOn", write_day(Epidemic::first_day() + of.day)}},
        Epidemic::moment(of.day, 21));
  }
  return made;
}

Rows self_assessment_rows(const Epidemic& epidemic, int day) {
  Rows made;
  for (int today = 0; today <= day; ++today)
    for (std::uint64_t n = 0; n < enterprise_count; ++n) {
      Random random(epidemic.world().seed(), rating, n, static_cast<std::uint64_t>(today));
      const auto score = 20 + random.below(80);
      add(made,
          {{"id", code("DG", n) + "-" + std::to_string(today)},
           {"enterpriseCode", code("DN", n)},
           {"date", write_day(Epidemic::first_day() + today)},
           {"score", score},
           {"level", score < 40   ? "THAP"
                     : score < 70 ? "TRUNG_BINH"
                                  : "CAO"}},
          Epidemic::moment(today, 17));
    }
  return made;
}

}  // namespace lt::twins
