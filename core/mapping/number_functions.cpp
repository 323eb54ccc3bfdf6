// Functions that read numbers and truths.
#include "mapping/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace lt::mapping {
namespace {

std::string quoted(std::string_view text) { return "'" + std::string(text.substr(0, 60)) + "'"; }

template <typename Number>
bool read(std::string_view text, Number& number) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool integer(const Call&, const Value& in, Context& context, Value& out) {
  if (in.kind() == Value::Kind::integer) {
    out = in;
    return true;
  }
  const std::string_view text = text_of(in, context);
  std::int64_t whole = 0;
  if (read(text, whole)) {
    out = Value::integer(whole);
    return true;
  }
  double number = 0;
  if (read(text, number) && number == std::floor(number) && std::abs(number) < 9e15) {
    out = Value::integer(static_cast<std::int64_t>(number));
    return true;
  }
  return context.fail("bad_number", quoted(text) + " is no whole number");
}

bool decimal(const Call&, const Value& in, Context& context, Value& out) {
  if (in.kind() != Value::Kind::text) {
    out = in;
    return true;
  }
  double number = 0;
  if (!read(in.as_text(), number) || !std::isfinite(number)) {
    return context.fail("bad_number", quoted(in.as_text()) + " is no number with a point before its decimals");
  }
  out = Value::decimal(number);
  return true;
}

// 1.234,5 is one thousand two hundred thirty-four and a half, as Vietnamese forms write it.
bool vietnamese_number(const Call&, const Value& in, Context& context, Value& out) {
  if (in.kind() != Value::Kind::text) {
    out = in;
    return true;
  }
  context.scratch.clear();
  for (const char c : in.as_text()) {
    if (c != '.' && c != ' ') context.scratch += c == ',' ? '.' : c;
  }
  double number = 0;
  if (!read(context.scratch, number) || !std::isfinite(number)) {
    return context.fail("bad_number", quoted(in.as_text()) + " is no number such as 1.234,5");
  }
  out = Value::decimal(number);
  return true;
}

bool boolean(const Call&, const Value& in, Context& context, Value& out) {
  constexpr std::array<std::string_view, 8> yes{"true", "1", "yes", "y", "x", "có", "Có", "CÓ"};
  constexpr std::array<std::string_view, 7> no{"false", "0", "no", "n", "không", "Không", "KHÔNG"};
  const std::string_view text = text_of(in, context);
  const bool is_yes = std::find(yes.begin(), yes.end(), text) != yes.end();
  if (!is_yes && std::find(no.begin(), no.end(), text) == no.end()) {
    return context.fail("bad_boolean", quoted(text) + " is neither true nor false");
  }
  out = Value::integer(is_yes ? 1 : 0);
  return true;
}

bool text(const Call&, const Value& in, Context& context, Value& out) {
  out = Value::text(text_of(in, context));
  return true;
}

constexpr auto table = std::to_array<Function>({
    {.name = "integer", .usage = "integer", .purpose = "a whole number", .result = Result::integer, .run = integer},
    {.name = "number", .usage = "number", .purpose = "a number: 1234.5", .result = Result::decimal, .run = decimal},
    {.name = "number_vi",
     .usage = "number_vi",
     .purpose = "a number as Vietnamese forms write it: 1.234,5",
     .result = Result::decimal,
     .run = vietnamese_number},
    {.name = "boolean",
     .usage = "boolean",
     .purpose = "true, 1, yes, x, có; false, 0, no, không",
     .result = Result::boolean,
     .run = boolean},
    {.name = "text", .usage = "text", .purpose = "the digits of a number as a text", .run = text},
});

}  // namespace

std::span<const Function> number_functions() { return table; }

bool to_integer(const Value& in, Context& context, Value& out) { return integer({}, in, context, out); }
bool to_decimal(const Value& in, Context& context, Value& out) { return decimal({}, in, context, out); }
bool to_boolean(const Value& in, Context& context, Value& out) { return boolean({}, in, context, out); }

}  // namespace lt::mapping
