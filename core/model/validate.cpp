// Fields checked against their definition, and rules against the whole record.
#include "model/validate.hpp"

#include "base/joined.hpp"
#include "model/check.hpp"
#include "model/pattern.hpp"

#include <algorithm>
#include <array>

namespace lt::model {
namespace {

constexpr double longest_text = 65'536;  // bytes, where the model gives no `max`

bool digits(std::string_view text, std::size_t from, std::size_t count) {
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
  }
  return true;
}

int number(std::string_view text, std::size_t from, std::size_t count) {
  int value = 0;
  for (std::size_t i = from; i < from + count; ++i) value = value * 10 + (text[i] - '0');
  return value;
}

bool is_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  if (!digits(text, 0, 4) || !digits(text, 5, 2) || !digits(text, 8, 2)) return false;
  const int year = number(text, 0, 4);
  const int month = number(text, 5, 2);
  const int day = number(text, 8, 2);
  if (month < 1 || month > 12 || day < 1) return false;
  constexpr std::array<int, 12> days{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= days[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

bool is_date(std::string_view text) { return (text.size() == 4 && digits(text, 0, 4)) || is_day(text); }

// "2021-05-03T08:15:00+07:00": whole seconds, with the offset.
bool is_timestamp(std::string_view text) {
  if (text.size() != 25 || !is_day(text.substr(0, 10)) || text[10] != 'T') return false;
  if (text[13] != ':' || text[16] != ':' || text[22] != ':' || (text[19] != '+' && text[19] != '-')) return false;
  for (const std::size_t from : {11U, 14U, 17U, 20U, 23U}) {
    if (!digits(text, from, 2)) return false;
  }
  return number(text, 11, 2) < 24 && number(text, 14, 2) < 60 && number(text, 17, 2) < 60;
}

std::string_view wanted(FieldType type) {
  switch (type) {
    case FieldType::text:
      return "a text";
    case FieldType::integer:
    case FieldType::reference:
      return "a whole number";
    case FieldType::decimal:
      return "a number";
    case FieldType::boolean:
      return "true or false";
    case FieldType::date:
      return "a day as YYYY-MM-DD, or a year";
    case FieldType::timestamp:
      return "a time as YYYY-MM-DDThh:mm:ss+07:00";
  }
  return "";
}

bool has_type(FieldType type, const Value& value) {
  switch (type) {
    case FieldType::text:
      return value.kind() == Value::Kind::text;
    case FieldType::integer:
    case FieldType::reference:
      return value.kind() == Value::Kind::integer;
    case FieldType::decimal:
      return value.kind() == Value::Kind::integer || value.kind() == Value::Kind::decimal;
    case FieldType::boolean:
      return value.kind() == Value::Kind::integer && (value.as_integer() == 0 || value.as_integer() == 1);
    case FieldType::date:
      return is_date(value.as_text());
    case FieldType::timestamp:
      return is_timestamp(value.as_text());
  }
  return false;
}

std::string_view type_code(FieldType type) {
  switch (type) {
    case FieldType::integer:
    case FieldType::decimal:
    case FieldType::reference:
      return "bad_number";
    case FieldType::boolean:
      return "bad_boolean";
    case FieldType::date:
    case FieldType::timestamp:
      return "bad_date";
    default:
      return "bad_text";
  }
}

std::string written(double number) {
  std::string text = std::to_string(number);
  text.erase(text.find_last_not_of('0') + 1);
  if (!text.empty() && text.back() == '.') text.pop_back();
  return text;
}

Reason reason(const Entity& entity, const Field& field, std::string_view code, std::string message) {
  return {std::string(code), entity.name + "." + field.name, "", std::move(message)};
}

std::optional<Reason> check_bounds(const Entity& entity, const Field& field, const Value& value) {
  const bool text = value.kind() == Value::Kind::text;
  const double measure = text ? static_cast<double>(value.as_text().size()) : value.as_decimal();
  const std::string unit = text ? " bytes" : "";
  const std::optional<double> max = text && !field.max ? std::optional(longest_text) : field.max;
  if (max && measure > *max) {
    return reason(entity, field, text ? "too_long" : "out_of_range",
                  shown(value) + (text ? " has " + written(measure) + unit : "") + "; at most " + written(*max) + unit +
                      " are allowed");
  }
  if (field.min && measure < *field.min) {
    return reason(entity, field, text ? "too_short" : "out_of_range",
                  shown(value) + (text ? " has " + written(measure) + unit : "") + "; at least " + written(*field.min) +
                      unit + " are needed");
  }
  return std::nullopt;
}

}  // namespace

std::string shown(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::none:
      return "(empty)";
    case Value::Kind::integer:
      return std::to_string(value.as_integer());
    case Value::Kind::decimal:
      return written(value.as_decimal());
    case Value::Kind::text:
      break;
  }
  constexpr std::size_t most = 60;
  std::string_view text = value.as_text();
  if (text.size() <= most) return "'" + std::string(text) + "'";
  std::size_t end = most;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "'" + std::string(text.substr(0, end)) + "…'";
}

std::optional<Reason> check_field(const Entity& entity, int position, const Value& value) {
  const Field& field = entity.fields[static_cast<std::size_t>(position)];
  if (value.empty()) {
    if (!field.required) return std::nullopt;
    return reason(entity, field, "missing", "a value is needed and the source gives none");
  }
  if (!has_type(field.type, value)) {
    return reason(entity, field, type_code(field.type),
                  std::string(wanted(field.type)) + " is needed, not " + shown(value));
  }
  if (field.type == FieldType::text && value.as_text().find('\0') != std::string_view::npos) {
    return reason(entity, field, "bad_text", "the text holds a NUL character; remove it at the source");
  }
  if (field.type != FieldType::date && field.type != FieldType::timestamp) {
    if (auto broken = check_bounds(entity, field, value)) return broken;
  }
  if (!field.values.empty() &&
      std::find(field.values.begin(), field.values.end(), value.as_text()) == field.values.end()) {
    return reason(entity, field, "not_allowed", shown(value) + " is none of " + joined(field.values, ", "));
  }
  if (field.compiled && !field.compiled->matches(value.as_text())) {
    return reason(entity, field, "bad_form", shown(value) + " has not the form " + field.pattern);
  }
  return std::nullopt;
}

void check_rules(const EntityRecord& record, std::string_view today, std::vector<Reason>& reasons) {
  for (const Rule& rule : record.entity->rules) {
    if (auto broken = rule.definition->run({*record.entity, rule, record.values, today})) {
      reasons.push_back(std::move(*broken));
    }
  }
}

std::vector<Reason> validate(const EntityRecord& record, std::string_view today) {
  std::vector<Reason> reasons;
  for (std::size_t i = 0; i < record.entity->fields.size(); ++i) {
    if (auto broken = check_field(*record.entity, static_cast<int>(i), record.values[i])) {
      reasons.push_back(std::move(*broken));
    }
  }
  check_rules(record, today, reasons);
  return reasons;
}

}  // namespace lt::model
