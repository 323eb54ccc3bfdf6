// OperationOutcome: why a FHIR server refuses, in its words, and what that means for a record.
#pragma once

#include <lienthong/sdk/http.hpp>

#include <string>

namespace lt::fhir {

struct Refusal {
  std::string reason;
  lt_reject_class reject_class = LT_REJECT_PERMANENT;
};

bool is_outcome(const sdk::json::value& value);

// The errors of an OperationOutcome; its first issue's code decides the class, else the status does. `value` may be
// anything.
Refusal refusal_of(const sdk::json::value& value, int status);

}  // namespace lt::fhir
