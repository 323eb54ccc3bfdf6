// Stock, plans and invitations of the portal, as they stand on a day of its time.
#pragma once

#include "twins/world.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

struct PortalRow {
  std::int64_t updated_at = 0;  // epoch ms
  boost::json::object record;   // holds it as "updatedAt", and its "id"
  bool wrong = false;           // no hub should take it
};
using PortalRows = std::vector<PortalRow>;

struct PortalDay {
  const World& world;
  std::int64_t first;  // days since 1970 of the first day
  std::int64_t day;    // from 0

  std::int64_t moment(std::int64_t of_day, int minutes) const;  // epoch ms; minutes of the day in Vietnam
};

// What the portal tells of a person (contracts/vaccination_portal.md): dates in epoch ms, genderId 1 male, 2 female.
boost::json::object portal_person(const World& world, std::uint64_t index);

// Two lots at each of sixty places, which shrink as plans are carried out.
PortalRows stock_rows(const PortalDay& today);
// Sixty sessions, four a day; approved, running on their day, done after it, some cancelled.
PortalRows plan_rows(const PortalDay& today);
// Five people a plan, two days ahead of it. Each is invited to the dose after their last.
PortalRows invitation_rows(const PortalDay& today);

}  // namespace lt::twins
