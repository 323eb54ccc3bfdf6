// Read whole when another erasure was made, and asked for each record that arrives.
#include "store/erased_keys.hpp"

#include "store/belonging.hpp"
#include "store/connection.hpp"

#include <algorithm>

namespace lt::store {

ErasedKeys::ErasedKeys(Connection& connection, const model::Model& model, const SealingKeys* keys)
    : connection_(&connection), model_(&model) {
  if (keys != nullptr) hashers_ = keys->hashers();
}

void ErasedKeys::start(std::int64_t latest) {
  if (latest == latest_) return;
  hashes_.clear();
  Statement select(*connection_, "SELECT hash FROM erased_key");
  while (select.step()) hashes_.insert(select.string(0));
  load_belongings();
  latest_ = latest;
}

void ErasedKeys::load_belongings() {
  belongings_.clear();
  const auto& entities = model_->entities();
  Statement select(*connection_, "SELECT DISTINCT entity FROM erasure");
  while (select.step()) {
    const auto erased = model_->position(select.text(0));
    if (!erased) continue;
    for (const Belonging& belonging : belongings(*model_, *erased))
      for (const int field : belonging.fields)
        belongings_.emplace(entities[static_cast<std::size_t>(belonging.entity)]->name, field);
  }
}

const std::string& ErasedKeys::text_of(const Source& source, std::string_view entity, std::string_view key) {
  text_ = source.system;
  for (const std::string_view part : {std::string_view(source.stream), entity, key}) {
    text_ += '\n';
    text_ += part;
  }
  return text_;
}

bool ErasedKeys::has(const Source& source, std::string_view entity, std::string_view key) {
  if (hashes_.empty()) return false;
  const std::string& text = text_of(source, entity, key);
  return std::ranges::any_of(hashers_, [&](KeyedHasher& hasher) { return hashes_.contains(hasher.hash(text)); });
}

std::string ErasedKeys::hash(const Source& source, std::string_view entity, std::string_view key) {
  return hashers_.at(0).hash(text_of(source, entity, key));
}

void ErasedKeys::keep(std::span<const std::string> hashes, std::int64_t erasure) {
  Statement put(*connection_, "INSERT INTO erased_key (hash, erasure) VALUES (?, ?) ON CONFLICT DO NOTHING");
  for (const std::string& hash : hashes) {
    put.bind(1, std::string_view(hash));
    put.bind(2, erasure);
    put.run();
  }
}

bool ErasedKeys::takes_along(const model::Entity& entity, int field) const {
  return entity.fields[static_cast<std::size_t>(field)].required || belongings_.contains({entity.name, field});
}

}  // namespace lt::store
