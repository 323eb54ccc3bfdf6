// Read whole when another erasure was made, and asked for each record that arrives.
#include "store/erased_keys.hpp"

#include "store/belonging.hpp"
#include "store/connection.hpp"

#include <algorithm>

namespace lt::store {

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
    const std::string erased = select.string(0);
    for (int e = 0; e < std::ssize(entities); ++e) {
      if (entities[static_cast<std::size_t>(e)]->name != erased) continue;
      for (const Belonging& belonging : belongings(*model_, e))
        for (const int field : belonging.fields)
          belongings_.emplace(entities[static_cast<std::size_t>(belonging.entity)]->name, field);
    }
  }
}

bool ErasedKeys::has(const Source& source, std::string_view entity, std::string_view key) const {
  if (!keys_ || hashes_.empty()) return false;
  return std::ranges::any_of(hashes(*keys_, source, entity, key),
                             [&](const std::string& hash) { return hashes_.contains(hash); });
}

bool ErasedKeys::takes_along(const model::Entity& entity, int field) const {
  return entity.fields[static_cast<std::size_t>(field)].required || belongings_.contains({entity.name, field});
}

std::vector<std::string> ErasedKeys::hashes(const SealingKeys& keys, const Source& source, std::string_view entity,
                                            std::string_view key) {
  return keys.keyed_hashes(source.system + '\n' + source.stream + '\n' + std::string(entity) + '\n' + std::string(key));
}

}  // namespace lt::store
