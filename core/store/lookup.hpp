// Finding rows by the value of a field, the newest first: what answers are made of.
#pragma once

#include "store/absorb.hpp"

#include <string>
#include <string_view>

namespace lt::store {

// A field of an entity, or of the entity that one of its reference fields means.
struct LookupField {
  int field = -1;     // position in the entity; the reference where `referred` is set; -1: none
  int referred = -1;  // position in the entity that `field` refers to; -1: the field itself is meant
};

// A field that the store keeps an index of beside those of the keys.
struct Lookup {
  std::string entity;
  int field = 0;
};

// Where a row stands among those of a look-up.
struct LookupPlace {
  std::string time;  // of the field of time, canonical; empty where there is none
  RowId row = 0;     // 0: before the newest
};

struct LookupQuery {
  int entity = 0;               // position in Model::entities()
  LookupField by = {};          // with `key`
  std::string_view key = {};    // empty: whatever it is
  int time = -1;                // the date or timestamp that says what is newest; -1: the row that was made last
  std::string_view since = {};  // canonical; empty: no bound
  std::string_view until = {};  // canonical, not included; empty: no bound
  LookupPlace after = {};       // continue behind it
  int limit = 500;
};

}  // namespace lt::store
