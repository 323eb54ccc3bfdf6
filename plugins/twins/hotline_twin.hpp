// A 1022 centre (contracts/hotline_1022.md): Open311 GeoReport v2 as its convention has it, JSON and XML, and a bank of
// questions and answers.
#pragma once

#include "twins/epidemic.hpp"
#include "twins/twin.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace lt::twins {

struct HotlineOptions {
  std::uint64_t seed = 38, people = 4'000;
  std::string api_key = "twin-hotline-key";      // of POST /requests
  std::string jurisdiction = "thanhhoa.gov.vn";  // another one is unknown; none is good too
  std::string token = "twin-hotline-token";      // of the bank: Authorization: Bearer …
  std::function<std::int64_t()> now = {};        // seconds since 1970; empty: the clock of this machine
};

// GET /services.{json|xml}, /services/{code}, /requests?service_request_id&service_code&status&start_date&end_date
// &updated_after&page&page_size, /requests/{id}, /tokens/{token}; POST /requests, a form. It knows no Idempotency-Key:
// what is posted twice is two reports. GET|POST /questions, PUT|DELETE /questions/{id}.
// POST /twin/agent {"service_request_id", "status"?, "status_notes"?, "expected_datetime"?}: what an agent does.
// POST /twin/advance, /twin/reset; GET /twin/truth, /twin/records?id= (a report, as its list has it).
class HotlineTwin : public Twin {
 public:
  explicit HotlineTwin(HotlineOptions options);
  ~HotlineTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;
  // A refusal comes before the work, an error of the server after it.
  bool acts_before(int status) const override { return status == 500 || status == 502; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
