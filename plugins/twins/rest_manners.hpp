// How ordinary REST systems ask who one is and cut a list into pages; shared by the twins that are such systems.
#pragma once

#include "twins/credentials.hpp"
#include "twins/http_service.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace lt::twins {

struct RestCredentials {
  std::string user = "lienthong", password = "twin-secret";  // basic; client id and secret of oauth
  std::string token = "twin-rest-token";                     // bearer
  std::string api_key = "twin-rest-key";                     // apikey (X-API-Key) and query (?api_key=)
};

// `way`: none, basic, bearer, apikey, query, oauth.
bool admits(std::string_view way, const RestCredentials& credentials, const TokenDesk& desk, const Request& request);
Reply refuse_stranger(std::string_view way);

// The rows of one answer and where they stand.
struct RestWindow {
  std::uint64_t first = 0, count = 0, total = 0;
  std::string items;  // comma-separated objects
  bool more() const { return first + count < total; }
};
using RestRows = std::function<RestWindow(std::int64_t first, std::int64_t count)>;

// `paging`: page (from 1), offset, cursor, next, all; each has its own parameters and its own envelope. A way that is
// none of these is not found.
Reply rest_page(std::string_view paging, const Request& request, const RestRows& rows);

// "name":value
std::string json_member(const char* name, std::uint64_t value);

}  // namespace lt::twins
