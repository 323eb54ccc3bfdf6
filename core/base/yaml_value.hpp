// A YAML document as a tree that never changes once it is read.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace lt {

struct YamlEntry;

struct YamlValue {
  enum class Kind : std::uint8_t { absent, null, scalar, list, map };

  Kind kind = Kind::absent;
  bool quoted = false;             // a scalar between quotes, as a block or tagged !!str: a text whatever it looks like
  int line = 0;                    // from 1; 0 where absent
  std::string text;                // of a scalar, without its quotes
  std::vector<YamlValue> items;    // of a list
  std::vector<YamlEntry> entries;  // of a map, in file order

  // The entry of a map; null where there is none.
  const YamlEntry* find(std::string_view key) const;
};

struct YamlEntry {
  std::string key;  // empty where it is written as null
  int line = 0;     // the key's own
  YamlValue value;
};

class YamlSyntaxError : public std::runtime_error {
 public:
  YamlSyntaxError(int line, const std::string& what) : std::runtime_error(what), line_(line) {}
  int line() const { return line_; }

 private:
  int line_;
};

// The one document of a text in UTF-8 or UTF-16; null where it is empty. Aliases are replaced by what they stand for.
// Throws YamlSyntaxError, also for a second document, for keys that are no scalars, for what is nested deeper than 200
// values or grows by its aliases beyond a million.
YamlValue parse_yaml(std::string_view text);

}  // namespace lt
