// Samples of a dry run on the way in.
#include "sync/sampling.hpp"

#include <array>
#include <charconv>
#include <optional>

namespace lt::sync {
namespace {

std::string text_of(const model::Value& value) {
  switch (value.kind()) {
    case model::Value::Kind::none:
      return {};
    case model::Value::Kind::text:
      return std::string(value.as_text());
    case model::Value::Kind::integer:
      return std::to_string(value.as_integer());
    case model::Value::Kind::decimal:
      break;
  }
  std::array<char, 32> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.as_decimal()).ptr;
  return {buffer.data(), end};
}

std::optional<int> position_of(const model::Model& model, const model::Entity& entity) {
  for (std::size_t i = 0; i < model.entities().size(); ++i) {
    if (model.entities()[i].get() == &entity) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::vector<FieldChange> changes_of(const RecordOutcome& outcome, const model::Model& model, store::Reader& reader) {
  const model::EntityRecord& after = outcome.mapped->entities.front();
  store::Rows rows;
  const std::array<store::RowId, 1> id{outcome.row};
  if (const auto position = position_of(model, *after.entity)) reader.rows(*position, id, rows);
  std::vector<FieldChange> changes;
  for (std::size_t i = 0; i < after.entity->fields.size(); ++i) {
    const model::Value before = rows.rows.empty() ? model::Value() : rows.rows.front().values[i];
    // An empty value never replaces a filled one, so it is no change.
    if (after.values[i].empty() || after.values[i] == before) continue;
    changes.push_back(
        {after.entity->name + "." + after.entity->fields[i].name, text_of(before), text_of(after.values[i])});
  }
  return changes;
}

}  // namespace

std::string_view outcome_name(const RecordOutcome& outcome) {
  switch (outcome.fate) {
    case Fate::known:
      return "unchanged";
    case Fate::filtered:
      return "filtered";
    case Fate::broken:
    case Fate::dead:
      return "dead";
    case Fate::withdrawn:
      return outcome.effect == store::Effect::updated ? "withdrawn" : "unchanged";
    case Fate::mapped:
      break;
  }
  switch (outcome.effect) {
    case store::Effect::created:
      return "created";
    case store::Effect::updated:
      return "updated";
    case store::Effect::erased:
      return "erased";
    default:
      return "unchanged";
  }
}

void add_samples(const std::vector<RecordOutcome>& outcomes, const model::Model& model, store::Reader& reader,
                 std::size_t most, std::vector<Sample>& samples) {
  for (const auto& outcome : outcomes) {
    if (samples.size() >= most) return;
    const std::string_view name = outcome_name(outcome);
    if (name == "unchanged") continue;
    Sample sample{.key = std::string(outcome.record->key),
                  .outcome = std::string(name),
                  .changes = {},
                  .reasons = {},
                  .document = {}};
    const bool erased = outcome.effect == store::Effect::erased;
    if (outcome.fate == Fate::mapped && !erased) sample.changes = changes_of(outcome, model, reader);
    if (outcome.reasons) sample.reasons = *outcome.reasons;
    samples.push_back(std::move(sample));
  }
}

}  // namespace lt::sync
