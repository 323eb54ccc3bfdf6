// What left the hub about a row, gathered as a person asks: to whom, for what, how often, which fields.
#pragma once

#include "base/clock.hpp"
#include "store/delivery.hpp"

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

namespace lt::app {

// Documents of one entity that went to one system for one purpose.
struct DisclosureGroup {
  std::int64_t times = 0;
  Milliseconds first = 0;
  Milliseconds last = 0;
  std::set<std::string> fields;
  std::set<std::string> flows;
};

// By system, purpose and the entity's position in the model.
using DisclosureGroups = std::map<std::tuple<std::string, std::string, int>, DisclosureGroup>;

DisclosureGroups disclosure_groups(const std::vector<store::DisclosedDocument>& documents);

}  // namespace lt::app
