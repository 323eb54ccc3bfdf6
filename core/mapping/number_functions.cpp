// Functions that read numbers and truths, and the little arithmetic that figures of a commune need.
#include "base/utf8.hpp"
#include "mapping/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace lt::mapping {
namespace {

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

std::string take_number(Call& call, const Surroundings&) {
  double number = 0;
  if (read(call.literals[0], number) && std::isfinite(number)) return {};
  return quoted(std::string_view(call.literals[0])) + " is no number";
}

double literal_number(const Call& call) {
  double number = 0;
  read(call.literals[0], number);
  return number;
}

// Nothing where a part is missing or the whole is nought.
bool rate(const Call& call, std::span<const Value> in, Context& context, Value& out) {
  out = Value();
  if (in[0].empty() || in[1].empty()) return true;
  Value part;
  Value whole;
  if (!decimal({}, in[0], context, part) || !decimal({}, in[1], context, whole)) return false;
  const auto number = [](const Value& value) {
    return value.kind() == Value::Kind::integer ? static_cast<double>(value.as_integer()) : value.as_decimal();
  };
  if (number(whole) != 0) out = Value::decimal(literal_number(call) * number(part) / number(whole));
  return true;
}

bool at_most(const Call& call, const Value& in, Context& context, Value& out) {
  if (!decimal({}, in, context, out)) return false;
  const double most = literal_number(call);
  if ((out.kind() == Value::Kind::integer ? static_cast<double>(out.as_integer()) : out.as_decimal()) > most) {
    out = Value::decimal(most);
  }
  return true;
}

std::string prepare_round(Call& call, const Surroundings&) {
  int places = 0;
  const std::string& text = call.literals[0];
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), places);
  if (error != std::errc() || end != text.data() + text.size() || places < 0 || places > 9)
    return quoted(std::string_view(text)) + " is no number of decimal places from 0 to 9";
  call.options = {places};
  return {};
}

bool round_to(const Call& call, const Value& in, Context& context, Value& out) {
  Value number;
  if (!decimal({}, in, context, number)) return false;
  if (number.kind() == Value::Kind::integer) {
    out = number;
    return true;
  }
  const double scale = std::pow(10.0, call.options.front());
  out = Value::decimal(std::round(number.as_decimal() * scale) / scale);
  return true;
}

constexpr auto number_table = std::to_array<Function>({
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
    {.name = "rate",
     .usage = "rate(PER, PART, WHOLE), a number and two sources",
     .purpose = "PART of WHOLE, per so many: cases per 100000 of a population; nothing where the whole is nought",
     .result = Result::decimal,
     .least_literals = 1,
     .most_literals = 1,
     .combine = rate,
     .least_inputs = 2,
     .most_inputs = 2,
     .prepare = take_number},
    {.name = "at_most",
     .usage = "at_most(NUMBER)",
     .purpose = "the number, or this one where it is greater",
     .result = Result::decimal,
     .least_literals = 1,
     .most_literals = 1,
     .run = at_most,
     .prepare = take_number},
    {.name = "round",
     .usage = "round(PLACES)",
     .purpose = "a number with at most so many decimal places",
     .result = Result::decimal,
     .least_literals = 1,
     .most_literals = 1,
     .run = round_to,
     .prepare = prepare_round},
    {.name = "text", .usage = "text", .purpose = "the digits of a number as a text", .run = text},
});

}  // namespace

std::span<const Function> number_functions() { return number_table; }

bool to_integer(const Value& in, Context& context, Value& out) { return integer({}, in, context, out); }
bool to_decimal(const Value& in, Context& context, Value& out) { return decimal({}, in, context, out); }
bool to_boolean(const Value& in, Context& context, Value& out) { return boolean({}, in, context, out); }

}  // namespace lt::mapping
