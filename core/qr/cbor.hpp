// A CBOR item (RFC 8949) as a small tree: what COSE and health certificates are made of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::qr {

struct Cbor {
  enum class Kind { integer, decimal, bytes, text, array, map, tag, simple };

  Kind kind = Kind::simple;
  std::int64_t integer = 0;  // also a tag's number, and 1 for true
  double decimal = 0;
  std::string text;         // of texts and bytes
  std::vector<Cbor> items;  // of arrays; of maps key, value, key, value …; of a tag its one item

  // The value of a map under a key; null where there is none or this is no map.
  const Cbor* find(std::int64_t key) const;
  const Cbor* find(std::string_view key) const;
  bool is(Kind wanted) const { return kind == wanted; }
};

// The one item that fills all of `bytes`; std::nullopt for anything else, and for what nests deeper than 16 or holds
// more than 4096 items, so that no certificate can cost more than a certificate is worth.
std::optional<Cbor> read_cbor(std::string_view bytes);

// The head of an item: for building what a COSE signature is over.
std::string cbor_bytes(std::string_view bytes);  // a byte string
std::string cbor_text(std::string_view text);    // a text string
std::string cbor_array(std::size_t items);       // the head of an array

}  // namespace lt::qr
