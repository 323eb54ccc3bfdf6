// From a mapping file to its program, with every fault at its line.
#include "base/suggest.hpp"
#include "mapping/expression_parser.hpp"
#include "mapping/fingerprint.hpp"
#include "mapping/in_program.hpp"
#include "mapping/program_file.hpp"
#include "mapping/record_scope.hpp"

#include <algorithm>
#include <set>

namespace lt::mapping {
namespace {

using model::Entity;
using model::FieldType;

// What of a field's values needs no check one by one.
void find_sure(const model::Field& field, FieldProgram& made) {
  if (made.expression.plain && made.expression.kind == SourceKind::slot && !made.when) {
    made.plain_slot = made.expression.position;
  }
  if (!field.values.empty() || field.compiled || field.min) return;
  constexpr std::size_t usual = 65'536;
  if (field.type == FieldType::text) made.sure_text = field.max ? static_cast<std::size_t>(*field.max) : usual;
  made.sure_date = (field.type == FieldType::date && made.expression.result == Result::date) ||
                   (field.type == FieldType::timestamp && made.expression.result == Result::timestamp);
}

// Whether a chain that ends in `result` can fill a field of `type`; a source alone is judged record by record.
bool fits(Result result, FieldType type) {
  switch (type) {
    case FieldType::text:
      return true;
    case FieldType::date:
      return result == Result::unknown || result == Result::date;
    case FieldType::timestamp:
      return result == Result::unknown || result == Result::timestamp;
    case FieldType::integer:
    case FieldType::decimal:
      return result != Result::date && result != Result::timestamp;
    case FieldType::boolean:
      return result == Result::unknown || result == Result::boolean;
    default:
      return false;
  }
}

class InMappingReader {
 public:
  InMappingReader(const YamlNode& node, const Surroundings& surroundings)
      : node_(node), surroundings_(surroundings), program_(std::make_unique<InMapping::Program>()) {}

  std::unique_ptr<InMapping::Program> run(const std::filesystem::path& file) {
    program_->name = file.stem().string();
    program_->file = file.string();
    node_.allow_only({"direction", "label", "description", "record", "entities", "examples"});
    program_->record_line = node_["record"].line();
    read_record(node_["record"]);
    read_names();
    for (std::size_t i = 0; i < program_->entities.size(); ++i) read_entity(entity_nodes_[i], i);
    program_->trie.freeze();
    program_->key_trie.freeze();
    for (ListProgram& list : program_->lists) list.items.freeze();
    program_->fingerprint = compute_fingerprint();
    return std::move(program_);
  }

 private:
  void read_record(const YamlNode& node) {
    if (!node.exists()) return;
    node.allow_only({"key", "as_of", "filter"});
    for (const std::string& pointer : node["key"].texts()) {
      const std::string fault = PointerTrie::fault(pointer);
      if (!fault.empty() || pointer.empty()) {
        node["key"].violation("'" + pointer + "' is no JSON pointer; a record's key is one or more, without functions");
        continue;
      }
      program_->key_pointers.push_back(pointer);
      program_->key_slots.push_back(program_->trie.slot(pointer));
      program_->key_trie.slot(pointer);
    }
    RecordScope scope(program_->trie, nullptr);
    if (node.has("as_of")) {
      program_->as_of = parse_expression(node["as_of"], scope, surroundings_);
      note(program_->as_of);
      if (program_->as_of && program_->as_of->result != Result::timestamp && program_->as_of->result != Result::date) {
        node["as_of"].violation("as_of is a moment: end the expression with timestamp(…) or date(…)");
      }
    }
    if (node.has("filter")) {
      program_->filter = parse_condition(node["filter"], scope, surroundings_);
      note(program_->filter);
    }
  }

  // Names first, so that references may look ahead.
  void read_names() {
    for (const YamlNode& item : node_["entities"].items()) {
      EntityProgram program;
      const std::string entity_name = item["entity"].text();
      program.entity = surroundings_.model.find(entity_name);
      program.name = item["name"].text_or(entity_name);
      program.line = item.line();
      if (program.entity == nullptr) {
        item["entity"].violation("unknown entity '" + entity_name + "'" +
                                 suggestion(entity_name, surroundings_.model.names()));
        continue;
      }
      if (!names_.insert(program.name).second) {
        item.violation("a second entity of this mapping is named '" + program.name + "'; tell them apart with 'name:'");
      }
      entity_nodes_.push_back(item);
      program_->entities.push_back(std::move(program));
    }
    if (program_->entities.empty()) node_.violation("the mapping gives no entity; 'entities:' lists at least one");
  }

  int list_of(const YamlNode& node) {
    const std::string pointer = node.text();
    if (const std::string fault = PointerTrie::fault(pointer); !fault.empty() || pointer.empty()) {
      node.violation("for_each takes the JSON pointer of an array, such as /doses");
      return -1;
    }
    for (std::size_t i = 0; i < program_->lists.size(); ++i) {
      if (program_->lists[i].pointer == pointer) return static_cast<int>(i);
    }
    const int list = static_cast<int>(program_->lists.size());
    program_->lists.push_back({pointer, {}});
    program_->trie.mark_list(pointer, list);
    return list;
  }

  void read_entity(const YamlNode& node, std::size_t index) {
    node.allow_only({"entity", "name", "when", "for_each", "key", "fields", "mention"});
    EntityProgram& program = program_->entities[index];
    if (index == 0) {
      for (const std::string_view key : {"when", "for_each", "key", "mention"}) {
        if (node.has(key)) {
          node[key].violation("the first entity stands for the record itself, so it has no '" + std::string(key) +
                              "'; use record: filter, or put another entity first");
        }
      }
    }
    if (node.has("for_each")) program.list = list_of(node["for_each"]);
    RecordScope scope(program_->trie, items(program));
    if (node.has("when")) {
      program.when = parse_condition(node["when"], scope, surroundings_);
      note(program.when);
    }
    for (const auto& [name, field] : node["fields"].entries()) read_field(name, field, scope, program);
    add_derived(node, program);
    find_required(node, program);
    read_key(node["key"], program);
  }

  PointerTrie* items(const EntityProgram& program) {
    return program.list < 0 ? nullptr : &program_->lists[static_cast<std::size_t>(program.list)].items;
  }

  void read_field(const std::string& name, const YamlNode& node, Scope& scope, EntityProgram& program) {
    const Entity& entity = *program.entity;
    const auto position = entity.field(name);
    if (!position) {
      return node.violation("'" + entity.name + "' has no field '" + name + "'" +
                            suggestion(name, entity.field_names()));
    }
    const model::Field& field = entity.fields[static_cast<std::size_t>(*position)];
    FieldProgram made;
    made.position = *position;
    made.line = node.line();
    made.on_error = field.required ? OnError::dead : OnError::drop;
    if (node.is_map()) node.allow_only({"from", "value", "entity", "row", "when", "on_error"});
    if (node.is_map() && node.has("when")) {
      made.when = parse_condition(node["when"], scope, surroundings_);
      note(made.when);
    }
    if (field.type == FieldType::reference) return read_reference(node, field, std::move(made), scope, program);
    if (node.is_map() && node.has("value")) {
      made.expression.literal = node["value"].text();
      made.expression.plain = true;
    } else {
      auto expression = parse_expression(node.is_map() ? node["from"] : node, scope, surroundings_);
      if (!expression) return;
      made.expression = std::move(*expression);
      note(made.expression);
    }
    if (!made.expression.plain && !fits(made.expression.result, field.type)) {
      node.violation("'" + name + "' takes another type than this chain gives; end it with " + ending(field.type));
    }
    read_policy(node, field, made);
    find_sure(field, made);
    program.fields.push_back(std::move(made));
  }

  static std::string ending(FieldType type) {
    switch (type) {
      case FieldType::date:
        return "date(FORMAT) or day";
      case FieldType::timestamp:
        return "timestamp(FORMAT)";
      case FieldType::boolean:
        return "boolean";
      default:
        return "integer or number";
    }
  }

  void read_policy(const YamlNode& node, const model::Field& field, FieldProgram& made) {
    if (!node.is_map() || !node.has("on_error")) return;
    const std::string word = node["on_error"].text();
    if (word == "dead") {
      made.on_error = OnError::dead;
    } else if (word == "drop") {
      made.on_error = OnError::drop;
    } else if (word == "keep") {
      made.on_error = OnError::keep;
    } else {
      node["on_error"].violation("unknown policy '" + word + "'" + suggestion(word, {"dead", "drop", "keep"}));
    }
    if (made.on_error == OnError::drop && field.required) {
      node["on_error"].violation("'" + field.name + "' is required, so it cannot be dropped; use dead or keep");
    }
    if (made.on_error == OnError::keep && (field.type != FieldType::text || made.expression.kind == SourceKind::call)) {
      node["on_error"].violation("'keep' is for texts that come from one pointer");
    }
  }

  void read_reference(const YamlNode& node, const model::Field& field, FieldProgram made, Scope& scope,
                      EntityProgram& program) {
    made.on_error = field.required ? OnError::dead : OnError::drop;
    if (node.is_map() && node.has("row")) return read_row(node["row"], std::move(made), scope, program);
    if (!node.is_map() || !node.has("entity")) {
      return node.violation("'" + field.name +
                            "' is a reference: write {entity: NAME}, an entity of this mapping, or {row: /pointer}" +
                            " in a mapping for the hub's own rows");
    }
    const std::string name = node["entity"].text();
    const auto& all = program_->entities;
    const auto found = std::find_if(all.begin(), all.end(), [&](const EntityProgram& e) { return e.name == name; });
    if (found == all.end()) {
      return node["entity"].violation("this mapping has no entity named '" + name + "'" +
                                      suggestion(name, {names_.begin(), names_.end()}));
    }
    if (found->entity->name != field.target) {
      return node["entity"].violation("'" + field.name + "' refers to '" + field.target + "', but '" + name +
                                      "' is of entity '" + found->entity->name + "'");
    }
    made.refers_to = static_cast<int>(found - all.begin());
    if (field.target == program.entity->name && &*found <= &program) {
      return node["entity"].violation("'" + field.name + "' refers to its own kind, so '" + name +
                                      "' must come further down in this mapping");
    }
    const bool repeated = entity_nodes_[static_cast<std::size_t>(made.refers_to)].has("for_each");
    if (repeated && entity_nodes_[static_cast<std::size_t>(made.refers_to)]["for_each"].text_or("") !=
                        (program.list < 0 ? "" : program_->lists[static_cast<std::size_t>(program.list)].pointer)) {
      return node["entity"].violation("'" + name +
                                      "' comes many times (for_each), so this reference has no one to mean");
    }
    program.references.push_back(std::move(made));
  }

  // The id of a canonical row, which only the hub itself can know: see derivation.
  void read_row(const YamlNode& node, FieldProgram made, Scope& scope, EntityProgram& program) {
    auto expression = parse_expression(node, scope, surroundings_);
    if (!expression) return;
    if (!expression->plain || expression->kind != SourceKind::slot) {
      return node.violation("'row' takes the JSON pointer of a row's id and no function");
    }
    made.expression = std::move(*expression);
    made.refers_row = true;
    program.references.push_back(std::move(made));
  }

  // Fields that the model derives from others and the mapping does not fill itself.
  void add_derived(const YamlNode& node, EntityProgram& program) {
    EntityScope scope(program_->trie, nullptr, program);
    for (std::size_t i = 0; i < program.entity->fields.size(); ++i) {
      const model::Field& field = program.entity->fields[i];
      if (field.derived.empty() || is_mapped(program, static_cast<int>(i))) continue;
      const YamlNode at = YamlNode::nothing_at(program.entity->file, field.line, node.violations());
      auto expression = parse_expression(field.derived, at, scope, surroundings_);
      if (!expression) continue;
      FieldProgram made;
      made.position = static_cast<int>(i);
      made.expression = std::move(*expression);
      made.on_error = field.required ? OnError::dead : OnError::drop;
      note(made.expression);
      find_sure(field, made);
      program.fields.push_back(std::move(made));
    }
  }

  static bool is_mapped(const EntityProgram& program, int position) {
    const auto here = [&](const FieldProgram& field) { return field.position == position; };
    return std::any_of(program.fields.begin(), program.fields.end(), here) ||
           std::any_of(program.references.begin(), program.references.end(), here);
  }

  // An entity that the record only mentions is found by one of its keys; what is required of it, its own source says.
  void require_a_key(const YamlNode& node, const EntityProgram& program) {
    const auto mapped = [&](int position) { return is_mapped(program, position); };
    const auto& keys = program.entity->keys;
    const bool found = std::any_of(keys.begin(), keys.end(), [&](const model::Key& key) {
      return std::all_of(key.fields.begin(), key.fields.end(), mapped);
    });
    if (!found) {
      node["mention"].violation("'" + program.name + "' is only mentioned, so the fields of one key of '" +
                                program.entity->name + "' must be mapped");
    }
  }

  void find_required(const YamlNode& node, EntityProgram& program) {
    if (node["mention"].boolean_or(false)) return require_a_key(node, program);
    for (std::size_t i = 0; i < program.entity->fields.size(); ++i) {
      const model::Field& field = program.entity->fields[i];
      if (!field.required) continue;
      program.required.push_back(static_cast<int>(i));
      if (!is_mapped(program, static_cast<int>(i))) {
        node["fields"].violation("'" + program.entity->name + "." + field.name + "' is required and not mapped");
      }
    }
  }

  void read_key(const YamlNode& node, EntityProgram& program) {
    if (!node.exists()) return;
    EntityScope scope(program_->trie, items(program), program);
    for (const YamlNode& part : node.is_list() ? node.items() : std::vector{node}) {
      if (auto expression = parse_expression(part, scope, surroundings_)) {
        note(expression);
        program.key.push_back(std::move(*expression));
      }
    }
  }

  void note(const Expression& expression) { collect_tables(expression, tables_); }
  void note(const std::optional<Expression>& expression) {
    if (expression) collect_tables(*expression, tables_);
  }
  void note(const std::optional<Condition>& condition) {
    if (condition) collect_tables(*condition, tables_);
  }

  std::uint64_t compute_fingerprint() const {
    std::vector<const Entity*> entities;
    for (const EntityProgram& program : program_->entities) entities.push_back(program.entity);
    return fingerprint(node_, tables_, entities);
  }

  YamlNode node_;
  const Surroundings& surroundings_;
  std::unique_ptr<InMapping::Program> program_;
  std::vector<YamlNode> entity_nodes_;
  std::set<std::string> names_;
  std::vector<std::uint64_t> tables_;
};

}  // namespace

std::shared_ptr<const InMapping> InMapping::load(const std::filesystem::path& file, const Surroundings& surroundings,
                                                 Violations& violations) {
  auto program = load_program(file, violations,
                              [&](const YamlNode& node) { return InMappingReader(node, surroundings).run(file); });
  if (!program) return nullptr;
  return std::shared_ptr<const InMapping>(new InMapping(std::move(program)));
}

}  // namespace lt::mapping
