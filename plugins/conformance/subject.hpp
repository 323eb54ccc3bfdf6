// The connector under test with the system of its sample.
#pragma once

#include "isolated.hpp"
#include "plugin_host/session.hpp"
#include "testing/bench.hpp"

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lt::conformance {

// Loads lazily, so that each check does it in its own process.
class Subject {
 public:
  Subject(const std::filesystem::path& library, std::filesystem::path sample, Place place = Place::here);

  const std::filesystem::path& library() const { return library_; }
  const std::filesystem::path& sample() const { return sample_; }
  Place place() const { return place_; }
  std::shared_ptr<const plugin_host::Plugin> plugin() const;
  // `settings` of the sample as JSON with the schema's defaults. Throws ConfigurationError where they do not fit.
  std::string settings() const;
  // A bench that knows a value for every secret that the sample names.
  std::unique_ptr<plugin_testing::Bench> bench() const;
  std::vector<plugin_host::StreamInfo> streams(plugin_testing::Bench& bench) const;

 private:
  std::filesystem::path library_;
  std::filesystem::path sample_;
  Place place_;
};

struct Check {
  std::string_view promise;
  Outcome (*run)(const Subject& subject);
};

std::vector<Check> description_checks();
std::vector<Check> behaviour_checks();

// The meta-schema of draft 7 (json-schema.org/draft-07/schema).
extern const std::string_view draft7_schema;

}  // namespace lt::conformance
