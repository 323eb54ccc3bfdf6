// What is asked of reports, by commands and API: of which period, what is kept, whether a file is as it was made.
#pragma once

#include "base/clock.hpp"
#include "report/archive.hpp"
#include "report/period.hpp"

#include <boost/json/object.hpp>

#include <string>
#include <string_view>

namespace lt::app {

struct ReportOrder {
  std::string kind;    // daily, weekly, monthly; empty or on-demand: of any days
  std::string from;    // YYYY-MM-DD, or empty: today; of a kind any day of the period, or empty: the last whole one
  std::string to;      // the last day, or empty: until now
  std::string number;  // of the document, as the registry gives it
};

// Both throw Error unsupported for what there is none of.
report::Kind kind_of(const ReportOrder& order);
report::Period period_of(const ReportOrder& order, Milliseconds now);

boost::json::object to_json(const report::Kept& kept);
// A file's check, with what the archive says of a report of its id: "finding" is intact, appended, altered, or other
// where another is kept. Throws Error unsupported for what is no report.
boost::json::object verified_json(const report::Archive& archive, const std::string& name, std::string_view bytes);

}  // namespace lt::app
