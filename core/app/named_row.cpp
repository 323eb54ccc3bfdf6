// The first key goes before the id: a citizen number is digits too.
#include "app/named_row.hpp"

#include <charconv>

namespace lt::app {

store::RowId row_of(store::Reader& reader, int entity, const std::string& id) {
  if (const auto found = reader.find(entity, id)) return *found;
  store::RowId number = 0;
  const auto [end, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && end == id.data() + id.size() ? number : 0;
}

Error no_such_row(const std::string& entity, const std::string& id) {
  return {ErrorKind::misconfigured,
          "there is no " + entity + " '" + id + "'; give its row id or its first key's value"};
}

}  // namespace lt::app
