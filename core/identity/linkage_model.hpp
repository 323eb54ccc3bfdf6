// How records of one kind are compared, found and judged: fields, comparisons, blocking rules, thresholds; as data.
#pragma once

#include "base/yaml.hpp"
#include "identity/agreement.hpp"

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::identity {

inline constexpr std::size_t most_comparisons = 16;
inline constexpr std::size_t most_levels = 15;  // of one comparison, "differs" among them

// What two records can be to each other. Households are a class of their own, since those who live together share so
// much (W. Winkler, "Comparative Analysis of Record Linkage Decision Rules", 1992): against strangers alone every pair
// of twins would be one person.
enum class Kind : std::uint8_t { match, household, stranger };
inline constexpr std::size_t kinds = 3;

// A value of the record made ready: an expression of the mapping room over its columns.
enum class WordPart : std::uint8_t { whole, first_word, last_word };

struct LinkageField {
  std::string name;
  std::string expression;
  WordPart part = WordPart::whole;
  bool optional = false;  // where a source has no such column the field is empty
  int values = 1;         // so many values at most, as phone numbers over time; in the column divided by `separator`
  char separator = ';';
  int slot = 0;  // the place of its first value in a record
  int line = 0;
};

struct Term {
  const Agreement* agreement = nullptr;
  int field = 0;
  int other = -1;
  double number = 0;
};

struct Level {
  std::vector<Term> terms;  // that hold together; none: what is left, "differs"
  std::string text;         // as written
};

struct Comparison {
  std::string name;
  std::string label;  // what administrators read
  std::vector<Level> levels;
  int frequency = -1;   // the field whose rarity weighs where both have the same value of it; -1: none
  bool shared = false;  // those of a household agree in it more often than not
  // Of matches at most this share lies in the levels from `wrong_from` on: a bound for the estimate. Two comparisons
  // with such a bound that lie there at once are a conflict.
  double wrong_at_most = 1;
  std::size_t wrong_from = 1;
  bool identifies = false;  // of two values that differ one is wrong or they are two persons: never merged by itself
  int line = 0;
  // Shares of the levels among pairs of each kind, where they are given and not estimated.
  std::array<std::vector<double>, kinds> given;
};

enum class KeyForm : std::uint8_t { whole, sorted, first, last, ends, year, turned, start };

struct KeyPart {
  int field = 0;
  KeyForm form = KeyForm::whole;
  int letters = 0;  // of `start`
};

// Records that agree in all parts are compared.
struct BlockingRule {
  std::vector<KeyPart> parts;
  std::string text;  // as written
  int at_most = 0;   // a block with more records than that says nothing and is passed over
};

// What the hub does by itself with a row that is new or has changed: nothing, ask a person where it may be another's,
// or merge as well where it is sure.
enum class Arrivals : std::uint8_t { leave, ask, merge };

struct LinkageModel {
  std::string name;
  std::vector<LinkageField> fields;
  std::vector<Comparison> comparisons;
  std::vector<BlockingRule> rules;
  bool households = false;     // whether the third kind exists
  double merge_at = 0.999;     // probability from which two records are one without a person's word
  double ask_at = 0.1;         // from which a person is asked
  double apart_below = 0.001;  // a probability below which a pair keeps its two groups apart
  Arrivals arrivals = Arrivals::leave;
  std::string truth;  // the expression that tells true groups, for evaluation; may be empty
  std::string file;
  int slots = 0;                                         // values in a record
  std::optional<double> given_matches, given_household;  // expected a record

  // Adds to `violations` what is wrong; the model is then not to be used.
  static LinkageModel load(const std::filesystem::path& file, Violations& violations);
  static LinkageModel read(const YamlNode& file, Violations& violations);

  std::optional<int> field(std::string_view field_name) const;
  bool has_given_weights() const;
};

}  // namespace lt::identity
