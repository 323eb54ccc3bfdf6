// The OpenAPI 3.1 document of a table.
#pragma once

#include "api/endpoint.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace lt::api {

boost::json::object openapi_document(const Table& table, const std::string& version);

}  // namespace lt::api
