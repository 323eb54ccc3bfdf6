// All figures of a report as one JSON document of one form, and the hash by which it is known.
#pragma once

#include "report/sync_status.hpp"
#include "report/texts.hpp"
#include "schedule/time_zone.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace lt::report {

// What every rendering carries.
struct Figures {
  std::string canonical;
  std::string sha256;
};

// In both languages where there are labels; times in the zone given, lengths in seconds; whole numbers only.
boost::json::object figures(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone);

// RFC 8785: members in the order of their names, no blanks. Equal figures give equal bytes.
std::string canonical(const boost::json::value& value);

Figures seal_figures(const SyncStatus& status, const Texts& texts, const schedule::TimeZone& zone);

}  // namespace lt::report
