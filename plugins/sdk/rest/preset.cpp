// Renames members of one set of settings to those of another.
#include <lienthong/rest/preset.hpp>

namespace lt::rest {
namespace {

namespace json = boost::json;

struct Rename {
  std::string_view from;
  std::string_view to;
};
constexpr Rename of_paging[] = {{"page_parameter", "parameter"},
                                {"first_page", "first"},
                                {"size_parameter", "size_parameter"},
                                {"size", "size"},
                                {"total", "total"},
                                {"pages", "pages"},
                                {"page", "echo"}};
constexpr Rename of_incremental[] = {{"updated_parameter", "parameter"},
                                     {"updated_at", "pointer"},
                                     {"updated_format", "format"},
                                     {"overlap_s", "overlap_s"}};

template <std::size_t N>
json::object renamed(const json::object& from, const Rename (&names)[N]) {
  json::object made;
  for (const Rename& each : names)
    if (const auto* value = from.if_contains(each.from)) made[each.to] = *value;
  return made;
}

constexpr Rename of_envelope[] = {{"id", "key"},
                                  {"idempotency_key", "idempotency_key"},
                                  {"operation", "operation"},
                                  {"data", "data"},
                                  {"upsert", "upsert_word"},
                                  {"delete", "erase_word"}};
constexpr Rename of_results[] = {{"results", "list"}, {"result_id", "key"}, {"status", "status"},
                                 {"good", "good"},    {"code", "code"},     {"remote_id", "remote_id"},
                                 {"message", "error"}};

}  // namespace

json::object answered_batch(const json::object& names, const json::object& usual) {
  json::object all = usual;
  for (const auto& member : names) all[member.key()] = member.value();
  json::object write{{"envelope", renamed(all, of_envelope)}, {"results", renamed(all, of_results)}};
  if (const auto* list = all.if_contains("records")) write["list"] = *list;
  return write;
}

json::object paged_list(const json::object& list, const json::object& usual) {
  json::object all = usual;
  for (const auto& member : list) all[member.key()] = member.value();
  json::object read;
  for (const char* name : {"path", "records", "query", "anonymous"})
    if (const auto* value = all.if_contains(name)) read[name] = *value;
  json::object paging = renamed(all, of_paging);
  paging["type"] = "page";
  read["paging"] = std::move(paging);
  // An empty name of the parameter: the system cannot tell what changed.
  const auto* parameter = all.if_contains("updated_parameter");
  if (parameter && parameter->is_string() && !parameter->get_string().empty())
    read["incremental"] = renamed(all, of_incremental);
  json::object stream;
  stream["read"] = std::move(read);
  if (const auto* key = all.if_contains("key")) stream["key"] = *key;
  if (const auto* title = all.if_contains("title")) stream["title"] = *title;
  return stream;
}

json::object list_of_changes(const Differing& differing) {
  json::object usual{{"key", json::array{"/id"}},
                     {"records", "/records"},
                     {"page_parameter", "page"},
                     {"first_page", 0},
                     {"size_parameter", "size"},
                     {"size", 1000},
                     {"total", "/total"},
                     {"pages", "/totalPages"},
                     {"page", "/page"},
                     {"updated_parameter", "updatedFrom"},
                     {"updated_at", "/updatedAt"},
                     {"updated_format", "epoch_ms"}};
  for (const auto& [name, value] : differing) {
    if (value.is_null())
      usual.erase(name);
    else
      usual[name] = value;
  }
  return usual;
}

}  // namespace lt::rest
