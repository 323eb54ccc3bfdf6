// From the answer of the command line to sets and maps.
#include "harness/dead_letters.hpp"

#include <stdexcept>

namespace lt::scenario {

namespace json = boost::json;

std::map<std::string, json::value> letters(const Installation& hub, const std::string& flow) {
  const json::value list = hub.ask({"dead-letters", "list", "--flow", flow, "--limit", "10000"}, 0);
  std::map<std::string, json::value> found;
  for (const auto& letter : list.as_array()) {
    if (found.emplace(text(letter, "/key"), letter).second) continue;
    throw std::runtime_error("two dead letters have the key of " + json::serialize(letter));
  }
  return found;
}

std::set<std::string> reasons(const json::value& letter) {
  std::set<std::string> found;
  for (const auto& reason : at(letter, "/reasons").as_array()) {
    found.insert(text(reason, "/code") + " " + text(reason, "/place"));
  }
  return found;
}

std::set<std::string> codes(const json::value& letter) {
  std::set<std::string> found;
  for (const auto& reason : at(letter, "/reasons").as_array()) found.insert(text(reason, "/code"));
  return found;
}

}  // namespace lt::scenario
