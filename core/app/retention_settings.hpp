// How long each kind of trace is kept, config/retention.yaml.
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"
#include "store/retention.hpp"

#include <filesystem>
#include <map>
#include <string>

namespace lt::app {

struct RetentionSettings {
  using Periods = std::map<store::Trace, Milliseconds>;

  // What is said of all. Without a file these: a letter for the work of a half-year, a ledger for a year's report and
  // the month in which it is written, a tombstone for a year, disclosures for five.
  Periods usual;
  // By entity, only what differs: what its class says, and over that what it says itself.
  std::map<std::string, Periods, std::less<>> of;

  static RetentionSettings load(const std::filesystem::path& file, const model::Model& model, Violations& violations);
};

}  // namespace lt::app
