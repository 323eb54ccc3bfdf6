// Records of persons who were erased, known again by keyed hashes of the sources' own keys.
#pragma once

#include "base/sealing.hpp"
#include "model/entity.hpp"
#include "store/absorb.hpp"

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace lt::store {

class Connection;

// The writer's memory of them. One thread, within its transaction.
class ErasedKeys {
 public:
  // Without keys nobody is known again.
  ErasedKeys(Connection& connection, const model::Model& model, const SealingKeys* keys);

  // At the begin of a transaction: the number of the last erasure that it sees. Reads all again where it is another.
  void start(std::int64_t latest);
  bool any() const { return latest_ != 0; }
  bool has(const Source& source, std::string_view entity, std::string_view key);
  // Whether a record that refers by this field to one that was erased is of the same person, or cannot stand alone.
  bool takes_along(const model::Entity& entity, int field) const;

  // What a record is known by again, under the key that seals.
  std::string hash(const Source& source, std::string_view entity, std::string_view key);
  // From the erasure's commit on.
  void keep(std::span<const std::string> hashes, std::int64_t erasure);

 private:
  void load_belongings();
  const std::string& text_of(const Source& source, std::string_view entity, std::string_view key);

  Connection* connection_;
  const model::Model* model_;
  std::vector<KeyedHasher> hashers_;  // of every key, that which seals first
  std::string text_;                  // kept for its memory
  std::int64_t latest_ = 0;
  std::unordered_set<std::string> hashes_;
  std::set<std::pair<std::string, int>> belongings_;  // entity, field
};

}  // namespace lt::store
