// A hospital's FHIR R4 server: search with paging, bulk export, transactions.
#pragma once

#include "twins/twin.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace lt::twins {

struct FhirOptions {
  std::uint64_t seed = 38;
  std::uint64_t people = 40;  // patients of the hospital /r4, with their doses
  std::string folder = {};    // whose resources /r4 holds instead: *.ndjson and *.json, one resource a line or a file
  std::string token = "twin-fhir-token";
};

// Two servers behind one address, /r4 with patients and /copy, which is empty at first: GET …/metadata, GET …/{Type}
// ?_count&_lastUpdated=ge…&category, GET …/{Type}/{id}, GET …/$export?_type&_since, POST … of a Bundle. Bearer token.
class FhirTwin : public Twin {
 public:
  // Throws std::runtime_error where the folder cannot be read.
  explicit FhirTwin(const FhirOptions& options);
  ~FhirTwin() override;

  Reply handle(const Request& request) override;
  std::string state() const override;
  std::string page() const override;
  // POST /twin/reset; POST /twin/advance: a day passes; GET /twin/records/copy/Patient: a JSON array of what it holds.
  Reply command(const Request& request) override;
  bool acts_before(int status) const override { return status >= 500; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace lt::twins
