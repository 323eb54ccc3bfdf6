// Escaping texts and printing numbers.
#include "mapping/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

namespace lt::mapping {
namespace {

constexpr std::string_view hex = "0123456789abcdef";

bool needs_escape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void write_escape(char c, std::string& out) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += hex[static_cast<unsigned char>(c) >> 4U];
      out += hex[static_cast<unsigned char>(c) & 15U];
  }
}

template <typename Number>
void write_number(Number number, std::string& out) {
  std::array<char, 32> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  out.append(buffer.data(), written.ptr);
}

}  // namespace

void write_json_text(std::string_view text, std::string& out) {
  out += '"';
  std::size_t start = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out.append(text, start, i - start);
    write_escape(text[i], out);
    start = i + 1;
  }
  out.append(text, start);
  out += '"';
}

void write_json_value(const model::Value& value, bool as_boolean, std::string& out) {
  switch (value.kind()) {
    case model::Value::Kind::none:
      out += "null";
      break;
    case model::Value::Kind::text:
      write_json_text(value.as_text(), out);
      break;
    case model::Value::Kind::integer:
      if (as_boolean) {
        out += value.as_integer() != 0 ? "true" : "false";
      } else {
        write_number(value.as_integer(), out);
      }
      break;
    case model::Value::Kind::decimal:
      if (std::isfinite(value.as_decimal())) {
        write_number(value.as_decimal(), out);
      } else {
        out += "null";
      }
  }
}

}  // namespace lt::mapping
