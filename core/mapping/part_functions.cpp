// Functions that cut texts apart, choose among them and put them together.
#include "mapping/expression.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lt::mapping {
namespace {

constexpr std::size_t many = 64;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool trimmed(const Call&, const Value& in, Context& context, Value& out) {
  std::string_view text = text_of(in, context);
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  out = Value::text(text);
  return true;
}

template <typename Keeps>
Value filtered(std::string_view text, Context& context, Keeps keeps) {
  if (std::all_of(text.begin(), text.end(), keeps)) return Value::text(text);
  char* place = context.arena->allocate(text.size());
  char* end = std::copy_if(text.begin(), text.end(), place, keeps);
  const auto size = static_cast<std::size_t>(end - place);
  context.arena->give_back(text.size() - size);
  return Value::text({place, size});
}

bool digits_only(const Call&, const Value& in, Context& context, Value& out) {
  out = filtered(text_of(in, context), context, [](char c) { return c >= '0' && c <= '9'; });
  return true;
}

bool without(const Call& call, const Value& in, Context& context, Value& out) {
  const int* dropped = call.options.data();  // 1 for each ASCII character that goes
  out = filtered(text_of(in, context), context, [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || dropped[byte] == 0;
  });
  return true;
}

std::string prepare_without(Call& call, const Surroundings&) {
  call.options.assign(0x80, 0);
  for (const char c : call.literals[0]) {
    if (static_cast<unsigned char>(c) >= 0x80) return "only ASCII characters can be taken away; use replace for others";
    call.options[static_cast<unsigned char>(c)] = 1;
  }
  return {};
}

bool replace(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const std::string_view from = call.literals[0];
  std::size_t found = text.find(from);
  if (found == std::string_view::npos) {
    out = Value::text(text);
    return true;
  }
  context.scratch.clear();
  std::size_t start = 0;
  for (; found != std::string_view::npos; found = text.find(from, start)) {
    context.scratch.append(text, start, found - start).append(call.literals[1]);
    start = found + from.size();
  }
  context.scratch.append(text, start);
  out = context.keep(context.scratch);
  return true;
}

std::string prepare_replace(Call& call, const Surroundings&) {
  return call.literals[0].empty() ? "the text to replace is empty" : "";
}

bool null_if(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  out = std::find(call.literals.begin(), call.literals.end(), text) == call.literals.end() ? in : Value();
  return true;
}

bool otherwise(const Call& call, const Value& in, Context&, Value& out) {
  out = in.empty() ? Value::text(call.literals[0]) : in;
  return true;
}

bool needed(const Call& call, const Value& in, Context& context, Value& out) {
  out = in;
  return !in.empty() ||
         context.fail(call.literals[0], "the value that must be here is missing: fill it in at the source");
}

std::string prepare_needed(Call& call, const Surroundings&) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz0123456789_";
  const std::string& code = call.literals[0];
  return code.empty() || code.find_first_not_of(letters) != std::string::npos
             ? "'" + code + "' is no code of a reason: small letters, digits and '_'"
             : "";
}

std::string prepare_numbers(Call& call, std::size_t from) {
  for (std::size_t i = from; i < call.literals.size(); ++i) {
    const std::string& text = call.literals[i];
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 1) {
      return "'" + text + "' is no whole number from 1";
    }
    call.options.push_back(number);
  }
  return {};
}

std::string prepare_all_numbers(Call& call, const Surroundings&) { return prepare_numbers(call, 0); }

std::string prepare_split(Call& call, const Surroundings&) {
  return call.literals[0].empty() ? "the separator is empty" : prepare_numbers(call, 1);
}

bool split(const Call& call, const Value& in, Context& context, Value& out) {
  std::string_view rest = text_of(in, context);
  const std::string_view separator = call.literals[0];
  for (int part = 1;; ++part) {
    const std::size_t end = rest.find(separator);
    if (part == call.options[0]) {
      out = Value::text(rest.substr(0, end));
      return true;
    }
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + separator.size());
  }
  out = Value();
  return true;
}

bool has_length(const Call& call, std::string_view text) {
  return std::find(call.options.begin(), call.options.end(),
                   static_cast<int>(std::min<std::size_t>(text.size(), 9999))) != call.options.end();
}

bool if_length(const Call& call, const Value& in, Context& context, Value& out) {
  out = has_length(call, text_of(in, context)) ? in : Value();
  return true;
}

bool unless_length(const Call& call, const Value& in, Context& context, Value& out) {
  out = has_length(call, text_of(in, context)) ? Value() : in;
  return true;
}

bool prefix(const Call& call, const Value& in, Context& context, Value& out) {
  context.scratch.assign(call.literals[0]).append(text_of(in, context));
  out = context.keep(context.scratch);
  return true;
}

bool suffix(const Call& call, const Value& in, Context& context, Value& out) {
  context.scratch.assign(text_of(in, context)).append(call.literals[0]);
  out = context.keep(context.scratch);
  return true;
}

// Only a number can have lost zeros; a text that is too short is wrong.
bool restore_zeros(const Call& call, const Value& in, Context& context, Value& out) {
  const std::string_view text = text_of(in, context);
  const auto size = static_cast<int>(std::min<std::size_t>(text.size(), 9999));
  const auto length = std::find_if(call.options.begin(), call.options.end(), [&](int l) { return l >= size; });
  out = Value::text(text);
  if (in.kind() == Value::Kind::text || length == call.options.end()) return true;
  context.scratch.assign(static_cast<std::size_t>(*length - size), '0').append(text);
  out = context.keep(context.scratch);
  return true;
}

bool concat(const Call& call, std::span<const Value> in, Context& context, Value& out) {
  context.scratch.clear();
  for (const Value& value : in) {
    if (value.empty()) continue;
    if (!context.scratch.empty()) context.scratch += call.literals[0];
    context.scratch += text_of(value, context);
  }
  out = context.keep(context.scratch);
  return true;
}

bool first(const Call&, std::span<const Value> in, Context&, Value& out) {
  const auto found = std::find_if(in.begin(), in.end(), [](const Value& value) { return !value.empty(); });
  out = found == in.end() ? Value() : *found;
  return true;
}

constexpr auto part_table = std::to_array<Function>({
    {.name = "trim", .usage = "trim", .purpose = "takes blanks away at both ends", .run = trimmed},
    {.name = "digits", .usage = "digits", .purpose = "keeps only the digits", .run = digits_only},
    {.name = "without",
     .usage = "without(CHARACTERS)",
     .purpose = "drops every one of these characters",
     .least_literals = 1,
     .most_literals = 1,
     .run = without,
     .prepare = prepare_without},
    {.name = "replace",
     .usage = "replace(FROM, TO)",
     .purpose = "replaces each occurrence",
     .least_literals = 2,
     .most_literals = 2,
     .run = replace,
     .prepare = prepare_replace},
    {.name = "split",
     .usage = "split(SEPARATOR, PART)",
     .purpose = "one part of a text, counted from 1; empty where there are fewer",
     .least_literals = 2,
     .most_literals = 2,
     .run = split,
     .prepare = prepare_split},
    {.name = "if_length",
     .usage = "if_length(BYTES, …)",
     .purpose = "the text if it has one of these lengths, else nothing",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = many,
     .run = if_length,
     .prepare = prepare_all_numbers},
    {.name = "unless_length",
     .usage = "unless_length(BYTES, …)",
     .purpose = "the text unless it has one of these lengths",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = many,
     .run = unless_length,
     .prepare = prepare_all_numbers},
    {.name = "null_if",
     .usage = "null_if(TEXT, …)",
     .purpose = "nothing where the value is one of these",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = many,
     .run = null_if},
    {.name = "default",
     .usage = "default(TEXT)",
     .purpose = "this text where there is no value",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = 1,
     .run = otherwise,
     .takes_empty = true},
    {.name = "needed",
     .usage = "needed(REASON)",
     .purpose = "the value; where there is none, a refusal for this reason",
     .keeps_result = true,
     .least_literals = 1,
     .most_literals = 1,
     .run = needed,
     .takes_empty = true,
     .prepare = prepare_needed},
    {.name = "prefix",
     .usage = "prefix(TEXT)",
     .purpose = "puts a text before the value",
     .least_literals = 1,
     .most_literals = 1,
     .run = prefix},
    {.name = "suffix",
     .usage = "suffix(TEXT)",
     .purpose = "puts a text after the value",
     .least_literals = 1,
     .most_literals = 1,
     .run = suffix},
    {.name = "restore_zeros",
     .usage = "restore_zeros(LENGTH, …)",
     .purpose = "gives a number the leading zeros back that a spreadsheet took, up to the next of these lengths; texts "
                "stay as they are",
     .least_literals = 1,
     .most_literals = many,
     .run = restore_zeros,
     .prepare = prepare_all_numbers},
    {.name = "concat",
     .usage = "concat(SEPARATOR, SOURCE, …)",
     .purpose = "joins what is filled",
     .least_literals = 1,
     .most_literals = 1,
     .combine = concat,
     .least_inputs = 1,
     .most_inputs = 16},
    {.name = "first",
     .usage = "first(SOURCE, …)",
     .purpose = "the first source that is filled",
     .result = Result::unknown,
     .combine = first,
     .least_inputs = 1,
     .most_inputs = 16},
});

}  // namespace

std::span<const Function> part_functions() { return part_table; }

}  // namespace lt::mapping
