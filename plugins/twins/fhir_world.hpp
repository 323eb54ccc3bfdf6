// What a hospital holds: patients, doses and tests of World, day by day, or the resources of a folder.
#pragma once

#include "twins/fhir_store.hpp"
#include "twins/fhir_twin.hpp"

#include <cstdint>

namespace lt::twins {

// One thread at a time. `now` is the server's clock in epoch ms, a second later after each change.
class FhirWorld {
 public:
  explicit FhirWorld(const FhirOptions& options) : options_(options) {}

  // What /r4 holds at first. Throws std::runtime_error where the folder cannot be read.
  void begin(FhirStore& store, std::int64_t& now);
  // A seventh of the patients are tested and one in fifty has a new phone; nothing but time passes for a folder's.
  void next_day(FhirStore& store, std::int64_t& now);

 private:
  void fill_from_world(FhirStore& store, std::int64_t& now) const;
  void test_some(FhirStore& store, std::int64_t& now) const;

  FhirOptions options_;
  std::uint64_t day_ = 0;
};

}  // namespace lt::twins
