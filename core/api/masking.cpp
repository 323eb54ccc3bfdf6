// What stays visible.
#include "api/masking.hpp"

#include "base/utf8.hpp"

#include <algorithm>
#include <vector>

namespace lt::api {
namespace {

constexpr std::string_view dots = "•••";

std::vector<char32_t> code_points(std::string_view text) {
  std::vector<char32_t> points;
  for (const char* at = text.data(); at < text.data() + text.size();)
    points.push_back(next_code_point(at, text.data() + text.size()));
  return points;
}

std::string ending(std::string_view text, std::size_t visible) {
  const auto points = code_points(text);
  std::string shown(dots);
  if (points.size() > visible)
    std::for_each(points.end() - static_cast<std::ptrdiff_t>(visible), points.end(),
                  [&](char32_t point) { append_utf8(point, shown); });
  return shown;
}

std::string initials(std::string_view text) {
  std::string shown;
  bool first = true;
  for (const char32_t point : code_points(text)) {
    if (point == U' ') {
      first = true;
    } else if (first) {
      if (!shown.empty()) shown += ' ';
      append_utf8(point, shown);
      shown += "•";
      first = false;
    }
  }
  return shown;
}

bool is_number(std::string_view text) {
  const auto digits = std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return static_cast<std::size_t>(digits) * 2 >= text.size();
}

}  // namespace

bool is_personal(const model::Field& field) {
  return field.data_class >= model::DataClass::basic && field.type != model::FieldType::reference;
}

std::string masked(const model::Field& field, std::string_view text) {
  if (text.empty() || !is_personal(field)) return std::string(text);
  if (field.data_class == model::DataClass::sensitive || !field.values.empty()) return std::string(dots);
  switch (field.type) {
    case model::FieldType::date:
    case model::FieldType::timestamp:
      return std::string(text.substr(0, 4)) + "-••-••";
    case model::FieldType::text:
      return masked_text(text);
    default:
      return std::string(dots);
  }
}

std::string masked_text(std::string_view text) { return is_number(text) ? masked_key(text) : initials(text); }

std::string masked_key(std::string_view text) { return ending(text, 3); }

}  // namespace lt::api
