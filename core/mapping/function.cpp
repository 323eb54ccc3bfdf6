// Finding functions by name, and the text of a value.
#include "mapping/function.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace lt::mapping {

std::vector<const Function*> all_functions() {
  std::vector<const Function*> list;
  for (const auto table : {text_functions(), part_functions(), date_functions(), identity_functions(),
                           table_functions(), unit_functions(), number_functions(), qr_functions()}) {
    for (const Function& function : table) list.push_back(&function);
  }
  return list;
}

const Function* find_function(std::string_view name) {
  const auto list = all_functions();
  const auto found = std::find_if(list.begin(), list.end(), [&](const Function* f) { return f->name == name; });
  return found == list.end() ? nullptr : *found;
}

std::vector<std::string> function_names() {
  std::vector<std::string> names;
  for (const Function* function : all_functions()) names.emplace_back(function->name);
  return names;
}

std::string_view text_of(const Value& value, Context& context) {
  if (value.kind() == Value::Kind::text || value.kind() == Value::Kind::none) return value.as_text();
  std::array<char, 32> buffer;
  std::to_chars_result written{};
  if (value.kind() == Value::Kind::integer) {
    written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value.as_integer());
  } else if (const double number = value.as_decimal(); std::abs(number) < 1e15 && number == std::floor(number)) {
    written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), static_cast<std::int64_t>(number));
  } else {
    written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  }
  return context.arena->copy({buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data())});
}

}  // namespace lt::mapping
