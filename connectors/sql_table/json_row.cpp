// Values by kind.
#include "json_row.hpp"

#include "read_state.hpp"

#include <array>
#include <charconv>
#include <regex>
#include <stdexcept>

namespace lt::sql_table {
namespace json = boost::json;
namespace {

bool is_json_number(const std::string& text) {
  static const std::regex number("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  return std::regex_match(text, number);
}

bool is_whole(const std::string& text) {
  return is_json_number(text) && text.find_first_of(".eE") == std::string::npos;
}

/// "2021-08-01 08:15:00.500+00" → "2021-08-01T08:15:00.5+00:00"; any other text as it is.
std::string iso(const std::string& text) {
  static const std::regex moment(
      "(\\d{4}-\\d\\d-\\d\\d) (\\d\\d:\\d\\d:\\d\\d)(?:(\\.\\d*[1-9])?0*|\\.0+)([-+]\\d\\d)?(:\\d\\d)?");
  std::smatch parts;
  if (!std::regex_match(text, parts, moment)) return text;
  auto out = parts[1].str() + "T" + parts[2].str() + parts[3].str() + parts[4].str();
  if (parts[4].matched) out += parts[5].matched ? parts[5].str() : ":00";
  return out;
}

std::string text_value(const std::string& text) {
  auto value = json::serialize(json::string(iso(text)));
  json::error_code error;
  json::parse(value, error);
  if (error) throw std::invalid_argument("is not UTF-8");
  return value;
}

std::string json_value(Kind kind, const std::string& text) {
  if (kind == Kind::integer && is_whole(text)) return text;
  if (kind == Kind::number && is_json_number(text)) return text;
  if (kind == Kind::boolean && (text == "true" || text == "1")) return "true";
  if (kind == Kind::boolean && (text == "false" || text == "0")) return "false";
  return text_value(text);
}

std::string shortest(double number) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
  return {text.data(), end};
}

}  // namespace

std::string to_json(const std::vector<Column>& columns, const std::vector<Cell>& cells) {
  std::string object = "{";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto& cell = cells.at(i);
    if (!cell) continue;
    if (object.size() > 1) object += ',';
    try {
      object += json::serialize(json::string(columns[i].name)) + ":" + json_value(columns[i].kind, *cell);
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument("the column '" + columns[i].name + "' " + error.what());
    }
  }
  return object + "}";
}

std::string without_offset(const std::string& text, Kind kind) {
  static const std::regex moment(
      "(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)(\\.\\d+)?(?:Z|([-+])(\\d\\d):(\\d\\d))");
  std::smatch parts;
  if ((kind != Kind::moment && kind != Kind::local) || !std::regex_match(text, parts, moment)) return text;
  auto seconds = parts[1].str() + " " + parts[2].str();
  if (kind == Kind::moment && parts[4].matched) {
    const long long offset = std::stoll(parts[5].str()) * 3600 + std::stoll(parts[6].str()) * 60;
    seconds = earlier(seconds, parts[4].str() == "+" ? offset : -offset);
  }
  return seconds + parts[3].str();
}

Cell to_cell(const json::value* member, const Dialect& dialect) {
  if (!member || member->is_null()) return std::nullopt;
  if (member->is_string()) return std::string(member->get_string());
  if (member->is_double()) return shortest(member->get_double());
  if (member->is_bool() && !dialect.words_of_truth) return member->get_bool() ? "1" : "0";
  return json::serialize(*member);
}

}  // namespace lt::sql_table
