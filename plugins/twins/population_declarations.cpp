// Who travels where, and what they say about their health.
#include "twins/population_declarations.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <array>
#include <cstdio>
#include <functional>

namespace lt::twins {
namespace json = boost::json;
namespace {

enum DeclarationUse : std::uint64_t { journey = 980 };

constexpr std::uint64_t one_declares_in = 20, one_journey_wrong_in = 100, one_without_end_in = 10;
constexpr std::int64_t an_hour = 3'600, pass_life = 72 * an_hour;

struct Journey {
  std::string number;  // the same for the declaration and its pass
  Person person;
  const Commune* from = nullptr;
  const Commune* to = nullptr;
  std::int64_t declared = 0, departs = 0, arrives = 0;  // seconds since 1970
  bool wrong = false;
  bool by_proxy = false;
  Random random;  // for what else is said
};

// Each day one person in twenty travels, in turn.
void for_each_journey(const Epidemic& epidemic, std::uint64_t people, int last_day,
                      const std::function<void(Journey&)>& visit) {
  for (int day = 0; day <= last_day; ++day)
    for (std::uint64_t index = static_cast<std::uint64_t>(day) % one_declares_in; index < people;
         index += one_declares_in) {
      if (!epidemic.world().has_citizen_id(index)) continue;
      Random random(epidemic.world().seed(), journey, index, static_cast<std::uint64_t>(day));
      Journey made{.number = {}, .person = epidemic.world().person(index), .random = random};
      char number[40];
      std::snprintf(number, sizeof number, "%03d-%07llu", day, static_cast<unsigned long long>(index));
      made.number = number;
      made.from = &communes()[made.person.commune];
      made.to = &made.random.pick(communes());
      made.declared = Epidemic::moment(day, 6) + static_cast<std::int64_t>(made.random.below(8 * an_hour));
      made.departs = made.declared + static_cast<std::int64_t>(1 + made.random.below(5)) * an_hour;
      made.arrives = made.departs + static_cast<std::int64_t>(1 + made.random.below(4)) * an_hour;
      made.wrong = made.random.below(one_journey_wrong_in) == 0;
      made.by_proxy = made.person.birth < days_of({1956, 1, 1});
      visit(made);
    }
}

json::object traveller(const Journey& of) {
  return {{"citizenNumber", of.person.citizen_id},
          {"fullName", of.person.name},
          {"birthDate", of.wrong ? "31/02/1980" : write_day(of.person.birth)},
          {"gender", of.person.male ? "Nam" : "Nữ"},
          {"phone", "0" + of.person.subscriber}};
}

std::string place_name(const Commune& commune) {
  return std::string(commune.name) + ", " + std::string(commune.district_name);
}

}  // namespace

std::vector<ExchangeRow> declaration_rows(const Epidemic& epidemic, std::uint64_t people, int day) {
  static constexpr std::array<const char*, 4> vehicles{"Xe máy", "Ô tô cá nhân", "Xe khách", "Tàu hỏa"};
  static constexpr std::array<const char*, 3> illnesses{"Sốt", "Ho, đau họng", "Sốt, khó thở"};
  std::vector<ExchangeRow> made;
  for_each_journey(epidemic, people, day, [&](Journey& of) {
    const bool ill = of.random.chance(5);
    const bool met = of.random.chance(3);
    const auto at = iso_time(of.declared);
    const json::object row{
        {"id", "KB" + of.number},
        {"citizen", traveller(of)},
        {"from", {{"communeCode", of.from->code}, {"address", of.person.address}}},
        {"to", {{"communeCode", of.to->code}, {"address", "Thôn " + std::to_string(1 + of.random.below(9))}}},
        {"departedAt", iso_time(of.departs)},
        {"arrivedAt", iso_time(of.arrives)},
        {"vehicle", of.random.pick(vehicles)},
        {"symptoms", ill ? of.random.pick(illnesses) : ""},
        {"hasSymptoms", ill},
        {"hasContact", met},
        {"contacts", met ? "Gia đình có người là F1" : ""},
        {"declaredByProxy", of.by_proxy},
        {"proxyName", of.by_proxy ? "Cán bộ " + place_name(*of.from) : ""},
        {"declaredAt", at},
        {"updatedAt", at}};
    made.push_back({at, json::serialize(row), of.wrong});
  });
  return made;
}

std::vector<ExchangeRow> pass_rows(const Epidemic& epidemic, std::uint64_t people, int day) {
  std::vector<ExchangeRow> made;
  for_each_journey(epidemic, people, day, [&](Journey& of) {
    if (of.wrong) return;
    const auto issued = of.declared + an_hour / 2;
    json::object row{{"code", "DL" + of.number},
                     {"declarationId", "KB" + of.number},
                     {"declaredAt", iso_time(of.declared)},
                     {"citizen", traveller(of)},
                     {"fromPlace", place_name(*of.from)},
                     {"toPlace", place_name(*of.to)},
                     {"issuedAt", iso_time(issued)},
                     {"expiresAt", iso_time(issued + pass_life)},
                     {"status", "HIEU_LUC"},
                     {"updatedAt", iso_time(issued)}};
    // Some systems leave out what everybody knows.
    if (of.random.below(one_without_end_in) == 0) row.erase("expiresAt");
    made.push_back({iso_time(issued), json::serialize(row), false});
  });
  return made;
}

}  // namespace lt::twins
