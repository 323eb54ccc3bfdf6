// Holding what a system's configuration says of an answer against model and mappings.
#include "sync/answer.hpp"

#include "base/suggest.hpp"

namespace lt::sync {
namespace {

using model::FieldType;

const model::Field& field_of(const model::Entity& entity, int position) {
  return entity.fields[static_cast<std::size_t>(position)];
}

bool is_time(FieldType type) { return type == FieldType::date || type == FieldType::timestamp; }

bool can_be_asked_for(FieldType type) { return type == FieldType::text || type == FieldType::integer || is_time(type); }

// Finds the fields that one definition names; says at its line what it does not find.
class Finding {
 public:
  Finding(const plugin_host::AnswerDefinition& definition, Violations& violations)
      : definition_(definition), violations_(violations) {}

  int field(const model::Entity& entity, const std::string& name) {
    const auto found = entity.field(name);
    if (!found)
      say("the entity '" + entity.name + "' has no field '" + name + "'" + suggestion(name, entity.field_names()));
    return found.value_or(-1);
  }

  store::LookupField by(const model::Entity& entity, const model::Model& model) {
    const std::size_t dot = definition_.by.find('.');
    store::LookupField by;
    by.field = field(entity, definition_.by.substr(0, dot));
    if (by.field < 0) return by;
    const model::Entity* asked = &entity;
    int position = by.field;
    if (dot != std::string::npos) {
      asked = model.find(field_of(entity, by.field).target);
      if (!asked) {
        say(entity.name + "." + definition_.by.substr(0, dot) + " refers to no entity; name a field of '" +
            entity.name + "' itself");
        return by;
      }
      position = by.referred = field(*asked, definition_.by.substr(dot + 1));
    }
    if (position >= 0 && !can_be_asked_for(field_of(*asked, position).type)) {
      say("nobody can ask by " + asked->name + "." + field_of(*asked, position).name +
          "; name a text, a number, a date, or a field of the row that a reference means, like person.citizen_id");
    }
    return by;
  }

  int newest(const model::Entity& entity) {
    if (definition_.newest.empty()) return -1;
    const int position = field(entity, definition_.newest);
    if (position >= 0 && !is_time(field_of(entity, position).type)) {
      say(entity.name + "." + definition_.newest + " is no date and no timestamp, so nothing is the newest by it");
    }
    return position;
  }

  void say(const std::string& message) {
    violations_.add(definition_.file, definition_.line, "answer '" + definition_.name + "': " + message);
    good_ = false;
  }
  bool good() const { return good_; }

 private:
  const plugin_host::AnswerDefinition& definition_;
  Violations& violations_;
  bool good_ = true;
};

}  // namespace

std::optional<Answer> find_answer(const plugin_host::AnswerDefinition& definition, const mapping::Mappings& mappings,
                                  const model::Model& model, Violations& violations) {
  if (definition.mapping.empty() || definition.by.empty()) return std::nullopt;  // said where it was read
  Finding finding(definition, violations);
  Answer answer{.name = definition.name, .mapping = mappings.out(definition.mapping), .by = {}};
  if (!answer.mapping) {
    finding.say(mappings.in(definition.mapping)
                    ? "the mapping '" + definition.mapping + "' goes inward; an answer needs one with direction: out"
                    : "there is no mapping '" + definition.mapping + "'" +
                          suggestion(definition.mapping, mappings.out_names()));
    return std::nullopt;
  }
  answer.by = finding.by(answer.mapping->entity(), model);
  answer.newest = finding.newest(answer.mapping->entity());
  return finding.good() ? std::optional(std::move(answer)) : std::nullopt;
}

std::vector<store::Lookup> Answer::lookups() const {
  const model::Entity& entity = mapping->entity();
  std::vector<store::Lookup> lookups;
  if (by.referred >= 0) {
    lookups.push_back({field_of(entity, by.field).target, by.referred});
  } else {
    lookups.push_back({entity.name, by.field});
  }
  if (newest >= 0) lookups.push_back({entity.name, newest});
  return lookups;
}

}  // namespace lt::sync
