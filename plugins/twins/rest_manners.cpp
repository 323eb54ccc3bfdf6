// Credentials and pages of ordinary REST systems.
#include "twins/rest_manners.hpp"

#include "twins/twin.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/string.hpp>

#include <algorithm>
#include <array>
#include <charconv>

namespace lt::twins {
namespace json = boost::json;
namespace {

std::string urlencoded(std::string_view text) {
  static constexpr std::string_view hex = "0123456789ABCDEF";
  std::string made;
  for (const char c : text) {
    if ((std::isalnum(static_cast<unsigned char>(c)) != 0) || c == '-' || c == '_' || c == '.') {
      made += c;
    } else {
      made += '%';
      made += hex[static_cast<unsigned char>(c) >> 4U];
      made += hex[static_cast<unsigned char>(c) & 15U];
    }
  }
  return made;
}

// {"results":[…],"next":URL or null} and the same as a Link header (RFC 8288).
Reply next_page(const Request& request, const RestRows& window, std::int64_t limit) {
  const auto first = std::max<std::int64_t>(0, request.number("after", 0));
  const auto rows = window(first, limit);
  if (!rows.more()) return reply(200, R"({"results":[)" + rows.items + R"(],"next":null})");
  auto url = "http://" + std::string(request.header("host")) + request.path + "?limit=" + std::to_string(limit) +
             "&after=" + std::to_string(rows.first + rows.count);
  for (const char* kept : {"updatedSince", "api_key"})
    if (!request.parameter(kept).empty()) url += std::string("&") + kept + "=" + urlencoded(request.parameter(kept));
  auto made = reply(200, R"({"results":[)" + rows.items + R"(],"next":)" + json::serialize(json::string(url)) + "}");
  made.headers.emplace_back("Link", "<" + url + ">; rel=\"next\"");
  return made;
}

// Pages from 1.
Reply numbered_page(const Request& request, const RestRows& window, std::int64_t size) {
  const auto page = request.number("page", 1);
  if (page < 1 || page > 1'000'000'000) return failure(400, "page counts from 1");
  const auto rows = window((page - 1) * size, size);
  return reply(200, "{" + json_member("page", static_cast<std::uint64_t>(page)) + "," +
                        json_member("total", rows.total) + R"(,"items":[)" + rows.items + "]}");
}

Reply offset_page(const Request& request, const RestRows& window, std::int64_t limit) {
  const auto offset = request.number("offset", 0);
  if (offset < 0) return failure(400, "offset counts from 0");
  const auto rows = window(offset, limit);
  return reply(200, R"({"meta":{)" + json_member("offset", rows.first) + "," + json_member("count", rows.count) + "," +
                        json_member("total", rows.total) + R"(},"data":[)" + rows.items + "]}");
}

// The cursor is opaque to the client: "c" and the position in base 36.
Reply cursor_page(const Request& request, const RestRows& window, std::int64_t limit) {
  std::int64_t first = 0;
  const auto cursor = request.parameter("cursor");
  if (!cursor.empty()) {
    const auto* end = cursor.data() + cursor.size();
    if (!cursor.starts_with("c") || std::from_chars(cursor.data() + 1, end, first, 36).ptr != end || first < 0)
      return failure(400, "the cursor is none of ours");
  }
  const auto rows = window(first, limit);
  std::array<char, 32> text{};
  auto* end = std::to_chars(text.data(), text.data() + text.size(), rows.first + rows.count, 36).ptr;
  const auto next = rows.more() ? "\"c" + std::string(text.data(), end) + '"' : "null";
  return reply(200, R"({"data":{"items":[)" + rows.items + R"(]},"nextCursor":)" + next + "}");
}

}  // namespace

std::string json_member(const char* name, std::uint64_t value) {
  return '"' + std::string(name) + "\":" + std::to_string(value);
}

bool admits(std::string_view way, const RestCredentials& credentials, const TokenDesk& desk, const Request& request) {
  if (way == "none") return true;
  if (way == "basic")
    return request.header("authorization") == "Basic " + base64(credentials.user + ":" + credentials.password);
  if (way == "bearer") return request.header("authorization") == "Bearer " + credentials.token;
  if (way == "apikey") return request.header("x-api-key") == credentials.api_key;
  if (way == "query") return request.parameter("api_key") == credentials.api_key;
  return desk.admits(request);
}

Reply refuse_stranger(std::string_view way) {
  auto refused = failure(401, "the credentials are missing or wrong");
  refused.headers.emplace_back("WWW-Authenticate", way == "basic" ? "Basic realm=\"twin\"" : "Bearer");
  return refused;
}

Reply rest_page(std::string_view paging, const Request& request, const RestRows& rows) {
  const auto limit = request.number(paging == "page" ? "size" : "limit", 100);
  if (limit < 1 || limit > largest_page) return failure(400, "size and limit must be 1 to 10000");
  if (paging == "page") return numbered_page(request, rows, limit);
  if (paging == "offset") return offset_page(request, rows, limit);
  if (paging == "cursor") return cursor_page(request, rows, limit);
  if (paging == "next") return next_page(request, rows, limit);
  if (paging == "all") return reply(200, "[" + rows(0, INT64_MAX).items + "]");
  return not_found(request);
}

}  // namespace lt::twins
