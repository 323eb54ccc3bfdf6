// Reading stream descriptions.
#include "plugin_host/stream_info.hpp"

#include "plugin_host/readable_text.hpp"

#include <boost/json.hpp>
#include <lienthong/plugin.h>

#include <algorithm>
#include <set>

namespace lt::plugin_host {
namespace {

namespace json = boost::json;

Error wrong(const std::string& what) { return {ErrorKind::failed, what}; }

std::string text_of(const json::object& object, std::string_view name) {
  const json::value* value = object.if_contains(name);
  return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

bool is_name(std::string_view text) {
  return !text.empty() && text.size() <= 100 &&
         std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; });
}

StreamInfo parse_stream(const std::string& document, std::uint32_t roles) {
  json::error_code error;
  const json::value value = json::parse(document, error);
  if (error || !value.is_object()) throw wrong("'" + readable_text(document, 100) + "' is no JSON object");
  const json::object& object = value.get_object();
  StreamInfo stream{.name = text_of(object, "name"), .key = {}, .title = text_of(object, "title"), .schema = {}};
  if (!is_name(stream.name)) throw wrong("the stream '" + readable_text(stream.name, 100) + "' is not snake_case");
  const std::string at = "the stream '" + stream.name + "' ";
  const std::string direction = text_of(object, "direction");
  stream.readable = direction == "in" || direction == "both";
  stream.writable = direction == "out" || direction == "both";
  if (!stream.readable && !stream.writable) throw wrong(at + "has none of the directions in, out, both");
  if (stream.readable && (roles & (LT_ROLE_READ | LT_ROLE_RECEIVE)) == 0) {
    throw wrong(at + "comes in, but the plugin neither reads nor receives");
  }
  if (stream.writable && (roles & LT_ROLE_WRITE) == 0) throw wrong(at + "goes out, but the plugin does not write");
  const json::value* key = object.if_contains("key");
  if (!key || !key->is_array()) throw wrong(at + "has no list of key pointers");
  for (const auto& pointer : key->get_array()) {
    if (!pointer.is_string() || !pointer.get_string().starts_with('/')) {
      throw wrong(at + "has a key that is no JSON pointer");
    }
    stream.key.emplace_back(pointer.get_string());
  }
  if (const json::value* schema = object.if_contains("schema"); schema && !schema->is_null()) {
    stream.schema = json::serialize(*schema);
  }
  return stream;
}

}  // namespace

std::vector<StreamInfo> parse_streams(const std::vector<std::string>& documents, std::uint32_t roles) {
  std::vector<StreamInfo> streams;
  std::set<std::string> names;
  for (const auto& document : documents) {
    streams.push_back(parse_stream(document, roles));
    if (!names.insert(streams.back().name).second) throw wrong("the stream '" + streams.back().name + "' comes twice");
  }
  return streams;
}

}  // namespace lt::plugin_host
