// What a FHIR resource says in lists and links, as members that a mapping can point to; and the way back.
#pragma once

#include <lienthong/sdk/settings.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lt::fhir {

// "diagnostic_report" is the stream of DiagnosticReport.
std::string type_of_stream(std::string_view stream);

// The names that the settings give to identifier systems, and to the server itself. Immutable: thread-safe.
class Naming {
 public:
  // `identifiers`: name → URI; `server`: the server's name in keys.
  Naming(const sdk::Settings& identifiers, std::string server);

  // Adds, wherever the resource has them: `identifiers` {name: value} beside an `identifier`, `contact_points`
  // {system: value} beside a `telecom`, `fhir_key` server|Type/id in the resource and beside each `reference`.
  void annotate(sdk::json::object& resource) const;

  // Takes `identifiers`, `contact_points` and `fhir_key` away again: as identifiers, as telecom, and a link that names
  // only an identifier as a conditional reference Type?identifier=system|value, or Type/id of this server. Throws
  // Failure failed for a link that can become neither.
  void to_fhir(sdk::json::object& resource) const;

  // The id under which this server itself has the resource, where one of its `identifiers` is the server's own
  // server|Type/id; takes that identifier away, since it says nothing to the server. Else empty.
  std::string own_id(sdk::json::object& resource, std::string_view type) const;

  // "system|value" of the first identifier that the settings name, else of the first complete one; empty: none.
  std::string token_of(const sdk::json::object& resource) const;

 private:
  std::string_view name_of(std::string_view system) const;
  std::string_view system_of(std::string_view name) const;
  void annotate_members(sdk::json::object& object, int depth) const;
  void add_identifiers(sdk::json::object& object) const;
  void add_link(sdk::json::object& object) const;
  void resolve(sdk::json::object& object, int depth) const;
  bool resolve_link(sdk::json::object& object) const;

  std::vector<std::pair<std::string, std::string>> systems_;  // name, URI in the settings' order
  std::string server_;
};

// A member that is a text; empty where it is none.
std::string_view text_member(const sdk::json::object& object, std::string_view name);

}  // namespace lt::fhir
