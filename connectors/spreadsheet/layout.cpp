// Settings to layout.
#include "layout.hpp"

#include "text_encoding.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <charconv>

namespace lt::spreadsheet {
namespace json = boost::json;
namespace {

std::vector<std::string> texts(const json::object& object, std::string_view name) {
  std::vector<std::string> out;
  if (const auto* list = object.if_contains(name)) {
    for (const auto& item : list->as_array()) out.emplace_back(item.as_string());
  }
  return out;
}

template <typename Number>
std::optional<Number> number(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_number()) return std::nullopt;
  return value->to_number<Number>();
}

bool has(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void require_known(const Layout& layout, const std::vector<std::string>& names, const char* setting) {
  for (const auto& name : names) {
    const bool known =
        std::any_of(layout.fields.begin(), layout.fields.end(), [&](const Field& f) { return f.name == name; });
    if (!known) throw LayoutError(std::string("'") + setting + "' names '" + name + "', which is not among 'fields'");
  }
}

}  // namespace

AcceptedHeader accepted_header(std::string text) {
  AcceptedHeader header{text, fold_header(text), 0};
  const auto open = text.rfind('[');
  if (open != std::string::npos && text.back() == ']') {
    const char* const last = text.data() + text.size() - 1;
    const auto [end, error] = std::from_chars(text.data() + open + 1, last, header.occurrence);
    if (error != std::errc{} || end != last) header.occurrence = 0;
  }
  return header;
}

Layout parse_layout(const json::object& settings) {
  Layout layout;
  if (const auto* sheet = settings.if_contains("sheet")) layout.sheet = std::string(sheet->as_string());
  layout.header_rows = number<unsigned>(settings, "header_rows");
  layout.data_row = number<std::uint32_t>(settings, "data_row");
  layout.end_after_blank_rows = number<std::uint32_t>(settings, "end_after_blank_rows").value_or(0);
  const auto required = texts(settings, "required");
  const bool all_required = !settings.contains("required");
  const auto& fields = settings.at("fields").as_object();
  for (const auto& [name, headers] : fields) {
    if (name.starts_with("_"))
      throw LayoutError("the field '" + std::string(name) + "' begins with '_', which is kept for the connector");
    Field field{std::string(name), {}, all_required || has(required, name)};
    for (auto& text : texts(fields, name)) {
      field.headers.push_back(accepted_header(std::move(text)));
      if (field.headers.back().folded.empty()) {
        throw LayoutError("the field '" + field.name + "' has the header '" + field.headers.back().text +
                          "', in which no letter or digit is left");
      }
    }
    layout.fields.push_back(std::move(field));
  }
  layout.key = texts(settings, "key");
  require_known(layout, required, "required");
  require_known(layout, layout.key, "key");
  return layout;
}

}  // namespace lt::spreadsheet
