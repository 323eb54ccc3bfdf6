// Objects of the API as tables of members: the document's schemas, and what a request's body is held against.
#pragma once

#include "model/entity.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::api {

// `type` is integer, number, boolean, string, time (ISO 8601), object (any members), words divided by | (a string that
// is one of them), or the name of a schema; with [] behind it a list, with ? behind it that or null.
struct Member {
  std::string name;
  std::string type;
  std::string note = {};
  bool optional = false;  // may be left out; only in what clients send
};

struct Schema {
  std::string name;
  std::string note;
  std::vector<Member> members;
};

// JSON Schema 2020-12, in the part that draft 7 has too.
boost::json::object schema_of_type(std::string_view type);
boost::json::object to_json_schema(const Schema& schema);

// What is wrong with a body first; nothing where it fits. Only flat schemas: members of the types above and lists of
// strings.
std::optional<model::Label> fault_of(const boost::json::object& body, const Schema& schema);

}  // namespace lt::api
