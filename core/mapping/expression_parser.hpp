// From the text of an expression or a condition to its compiled form.
#pragma once

#include "base/yaml.hpp"
#include "mapping/expression.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace lt::mapping {

// What the names in an expression stand for, which differs by where the expression stands.
class Scope {
 public:
  virtual ~Scope() = default;
  // Fills kind, position, path and result, or gives what is wrong.
  virtual std::string bind_pointer(std::string_view pointer, Expression& out) = 0;  // "/a/b", "./a" or "."
  virtual std::string bind_name(std::string_view name, Expression& out) = 0;        // "full_name", "person.full_name"
  virtual bool knows(Variable variable) const = 0;
};

// Expressions:  SOURCE | function | function(literal, …)
//   SOURCE: a JSON pointer /a/b, a pointer within a for_each item ./a, a field name (where fields may be read), a
//   variable $record_key, or a function over sources: concat(" ", /first, /last). What holds blanks or any of |,()
//   stands between quotes.
// Conditions: SOURCE | function … then `filled`, `empty`, `==`, `!=`, `<`, `<=`, `>`, `>=` with a literal, or
//   `in (literal, …)`; joined by `and`, `or`, `not` and round brackets.
// A fault becomes a violation at `node`, and nothing is given back.
std::optional<Expression> parse_expression(const YamlNode& node, Scope& scope, const Surroundings& surroundings);
std::optional<Condition> parse_condition(const YamlNode& node, Scope& scope, const Surroundings& surroundings);

// The same for a text that stands at `node` (a part of its value, or a definition elsewhere).
std::optional<Expression> parse_expression(std::string_view text, const YamlNode& node, Scope& scope,
                                           const Surroundings& surroundings);

// The tables that an expression or condition looks into, for the fingerprint.
void collect_tables(const Expression& expression, std::vector<std::uint64_t>& tables);
void collect_tables(const Condition& condition, std::vector<std::uint64_t>& tables);

}  // namespace lt::mapping
