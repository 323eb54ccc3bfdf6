// Walking a JSON Schema beside the document that it describes.
#pragma once

#include <boost/json/fwd.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace lt::plugin_host {

// Follows "$ref" inside the document; null where it leads nowhere.
const boost::json::value* resolve(const boost::json::value& root, const boost::json::value* schema);

// The schema of a member or an item of what `schema` describes, found through properties, additionalProperties and
// items; null where none says something.
const boost::json::value* schema_of_child(const boost::json::value& root, const boost::json::value* schema,
                                          std::string_view name);

// The keys and indices that lead from the document's root to one of its parts.
using DocumentPath = std::vector<std::string>;

// Calls `visit(schema, value, path)` for every part of the document that has a schema, through allOf, anyOf and oneOf
// too.
void walk(const boost::json::value& root, const boost::json::value* schema, const boost::json::value& value,
          const std::function<void(const boost::json::value&, const boost::json::value&, const DocumentPath&)>& visit);

}  // namespace lt::plugin_host
