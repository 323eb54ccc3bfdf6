// Made-up days of made-up people.
#include "twins/app_events.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>
#include <cstdio>

namespace lt::twins {
namespace {

namespace json = boost::json;

constexpr std::int64_t first_ms = 1'627'862'400'000;  // 2 August 2021, 00:00 UTC
constexpr std::uint64_t declaring = 71, checking_in = 72, reporting = 73;
// Of a hundred records this one is wrong.
constexpr std::uint64_t spoiled_of_hundred = 37;

std::string code(std::string_view prefix, std::uint64_t number) {
  std::string digits = std::to_string(number);
  digits.insert(0, digits.size() < 6 ? 6 - digits.size() : 0, '0');
  return std::string(prefix) + digits;
}

void add_person(const Person& person, json::object& record) {
  const Day born = day_of(person.birth);
  char date[16];
  std::snprintf(date, sizeof date, "%04d-%02u-%02u", born.year, born.month, born.day);
  record["identityNumber"] = person.identification();
  record["fullName"] = person.name;
  record["birthDate"] = date;
  record["phone"] = "0" + person.subscriber;
}

std::string moment(std::int64_t ms, bool wrong) { return wrong ? "hôm qua" : iso_time(ms / 1000); }

json::object declaration(const Person& person, Random& random, std::int64_t at, int version, bool wrong) {
  json::object record;
  add_person(person, record);
  record["wardCode"] = communes()[person.commune].code;
  record["address"] = person.address;
  record["declaredAt"] = moment(at, wrong);
  record["temperature"] = static_cast<double>(362 + random.below(15)) / 10;
  record["symptoms"] = version == 2 ? "Ho, sốt" : "";
  record["hasSymptoms"] = version == 2;
  record["hasContact"] = random.chance(3);
  record["fromEpidemicArea"] = random.chance(5);
  return record;
}

json::object check_in(const Person& person, Random& random, std::int64_t at, int version, bool wrong) {
  const auto& place = facilities()[random.below(facilities().size())];
  json::object record;
  add_person(person, record);
  char group[32];
  std::snprintf(group, sizeof group, "%024llx", static_cast<unsigned long long>(std::stoull(place.code)));
  record["groupId"] = group;
  record["placeName"] = place.name;
  record["arrivedAt"] = moment(at, wrong);
  if (version == 2) record["leftAt"] = iso_time(at / 1000 + 2700);
  return record;
}

json::object report(const Person& person, Random& random, std::int64_t at, int version, bool wrong) {
  static constexpr std::array<const char*, 4> services{"VSMT", "CACHLY", "GIAOTHONG", "TIEMCHUNG"};
  static constexpr std::array<const char*, 3> texts{"Có người ở nhà bên cạnh không chấp hành cách ly",
                                                    "Điểm tiêm đông người, không giữ khoảng cách",
                                                    "Rác thải y tế chưa được thu gom"};
  json::object record;
  record["service"] = random.pick(services);
  record["content"] = std::string(random.pick(texts)) + (version == 2 ? " (bổ sung hình ảnh)" : "");
  record["sentAt"] = moment(at, wrong);
  record["address"] = person.address;
  record["latitude"] = 19.8 + static_cast<double>(random.below(1000)) / 10'000;
  record["longitude"] = 105.7 + static_cast<double>(random.below(1000)) / 10'000;
  record["senderName"] = person.name;
  record["senderPhone"] = "0" + person.subscriber;
  return record;
}

struct EventKind {
  std::string_view stream;
  std::string_view prefix;
  std::uint64_t use;
  json::object (*make)(const Person&, Random&, std::int64_t, int, bool);
};
constexpr std::array<EventKind, 3> event_kinds{{{"declarations", "TK-", declaring, declaration},
                                                {"checkins", "DD-", checking_in, check_in},
                                                {"reports", "PA-", reporting, report}}};

const EventKind& kind_of(std::string_view stream) {
  return *std::ranges::find(event_kinds, stream, &EventKind::stream);
}

// Somebody whose papers are plain: a citizen number.
Person citizen(const World& world, Random& random) {
  for (;;) {
    const std::uint64_t index = random.below(4'000);
    if (world.has_citizen_id(index)) return world.person(index);
  }
}

}  // namespace

bool AppEvents::has(std::string_view stream) {
  return std::ranges::find(event_kinds, stream, &EventKind::stream) != event_kinds.end();
}

AppEvent AppEvents::event(std::string_view stream, std::uint64_t number, int version) const {
  const EventKind& kind = kind_of(stream);
  Random random(world_.seed(), kind.use, number);
  const Person person = citizen(world_, random);
  const auto place = static_cast<std::int64_t>(number);
  const std::int64_t made_at = first_ms + place * minute_ms;
  AppEvent event{.id = code(kind.prefix, number), .version = version, .updated_at = made_at, .json = {}};
  if (version == 2) event.updated_at += static_cast<std::int64_t>(count_) * minute_ms;
  event.wrong = number % 100 == spoiled_of_hundred;
  json::object record = kind.make(person, random, made_at, version, event.wrong);
  record["id"] = event.id;
  record["updatedAt"] = event.updated_at;
  event.json = json::serialize(record);
  return event;
}

std::vector<AppEvent> AppEvents::changed(std::string_view stream, std::int64_t updated_from) const {
  std::vector<AppEvent> events;
  for (std::uint64_t number = 0; number < count_; ++number) {
    AppEvent latest = event(stream, number, versions(number));
    if (latest.updated_at >= updated_from) events.push_back(std::move(latest));
  }
  std::ranges::stable_sort(events, {}, &AppEvent::updated_at);
  return events;
}

}  // namespace lt::twins
