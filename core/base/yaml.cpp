// Reading YAML with positions over yaml-cpp.
#include "base/yaml.hpp"

#include "base/suggest.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace lt {
namespace {

YamlNode load(const std::string& text, const std::string& name, Violations& violations) {
  try {
    return {YAML::Load(text), name, violations, 1};
  } catch (const YAML::ParserException& e) {
    violations.add(name, e.mark.line + 1, "not valid YAML: " + e.msg);
  }
  return {YAML::Node(YAML::NodeType::Null), name, violations, 1};
}

// A key written twice silently loses one of the two in YAML libraries; here it is a violation.
void refuse_repeated_keys(const YamlNode& node) {
  if (node.is_list()) {
    for (const auto& item : node.items()) refuse_repeated_keys(item);
  } else if (node.is_map()) {
    std::set<std::string> seen;
    for (const auto& [key, value] : node.entries()) {
      if (!seen.insert(key).second) value.violation("the key '" + key + "' stands here a second time; remove one");
      refuse_repeated_keys(value);
    }
  }
}

}  // namespace

YamlNode::YamlNode(YAML::Node node, std::string file, Violations& violations, int line_of_parent)
    : node_(std::move(node)), file_(std::move(file)), violations_(&violations), line_(line_of_parent) {
  if (node_.IsDefined() && node_.Mark().line >= 0 && !node_.Mark().is_null()) line_ = node_.Mark().line + 1;
}

YamlNode YamlNode::load_file(const std::filesystem::path& path, Violations& violations) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    violations.add(path.string(), 0, "cannot be read; check that it exists and that the hub's user may read it");
    return {YAML::Node(YAML::NodeType::Null), path.string(), violations};
  }
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.str(), path.string(), violations);
}

YamlNode YamlNode::parse(const std::string& text, const std::string& name, Violations& violations) {
  YamlNode node = load(text, name, violations);
  refuse_repeated_keys(node);
  return node;
}

YamlNode YamlNode::operator[](std::string_view key) const {
  if (node_.IsMap()) {
    for (const auto& entry : node_) {
      if (entry.first.IsScalar() && entry.first.Scalar() == key) {
        return {entry.second, file_, *violations_, entry.first.Mark().line + 1};
      }
    }
  }
  return {YAML::Node(YAML::NodeType::Undefined), file_, *violations_, line_};
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> list;
  if (!exists()) return list;
  if (!node_.IsSequence()) {
    violation("a list is expected here");
    return list;
  }
  for (const auto& item : node_) list.emplace_back(item, file_, *violations_, line_);
  return list;
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<std::string, YamlNode>> list;
  if (!exists()) return list;
  if (!node_.IsMap()) {
    violation("keys with values are expected here");
    return list;
  }
  for (const auto& entry : node_) {
    list.emplace_back(entry.first.IsScalar() ? entry.first.Scalar() : std::string(),
                      YamlNode(entry.second, file_, *violations_, entry.first.Mark().line + 1));
  }
  return list;
}

std::string YamlNode::text() const {
  if (!exists()) {
    violation("a value is missing here");
    return {};
  }
  return text_or("");
}

std::string YamlNode::text_or(std::string_view fallback) const {
  if (!exists()) return std::string(fallback);
  if (!node_.IsScalar()) {
    violation("one value is expected here, not a list or keys");
    return std::string(fallback);
  }
  return node_.Scalar();
}

std::int64_t YamlNode::integer() const {
  if (!exists()) violation("a whole number is missing here");
  return integer_or(0);
}

std::int64_t YamlNode::integer_or(std::int64_t fallback) const {
  if (!exists()) return fallback;
  std::int64_t value = 0;
  const std::string text = node_.IsScalar() ? node_.Scalar() : "";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    violation("a whole number is expected here" + (text.empty() ? "" : ", not '" + text + "'"));
    return fallback;
  }
  return value;
}

double YamlNode::decimal_or(double fallback) const {
  if (!exists()) return fallback;
  double value = 0;
  const std::string text = node_.IsScalar() ? node_.Scalar() : "";
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    violation("a number is expected here" + (text.empty() ? "" : ", not '" + text + "'"));
    return fallback;
  }
  return value;
}

bool YamlNode::boolean_or(bool fallback) const {
  if (!exists()) return fallback;
  const std::string text = node_.IsScalar() ? node_.Scalar() : "";
  if (text == "true" || text == "yes") return true;
  if (text == "false" || text == "no") return false;
  violation("true or false is expected here" + (text.empty() ? "" : ", not '" + text + "'"));
  return fallback;
}

std::vector<std::string> YamlNode::texts() const {
  std::vector<std::string> list;
  if (!exists()) return list;
  if (node_.IsScalar()) return {node_.Scalar()};
  for (const auto& item : items()) list.push_back(item.text());
  return list;
}

void YamlNode::allow_only(std::initializer_list<std::string_view> known) const {
  for (const auto& [key, value] : entries()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    value.violation("unknown key '" + key + "'" +
                    suggestion(key, std::vector<std::string>(known.begin(), known.end())));
  }
}

void YamlNode::violation(const std::string& message) const { violations_->add(file_, line_, message); }

std::vector<std::filesystem::path> yaml_files(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  if (!std::filesystem::is_directory(folder)) return files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.is_regular_file() && entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace lt
