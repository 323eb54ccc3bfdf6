// Resources of R4 from a seed: patients with a citizen number, their doses and SARS-CoV-2 tests, wards and the
// hospital.
#include "twins/fhir_world.hpp"

#include "twins/fhir_moment.hpp"
#include "twins/world.hpp"
#include "twins/writing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr std::int64_t first_moment = 1'627'862'400'000;                           // 2021-08-02T00:00:00Z
constexpr std::uint64_t tested_every = 7, moving_every = 50, positive_every = 11;  // persons, in days

json::array named(std::string_view system, std::string_view value) {
  return {json::object{{"system", system}, {"value", value}}};
}
json::object coded(std::string_view system, std::string_view code) {
  return {{"coding", json::array{json::object{{"system", system}, {"code", code}}}}};
}

json::object patient(const Person& person, const std::string& id, const std::string& subscriber) {
  return {{"resourceType", "Patient"},
          {"id", id},
          {"identifier", named("urn:lienthong:twin:citizen_id", person.citizen_id)},
          {"name", json::array{json::object{{"text", person.name}}}},
          {"gender", person.male ? "male" : "female"},
          {"birthDate", fhir_instant(person.birth * day_ms).substr(0, 10)},
          {"telecom", json::array{json::object{{"system", "phone"}, {"value", "+84" + subscriber}}}}};
}

json::object dose_given(const Dose& dose, const std::string& patient_id, unsigned number) {
  constexpr std::array cvx{"210", "208", "207", "510"};
  return {{"resourceType", "Immunization"},
          {"id", patient_id + "-" + std::to_string(number)},
          {"status", "completed"},
          {"vaccineCode", coded("http://hl7.org/fhir/sid/cvx", cvx[dose.vaccine % cvx.size()])},
          {"patient", {{"reference", "Patient/" + patient_id}}},
          {"location", {{"reference", "Location/l1"}}},
          {"occurrenceDateTime", fhir_instant(dose.injected_at)},
          {"lotNumber", dose.lot},
          {"protocolApplied", json::array{json::object{{"doseNumberPositiveInt", number}}}}};
}

void fill_from_folder(FhirStore& store, const std::string& folder, std::int64_t& now) {
  std::vector<std::filesystem::path> files;
  for (const auto& file : std::filesystem::directory_iterator(folder)) files.push_back(file.path());
  std::ranges::sort(files);
  for (const auto& path : files) {
    std::ifstream file(path);
    if (!file) throw std::runtime_error(path.string() + " cannot be read");
    if (path.extension() == ".json") {
      store.put(json::parse(std::string(std::istreambuf_iterator<char>(file), {})).as_object(), now += 1000);
    } else if (path.extension() == ".ndjson") {
      for (std::string line; std::getline(file, line);) store.put(json::parse(line).as_object(), now += 1000);
    }
  }
}

}  // namespace

void FhirWorld::begin(FhirStore& store, std::int64_t& now) {
  now = first_moment;
  day_ = 0;
  if (options_.folder.empty())
    fill_from_world(store, now);
  else
    fill_from_folder(store, options_.folder, now);
  now += 3'600'000;  // all of it is an hour old
}

// Nobody without a citizen number.
void FhirWorld::fill_from_world(FhirStore& store, std::int64_t& now) const {
  const World world(options_.seed);
  store.put({{"resourceType", "Organization"},
             {"id", "o1"},
             {"active", true},
             {"name", "Bệnh viện đa khoa mô phỏng"},
             {"identifier", named("urn:lienthong:twin:facility_code", "99000")},
             {"telecom", json::array{json::object{{"system", "phone"}, {"value", "+842373000000"}}}}},
            now += 1000);
  for (const auto& [id, name, code] :
       {std::array{"l1", "Khoa Khám bệnh (mô phỏng)", "99001"}, std::array{"l2", "Khoa Xét nghiệm (mô phỏng)", ""}}) {
    json::object place{{"resourceType", "Location"}, {"id", id}, {"status", "active"}, {"name", name}};
    if (*code) place["identifier"] = named("urn:lienthong:twin:facility_code", code);
    store.put(std::move(place), now += 1000);
  }
  for (std::uint64_t i = 0; i < options_.people; ++i) {
    const Person person = world.person(i);
    if (person.citizen_id.empty()) continue;
    const std::string id = "p" + std::to_string(i);
    store.put(patient(person, id, person.subscriber), now += 1000);
    for (unsigned number = 1; number <= world.doses_of(i); ++number)
      store.put(dose_given(world.dose(person, number), id, number), now += 1000);
  }
  test_some(store, now);
}

void FhirWorld::test_some(FhirStore& store, std::int64_t& now) const {
  const World world(options_.seed);
  const auto taken = first_moment + static_cast<std::int64_t>(day_) * day_ms;
  for (std::uint64_t i = day_ % tested_every; i < options_.people; i += tested_every) {
    if (world.person(i).citizen_id.empty()) continue;
    const std::string id = "x" + std::to_string(i) + "-" + std::to_string(day_);
    store.put(
        {{"resourceType", "Observation"},
         {"id", id},
         {"identifier", named("urn:lienthong:twin:sample_code", "BV" + id)},
         {"status", "final"},
         {"category", json::array{coded("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory")}},
         {"code", coded("http://loinc.org", i % 2 == 0 ? "94500-6" : "94558-4")},
         {"subject", {{"reference", "Patient/p" + std::to_string(i)}}},
         {"effectiveDateTime", fhir_instant(taken)},
         {"issued", fhir_instant(taken + 3'600'000)},
         {"performer", json::array{json::object{{"display", "Khoa Xét nghiệm (mô phỏng)"}}}},
         {"valueCodeableConcept",
          coded("http://snomed.info/sct", (i + day_) % positive_every == 0 ? "10828004" : "260385009")}},
        now += 1000);
  }
  // What is measured but no test of ours.
  store.put(
      {{"resourceType", "Observation"},
       {"id", "pulse-" + std::to_string(day_)},
       {"status", "final"},
       {"category", json::array{coded("http://terminology.hl7.org/CodeSystem/observation-category", "vital-signs")}},
       {"code", coded("http://loinc.org", "8867-4")},
       {"subject", {{"reference", "Patient/p0"}}}},
      now += 1000);
}

void FhirWorld::next_day(FhirStore& store, std::int64_t& now) {
  now += day_ms;
  if (!options_.folder.empty()) return;
  ++day_;
  const World world(options_.seed);
  for (std::uint64_t i = day_ % moving_every; i < options_.people; i += moving_every) {
    const Person person = world.person(i);
    if (person.citizen_id.empty()) continue;
    std::string subscriber = person.subscriber;
    subscriber.back() = subscriber.back() == '9' ? '0' : static_cast<char>(subscriber.back() + 1);
    store.put(patient(person, "p" + std::to_string(i), subscriber), now += 1000);
  }
  test_some(store, now);
}

}  // namespace lt::twins
