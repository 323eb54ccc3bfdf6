// Reading configuration, with the place of each value.
#include "base/yaml.hpp"

#include "base/suggest.hpp"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <set>
#include <sstream>

namespace lt {
namespace {

const YamlValue absent;

// A key written twice would silently lose one of the two.
void refuse_repeated_keys(const YamlValue& value, const std::string& file, Violations& violations) {
  for (const auto& item : value.items) refuse_repeated_keys(item, file, violations);
  std::set<std::string_view> seen;
  for (const auto& entry : value.entries) {
    if (!seen.insert(entry.key).second)
      violations.add(file, entry.line, "the key '" + entry.key + "' stands here a second time; remove one");
    refuse_repeated_keys(entry.value, file, violations);
  }
}

}  // namespace

YamlNode::YamlNode(std::shared_ptr<const Document> document, const YamlValue& value, int line, Violations& violations)
    : document_(std::move(document)),
      value_(&value),
      violations_(&violations),
      line_(value.line > 0 ? value.line : line) {}

YamlNode YamlNode::nothing_at(std::string file, int line, Violations& violations) {
  return {std::make_shared<const Document>(Document{std::move(file), {}}), absent, line, violations};
}

YamlNode YamlNode::load_file(const std::filesystem::path& path, Violations& violations) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    violations.add(path.string(), 0, "cannot be read; check that it exists and that the hub's user may read it");
    return nothing_at(path.string(), 0, violations);
  }
  std::ostringstream text;
  text << in.rdbuf();
  return parse(text.view(), path.string(), violations);
}

YamlNode YamlNode::parse(std::string_view text, const std::string& name, Violations& violations) {
  try {
    auto document = std::make_shared<const Document>(Document{name, parse_yaml(text)});
    refuse_repeated_keys(document->root, name, violations);
    const YamlValue& root = document->root;
    return {std::move(document), root, 1, violations};
  } catch (const YamlSyntaxError& e) {
    violations.add(name, e.line(), std::string("not valid YAML: ") + e.what());
    return nothing_at(name, 1, violations);
  }
}

YamlNode YamlNode::operator[](std::string_view key) const {
  const YamlEntry* entry = value_->find(key);
  return entry == nullptr ? child(absent, line_) : child(entry->value, entry->line);
}

std::vector<YamlNode> YamlNode::items() const {
  std::vector<YamlNode> list;
  if (!exists()) return list;
  if (!is_list()) {
    violation("a list is expected here");
    return list;
  }
  list.reserve(value_->items.size());
  for (const auto& item : value_->items) list.push_back(child(item, line_));
  return list;
}

std::vector<std::pair<std::string, YamlNode>> YamlNode::entries() const {
  std::vector<std::pair<std::string, YamlNode>> list;
  if (!exists()) return list;
  if (!is_map()) {
    violation("keys with values are expected here");
    return list;
  }
  list.reserve(value_->entries.size());
  for (const auto& entry : value_->entries) list.emplace_back(entry.key, child(entry.value, entry.line));
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
  if (!is_scalar()) {
    violation("one value is expected here, not a list or keys");
    return std::string(fallback);
  }
  return value_->text;
}

std::int64_t YamlNode::integer() const {
  if (!exists()) violation("a whole number is missing here");
  return integer_or(0);
}

std::int64_t YamlNode::integer_or(std::int64_t fallback) const {
  if (!exists()) return fallback;
  std::int64_t value = 0;
  const std::string& text = value_->text;
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
  const std::string& text = value_->text;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    violation("a number is expected here" + (text.empty() ? "" : ", not '" + text + "'"));
    return fallback;
  }
  return value;
}

bool YamlNode::boolean_or(bool fallback) const {
  if (!exists()) return fallback;
  const std::string& text = value_->text;
  if (text == "true" || text == "yes") return true;
  if (text == "false" || text == "no") return false;
  violation("true or false is expected here" + (text.empty() ? "" : ", not '" + text + "'"));
  return fallback;
}

std::vector<std::string> YamlNode::texts() const {
  std::vector<std::string> list;
  if (!exists()) return list;
  if (is_scalar()) return {value_->text};
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

void YamlNode::violation(const std::string& message) const { violations_->add(file(), line_, message); }

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
