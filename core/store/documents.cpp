// Writing by hand because it is hot where two sources speak of the same rows; reading with Boost.JSON.
#include "store/documents.hpp"

#include "base/error.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>
#include <memory>

namespace lt::store {

using model::Value;

namespace {

void write_value(const Value& value, std::string& out) {
  char number[32];
  std::to_chars_result end{};
  switch (value.kind()) {
    case Value::Kind::text:
      return write_json_text(value.as_text(), out);
    case Value::Kind::integer:
      end = std::to_chars(std::begin(number), std::end(number), value.as_integer());
      break;
    case Value::Kind::decimal:
      end = std::to_chars(std::begin(number), std::end(number), value.as_decimal());
      break;
    case Value::Kind::none:
      out += "null";
      return;
  }
  out.append(number, end.ptr);
}

Value read_value(const boost::json::value& json, Arena& arena) {
  if (const auto* text = json.if_string()) return Value::text(arena.copy({text->data(), text->size()}));
  if (const auto* number = json.if_int64()) return Value::integer(*number);
  if (const auto* number = json.if_double()) return Value::decimal(*number);
  return {};
}

}  // namespace

void write_json_text(std::string_view text, std::string& out) {
  static constexpr char hex[] = "0123456789abcdef";
  out += '"';
  std::size_t plain = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = static_cast<unsigned char>(text[i]);
    if (letter >= 0x20 && letter != '"' && letter != '\\') continue;
    out.append(text, plain, i - plain);
    plain = i + 1;
    if (letter < 0x20) {
      out += "\\u00";
      out += hex[letter >> 4];
      out += hex[letter & 15];
    } else {
      out += '\\';
      out += static_cast<char>(letter);
    }
  }
  out.append(text, plain, text.size() - plain);
  out += '"';
}

void write_document(const model::Entity& entity, std::span<const Value> values, std::string& out) {
  out += '{';
  bool first = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].empty()) continue;
    if (!first) out += ',';
    first = false;
    write_json_text(entity.fields[i].name, out);
    out += ':';
    write_value(values[i], out);
  }
  out += '}';
}

std::string text_of(const Value& value) {
  if (value.kind() == Value::Kind::text) return std::string(value.as_text());
  if (value.kind() == Value::Kind::integer) return std::to_string(value.as_integer());
  if (value.kind() == Value::Kind::none) return {};
  char number[32];
  std::string text(number, std::to_chars(std::begin(number), std::end(number), value.as_decimal()).ptr);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

std::span<Value> read_document(const model::Entity& entity, std::string_view document, Arena& arena) {
  boost::json::monotonic_resource memory;
  boost::json::error_code error;
  const auto json = boost::json::parse({document.data(), document.size()}, error, &memory);
  const auto* object = error ? nullptr : json.if_object();
  if (!object) throw Error(ErrorKind::failed, "store: a source record of " + entity.name + " holds no JSON object");
  const auto values = make_values(entity, arena);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (const auto* member = object->if_contains(entity.fields[i].name)) values[i] = read_value(*member, arena);
  return values;
}

std::span<Value> make_values(const model::Entity& entity, Arena& arena) {
  const std::size_t count = entity.fields.size();
  void* place = arena.allocate(count * sizeof(Value) + alignof(Value));
  std::size_t space = count * sizeof(Value) + alignof(Value);
  auto* values = static_cast<Value*>(std::align(alignof(Value), count * sizeof(Value), place, space));
  std::uninitialized_default_construct_n(values, count);
  return {values, count};
}

std::span<Value> copy_values(std::span<const Value> values, Arena& arena) {
  void* place = arena.allocate(values.size_bytes() + alignof(Value));
  std::size_t space = values.size_bytes() + alignof(Value);
  auto* copies = static_cast<Value*>(std::align(alignof(Value), values.size_bytes(), place, space));
  std::uninitialized_copy(values.begin(), values.end(), copies);
  for (std::size_t i = 0; i < values.size(); ++i)
    if (values[i].kind() == Value::Kind::text) copies[i] = Value::text(arena.copy(values[i].as_text()));
  return {copies, values.size()};
}

bool same_values(std::span<const Value> a, std::span<const Value> b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Value& x, const Value& y) {
    const bool mixed = (x.kind() == Value::Kind::decimal && y.kind() == Value::Kind::integer) ||
                       (x.kind() == Value::Kind::integer && y.kind() == Value::Kind::decimal);
    return mixed ? x.as_decimal() == y.as_decimal() : x == y;
  });
}

}  // namespace lt::store
