// The first key goes before the id: a citizen number is digits too.
#include "app/named_row.hpp"

#include <charconv>

namespace lt::app {

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

store::RowId row_of(store::Reader& reader, int entity, const std::string& id) {
  if (const auto found = reader.find(entity, id)) return *found;
  return whole_number(id).value_or(0);
}

store::RowId row_of_any_time(store::Reader& reader, int entity, const std::string& id) {
  const store::RowId row = row_of(reader, entity, id);
  return reader.ever_had(entity, row) ? row : reader.find_removed(entity, id).value_or(0);
}

Error no_such_row(const std::string& entity, const std::string& id) {
  return {ErrorKind::misconfigured,
          "there is no " + entity + " '" + id + "'; give its row id or its first key's value"};
}

}  // namespace lt::app
