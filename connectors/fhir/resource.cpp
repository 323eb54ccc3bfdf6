// Names for identifiers, contact points and links of resources.
#include "resource.hpp"

#include <lienthong/sdk/http.hpp>
#include <lienthong/sdk/incoming.hpp>

#include <algorithm>
#include <limits>

namespace lt::fhir {
namespace json = boost::json;
namespace {

constexpr int deepest = 32;
constexpr std::string_view conditional = "?identifier=";

// The items of a list, or the object that stands alone where others have a list.
template <class Visit>
void for_each_object(json::value& value, Visit&& visit) {
  if (auto* object = value.if_object()) visit(*object);
  if (auto* list = value.if_array())
    for (json::value& item : *list)
      if (auto* object = item.if_object()) visit(*object);
}

// The contact points in use, of each system the one with the best rank.
json::object contact_points(json::value& telecom) {
  json::object points;
  std::vector<std::pair<std::string, std::int64_t>> ranks;
  for_each_object(telecom, [&](const json::object& point) {
    const std::string_view system = text_member(point, "system");
    const std::string_view value = text_member(point, "value");
    if (system.empty() || value.empty() || text_member(point, "use") == "old") return;
    json::error_code error;
    const auto* rank_member = point.if_contains("rank");
    std::int64_t rank = rank_member ? rank_member->to_number<std::int64_t>(error) : 0;
    if (!rank_member || error) rank = std::numeric_limits<std::int64_t>::max();
    const auto known = std::find_if(ranks.begin(), ranks.end(), [&](const auto& each) { return each.first == system; });
    if (known != ranks.end() && known->second <= rank) return;
    if (known == ranks.end())
      ranks.emplace_back(system, rank);
    else
      known->second = rank;
    points[system] = value;
  });
  return points;
}

// Type/id at the end of a reference, with or without a version; empty for any other link.
std::string_view type_and_id(std::string_view reference) {
  reference = reference.substr(0, reference.find("/_history/"));
  const auto id = reference.rfind('/');
  if (id == std::string_view::npos || id == 0 || id + 1 == reference.size()) return {};
  const auto before = reference.rfind('/', id - 1);
  const std::string_view both = before == std::string_view::npos ? reference : reference.substr(before + 1);
  return both.front() >= 'A' && both.front() <= 'Z' && both.find_first_of("?#:") == std::string_view::npos
             ? both
             : std::string_view();
}

// The list member `name`, made where there is none.
json::array& list_member(json::object& object, std::string_view name) {
  json::value& value = object[name];
  return value.is_array() ? value.get_array() : value.emplace_array();
}

}  // namespace

std::string_view text_member(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value && value->is_string() ? std::string_view(value->get_string()) : std::string_view();
}

std::string type_of_stream(std::string_view stream) {
  std::string type;
  bool capital = true;
  for (const char c : stream) {
    if (c != '_') type += capital && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    capital = c == '_';
  }
  return type;
}

Naming::Naming(const sdk::Settings& identifiers, std::string server) : server_(std::move(server)) {
  systems_.reserve(identifiers.values().size());
  for (const auto& member : identifiers.values())
    systems_.emplace_back(std::string(member.key()), identifiers.text(member.key()));
}

std::string_view Naming::name_of(std::string_view system) const {
  for (const auto& [name, uri] : systems_)
    if (uri == system) return name;
  return {};
}

std::string_view Naming::system_of(std::string_view name) const {
  for (const auto& [known, uri] : systems_)
    if (known == name) return uri;
  return {};
}

void Naming::annotate(json::object& resource) const {
  annotate_members(resource, 0);
  const std::string_view type = text_member(resource, "resourceType");
  const std::string_view id = text_member(resource, "id");
  if (!type.empty() && !id.empty()) resource["fhir_key"] = server_ + "|" + std::string(type) + "/" + std::string(id);
}

void Naming::annotate_members(json::object& object, int depth) const {
  if (depth > deepest) return;
  for (auto& member : object)
    for_each_object(member.value(), [&](json::object& inner) { annotate_members(inner, depth + 1); });
  if (auto* telecom = object.if_contains("telecom")) object["contact_points"] = contact_points(*telecom);
  add_link(object);
  add_identifiers(object);
}

void Naming::add_identifiers(json::object& object) const {
  json::object named;
  const auto note = [&](std::string_view system, std::string_view value) {
    const std::string_view name = name_of(system);
    if (!name.empty() && !value.empty() && !named.contains(name)) named[name] = value;
  };
  if (auto* identifier = object.if_contains("identifier"))
    for_each_object(*identifier, [&](const json::object& each) {
      if (text_member(each, "use") != "old") note(text_member(each, "system"), text_member(each, "value"));
    });
  const std::string_view reference = text_member(object, "reference");
  if (const auto at = reference.find(conditional); at != std::string_view::npos) {
    const std::string token = sdk::percent_decode(reference.substr(at + conditional.size()), true);
    const auto bar = token.find('|');
    if (bar != std::string::npos) note(std::string_view(token).substr(0, bar), std::string_view(token).substr(bar + 1));
  }
  if (!named.empty()) object["identifiers"] = std::move(named);
}

void Naming::add_link(json::object& object) const {
  const std::string_view target = type_and_id(text_member(object, "reference"));
  if (!target.empty()) object["fhir_key"] = server_ + "|" + std::string(target);
}

void Naming::to_fhir(json::object& resource) const {
  resource.erase("fhir_key");
  resolve(resource, 0);
}

void Naming::resolve(json::object& object, int depth) const {
  if (depth > deepest) return;
  for (auto& member : object) for_each_object(member.value(), [&](json::object& inner) { resolve(inner, depth + 1); });
  if (resolve_link(object)) return;
  if (const auto* named = object.if_contains("identifiers"); named && named->is_object()) {
    const json::object values = named->get_object();
    object.erase("identifiers");
    for (const auto& each : values)
      if (each.value().is_string() && !system_of(each.key()).empty())
        list_member(object, "identifier")
            .push_back(json::object{{"system", system_of(each.key())}, {"value", each.value()}});
  }
  if (const auto* points = object.if_contains("contact_points"); points && points->is_object()) {
    const json::object values = points->get_object();
    object.erase("contact_points");
    for (const auto& each : values)
      list_member(object, "telecom").push_back(json::object{{"system", each.key()}, {"value", each.value()}});
  }
}

// A link has a `type` and what it names. Throws Failure failed where that is nothing to go by.
bool Naming::resolve_link(json::object& object) const {
  const std::string type(text_member(object, "type"));
  const bool ours = object.contains("fhir_key") || object.contains("identifiers");
  if (type.empty() || !ours || object.contains("resourceType") || object.contains("reference")) return false;
  std::string reference;
  const std::string_view key = text_member(object, "fhir_key");
  if (key.starts_with(server_ + "|" + type + "/")) reference = key.substr(server_.size() + 1);
  if (const auto* named = object.if_contains("identifiers"); reference.empty() && named && named->is_object())
    for (const auto& each : named->get_object())
      if (reference.empty() && each.value().is_string() && !system_of(each.key()).empty())
        reference = type + std::string(conditional) + sdk::percent_encode(system_of(each.key())) + "|" +
                    sdk::percent_encode(each.value().get_string());
  object.erase("fhir_key");
  object.erase("identifiers");
  if (reference.empty())
    throw sdk::failed("the link to a " + type + " holds nothing by which this server could know it");
  object["reference"] = reference;
  return true;
}

std::string Naming::own_id(json::object& resource, std::string_view type) const {
  auto* named = resource.if_contains("identifiers");
  if (!named || !named->is_object()) return "";
  const std::string own = server_ + "|" + std::string(type) + "/";
  std::string id;
  json::object others;
  for (const auto& each : named->get_object()) {
    const std::string_view value = each.value().is_string() ? std::string_view(each.value().get_string()) : "";
    if (value.starts_with(own) && value.size() > own.size())
      id = value.substr(own.size());
    else
      others[each.key()] = each.value();
  }
  if (!id.empty()) *named = std::move(others);
  return id;
}

std::string Naming::token_of(const json::object& resource) const {
  std::string first;
  const auto* list = resource.if_contains("identifier");
  if (!list || !list->is_array()) return first;
  for (const json::value& each : list->get_array()) {
    if (!each.is_object()) continue;
    const std::string_view system = text_member(each.get_object(), "system");
    const std::string_view value = text_member(each.get_object(), "value");
    if (system.empty() || value.empty()) continue;
    const std::string token = std::string(system) + "|" + std::string(value);
    if (!name_of(system).empty()) return token;
    if (first.empty()) first = token;
  }
  return first;
}

}  // namespace lt::fhir
