// Paths and queries of the API's addresses, decoded.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

using Values = std::map<std::string, std::string, std::less<>>;

// Nothing where an escape is none, or what comes out is no UTF-8 or holds a control character.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank = false);

// "/a/b" → a, b, each decoded; nothing where one cannot be, or is empty, "." or "..".
std::optional<std::vector<std::string>> path_segments(std::string_view path);

// "/runs/{id}" against the segments; the values of its names where it fits.
std::optional<Values> match_path(std::string_view pattern, const std::vector<std::string>& segments);
// "id" of "/runs/{id}".
std::vector<std::string> path_names(std::string_view pattern);

// "a=1&b=2"; nothing where a part cannot be decoded or a name comes twice.
std::optional<Values> query_values(std::string_view query);

}  // namespace lt::api
