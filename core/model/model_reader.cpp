// Reading config/model/*.yaml into entities, with every fault at its line.
#include "base/suggest.hpp"
#include "model/check.hpp"
#include "model/data_class.hpp"
#include "model/entity.hpp"
#include "model/pattern.hpp"
#include "model/validate.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace lt::model {
namespace {

// A word of a fixed list by its position there; the first word stands in for a wrong one.
template <std::size_t N>
std::size_t word(const YamlNode& node, std::string_view what, const std::array<std::string_view, N>& words) {
  const std::string text = node.text();
  const auto found = std::find(words.begin(), words.end(), text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  node.violation("unknown " + std::string(what) + " '" + text + "'" +
                 suggestion(text, std::vector<std::string>(words.begin(), words.end())));
  return 0;
}

// In the order of the enumerations.
constexpr std::array<std::string_view, 7> types{"text", "integer",   "decimal",  "boolean",
                                                "date", "timestamp", "reference"};
constexpr std::array<std::string_view, 2> merges{"newest", "priority"};

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= 48 && name[0] >= 'a' && name[0] <= 'z' &&
         std::all_of(name.begin(), name.end(),
                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

void require_name(const YamlNode& node, const std::string& name) {
  if (!is_name(name)) {
    node.violation("'" + name + "' is no name: small letters, digits and _ only, a letter first, at most 48");
  }
}

Label read_label(const YamlNode& node, const std::string& fallback) {
  if (!node.exists()) return {fallback, fallback};
  if (node.is_scalar()) return {node.text(), node.text()};
  node.allow_only({"vi", "en"});
  return {node["vi"].text_or(fallback), node["en"].text_or(fallback)};
}

void read_bounds(const YamlNode& node, Field& field) {
  if (node.has("min")) field.min = node["min"].decimal_or(0);
  if (node.has("max")) field.max = node["max"].decimal_or(0);
  if (field.min && field.max && *field.min > *field.max) node["min"].violation("'min' is greater than 'max'");
  const bool bounded =
      field.type == FieldType::text || field.type == FieldType::integer || field.type == FieldType::decimal;
  if (!bounded && (field.min || field.max)) node.violation("'min' and 'max' are for texts and numbers only");
}

void read_pattern(const YamlNode& node, Field& field) {
  if (!node.exists()) return;
  field.pattern = node.text();
  if (field.type != FieldType::text) node.violation("'pattern' is for texts only");
  try {
    field.compiled = std::make_shared<const Pattern>(field.pattern);
  } catch (const std::regex_error& e) {
    node.violation("'" + field.pattern + "' is no regular expression: " + e.what());
  }
}

Field read_field(const std::string& name, const YamlNode& node) {
  node.allow_only({"type", "to", "label", "class", "required", "values", "min", "max", "pattern", "merge", "derived"});
  require_name(node, name);
  Field field;
  field.name = name;
  field.line = node.line();
  if (node.has("type")) field.type = static_cast<FieldType>(word(node["type"], "type", types));
  if (node.has("to")) {
    field.target = node["to"].text();
    if (node.has("type") && field.type != FieldType::reference) node["to"].violation("'to' is for references only");
    field.type = FieldType::reference;
  } else if (field.type == FieldType::reference) {
    node.violation("the reference '" + name + "' does not say what it refers to; add 'to: ENTITY'");
  }
  field.label = read_label(node["label"], name);
  if (node.has("class")) field.data_class = static_cast<DataClass>(word(node["class"], "class", data_class_names));
  field.required = node["required"].boolean_or(false);
  field.values = node["values"].texts();
  read_bounds(node, field);
  read_pattern(node["pattern"], field);
  if (node.has("merge")) field.merge = static_cast<MergeRule>(word(node["merge"], "merge rule", merges));
  field.derived = node["derived"].text_or("");
  return field;
}

std::vector<int> read_positions(const YamlNode& node, const Entity& entity) {
  std::vector<int> positions;
  for (const YamlNode& item : node.items()) {
    const std::string name = item.text();
    if (const auto position = entity.field(name)) {
      positions.push_back(*position);
    } else {
      item.violation("'" + entity.name + "' has no field '" + name + "'" + suggestion(name, entity.field_names()));
    }
  }
  return positions;
}

void read_keys(const YamlNode& node, Entity& entity) {
  for (const YamlNode& item : node.items()) {
    Key key;
    if (item.is_map()) {
      item.allow_only({"weak"});
      key.weak = true;
      key.fields = read_positions(item["weak"], entity);
    } else {
      key.fields = read_positions(item, entity);
    }
    if (key.fields.empty()) item.violation("a key needs at least one field");
    entity.keys.push_back(std::move(key));
  }
}

void read_rules(const YamlNode& node, Entity& entity) {
  for (const YamlNode& item : node.items()) {
    for (const auto& [name, fields] : item.entries()) {
      Rule rule{name, find_check(name), read_positions(fields, entity), fields.line()};
      if (rule.definition == nullptr) {
        fields.violation("unknown check '" + name + "'" + suggestion(name, rule_checks()));
        continue;
      }
      if (rule.fields.size() < rule.definition->least_fields || rule.fields.size() > rule.definition->most_fields) {
        fields.violation("the check '" + name + "' takes " + std::string(rule.definition->fields));
        continue;
      }
      entity.rules.push_back(std::move(rule));
    }
  }
}

std::unique_ptr<Entity> read_entity(const YamlNode& node) {
  node.allow_only({"entity", "label", "priority", "fields", "keys", "rules"});
  auto entity = std::make_unique<Entity>();
  entity->file = node.file();
  entity->name = node["entity"].text();
  require_name(node["entity"], entity->name);
  entity->label = read_label(node["label"], entity->name);
  entity->priority = node["priority"].texts();
  for (const auto& [name, field] : node["fields"].entries()) entity->fields.push_back(read_field(name, field));
  if (entity->fields.empty()) node.violation("the entity '" + entity->name + "' has no fields");
  read_keys(node["keys"], *entity);
  read_rules(node["rules"], *entity);
  return entity;
}

// Depth-first by reference; `path` holds the names on the way down.
class Ordering {
 public:
  Ordering(std::vector<std::unique_ptr<Entity>> entities, Violations& violations)
      : waiting_(std::move(entities)), violations_(violations) {}

  std::vector<std::unique_ptr<Entity>> run() {
    for (const auto& entity : waiting_) names_.push_back(entity->name);
    for (std::size_t i = 0; i < waiting_.size(); ++i) place(i);
    return std::move(placed_);
  }

 private:
  void place(std::size_t index) {
    if (!waiting_[index]) return;
    path_.push_back(names_[index]);
    for (const Field& field : waiting_[index]->fields) {
      if (field.type == FieldType::reference && !field.target.empty()) follow(*waiting_[index], field);
    }
    path_.pop_back();
    placed_.push_back(std::move(waiting_[index]));
  }

  void follow(const Entity& entity, const Field& field) {
    const auto found = std::find(names_.begin(), names_.end(), field.target);
    if (found == names_.end()) {
      violations_.add(entity.file, field.line,
                      "'" + field.name + "' refers to the unknown entity '" + field.target + "'" +
                          suggestion(field.target, names_));
    } else if (field.target == entity.name) {
      refuse_in_keys(entity, field);
    } else if (const auto start = std::find(path_.begin(), path_.end(), field.target); start != path_.end()) {
      std::string circle;
      for (auto step = start; step != path_.end(); ++step) circle += *step + " → ";
      violations_.add(entity.file, field.line,
                      "references go in a circle: " + circle + field.target + "; remove one of them");
    } else {
      place(static_cast<std::size_t>(found - names_.begin()));
    }
  }

  // An entity may refer to its own kind (a case to its source case), but its keys would then never come to an end.
  void refuse_in_keys(const Entity& entity, const Field& field) {
    const auto position = static_cast<int>(&field - entity.fields.data());
    for (const Key& key : entity.keys) {
      if (std::find(key.fields.begin(), key.fields.end(), position) == key.fields.end()) continue;
      violations_.add(
          entity.file, field.line,
          "'" + field.name + "' refers to '" + entity.name + "' itself, so it cannot be part of a key of it");
    }
  }

  std::vector<std::unique_ptr<Entity>> waiting_;
  Violations& violations_;
  std::vector<std::string> names_;
  std::vector<std::string> path_;
  std::vector<std::unique_ptr<Entity>> placed_;
};

}  // namespace

Model Model::load(const std::filesystem::path& folder, Violations& violations) {
  std::vector<std::unique_ptr<Entity>> entities;
  std::set<std::string> names;
  for (const auto& file : yaml_files(folder)) {
    const YamlNode node = YamlNode::load_file(file, violations);
    if (!node.exists()) continue;
    auto entity = read_entity(node);
    if (!names.insert(entity->name).second) {
      node["entity"].violation("a second entity is named '" + entity->name + "'; rename or remove one");
      continue;
    }
    entities.push_back(std::move(entity));
  }
  if (entities.empty()) violations.add(folder.string(), 0, "no entity is defined here; at least one *.yaml is needed");
  Model model;
  model.entities_ = Ordering(std::move(entities), violations).run();
  return model;
}

}  // namespace lt::model
