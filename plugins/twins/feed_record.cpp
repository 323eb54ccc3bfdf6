// A dose record as the portal writes it.
#include "twins/feed.hpp"
#include "twins/json_text.hpp"
#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <array>
#include <cstdio>

namespace lt::twins {
namespace {

enum RecordUse : std::uint64_t { spelling = 200, change, spoil };

// The fields as they go out; texts come from our own lists and hold nothing that JSON must escape.
struct Written {
  std::string name, phone, identification, insurance, vaccine, place, lot;
  std::string birthday, injected_at, dose_number;  // JSON values
  std::string_view ward, ward_code;
  int gender = 1;
};

Written write_clean(const World& world, const Person& person, const Dose& dose) {
  Random random(world.seed(), spelling, person.index, dose.number);
  const auto& commune = communes()[person.commune];
  Written made;
  made.name = person.name;
  // A person writes their phone in few ways: two of the formats at most.
  Random habit(world.seed(), spelling, person.index, 100 + random.below(2));
  made.phone = write_phone(person.subscriber, habit);
  made.identification = person.identification();
  made.insurance = random.chance(90) || person.insurance.empty() ? person.insurance : person.insurance.substr(5);
  made.vaccine = write_vaccine(dose.vaccine, random);
  made.place = facilities()[dose.facility].name;
  made.lot = dose.lot;
  made.birthday = std::to_string(person.birth * day_ms);
  made.injected_at = std::to_string(dose.injected_at);
  made.dose_number = std::to_string(dose.number);
  made.ward = commune.name;
  made.ward_code = commune.code;
  made.gender = person.male ? 1 : 2;
  return made;
}

// What an advance changes: the phone, the lot or the place.
void apply_change(Written& record, const World& world, const Feed::Entry& entry) {
  Random random(world.seed(), change, entry.position, entry.changed);
  switch (random.below(3)) {
    case 0:
      record.phone = write_phone(new_subscriber(random), random);
      break;
    case 1:
      record.lot += "/" + std::to_string(10 + random.below(90));
      break;
    default:
      record.place = random.pick(facilities()).name;
      break;
  }
}

void apply_reason(Written& record, const World& world, const Person& person, const Feed::Entry& entry) {
  Random random(world.seed(), spoil, entry.position);
  switch (entry.reason) {
    case Reason::bad_birth_date:
      record.birthday = random.chance(50) ? "\"31/02/1980\"" : "99999999999999999";
      break;
    case Reason::unknown_vaccine:
      record.vaccine = random.chance(50) ? "Vắc xin khác" : "XYZ-2021";
      break;
    case Reason::missing_name:
      record.name = random.chance(50) ? "" : "  ";
      break;
    case Reason::bad_citizen_id:
      record.identification = random.chance(50) ? "99938A001234" : "9991850012345";
      break;
    case Reason::sex_contradicts_citizen_id:
      record.gender = person.male ? 2 : 1;
      break;
    case Reason::unknown_commune:
      record.ward = "Xã Không Có";
      record.ward_code = "99999";
      break;
    case Reason::dose_number_not_a_number:
      record.dose_number = random.chance(50) ? "\"hai\"" : "\"mũi nhắc lại\"";
      break;
    case Reason::injection_in_future:
      record.injected_at = std::to_string(days_of({2099, 1, 1}) * day_ms);
      break;
    case Reason::missing_injection_date:
      record.injected_at = "null";
      break;
    case Reason::injection_before_birth:
      record.injected_at =
          std::to_string((person.birth - 400 - static_cast<std::int64_t>(random.below(3000))) * day_ms);
      break;
  }
}

}  // namespace

std::string record_id(World::Place place) {
  char made[40];
  std::snprintf(made, sizeof made, "TC38-%09llu-%u", static_cast<unsigned long long>(place.person), place.dose);
  return made;
}

void append_record(std::string& out, const World& world, const Feed::Entry& entry, const Corrections& corrections) {
  const auto person = world.person(entry.place.person);
  const auto dose = world.dose(person, entry.place.dose);
  auto record = write_clean(world, person, dose);
  if (entry.variant) {
    Random random(world.seed(), spelling, entry.position, 200);
    record.name = respell_name(record.name, random);
  }
  if (entry.changed > 0) apply_change(record, world, entry);
  if (entry.invalid) apply_reason(record, world, person, entry);

  const auto& commune = communes()[person.commune];
  const auto found = corrections.find(person.index);
  const bool stands = found != corrections.end() && !entry.invalid && entry.changed <= found->second.version;
  const auto field = [&](std::string_view name, std::string_view json) {
    if (stands)
      if (const auto at = found->second.fields.find(name); at != found->second.fields.end()) json = at->second;
    out.append(",\"").append(name).append("\":").append(json);
  };
  const auto text = [&](std::string_view name, std::string_view value) { field(name, in_quotes(value)); };
  out.append("{\"id\":").append(in_quotes(record_id(entry.place)));
  text("fullname", record.name);
  field("birthday", record.birthday);
  field("genderId", record.gender == 1 ? "1" : "2");
  text("personalPhoneNumber", record.phone);
  text("identification", record.identification);
  text("healthInsuranceNumber", record.insurance);
  text("province", thanh_hoa_name);
  text("district", commune.district_name);
  text("ward", record.ward);
  text("currentProvinceId", thanh_hoa_code);
  text("currentDistrictId", commune.district_code);
  text("currentWardId", record.ward_code);
  text("address", person.address);
  field("fullyVaccinated",
        world.doses_of(person.index) >= vaccine_course(world.dose(person, 1).vaccine) ? "true" : "false");
  field("vaccineId", std::to_string(dose.vaccine + 1));
  text("vaccineName", record.vaccine);
  field("injectionDate", record.injected_at);
  text("injectionPlace", record.place);
  text("batchNumber", record.lot);
  field("doseNumber", record.dose_number);
  field("updatedAt", std::to_string(entry.updated_at));
  out.push_back('}');
}

}  // namespace lt::twins
