// The ways in which the array has been met, tried in turn.
#include "citizen_body.hpp"

#include <lienthong/sdk/settings.hpp>

#include <algorithm>
#include <optional>
#include <string>

namespace lt::population {
namespace {

namespace json = boost::json;

std::string as_it_is(std::string_view body) { return std::string(body); }

std::string quoted(std::string_view body) { return '"' + std::string(body) + '"'; }

// The five entities that XML itself knows, left in the text by a system that escaped twice.
std::string unescaped(std::string_view body) {
  struct Entity {
    std::string_view name;
    char letter;
  };
  constexpr Entity entities[] = {{"&quot;", '"'}, {"&apos;", '\''}, {"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}};
  std::string text;
  while (!body.empty()) {
    const auto* known = std::find_if(std::begin(entities), std::end(entities),
                                     [&](const Entity& each) { return body.starts_with(each.name); });
    const bool found = known != std::end(entities);
    text += found ? known->letter : body.front();
    body.remove_prefix(found ? known->name.size() : 1);
  }
  return text;
}

// An array of objects, directly or within one string.
std::optional<json::array> persons_in(const std::string& text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 32;
  json::value value = json::parse(text, error, {}, options);
  if (!error && value.is_string()) {
    const std::string inner(value.get_string());
    value = json::parse(inner, error, {}, options);
  }
  if (error || !value.is_array()) return std::nullopt;
  json::array& persons = value.get_array();
  if (!std::all_of(persons.begin(), persons.end(), [](const json::value& each) { return each.is_object(); }))
    return std::nullopt;
  return std::optional<json::array>(std::move(persons));
}

}  // namespace

json::array persons_of(std::string_view body) {
  for (const auto reading : {as_it_is, quoted, unescaped})
    if (auto persons = persons_in(reading(body))) return std::move(*persons);
  throw sdk::failed(
      "the Body of this citizen is no list of persons in JSON, neither escaped as a string nor plain; the system must "
      "send it anew");
}

}  // namespace lt::population
