// Who issues reports: the parts of an official document's form that figures do not give (Decree 30/2020/NĐ-CP).
#pragma once

#include "base/yaml.hpp"
#include "model/entity.hpp"

#include <string>
#include <vector>

namespace lt::report {

struct Issuer {
  model::Label parent;                   // the body above; may be empty
  model::Label body;                     // the body that issues
  model::Label place;                    // "Bình An", before the date
  std::string symbol;                    // "BC-TTCNTT", behind the number
  model::Label authority;                // "KT. GIÁM ĐỐC"; empty where the signer is the head
  model::Label title;                    // of the signer
  std::string name;                      // of the signer; empty: to be written by hand
  std::vector<model::Label> addressees;  // the bodies above that it is addressed to; may be empty
  std::vector<model::Label> recipients;  // who else gets it
  std::string archive;                   // "VT, TTCNTT": where copies are filed

  // A missing value is a violation at the node's line.
  static Issuer read(const YamlNode& node);
  // Dots where names belong, for a configuration that says nothing.
  static Issuer unnamed();
};

}  // namespace lt::report
