// One row of the Ministry's list before it is written: cells by field, right or wrong on purpose.
#pragma once

#include "twins/list_columns.hpp"
#include "twins/world.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace lt::twins {

struct ListCell {
  enum class Kind { empty, text, number, day } kind = Kind::empty;
  std::string text;
  double number = 0;
  std::int64_t day = 0;  // from 1970-01-01

  std::string shown() const;  // as a person reads it
};

using ListRow = std::array<ListCell, list_field_count>;

// The row of a person as a second office writes it: same numbers, often another spelling, another phone, other forms of
// dates. `nth` counts the rows from 1; `known` says that the portal has the person too.
ListRow list_row(const World& world, const Person& person, std::uint32_t nth, bool known);

inline constexpr unsigned list_reason_count = 10;
struct ListSpoil {
  std::string_view reason;
  ListField field;
};
// Makes the row wrong in one of ten ways and says how and where.
ListSpoil spoil_row(ListRow& row, unsigned way, std::uint32_t nth);

}  // namespace lt::twins
