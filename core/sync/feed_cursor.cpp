// Feed cursors as JSON.
#include "sync/feed_cursor.hpp"

#include <boost/json.hpp>

namespace lt::sync {

namespace json = boost::json;

std::string to_cursor(store::FeedPosition position, std::uint64_t fingerprint) {
  return json::serialize(
      json::object{{"seq", position.seq}, {"row", position.row}, {"mapping", std::to_string(fingerprint)}});
}

store::FeedPosition from_cursor(std::string_view cursor, std::uint64_t fingerprint) {
  if (cursor.empty()) return {};
  const json::value state = json::parse({cursor.data(), cursor.size()});
  if (state.at("mapping").as_string() != std::to_string(fingerprint)) return {};
  return {state.at("seq").to_number<std::int64_t>(), state.at("row").to_number<std::int64_t>()};
}

std::optional<store::Seq> place_in_feed(std::string_view cursor) {
  boost::system::error_code error;
  const json::value state = json::parse({cursor.data(), cursor.size()}, error);
  if (error || !state.is_object()) return std::nullopt;
  const json::value* seq = state.get_object().if_contains("seq");
  if (seq == nullptr || !seq->is_int64()) return std::nullopt;
  return seq->get_int64();
}

}  // namespace lt::sync
