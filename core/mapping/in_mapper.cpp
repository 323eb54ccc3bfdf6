// Running a compiled inward mapping over one raw record.
#include "base/date.hpp"
#include "base/hash.hpp"
#include "base/timestamp.hpp"
#include "mapping/field_value.hpp"
#include "mapping/in_program.hpp"
#include "mapping/record_reader.hpp"
#include "model/validate.hpp"

#include <algorithm>

namespace lt::mapping {

using model::EntityRecord;
using model::Field;
using model::FieldType;
using model::Reason;

namespace {

// One wrong value that several fields read is one thing to mend.
void drop_repeated(std::vector<Reason>& reasons) {
  for (std::size_t i = reasons.size(); i-- > 1;) {
    const auto here = reasons.begin() + static_cast<std::ptrdiff_t>(i);
    const bool repeated = std::any_of(reasons.begin(), here, [&](const Reason& r) {
      return r.code == here->code && r.pointer == here->pointer && r.message == here->message;
    });
    if (repeated) reasons.erase(here);
  }
}

}  // namespace

struct InMapper::Scratch {
  explicit Scratch(const InMapping::Program& p) : program(p), places(p.entities.size()) {}

  const InMapping::Program& program;
  RecordReader reader;
  Context context;
  std::vector<std::vector<int>> places;  // by entity of the mapping and item: the position among the results, or -1
  std::string bytes;
  std::string today;
  std::optional<Milliseconds> today_at;  // the moment that `today` was told for
  std::string as_of_day;
  MappedRecord* out = nullptr;

  void run(std::string_view raw, std::string_view key, Milliseconds received_at);
  bool start(std::string_view raw, std::string_view key, Milliseconds received_at);
  std::string_view declared_key(std::span<const Value> values, std::span<const int> slots);
  void find_day(Milliseconds received_at);
  void find_as_of();
  void build(std::size_t index);
  void build_one(std::size_t index, std::size_t item);
  void fill(const FieldProgram& field, const EntityProgram& program_of, std::span<Value> values);
  void refuse(const FieldProgram& field, const EntityProgram& program_of, std::span<Value> values, Reason reason);
  void link(std::size_t index);
  void refer_to_row(const FieldProgram& field, const EntityProgram& of, EntityRecord& record);
  void finish(std::size_t index);
  void finish_one(const EntityProgram& program_of, EntityRecord& record);
  void set_key(const EntityProgram& program_of, EntityRecord& record, std::size_t item);
  void set_hash(EntityRecord& record);
  // Whether it is said already why the field is empty; a derived one may lack any of its entity's other fields.
  bool is_refused(const std::string& entity, const Field& field) const {
    const std::string start = entity + "." + (field.derived.empty() ? field.name : "");
    return std::any_of(out->reasons.begin(), out->reasons.end(), [&](const Reason& r) {
      return field.derived.empty() ? r.field == start : r.field.rfind(start, 0) == 0;
    });
  }
  bool is_refused(const std::string& entity) const {
    return std::any_of(out->reasons.begin(), out->reasons.end(),
                       [&](const Reason& r) { return r.field.starts_with(entity + "."); });
  }
  void die(Reason reason) { out->reasons.push_back(std::move(reason)); }
  std::string pointer_here(const EntityProgram* program_of, std::string_view pointers) const;
};

InMapper::InMapper(std::shared_ptr<const InMapping> mapping)
    : mapping_(std::move(mapping)), scratch_(std::make_unique<Scratch>(mapping_->program())) {}
InMapper::~InMapper() = default;
InMapper::InMapper(InMapper&&) noexcept = default;
InMapper& InMapper::operator=(InMapper&&) noexcept = default;

std::int64_t InMapper::hash(std::string_view raw) const { return content_hash(raw, mapping_->fingerprint()); }

void InMapper::map(std::string_view raw, std::string_view record_key, Milliseconds received_at, Arena& arena,
                   MappedRecord& out) {
  out.outcome = Outcome::mapped;
  out.record_key = {};
  out.hash = hash(raw);
  out.as_of = received_at;
  out.entities.clear();
  out.sources.clear();
  out.reasons.clear();
  out.warnings.clear();
  scratch_->context.arena = &arena;
  scratch_->out = &out;
  scratch_->run(raw, record_key, received_at);
  if (out.reasons.size() > 1) drop_repeated(out.reasons);
  if (!out.reasons.empty()) out.outcome = Outcome::dead;
  if (out.outcome != Outcome::mapped) out.entities.clear();
}

std::string_view InMapper::record_key(std::string_view raw, Arena& arena) {
  const InMapping::Program& program = scratch_->program;
  if (program.key_pointers.empty()) return {};
  scratch_->context.arena = &arena;
  if (scratch_->reader.read(raw, program.key_trie, 0, arena)) return {};
  std::vector<int> slots(program.key_pointers.size());
  for (std::size_t i = 0; i < slots.size(); ++i) slots[i] = static_cast<int>(i);
  return scratch_->declared_key(scratch_->reader.slots, slots);
}

void InMapper::Scratch::run(std::string_view raw, std::string_view key, Milliseconds received_at) {
  if (!start(raw, key, received_at)) return;
  for (std::size_t i = 0; i < program.entities.size(); ++i) build(i);
  for (std::size_t i = 0; i < program.entities.size(); ++i) link(i);
  for (std::size_t i = 0; i < program.entities.size(); ++i) finish(i);
  if (!out->reasons.empty()) return;
  for (std::size_t i = 1; i < out->entities.size(); ++i) set_hash(out->entities[i]);
}

// Parses and finds key and time; false where nothing is left to do.
bool InMapper::Scratch::start(std::string_view raw, std::string_view key, Milliseconds received_at) {
  out->record_key = key;
  if (auto fault = reader.read(raw, program.trie, program.lists.size(), *context.arena)) {
    die({std::string(fault->code), "", "", std::move(fault->message)});
    return false;
  }
  context.slots = reader.slots;
  context.fields = {};
  context.received_at = received_at;
  find_day(received_at);
  if (!program.key_slots.empty()) out->record_key = declared_key(reader.slots, program.key_slots);
  context.record_key = out->record_key;
  if (out->record_key.empty()) {
    die({"missing_key", "", program.key_pointers.empty() ? "" : program.key_pointers.front(),
         "the record has no key, so it cannot be told from others"});
    return false;
  }
  find_as_of();
  if (!program.filter) return true;
  const Truth wanted = holds(*program.filter, context);
  if (wanted == Truth::failed) {
    die({std::string(context.failure.code), "filter", std::string(context.failure.pointers), context.failure.message});
  } else if (wanted == Truth::no) {
    out->outcome = Outcome::filtered;
  }
  return wanted == Truth::yes;
}

// The parts joined by '|'; empty where one is missing.
std::string_view InMapper::Scratch::declared_key(std::span<const Value> values, std::span<const int> slots) {
  bytes.clear();
  for (const int slot : slots) {
    const Value& part = values[static_cast<std::size_t>(slot)];
    if (part.empty()) return {};
    if (!bytes.empty()) bytes += '|';
    bytes += text_of(part, context);
  }
  return context.arena->copy(bytes);
}

void InMapper::Scratch::find_day(Milliseconds received_at) {
  if (today_at != received_at) {
    today_at = received_at;
    today = std::string_view(canonical_timestamp(received_at)).substr(0, 10);
  }
  context.today = today;
}

void InMapper::Scratch::find_as_of() {
  context.as_of = context.today;
  if (!program.as_of) return;
  Value value;
  if (!evaluate(*program.as_of, context, value)) {
    out->warnings.push_back({std::string(context.failure.code), "as_of", std::string(context.failure.pointers),
                             context.failure.message + "; the time of receipt is taken instead"});
    return;
  }
  const std::string_view text = value.as_text();
  if (text.empty()) return;
  if (text.size() == 25) {
    out->as_of = moment_of(text);
  } else if (const auto day = from_canonical_date(text)) {
    out->as_of = days_from_civil(day->year, day->month == 0 ? 1 : day->month, day->day == 0 ? 1 : day->day) * day_ms -
                 vietnam_offset_ms;
  }
  if (text.size() >= 10) context.as_of = text.substr(0, 10);
}

void InMapper::Scratch::build(std::size_t index) {
  const EntityProgram& of = program.entities[index];
  places[index].clear();
  if (of.list < 0) {
    context.index = 0;
    build_one(index, 0);
    return;
  }
  const auto list = static_cast<std::size_t>(of.list);
  for (std::size_t item = 0; item < reader.items(list); ++item) {
    reader.read_item(list, item, program.lists[list].items, *context.arena);
    context.item_slots = reader.item_slots;
    context.index = static_cast<std::int64_t>(item) + 1;
    build_one(index, item);
  }
}

void InMapper::Scratch::build_one(std::size_t index, std::size_t item) {
  const EntityProgram& of = program.entities[index];
  places[index].push_back(-1);
  if (of.when) {
    const Truth wanted = holds(*of.when, context);
    if (wanted == Truth::failed) {
      die({std::string(context.failure.code), of.name, pointer_here(&of, context.failure.pointers),
           context.failure.message});
    }
    if (wanted != Truth::yes) return;
  }
  const std::size_t count = of.entity->fields.size();
  const std::span<Value> values = new_values(*context.arena, count);
  context.fields = values;
  for (const FieldProgram& field : of.fields) fill(field, of, values);
  places[index].back() = static_cast<int>(out->entities.size());
  EntityRecord record;
  record.entity = of.entity;
  record.values = values;
  record.as_of = out->as_of;
  if (index == 0) record.hash = out->hash;
  set_key(of, record, item);
  out->entities.push_back(record);
  out->sources.push_back(static_cast<int>(index));
}

void InMapper::Scratch::fill(const FieldProgram& field, const EntityProgram& of, std::span<Value> values) {
  if (field.plain_slot >= 0) {
    const Value& value = context.slots[static_cast<std::size_t>(field.plain_slot)];
    if (value.empty()) return;
    if (value.kind() == Value::Kind::text && value.as_text().size() <= field.sure_text && !reader.has_markers()) {
      values[static_cast<std::size_t>(field.position)] = reader.keep(value, *context.arena);
      return;
    }
  }
  const Field& definition = of.entity->fields[static_cast<std::size_t>(field.position)];
  const auto failed = [&] {
    const std::string_view pointers = context.failure.pointers;
    refuse(field, of, values,
           {std::string(context.failure.code), of.entity->name + "." + definition.name,
            pointer_here(&of, pointers.empty() ? field.expression.pointers : pointers), context.failure.message});
  };
  if (field.when) {
    const Truth wanted = holds(*field.when, context);
    if (wanted == Truth::failed) return failed();
    if (wanted == Truth::no) return;
  }
  Value value;
  if (!evaluate(field.expression, context, value)) return failed();
  if (value.empty()) return;
  Value& place = values[static_cast<std::size_t>(field.position)];
  if (value.kind() == Value::Kind::text && (field.sure_date || value.as_text().size() <= field.sure_text)) {
    place = reader.keep(value, *context.arena);
    return;
  }
  Value converted;
  context.failure.pointers = {};
  if (!convert(definition.type, value, context, converted)) return failed();
  if (auto broken = model::check_field(*of.entity, field.position, converted)) {
    broken->pointer = pointer_here(&of, field.expression.pointers);
    return refuse(field, of, values, std::move(*broken));
  }
  place = reader.keep(converted, *context.arena);
}

void InMapper::Scratch::refuse(const FieldProgram& field, const EntityProgram& of, std::span<Value> values,
                               Reason reason) {
  if (field.on_error == OnError::dead) return die(std::move(reason));
  if (field.on_error == OnError::drop) {
    reason.message += "; the field stays empty";
    out->warnings.push_back(std::move(reason));
    return;
  }
  Expression raw;
  raw.kind = field.expression.kind;
  raw.position = field.expression.position;
  raw.variable = field.expression.variable;
  Value value;
  Value kept;
  if (!evaluate(raw, context, value) || !convert(FieldType::text, value, context, kept) ||
      model::check_field(*of.entity, field.position, kept)) {
    return die(std::move(reason));
  }
  values[static_cast<std::size_t>(field.position)] = reader.keep(kept, *context.arena);
  reason.message += "; kept as it came";
  out->warnings.push_back(std::move(reason));
}

// References, once it is known which entities this record has.
void InMapper::Scratch::link(std::size_t index) {
  const EntityProgram& of = program.entities[index];
  if (of.references.empty()) return;
  for (std::size_t item = 0; item < places[index].size(); ++item) {
    if (places[index][item] < 0) continue;
    EntityRecord& record = out->entities[static_cast<std::size_t>(places[index][item])];
    for (const FieldProgram& field : of.references) {
      if (field.refers_row) {
        refer_to_row(field, of, record);
        continue;
      }
      const auto target = static_cast<std::size_t>(field.refers_to);
      const bool repeated = program.entities[target].list >= 0;
      const int place = places[target][repeated ? item : 0];
      if (place >= 0) record.values[static_cast<std::size_t>(field.position)] = Value::integer(place);
    }
  }
}

// A row's id is kept with a minus before it, which tells it from a position among the record's entities.
void InMapper::Scratch::refer_to_row(const FieldProgram& field, const EntityProgram& of, EntityRecord& record) {
  const Value& row = context.slots[static_cast<std::size_t>(field.expression.position)];
  if (row.empty()) return;
  if (row.kind() == Value::Kind::integer && row.as_integer() > 0) {
    record.values[static_cast<std::size_t>(field.position)] = Value::integer(-row.as_integer());
    return;
  }
  const std::string& name = of.entity->fields[static_cast<std::size_t>(field.position)].name;
  die({"bad_reference", of.entity->name + "." + name, field.expression.pointers,
       "the id of a row is a whole number above 0; give the field of the row as it is"});
}

void InMapper::Scratch::finish(std::size_t index) {
  for (const int place : places[index]) {
    if (place >= 0) finish_one(program.entities[index], out->entities[static_cast<std::size_t>(place)]);
  }
}

// What only the whole record can show: required fields and rules.
void InMapper::Scratch::finish_one(const EntityProgram& of, EntityRecord& record) {
  const std::size_t before = out->reasons.size();
  for (const int position : of.required) {
    const auto index = static_cast<std::size_t>(position);
    const Value& value = record.values[index];
    if (!value.empty() || is_refused(of.entity->name, of.entity->fields[index])) continue;
    if (auto broken = model::check_field(*of.entity, position, value)) out->reasons.push_back(std::move(*broken));
  }
  // Rules over fields of which some were refused would only say the same again.
  if (!is_refused(of.entity->name)) model::check_rules(record, context.today, out->reasons);
  for (std::size_t i = before; i < out->reasons.size(); ++i) {
    Reason& reason = out->reasons[i];
    for (const FieldProgram& field : of.fields) {
      const Field& definition = of.entity->fields[static_cast<std::size_t>(field.position)];
      if (reason.field == of.entity->name + "." + definition.name) reason.pointer = field.expression.pointers;
    }
  }
}

void InMapper::Scratch::set_key(const EntityProgram& of, EntityRecord& record, std::size_t item) {
  bytes.clear();
  if (of.key.empty()) {
    bytes = out->record_key;
    if (of.list >= 0) bytes += '/' + std::to_string(item);
  }
  for (const Expression& part : of.key) {
    Value value;
    if (!evaluate(part, context, value)) {
      return die({std::string(context.failure.code), of.name + " key", pointer_here(&of, part.pointers),
                  context.failure.message});
    }
    if (value.empty()) {
      return die({"missing_key", of.name, pointer_here(&of, part.pointers),
                  "a part of the key of '" + of.name + "' is empty, so it cannot be told from others"});
    }
    if (!bytes.empty()) bytes += '|';
    bytes += text_of(value, context);
  }
  record.source_key = context.arena->copy(bytes);
}

// References count by the key of what they mean, since positions say nothing.
void InMapper::Scratch::set_hash(EntityRecord& record) {
  bytes.clear();
  for (std::size_t i = 0; i < record.values.size(); ++i) {
    const Value& value = record.values[i];
    if (record.entity->fields[i].type == FieldType::reference && !value.empty() && value.as_integer() >= 0) {
      append_bytes(Value::text(out->entities[static_cast<std::size_t>(value.as_integer())].source_key), bytes);
    } else {
      append_bytes(value, bytes);
    }
  }
  record.hash = content_hash(bytes, program.fingerprint);
}

// "./date" within the third of /doses is "/doses/2/date".
std::string InMapper::Scratch::pointer_here(const EntityProgram* of, std::string_view pointers) const {
  if (of == nullptr || of->list < 0 || pointers.empty() || pointers[0] != '.') return std::string(pointers);
  return program.lists[static_cast<std::size_t>(of->list)].pointer + "/" + std::to_string(context.index - 1) +
         std::string(pointers.substr(1));
}

}  // namespace lt::mapping
