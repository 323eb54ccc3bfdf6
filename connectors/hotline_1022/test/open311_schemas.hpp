// The published JSON Schemas of GeoReport v2, of one object each.
#pragma once

#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <testing/bench.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include <filesystem>

namespace open311 {

inline const std::filesystem::path schemas = LT_SOURCE_DIR "/../shared/data/open311";

// Says so where the schemas are not there.
inline bool valid(const boost::json::value& value, const char* schema_file) {
  if (!std::filesystem::exists(schemas)) {
    WARN("there is no " << schemas << "; the answer was held against no schema");
    return true;
  }
  using Adapter = valijson::adapters::BoostJsonAdapter;
  const boost::json::value document = boost::json::parse(lt::plugin_testing::text_of_file(schemas / schema_file));
  valijson::Schema schema;
  valijson::SchemaParser().populateSchema(Adapter(document), schema);
  return valijson::Validator().validate(schema, Adapter(value), nullptr);
}

}  // namespace open311
