// How the systems of a province write what happens in the epidemic: the rows of their lists at the end of a day.
#pragma once

#include "twins/epidemic.hpp"
#include "twins/exchange_twin.hpp"

#include <vector>

namespace lt::twins {

using Rows = std::vector<ExchangeRow>;

// Sampling and test results. About one in a hundred of each list is wrong.
Rows sample_rows(const Epidemic& epidemic, int day);
Rows result_rows(const Epidemic& epidemic, int day);

// Home quarantine: contacts of the household stay at home for 14 days, check in every morning, and some leave.
Rows home_stay_rows(const Epidemic& epidemic, int day);
Rows home_checkin_rows(const Epidemic& epidemic, int day);
Rows home_breach_rows(const Epidemic& epidemic, int day);

// Quarantine facilities and their cameras: cases and their other contacts stay there.
Rows facility_rows(const Epidemic& epidemic, int day);
Rows facility_stay_rows(const Epidemic& epidemic, int day);
Rows camera_event_rows(const Epidemic& epidemic, int day);

// Industrial zones: enterprises, who works there, who met a case, how they rate their own risk.
Rows enterprise_rows(const Epidemic& epidemic, int day);
Rows worker_rows(const Epidemic& epidemic, int day);
Rows worker_contact_rows(const Epidemic& epidemic, int day);
Rows self_assessment_rows(const Epidemic& epidemic, int day);

}  // namespace lt::twins
