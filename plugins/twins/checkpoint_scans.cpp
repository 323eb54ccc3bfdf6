// Three checkpoints with two scanners each, of which one has no network all day.
#include "twins/checkpoint_scans.hpp"

#include "twins/population_declarations.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace lt::twins {
namespace {

namespace json = boost::json;

enum ScanUse : std::uint64_t { scanning = 990 };

constexpr std::uint64_t checkpoints = 3, devices = 2, scans_a_day = 20;
constexpr std::uint64_t one_twice_in = 7, one_scan_wrong_in = 50;

std::string dense_day(std::int64_t days) {  // ddmmyyyy
  const Day day = day_of(days);
  char text[16];
  std::snprintf(text, sizeof text, "%02u%02u%04d", day.day, day.month, day.year);
  return text;
}

std::string dashed_day(std::int64_t days) {  // yyyy-mm-dd
  const Day day = day_of(days);
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", day.year, day.month, day.day);
  return text;
}

std::string citizen_card(const Person& person) {
  return person.citizen_id + "||" + person.name + "|" + dense_day(person.birth) + "|" + (person.male ? "Nam" : "Nữ") +
         "|" + person.address + "|01062021";
}

std::string personal_code(const Person& person) {
  return person.citizen_id + "|" + capitals(without_marks(person.name)) + "|" + dashed_day(person.birth) + "|0|QID" +
         person.citizen_id.substr(6) + "|";
}

// Somebody whom a card names.
Person passer(const Epidemic& epidemic, std::uint64_t people, Random& random) {
  for (;;) {
    const std::uint64_t index = random.below(people);
    if (epidemic.world().has_citizen_id(index)) return epidemic.world().person(index);
  }
}

std::vector<std::string> pass_codes(const Epidemic& epidemic, std::uint64_t people, int day) {
  std::vector<std::string> codes;
  for (const auto& row : pass_rows(epidemic, people, day)) {
    codes.emplace_back(json::parse(row.json).at("code").as_string());
  }
  return codes;
}

// Whom or what the scanner read.
void add_identity(json::object& scan, const Person& person, const std::vector<std::string>& passes, Random& random) {
  const std::uint64_t kind = random.below(10);
  if (kind < 4 && !passes.empty()) {
    scan["pass_code"] = random.pick(passes);
    scan["method"] = "typed";
  } else if (kind < 7) {
    scan["qr"] = citizen_card(person);
  } else if (kind < 9) {
    scan["qr"] = personal_code(person);
  } else {
    scan["qr"] = "https://example.vn/" + std::to_string(random.below(1'000'000));
  }
}

void add_decision(json::object& scan, Random& random) {
  static constexpr std::array<const char*, 2> reasons{"Giấy hết hạn", "Không có giấy thông hành"};
  const bool allowed = !random.chance(8);
  scan["decision"] = allowed ? "allowed" : "refused";
  if (!allowed) scan["reason"] = random.pick(reasons);
  scan["temperature"] = static_cast<double>(360 + random.below(15)) / 10;
}

CheckpointScan scan_of(const Epidemic& epidemic, std::uint64_t people, const std::vector<std::string>& passes, int day,
                       std::uint64_t device, std::uint64_t number) {
  Random random(epidemic.world().seed(), scanning, static_cast<std::uint64_t>(day) * 100 + device, number);
  const std::uint64_t sequence = static_cast<std::uint64_t>(day) * scans_a_day + number + 1;
  const std::string checkpoint = "C" + std::to_string(1 + device / devices);
  const std::string name = checkpoint + (device % devices == 0 ? "-A" : "-B");
  // No two scans of a day are made at the same moment.
  const std::int64_t made =
      Epidemic::moment(day, 6) + static_cast<std::int64_t>((number * checkpoints * devices + device) * 300);
  const bool offline = device % devices == 1;
  const bool wrong = random.below(one_scan_wrong_in) == 0;
  json::object scan{{"device", name},
                    {"scanned_at", wrong ? "hôm qua" : iso_time(made)},
                    {"sequence", sequence},
                    {"checkpoint", checkpoint},
                    {"direction", random.chance(50) ? "in" : "out"}};
  add_identity(scan, passer(epidemic, people, random), passes, random);
  add_decision(scan, random);
  if (offline) scan["offline"] = true;
  const std::int64_t received =
      offline ? Epidemic::moment(day, 22) + static_cast<std::int64_t>(scans_a_day - number) : made + 2;
  return {received * 1000, name + "/" + std::to_string(sequence), json::serialize(scan), wrong};
}

}  // namespace

std::vector<CheckpointScan> checkpoint_scans(const Epidemic& epidemic, std::uint64_t people, int day) {
  std::vector<CheckpointScan> scans;
  for (int each = 0; each <= day; ++each) {
    const std::vector<std::string> passes = pass_codes(epidemic, people, each);
    for (std::uint64_t device = 0; device < checkpoints * devices; ++device) {
      for (std::uint64_t number = 0; number < scans_a_day; ++number) {
        CheckpointScan scan = scan_of(epidemic, people, passes, each, device, number);
        if (number % one_twice_in == 3) {
          CheckpointScan again = scan;
          again.received_at += 3'600'000;
          scans.push_back(std::move(again));
        }
        scans.push_back(std::move(scan));
      }
    }
  }
  std::ranges::stable_sort(scans, {}, &CheckpointScan::received_at);
  return scans;
}

}  // namespace lt::twins
