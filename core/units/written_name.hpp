// The name of an administrative unit as somebody wrote it: its type word if any, and keys to look it up by.
#pragma once

#include "units/unit.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lt::units {

// What a name is looked up by: folded, only letters and digits, no leading zero before a number ("Phường 05" is "5").
std::string loose_key(std::string_view name);
// What decides between equal loose keys: with marks, but the tone behind its word, for "Hoà" and "Hòa" are one name.
std::string marked_key(std::string_view name);

struct Reading {
  std::string_view type;  // "Xã", or empty where no type word stood there
  std::string_view name;  // the rest of the text
  std::uint64_t key = 0;  // hash of its loose key
};

// A name can be read in two ways when its first word is a type word, for it may be part of the name too (the phường
// "Phường Đúc", the huyện "Quan Hóa"): the whole as a name first. Holds views into the text it was made of.
struct WrittenName {
  std::vector<Reading> readings;
  bool has_marks = false;
  bool empty() const { return readings.empty(); }
};

WrittenName read_name(std::string_view text);  // composed (NFC)
std::uint64_t key_hash(std::string_view loose_key);
bool type_fits(std::string_view type, Level level);  // an empty type fits every level

// The parts of an address from the left to the right, without empty ones and a last "Việt Nam".
std::vector<std::string_view> address_parts(std::string_view path);

}  // namespace lt::units
