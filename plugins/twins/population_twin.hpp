// The national population database (contracts/population_database.md): SOAP 1.1 with signed requests, and the JSON
// service of health declarations.
#pragma once

#include "twins/twin.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lt::twins {

struct PopulationOptions {
  std::uint64_t seed = 38;
  std::uint64_t people = 4'000;  // of the world; those with a citizen number are known here
  std::string path = "/dancuquocgia";
  std::string user = "thanh_hoa";
  std::string secret = "twin-population-secret";
  std::string api_key = "twin-population-key";
};

// POST {path}: TraCuuThongTinCongDan (one citizen, or the vaccination sync where it has Trang) and
// XacThucThongTinCongDanRequest. GET /api/v1/declarations, /api/v1/passes, POST /api/v1/confirmations as ExchangeTwin
// has them, with its bearer token. POST /twin/advance, /twin/reset, GET /twin/truth, GET /twin/records.
class PopulationTwin : public Twin {
 public:
  explicit PopulationTwin(PopulationOptions options);
  ~PopulationTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  Reply command(const Request& request) override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
