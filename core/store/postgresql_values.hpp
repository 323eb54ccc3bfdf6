// Values in binary, as PostgreSQL's types want them.
#pragma once

#include "model/value.hpp"
#include "store/connection.hpp"

#include <libpq-fe.h>

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>

namespace lt::store {

// From the server's catalogue of types (pg_type.dat).
enum : Oid { oid_texts = 1009, oid_integers = 1016, oid_decimals = 1022 };
enum : Oid {
  oid_bool = 16,
  oid_bytea = 17,
  oid_int8 = 20,
  oid_int2 = 21,
  oid_int4 = 23,
  oid_text = 25,
  oid_float8 = 701
};

template <class Number>
Number big_endian(Number number) {
  if constexpr (std::endian::native == std::endian::big) return number;
  Number turned;
  auto* out = reinterpret_cast<unsigned char*>(&turned);
  std::memcpy(out, &number, sizeof number);
  for (std::size_t i = 0; i < sizeof number / 2; ++i) std::swap(out[i], out[sizeof number - 1 - i]);
  return turned;
}

template <class Number>
Number read_big_endian(const char* bytes) {
  Number number;
  std::memcpy(&number, bytes, sizeof number);
  return big_endian(number);
}

inline void append_big_endian(std::string& out, auto number) {
  number = big_endian(number);
  out.append(reinterpret_cast<const char*>(&number), sizeof number);
}

// A length and the bytes, as arrays and COPY have each value.
inline void append_element(std::string& out, const model::Value& value, ColumnType type, bool empty_is_null = true) {
  if (value.kind() == model::Value::Kind::none || (empty_is_null && value.empty()))
    return append_big_endian(out, std::int32_t{-1});
  if (type == ColumnType::integer) {
    append_big_endian(out, std::int32_t{8});
    return append_big_endian(out, value.as_integer());
  }
  if (type == ColumnType::decimal) {
    append_big_endian(out, std::int32_t{8});
    return append_big_endian(out, value.as_decimal());
  }
  append_big_endian(out, static_cast<std::int32_t>(value.as_text().size()));
  out += value.as_text();
}

}  // namespace lt::store
