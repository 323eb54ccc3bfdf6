// Sixty sessions and what goes with them, each a function of the seed, its number and the day.
#include "twins/portal_lists.hpp"

#include "twins/places.hpp"
#include "twins/random.hpp"
#include "twins/writing.hpp"

#include <algorithm>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr unsigned plans = 60, plans_a_day = 4, people_a_plan = 5, stock_lots = 2;
constexpr std::int64_t lead_days = 2;
enum PortalListUse : std::uint64_t { stock = 700, lots };

std::string numbered(std::string_view prefix, std::uint64_t number) {
  const std::string digits = std::to_string(number);
  return std::string(prefix) + std::string(5 - std::min<std::size_t>(5, digits.size()), '0') + digits;
}

std::int64_t opens(unsigned plan) { return plan / plans_a_day; }
bool cancelled(unsigned plan) { return plan % 20 == 19; }
const Facility& place_of(unsigned plan) { return facilities()[plan * 37 % facilities().size()]; }

void add(json::object& record, const json::object& more) {
  for (const auto& each : more) record[each.key()] = each.value();
}

json::object about_place(const Facility& facility) {
  return {{"facilityCode", facility.code},
          {"facilityName", facility.name},
          {"facilityAddress", facility.address},
          {"wardCode", communes()[facility.commune].code}};
}

PortalRow row_of(std::int64_t updated_at, json::object record, bool wrong = false) {
  record["updatedAt"] = updated_at;
  return {updated_at, std::move(record), wrong};
}

PortalRows in_order(PortalRows rows) {
  std::ranges::stable_sort(rows, {}, &PortalRow::updated_at);
  return rows;
}

}  // namespace

std::int64_t PortalDay::moment(std::int64_t of_day, int minutes) const {
  return (first + of_day) * day_ms - vietnam_ms + minutes * minute_ms;
}

json::object portal_person(const World& world, std::uint64_t index) {
  const auto person = world.person(index);
  const auto& commune = communes()[person.commune];
  return {{"fullname", person.name},
          {"birthday", person.birth * day_ms},
          {"genderId", person.male ? 1 : 2},
          {"personalPhoneNumber", "0" + person.subscriber},
          {"identification", person.identification()},
          {"healthInsuranceNumber", person.insurance},
          {"currentProvinceId", thanh_hoa_code},
          {"currentDistrictId", commune.district_code},
          {"currentWardId", commune.code},
          {"address", person.address}};
}

PortalRows stock_rows(const PortalDay& today) {
  PortalRows rows;
  rows.reserve(std::size_t{plans} * stock_lots);
  for (unsigned plan = 0; plan < plans; ++plan) {
    for (unsigned lot = 0; lot < stock_lots; ++lot) {
      const unsigned number = plan * stock_lots + lot;
      Random random(today.world.seed(), stock, number);
      const bool wrong = number % 40 == 39;
      const auto received = static_cast<std::int64_t>(100 + random.below(900));
      const bool carried_out = today.day > opens(plan) && !cancelled(plan);
      const std::int64_t used = carried_out ? std::min<std::int64_t>(received, 50) : 0;
      json::object record{{"id", numbered("TK38-", number)}};
      add(record, about_place(place_of(plan)));
      record["vaccineName"] = vaccine_name((plan + lot) % vaccine_count);
      record["batchNumber"] = "L" + std::to_string(Random(today.world.seed(), lots, number).below(90'000) + 10'000);
      record["expiryDate"] = (today.first + 180 + number % 60) * day_ms;
      record["received"] = received;
      record["used"] = used;
      record["wasted"] = 0;
      record["remaining"] = wrong ? -5 : received - used;
      const auto changed = carried_out ? opens(plan) + 1 : 0;
      rows.push_back(row_of(today.moment(changed, 360) + number, std::move(record), wrong));
    }
  }
  return in_order(std::move(rows));
}

PortalRows plan_rows(const PortalDay& today) {
  PortalRows rows;
  rows.reserve(plans);
  for (unsigned plan = 0; plan < plans; ++plan) {
    const auto& facility = place_of(plan);
    const auto day = opens(plan);
    const bool wrong = plan == 30;  // ends before it begins
    const char* status = cancelled(plan)    ? "CANCELLED"
                         : today.day < day  ? "APPROVED"
                         : today.day == day ? "RUNNING"
                                            : "DONE";
    const auto changed = cancelled(plan) || today.day < day ? 0 : std::min(today.day, day + 1);
    json::object record{{"id", numbered("KH38-", plan)},
                        {"name", "Tiêm chủng đợt " + std::to_string(day + 1) + " tại " + facility.name},
                        {"decisionNumber", std::to_string(100 + plan) + "/QĐ-SYT"},
                        {"vaccineName", vaccine_name(plan % vaccine_count)},
                        {"priorityGroup", std::to_string(1 + plan % 16)},
                        {"startTime", today.moment(day, 450)},
                        {"endTime", today.moment(wrong ? day - 1 : day, 1'020)},
                        {"expectedPeople", people_a_plan},
                        {"injectedPeople", today.day > day && !cancelled(plan) ? people_a_plan : 0},
                        {"status", status}};
    add(record, about_place(facility));
    rows.push_back(row_of(today.moment(changed, 360) + plan, std::move(record), wrong));
  }
  return in_order(std::move(rows));
}

PortalRows invitation_rows(const PortalDay& today) {
  PortalRows rows;
  for (unsigned plan = 0; plan < plans; ++plan) {
    const auto sent_on = std::max<std::int64_t>(0, opens(plan) - lead_days);
    if (today.day < sent_on) continue;
    const auto& facility = place_of(plan);
    for (unsigned k = 0; k < people_a_plan; ++k) {
      const std::uint64_t number = std::uint64_t{plan} * people_a_plan + k;
      const bool wrong = number % 50 == 49;
      const auto person = today.world.person(number);
      const auto doses = today.world.doses_of(number);
      json::object record{{"id", numbered("GM38-", number)}, {"planId", numbered("KH38-", plan)}};
      add(record, portal_person(today.world, number));
      if (wrong) record["identification"] = "99938A001234";
      record["facilityCode"] = facility.code;
      record["injectionPlace"] = facility.name;
      record["vaccineName"] = vaccine_name(today.world.dose(person, doses).vaccine);
      record["doseNumber"] = doses + 1;
      record["appointmentTime"] = today.moment(opens(plan), 450 + 30 * static_cast<int>(k));
      record["status"] = cancelled(plan) ? "CANCELLED" : "CREATED";
      record["outcome"] = nullptr;
      record["outcomeTime"] = nullptr;
      record["outcomeReason"] = nullptr;
      rows.push_back(row_of(today.moment(sent_on, 360) + static_cast<std::int64_t>(number), std::move(record), wrong));
    }
  }
  return in_order(std::move(rows));
}

}  // namespace lt::twins
