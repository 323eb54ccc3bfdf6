// A world of two citizens with doses, cases, visits and notes of them: whose is what, and what refers to whom.
#pragma once

#include "store_world.hpp"

#include <array>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace store_world {

// An has a dose and an illness from which Bình's comes; as a case An visited the market, of which there are two notes.
// An was host to Bình.
class Citizens : public World {
 public:
  using RowId = lt::store::RowId;
  using Value = lt::model::Value;

  Citizens();

  // With the keys of dead letters.
  lt::store::Options keyed(lt::store::Access access) const;

  // A reference to a row.
  static Value to(RowId row) { return Value::integer(-row); }

  // The row of which one record of the source speaks.
  RowId tell(const char* entity, const char* key, std::vector<Value> values);
  lt::store::Absorbed say(std::vector<lt::model::EntityRecord> records);
  lt::model::EntityRecord record(const char* entity, const char* key, std::span<Value> values);
  void withdraw(const char* entity, std::string_view key);

  // One document of each row leaves, or is given as an answer.
  void send(const std::vector<RowId>& rows);
  void answer(const std::vector<RowId>& rows);

  lt::store::RowDisclosures about(const char* entity, RowId row);
  std::set<RowId> rows_about(const char* entity, RowId row);

  std::optional<lt::store::Store> store;
  std::int64_t said = 0;
  RowId an, binh, market, dose, other_dose, illness, other_illness, visit, other_visit, note, reply, meeting;
};

inline constexpr const char* an_number = "999185000123";
inline constexpr const char* binh_number = "999185000456";

}  // namespace store_world
