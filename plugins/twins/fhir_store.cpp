// What a FHIR server does with a transaction: conditional creation, conditional links, all or nothing.
#include "twins/fhir_store.hpp"

#include "twins/fhir_moment.hpp"
#include "twins/json_text.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <utility>

namespace lt::twins {
namespace json = boost::json;
namespace {

constexpr int deepest = 32;
constexpr std::string_view by_identifier = "identifier=";

std::string percent_decoded(std::string_view text) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
  std::string made;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool escape = text[i] == '%' && i + 2 < text.size();
    made += escape ? static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2])) : text[i];
    i += escape ? 2 : 0;
  }
  return made;
}

bool has_identifier(const json::object& resource, std::string_view token) {
  const auto bar = token.find('|');
  const auto* list = resource.if_contains("identifier");
  if (bar == std::string_view::npos || list == nullptr || !list->is_array()) return false;
  return std::ranges::any_of(list->get_array(), [&](const json::value& each) {
    return each.is_object() && text_of(each.get_object(), "system") == token.substr(0, bar) &&
           text_of(each.get_object(), "value") == token.substr(bar + 1);
  });
}

}  // namespace

struct FhirStore::Refused {
  int status;
  std::string code, words;
};

json::object operation_outcome(std::string_view code, std::string_view words) {
  return {{"resourceType", "OperationOutcome"},
          {"issue", json::array{json::object{{"severity", "error"}, {"code", code}, {"diagnostics", words}}}}};
}

std::string FhirStore::put(json::object resource, std::int64_t now) {
  const std::string type = text_of(resource, "resourceType");
  std::string id = text_of(resource, "id");
  if (id.empty()) id = "t" + std::to_string(next_++);
  resource["id"] = id;
  if (!resource.contains("meta")) resource["meta"] = json::object();
  if (resource["meta"].is_object()) resource["meta"].get_object()["lastUpdated"] = fhir_instant(now);
  Row& row = rows_[{type, id}];
  row = {std::move(resource), now, row.version + 1};
  return id;
}

std::vector<const json::object*> FhirStore::changed(std::string_view type, std::int64_t since) const {
  std::multimap<std::int64_t, const json::object*> by_change;
  for (const auto& [key, row] : rows_)
    if (key.first == type && row.changed >= since) by_change.emplace(row.changed, &row.resource);
  std::vector<const json::object*> made;
  made.reserve(by_change.size());
  for (const auto& [changed, resource] : by_change) made.push_back(resource);
  return made;
}

bool FhirStore::is_of(const json::object& resource, std::string_view category) {
  const auto* list = resource.if_contains("category");
  if (list == nullptr || !list->is_array()) return false;
  return std::ranges::any_of(list->get_array(), [&](const json::value& each) {
    json::error_code error;
    const auto* code = each.find_pointer("/coding/0/code", error);
    return code != nullptr && code->is_string() && code->get_string() == category;
  });
}

const json::object* FhirStore::find(const std::string& type, const std::string& id) const {
  const auto found = rows_.find({type, id});
  return found == rows_.end() ? nullptr : &found->second.resource;
}

std::vector<std::string> FhirStore::matching(const std::string& type, std::string_view query) const {
  if (!query.starts_with(by_identifier)) throw Refused{400, "not-supported", "only identifier=system|value is known"};
  const std::string token = percent_decoded(query.substr(by_identifier.size()));
  std::vector<std::string> ids;
  for (const auto& [key, row] : rows_)
    if (key.first == type && has_identifier(row.resource, token)) ids.push_back(key.second);
  if (ids.size() > 1) throw Refused{412, "multiple-matches", "several resources have the identifier " + token};
  return ids;
}

void FhirStore::resolve_links(json::value& value, int depth) const {
  if (depth > deepest) return;
  if (auto* list = value.if_array())
    for (auto& each : *list) resolve_links(each, depth + 1);
  auto* object = value.if_object();
  if (object == nullptr) return;
  for (auto& member : *object) resolve_links(member.value(), depth + 1);
  const std::string reference = text_of(*object, "reference");
  const auto mark = reference.find('?');
  if (mark == std::string::npos) return;
  const std::string type = reference.substr(0, mark);
  const auto ids = matching(type, std::string_view(reference).substr(mark + 1));
  if (ids.empty()) throw Refused{404, "not-found", "nothing matches " + reference};
  (*object)["reference"] = type + "/" + ids.front();
}

json::object FhirStore::entry(const json::value& entry, std::int64_t now) {
  const auto* object = entry.if_object();
  const auto* request = object == nullptr ? nullptr : object->if_contains("request");
  if (request == nullptr || !request->is_object()) throw Refused{400, "structure", "an entry has no request"};
  const std::string method = text_of(request->get_object(), "method");
  const std::string url = text_of(request->get_object(), "url");
  const auto slash = url.find('/');
  const std::string type = url.substr(0, slash);
  const std::string id = slash == std::string::npos ? "" : url.substr(slash + 1);
  if (method == "DELETE") {
    deleted += rows_.erase({type, id});
    return {{"status", "204 No Content"}};
  }
  const auto* given = object->if_contains("resource");
  if (given == nullptr || !given->is_object() || text_of(given->get_object(), "resourceType") != type)
    throw Refused{400, "structure", "the resource of " + url + " is of another type"};
  json::value made = *given;
  if (type == "Patient" && !given->get_object().contains("birthDate"))
    throw Refused{422, "required", "this hospital wants a birthDate"};
  if (method == "POST") {
    const std::string condition = text_of(request->get_object(), "ifNoneExist");
    if (const auto ids = condition.empty() ? std::vector<std::string>() : matching(type, condition); !ids.empty()) {
      ++matched;
      return {{"status", "200 OK"}, {"location", type + "/" + ids.front() + "/_history/1"}};
    }
    made.get_object().erase("id");
  } else if (method == "PUT" && !id.empty() && text_of(made.get_object(), "id") == id) {
    if (!rows_.contains({type, id})) throw Refused{404, "not-found", url + " is not known"};
  } else {
    throw Refused{400, "structure", "an entry is neither POST, PUT with its id, nor DELETE"};
  }
  resolve_links(made, 0);
  ++(method == "POST" ? created : updated);
  const std::string now_id = put(made.get_object(), now);
  return {{"status", method == "POST" ? "201 Created" : "200 OK"},
          {"location", type + "/" + now_id + "/_history/" + std::to_string(rows_[{type, now_id}].version)}};
}

FhirStore::Outcome FhirStore::apply(const json::value& bundle, std::int64_t now) {
  const auto* object = bundle.if_object();
  const std::string type = object == nullptr ? "" : text_of(*object, "type");
  if (type != "transaction" && type != "batch")
    return {400, operation_outcome("structure", "the body must be a transaction or a batch")};
  const auto* entries = object->if_contains("entry");
  json::array answers;
  const FhirStore before = type == "transaction" ? *this : FhirStore();
  if (entries != nullptr && entries->is_array()) {
    for (const auto& each : entries->get_array()) {
      try {
        answers.push_back(json::object{{"response", entry(each, now)}});
      } catch (const Refused& why) {
        if (type == "transaction") {
          *this = before;
          ++refused;
          return {why.status, operation_outcome(why.code, why.words)};
        }
        ++refused;
        answers.push_back(
            json::object{{"response", json::object{{"status", std::to_string(why.status)},
                                                   {"outcome", operation_outcome(why.code, why.words)}}}});
      }
    }
  }
  return {200, json::object{{"resourceType", "Bundle"}, {"type", type + "-response"}, {"entry", std::move(answers)}}};
}

}  // namespace lt::twins
