// Loading every mapping of a configuration.
#include "mapping/mappings.hpp"

#include "base/yaml.hpp"

namespace lt::mapping {
namespace {

template <typename Map>
auto find_in(const Map& map, std::string_view name) -> typename Map::mapped_type {
  const auto found = map.find(name);
  return found == map.end() ? nullptr : found->second;
}

template <typename Map>
std::vector<std::string> names_of(const Map& map) {
  std::vector<std::string> names;
  names.reserve(map.size());
  for (const auto& [name, mapping] : map) names.push_back(name);
  return names;
}

}  // namespace

Mappings Mappings::load(const std::filesystem::path& folder, const Surroundings& surroundings, Violations& violations) {
  Mappings mappings;
  for (const auto& file : yaml_files(folder)) {
    Violations unread;  // syntax errors are found again, and told, by whoever reads the whole file
    const YamlNode node = YamlNode::load_file(file, unread);
    const std::string direction = node["direction"].text_or("");
    if (direction == "out") {
      if (auto mapping = OutMapping::load(file, surroundings, violations)) {
        mappings.out_.emplace(mapping->name(), std::move(mapping));
      }
    } else if (direction == "in" || !unread.empty()) {
      if (auto mapping = InMapping::load(file, surroundings, violations)) {
        mappings.in_.emplace(mapping->name(), std::move(mapping));
      }
    } else {
      violations.add(file.string(), node["direction"].line(),
                     "'direction:' must be in or out" + (direction.empty() ? "" : ", not '" + direction + "'"));
    }
  }
  return mappings;
}

std::shared_ptr<const InMapping> Mappings::in(std::string_view name) const { return find_in(in_, name); }
std::shared_ptr<const OutMapping> Mappings::out(std::string_view name) const { return find_in(out_, name); }
std::vector<std::string> Mappings::in_names() const { return names_of(in_); }
std::vector<std::string> Mappings::out_names() const { return names_of(out_); }

void Mappings::run_examples(Violations& violations) const {
  const auto add = [&](const std::vector<Violation>& list) {
    for (const Violation& violation : list) violations.add(violation.file, violation.line, violation.message);
  };
  for (const auto& [name, mapping] : in_) add(mapping->run_examples());
  for (const auto& [name, mapping] : out_) add(mapping->run_examples());
}

}  // namespace lt::mapping
