// All mapping files of a configuration, by name and direction.
#pragma once

#include "mapping/in_mapping.hpp"
#include "mapping/out_mapping.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

class Mappings {
 public:
  // Every *.yaml of the folder: `direction: in` or `direction: out` says which it is, the file's name is the mapping's.
  static Mappings load(const std::filesystem::path& folder, const Surroundings& surroundings, Violations& violations);

  std::shared_ptr<const InMapping> in(std::string_view name) const;    // null where there is none
  std::shared_ptr<const OutMapping> out(std::string_view name) const;  // null where there is none
  std::vector<std::string> in_names() const;
  std::vector<std::string> out_names() const;
  // Adds what the examples of every mapping show to be wrong.
  void run_examples(Violations& violations) const;

 private:
  std::map<std::string, std::shared_ptr<const InMapping>, std::less<>> in_;
  std::map<std::string, std::shared_ptr<const OutMapping>, std::less<>> out_;
};

}  // namespace lt::mapping
