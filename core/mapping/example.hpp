// What examples of inward and outward mappings share: YAML as JSON, and telling how two trees differ.
#pragma once

#include "base/yaml.hpp"
#include "model/record.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace lt::mapping {

// The value as JSON text. A scalar between quotes is a text; without, true, false, null and numbers (without leading
// zeros) are what they look like.
std::string json_of(const YamlValue& value);

// JSON that was written here as a tree; JSON is YAML.
YamlValue tree_of(std::string_view json);

// "at /person/name: expected 'A', came 'B'", one for each difference; the order of keys does not count.
void find_differences(const YamlValue& expected, const YamlValue& actual, const std::string& path,
                      std::vector<std::string>& differences);

// "expected X, came Y" for two sorted lists of codes; nothing where they are the same.
void compare_codes(std::string_view what, std::vector<std::string> expected, std::vector<std::string> actual,
                   std::vector<std::string>& differences);

// {"entities": …, "warnings": […]} and such: the parts of an example that say what shall come.
std::string expectation(const YamlNode& example, std::initializer_list<std::string_view> parts);

// "reasons": [{"code", "field", "message"}], for a JSON object.
void write_reasons(std::string_view name, const std::vector<model::Reason>& reasons, std::string& out);

// What is said of an example that gave something else.
std::string difference_message(const std::string& name, const std::vector<std::string>& differences);

// One violation at the example's line with all differences; none without any.
void report(const YamlNode& example, const std::vector<std::string>& differences, std::vector<Violation>& out);

}  // namespace lt::mapping
