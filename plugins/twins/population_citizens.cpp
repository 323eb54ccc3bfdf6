// Citizens from numbers.
#include "twins/population_citizens.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <cstdio>

namespace lt::twins {
namespace json = boost::json;
namespace {

enum CitizenUse : std::uint64_t { moments = 970, telephones };

constexpr std::size_t one_citizen_wrong_in = 25, one_changes_in = 100;

constexpr std::array<std::string_view, citizen_fault_count> names{
    "no_vaccine_name", "unknown_vaccine", "bad_injection_date",       "no_citizen_number",
    "bad_birth_date",  "no_first_dose",   "dose_number_not_a_number", "broken_body"};

std::string compact(std::int64_t days) {
  const auto day = day_of(days);
  char made[32];
  std::snprintf(made, sizeof made, "%04d%02u%02u", day.year, day.month, day.day);
  return made;
}

json::object injection(const Dose& dose, const std::optional<CitizenFault>& fault) {
  json::object made{{"injectionOrder", dose.number},
                    {"vaxcinName", vaccine_name(dose.vaccine)},
                    {"packageNumberVaxcin", dose.lot},
                    {"addressInjection", facilities()[dose.facility].name},
                    {"injectionDate", compact((dose.injected_at + vietnam_ms) / day_ms)}};
  if (fault == CitizenFault::no_vaccine_name) made["vaxcinName"] = "";
  if (fault == CitizenFault::unknown_vaccine) made["vaxcinName"] = "Vắc xin khác";
  if (fault == CitizenFault::bad_injection_date) made["injectionDate"] = "20210231";
  if (fault == CitizenFault::dose_number_not_a_number) made["injectionOrder"] = "mũi một";
  return made;
}

}  // namespace

std::string_view to_string(CitizenFault fault) { return names[static_cast<std::size_t>(fault)]; }

Citizens::Citizens(std::uint64_t seed, std::uint64_t people) : world_(seed) {
  for (std::uint64_t index = 0; index < people; ++index)
    if (world_.has_citizen_id(index)) persons_.push_back(index);
}

std::optional<CitizenFault> Citizens::fault(std::size_t citizen) const {
  if (citizen % one_citizen_wrong_in != one_citizen_wrong_in / 2) return std::nullopt;
  return static_cast<CitizenFault>(citizen / one_citizen_wrong_in % citizen_fault_count);
}

Person Citizens::person(std::size_t citizen) const {
  auto made = world_.person(persons_[citizen]);
  const auto later = later_.find(citizen);
  if (later == later_.end()) return made;
  Random random(world_.seed(), telephones, citizen, static_cast<std::uint64_t>(later->second));
  made.subscriber = new_subscriber(random);
  return made;
}

std::int64_t Citizens::changed_at(std::size_t citizen) const {
  const auto later = later_.find(citizen);
  if (later != later_.end()) return later->second;
  Random random(world_.seed(), moments, citizen);
  return days_of({2021, 10, 1}) * day_ms + static_cast<std::int64_t>(random.below(std::uint64_t{180} * 86'400)) * 1'000;
}

std::vector<std::size_t> Citizens::changed(std::int64_t from, std::int64_t to, std::size_t first,
                                           std::size_t limit) const {
  std::vector<std::pair<std::int64_t, std::size_t>> all;
  for (std::size_t citizen = 0; citizen < size(); ++citizen)
    if (const auto at = changed_at(citizen); at >= from && at < to) all.emplace_back(at, citizen);
  std::sort(all.begin(), all.end());
  std::vector<std::size_t> made;
  for (std::size_t i = std::min(first, all.size()); i < all.size() && made.size() < limit; ++i)
    made.push_back(all[i].second);
  return made;
}

void Citizens::advance(std::int64_t now) {
  const auto turn = advances_++ % one_changes_in;
  for (std::size_t citizen = turn; citizen < size(); citizen += one_changes_in) later_[citizen] = now;
}

void Citizens::reset() {
  later_.clear();
  advances_ = 0;
}

std::string Citizens::number(std::size_t citizen) const {
  return fault(citizen) == CitizenFault::no_citizen_number ? "" : person(citizen).citizen_id;
}

std::string Citizens::body(std::size_t citizen) const {
  const auto wrong = fault(citizen);
  const auto someone = person(citizen);
  const auto& commune = communes()[someone.commune];
  json::array doses;
  for (unsigned dose = 1; dose <= world_.doses_of(someone.index); ++dose)
    doses.push_back(injection(world_.dose(someone, dose), dose == 1 ? wrong : std::nullopt));
  if (wrong == CitizenFault::no_first_dose) doses.clear();
  const json::object made{{"fullName", someone.name},
                          {"birthDate", wrong == CitizenFault::bad_birth_date ? "19800231" : compact(someone.birth)},
                          {"identifyNumber", number(citizen)},
                          {"phoneNumber", "0" + someone.subscriber},
                          {"homeAddress", someone.address},
                          {"homeVillage", commune.name},
                          {"homeProvince", commune.district_name},
                          {"homeCity", thanh_hoa_name},
                          {"injectionInfo", std::move(doses)}};
  auto text = json::serialize(json::array{made});
  if (wrong == CitizenFault::broken_body) text.resize(text.size() / 2);
  return text;
}

}  // namespace lt::twins
