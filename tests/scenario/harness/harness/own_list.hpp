// A list of the test's own as a source: a CSV file through the spreadsheet connector into any entity.
#pragma once

#include "harness/installation.hpp"

#include <string>
#include <vector>

namespace lt::scenario {

struct OwnList {
  std::string name;                  // of the system, the mapping and the flow
  std::vector<std::string> columns;  // the first is the key
  std::string fields;                // of the entity as a mapping has them, with pointers to the columns
  std::string entity;
};

// Brings the list into the configuration.
void add_list(const Installation& hub, const OwnList& list);
// Writes its rows, each a line of CSV, and reads them. Throws std::runtime_error where one is refused.
void fill_list(const Installation& hub, const OwnList& list, const std::vector<std::string>& rows);

}  // namespace lt::scenario
