// Resources of a FHIR R4 server by type and id, and the Bundles that change them.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace lt::twins {

// One thread at a time.
class FhirStore {
 public:
  // As POST or PUT would: the resource gets meta.lastUpdated; without an id it gets one. Gives its id.
  std::string put(boost::json::object resource, std::int64_t now);

  // Those of a type that changed at or after `since` (epoch ms), the oldest change first.
  std::vector<const boost::json::object*> changed(std::string_view type, std::int64_t since) const;
  // Whether one of its categories has the code.
  static bool is_of(const boost::json::object& resource, std::string_view category);
  // By Type/id; null where there is none.
  const boost::json::object* find(const std::string& type, const std::string& id) const;
  std::uint64_t size() const { return rows_.size(); }

  // The answer to a Bundle and its status: a transaction changes all or nothing.
  struct Outcome {
    int status = 200;
    boost::json::value body;
  };
  Outcome apply(const boost::json::value& bundle, std::int64_t now);

  std::uint64_t created = 0, updated = 0, matched = 0, deleted = 0, refused = 0;

 private:
  struct Row {
    boost::json::object resource;
    std::int64_t changed;
    std::uint64_t version;
  };
  struct Refused;

  std::vector<std::string> matching(const std::string& type, std::string_view query) const;
  void resolve_links(boost::json::value& value, int depth) const;
  boost::json::object entry(const boost::json::value& entry, std::int64_t now);

  std::map<std::pair<std::string, std::string>, Row> rows_;  // type, id
  std::uint64_t next_ = 1;
};

boost::json::object operation_outcome(std::string_view code, std::string_view words);

}  // namespace lt::twins
