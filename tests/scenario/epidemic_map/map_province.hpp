// A province with an epidemic, its lists and its map.
#pragma once

#include "harness/installation.hpp"

#include <map>
#include <string>
#include <vector>

namespace lt::scenario {

using Row = std::map<std::string, std::string>;  // field of the entity → canonical text, empty where it has none

// Today in Vietnam, or days before it, as lists write it: "21/11/2026".
std::string days_ago(int days);

class MapProvince : public Installation {
 public:
  MapProvince();

  void begin_again();
  // A file of a list system, which it replaces.
  void list(const std::string& name, const std::string& csv) const;
  // The simulated figures of all communes.
  void communes() const;
  // Runs flows in this order; every one must end well, or with something that waits for a person.
  void run_all(const std::vector<std::string>& flows) const;
  // Everything that concerns communes: cases, doses, figures, risks.
  void conclude() const;
  void publish(const std::vector<std::string>& layers) const;

  boost::json::value layer_at_map(const std::string& name);
  std::string document_at_map(const std::string& name);
  std::vector<Row> rows(const std::string& entity) const;

 private:
  void prepare() const;
};

// The features of a layer by one of their properties. Throws where a feature has none or two share it.
std::map<std::string, boost::json::object> by(const boost::json::value& layer, const std::string& property);

}  // namespace lt::scenario
