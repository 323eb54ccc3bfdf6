// Looking up fields and entities by name.
#include "model/entity.hpp"

#include <algorithm>

namespace lt::model {

std::optional<int> Entity::field(std::string_view field_name) const {
  const auto found = std::find_if(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field_name; });
  if (found == fields.end()) return std::nullopt;
  return static_cast<int>(found - fields.begin());
}

std::vector<std::string> Entity::field_names() const {
  std::vector<std::string> names;
  names.reserve(fields.size());
  for (const Field& field : fields) names.push_back(field.name);
  return names;
}

const Entity* Model::find(std::string_view name) const {
  const auto place = position(name);
  return place ? entities_[static_cast<std::size_t>(*place)].get() : nullptr;
}

std::optional<int> Model::position(std::string_view name) const {
  const auto found = std::ranges::find_if(entities_, [&](const auto& entity) { return entity->name == name; });
  if (found == entities_.end()) return std::nullopt;
  return static_cast<int>(found - entities_.begin());
}

std::vector<std::string> Model::names() const {
  std::vector<std::string> names;
  names.reserve(entities_.size());
  for (const auto& entity : entities_) names.push_back(entity->name);
  return names;
}

}  // namespace lt::model
