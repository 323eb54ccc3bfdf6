// Faults and circles of derive flows.
#include "mapping/derivation.hpp"

#include "mapping/in_program.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

namespace lt::mapping {
namespace {

const EntityProgram& only(const InMapping& into) { return into.program().entities.front(); }

std::string name_of(const model::Entity& entity, int field) {
  return entity.name + "." + entity.fields[static_cast<std::size_t>(field)].name;
}

std::optional<std::string> fault_of(const FieldProgram& reference, const EntityProgram& program, const Emitted& from) {
  if (!reference.refers_row) return std::nullopt;
  const model::Field& field = program.entity->fields[static_cast<std::size_t>(reference.position)];
  const std::string& pointer = reference.expression.pointers;
  const auto row = from.rows.find(pointer);
  if (row == from.rows.end()) {
    return "'" + pointer + "' holds no row of the hub: give it $id or a reference field of '" + from.entity->name +
           "' as it is";
  }
  if (row->second->name == field.target) return std::nullopt;
  return "'" + field.name + "' refers to '" + field.target + "', but '" + pointer + "' holds a row of '" +
         row->second->name + "'";
}

// Fields of the target's keys that are filled with what another row has already. Such a document points at a row and
// makes no new value, however often it goes around.
std::set<int> pointing_fields(const Emitted& from, const EntityProgram& program) {
  std::set<int> copied;
  std::set<int> mapped;
  const auto note = [&](const FieldProgram& field, bool plain) {
    mapped.insert(field.position);
    if (plain && from.copies.contains(field.expression.pointers)) copied.insert(field.position);
  };
  for (const FieldProgram& field : program.fields) {
    note(field, field.expression.plain && field.expression.kind == SourceKind::slot);
  }
  for (const FieldProgram& field : program.references) note(field, field.refers_row);
  std::set<int> pointing;
  bool points = false;
  for (const model::Key& key : program.entity->keys) {
    const auto is_in = [](const std::set<int>& set) { return [&set](int field) { return set.contains(field); }; };
    points = points || std::all_of(key.fields.begin(), key.fields.end(), is_in(copied));
    for (const int field : key.fields) {
      if (!mapped.contains(field)) continue;
      if (!copied.contains(field)) return {};
      pointing.insert(field);
    }
  }
  return points ? pointing : std::set<int>();
}

std::vector<std::string> shared(const std::set<std::string>& a, const std::set<std::string>& b) {
  std::vector<std::string> both;
  std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
  return both;
}

// Depth first; every flow is entered once, so each circle is told once.
class CircleSearch {
 public:
  explicit CircleSearch(std::span<const Step> steps) : steps_(steps), state_(steps.size(), State::unseen) {}

  std::vector<Violation> run() {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (state_[i] == State::unseen) visit(i);
    }
    return std::move(found_);
  }

 private:
  enum class State { unseen, open, done };

  void visit(std::size_t at) {
    state_[at] = State::open;
    path_.push_back(at);
    for (std::size_t next = 0; next < steps_.size(); ++next) {
      if (shared(steps_[at].writes, steps_[next].reads).empty()) continue;
      if (state_[next] == State::open) tell(next);
      if (state_[next] == State::unseen) visit(next);
    }
    path_.pop_back();
    state_[at] = State::done;
  }

  void tell(std::size_t start) {
    std::string way;
    for (auto step = std::find(path_.begin(), path_.end(), start); step != path_.end(); ++step) {
      const Step& next = steps_[step + 1 == path_.end() ? start : *(step + 1)];
      way += (way.empty() ? "" : "; ") + steps_[*step].flow + " writes " + field_between(steps_[*step], next) +
             ", which " + next.flow + " reads";
    }
    const Step& last = steps_[path_.back()];
    found_.push_back({last.file, last.line,
                      "these flows might never come to rest: " + way +
                          ". Leave one of these fields out of the mapping or filter that reads it"});
  }

  // The field by which one flow follows from the other; that there is a row at all says least.
  static std::string field_between(const Step& from, const Step& to) {
    const auto fields = shared(from.writes, to.reads);
    const auto named = std::find_if(fields.begin(), fields.end(), [](const auto& f) { return !f.ends_with(".*"); });
    return named == fields.end() ? fields.front() : *named;
  }

  std::span<const Step> steps_;
  std::vector<State> state_;
  std::vector<std::size_t> path_;
  std::vector<Violation> found_;
};

}  // namespace

bool refers_to_rows(const InMapping& mapping) {
  const auto& entities = mapping.program().entities;
  return std::any_of(entities.begin(), entities.end(), [](const EntityProgram& program) {
    return std::any_of(program.references.begin(), program.references.end(),
                       [](const FieldProgram& field) { return field.refers_row; });
  });
}

std::vector<Violation> derivation_faults(const Emitted& from, const InMapping& into) {
  const InMapping::Program& program = into.program();
  std::vector<Violation> found;
  const auto add = [&](int line, std::string message) { found.push_back({program.file, line, std::move(message)}); };
  if (program.entities.size() > 1) {
    add(program.entities[1].line,
        "a derive flow fills one entity, so that it can withdraw what it said; refer to other rows with {row: "
        "/pointer} "
        "and write a further flow for a further entity");
  }
  if (program.filter || program.as_of || !program.key_pointers.empty()) {
    add(program.record_line,
        "a derive flow's records are keyed by row, filtered where they come from and said when the hub finds them; "
        "remove 'record:'");
  }
  for (const FieldProgram& field : only(into).references) {
    if (const auto fault = fault_of(field, only(into), from)) add(field.line, *fault);
  }
  return found;
}

Step step_of(const Emitted& from, const InMapping& into) {
  const EntityProgram& program = only(into);
  Step step{.flow = {}, .file = {}, .reads = from.reads, .writes = {}};
  step.reads.insert(from.entity->name + ".*");
  const std::set<int> pointing = pointing_fields(from, program);
  if (pointing.empty()) step.writes.insert(program.entity->name + ".*");
  const auto add = [&](const std::vector<FieldProgram>& fields) {
    for (const FieldProgram& field : fields) {
      if (!pointing.contains(field.position)) step.writes.insert(name_of(*program.entity, field.position));
    }
  };
  add(program.fields);
  add(program.references);
  return step;
}

std::vector<Violation> circles(std::span<const Step> steps) { return CircleSearch(steps).run(); }

}  // namespace lt::mapping
