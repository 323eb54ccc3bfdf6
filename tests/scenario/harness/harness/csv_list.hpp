// A list that a station keeps as CSV, with a mapping of its own: words of another source in a scenario.
#pragma once

#include "harness/installation.hpp"

#include <string>

namespace lt::scenario {

struct CsvList {
  std::string name;     // of its system, flow and mapping
  std::string columns;  // "number,name,phone": they are the fields of its records; the first is the key
  std::string mapping;  // the mapping's entities, as YAML
  std::string example;  // "input: {…}, entities: {…}", without which no hub serves it; empty where none has to
};

// Adds the list to the installation's configuration, run by hand.
void add_list(const Installation& hub, const CsvList& list);
// Puts the rows, one a line, in place of those before, and runs the list's flow. What the run says as JSON.
boost::json::value say(const Installation& hub, const CsvList& list, const std::string& rows);

}  // namespace lt::scenario
