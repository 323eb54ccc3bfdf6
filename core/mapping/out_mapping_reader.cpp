// From an outward mapping file to its program, with every fault at its line.
#include "base/suggest.hpp"
#include "mapping/expression_parser.hpp"
#include "mapping/fingerprint.hpp"
#include "mapping/json_writer.hpp"
#include "mapping/out_program.hpp"
#include "mapping/program_file.hpp"
#include "mapping/row_scope.hpp"

#include <algorithm>
#include <charconv>

namespace lt::mapping {
namespace {

// A constant as YAML has it: between quotes a text, else a number or truth where it looks like one.
Value constant_of(const std::string& text, bool quoted, bool& as_boolean) {
  if (!quoted && (text == "true" || text == "false")) {
    as_boolean = true;
    return Value::integer(text == "true" ? 1 : 0);
  }
  std::int64_t whole = 0;
  double number = 0;
  const char* end = text.data() + text.size();
  const bool zeros = text.size() > 1 && text[0] == '0' && text[1] != '.';
  if (!quoted && !zeros && !text.empty()) {
    if (std::from_chars(text.data(), end, whole).ptr == end) return Value::integer(whole);
    if (std::from_chars(text.data(), end, number).ptr == end) return Value::decimal(number);
  }
  return Value::text(text);
}

class OutMappingReader {
 public:
  OutMappingReader(const YamlNode& node, const Surroundings& surroundings)
      : node_(node), surroundings_(surroundings), program_(std::make_unique<OutMapping::Program>()) {}

  std::unique_ptr<OutMapping::Program> run(const std::filesystem::path& file) {
    program_->name = file.stem().string();
    program_->file = file.string();
    node_.allow_only(
        {"direction", "label", "description", "entity", "purpose", "empty", "filter", "fields", "examples"});
    const std::string entity = node_["entity"].text();
    program_->entity = surroundings_.model.find(entity);
    if (program_->entity == nullptr) {
      node_["entity"].violation("unknown entity '" + entity + "'" + suggestion(entity, surroundings_.model.names()));
      return nullptr;
    }
    RowScope scope(*program_->entity, surroundings_.model, *program_);
    program_->purpose = node_["purpose"].text_or("");
    read_empty(node_["empty"]);
    if (node_.has("filter")) {
      program_->filter = parse_condition(node_["filter"], scope, surroundings_);
      if (program_->filter) collect_tables(*program_->filter, tables_);
    }
    const auto entries = node_["fields"].entries();
    program_->fields.reserve(entries.size());
    for (const auto& [pointer, field] : entries) read_field(pointer, field, scope);
    if (entries.empty()) node_.violation("the mapping gives no field; 'fields:' lists what leaves the hub");
    finish_shape(program_->root);
    program_->disclosed.assign(scope.disclosed.begin(), scope.disclosed.end());
    if (scope.personal && program_->purpose.empty()) {
      node_.violation(
          "personal data leave by this mapping, so 'purpose:' must say why they may (Decree 13/2023/NĐ-CP)");
    }
    program_->emitted.entity = program_->entity;
    program_->emitted.reads = names_read(*program_->entity, surroundings_.model, *program_);
    for (const OutField& field : program_->fields) {
      if (!field.is_constant) {
        note_emitted(field.pointer, field.expression, surroundings_.model, *program_, program_->emitted);
      }
    }
    program_->fingerprint = fingerprint(node_, tables_, {});
    return std::move(program_);
  }

 private:
  void read_empty(const YamlNode& node) {
    const std::string word = node.is_null() ? "null" : node.text_or("omit");
    program_->write_null = word == "null";
    if (word != "omit" && word != "null")
      node.violation("unknown way '" + word + "'" + suggestion(word, {"omit", "null"}));
  }

  void read_field(const std::string& pointer, const YamlNode& node, RowScope& scope) {
    OutField field;
    field.pointer = pointer.empty() || pointer[0] == '/' ? pointer : "/" + pointer;
    if (node.is_map()) {
      node.allow_only({"from", "value", "when", "required", "on_error"});
      field.required = node["required"].boolean_or(false);
      if (node.has("when")) {
        field.when = parse_condition(node["when"], scope, surroundings_);
        if (field.when) collect_tables(*field.when, tables_);
      }
      const std::string policy = node["on_error"].text_or("dead");
      field.drop_on_error = policy == "drop";
      if (policy != "drop" && policy != "dead") {
        node["on_error"].violation("unknown policy '" + policy + "'" + suggestion(policy, {"dead", "drop"}));
      }
    }
    if (node.is_map() && node.has("value")) {
      field.expression.literal = node["value"].text();
      field.is_constant = true;
    } else {
      scope.discloses = true;
      auto expression = parse_expression(node.is_map() ? node["from"] : node, scope, surroundings_);
      scope.discloses = false;
      if (!expression) return;
      field.expression = std::move(*expression);
      field.as_boolean = field.expression.result == Result::boolean;
      collect_tables(field.expression, tables_);
    }
    place(field.pointer, node);
    program_->fields.push_back(std::move(field));
    if (OutField& kept = program_->fields.back(); kept.is_constant) {
      kept.constant = constant_of(kept.expression.literal, node["value"].is_quoted(), kept.as_boolean);
    }
  }

  // Grows the output's shape by one pointer.
  void place(const std::string& pointer, const YamlNode& node) {
    OutNode* at = &program_->root;
    std::string_view rest = pointer;
    int depth = 0;
    while (!rest.empty()) {
      rest.remove_prefix(1);
      const std::size_t end = std::min(rest.find('/'), rest.size());
      const std::string key(rest.substr(0, end));
      rest.remove_prefix(end);
      if (key.empty() || ++depth > 16 || at->field >= 0) {
        return node.violation("'" + pointer + "' cannot be an output pointer beside the others of this mapping");
      }
      auto found = std::find_if(at->children.begin(), at->children.end(),
                                [&](const OutNode& child) { return child.key == key; });
      if (found == at->children.end()) {
        OutNode child;
        child.key = key;
        found = at->children.insert(at->children.end(), std::move(child));
      }
      at = &*found;
    }
    if (at->field >= 0 || !at->children.empty()) {
      return node.violation("the output '" + pointer + "' is written twice");
    }
    at->field = static_cast<int>(program_->fields.size());
  }

  // Children named 0, 1, 2 … are the items of an array.
  void finish_shape(OutNode& node) {
    bool array = !node.children.empty();
    for (std::size_t i = 0; i < node.children.size(); ++i) array = array && node.children[i].key == std::to_string(i);
    node.array = array;
    for (OutNode& child : node.children) {
      if (!array) {
        write_json_text(unescaped(child.key), child.json);
        child.json += ':';
      }
      finish_shape(child);
    }
  }

  static std::string unescaped(std::string text) {
    for (const auto& [from, to] : {std::pair<std::string_view, char>{"~1", '/'}, {"~0", '~'}}) {
      for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + 1)) {
        text.replace(at, 2, 1, to);
      }
    }
    return text;
  }

  YamlNode node_;
  const Surroundings& surroundings_;
  std::unique_ptr<OutMapping::Program> program_;
  std::vector<std::uint64_t> tables_;
};

}  // namespace

std::shared_ptr<const OutMapping> OutMapping::load(const std::filesystem::path& file, const Surroundings& surroundings,
                                                   Violations& violations) {
  auto program = load_program(file, violations,
                              [&](const YamlNode& node) { return OutMappingReader(node, surroundings).run(file); });
  if (!program) return nullptr;
  return std::shared_ptr<const OutMapping>(new OutMapping(std::move(program)));
}

}  // namespace lt::mapping
